import { describe, expect, test } from 'vitest';
import { builtInSavedViews } from '../../../src/filter/saved-views.ts';
import { instead } from '../between.ts';
import { caller, callers } from '../bundles.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

const names = (screen: TestScreen): string[] => screen.state().saved.views.map(({ name }) => name);

/** 120 callers, one a minute back from noon, and one with the AI disabled. */
const bundles = () => {
	const disabled = caller(200);
	const { metadata } = disabled.conversation;
	return [
		...callers(120),
		{
			...disabled,
			conversation: { ...disabled.conversation, metadata: { ...metadata, ai_disabled: 'true' } },
		},
	];
};

const open = async () => {
	const screen = await startScreen({ bundles: bundles() });
	await screen.waitFor('hello from 1');
	screen.press('v');
	await screen.waitFor('─ Saved views ─');
	return screen;
};

describe('saved views', () => {
	test('show their number of rows, up to 100+, and Enter shows one', async () => {
		const screen = await open();
		await screen.waitFor(/Last hour +(59|60) .*\n.*Calls today +100\+ .*\n.*AI disabled +1 /);
		screen.press('j', 'j', '\r');
		await screen.waitFor('1 of 1 loaded, all');
		expect(screen.state()).toMatchObject({ overlays: [], recents: [{ queryText: 'meta.ai_disabled:true' }] });
		screen.press('\x0f');
		await screen.waitFor('100 loaded, more');
	});

	test('are saved from the list, with their dates as typed', async () => {
		const screen = await startScreen({ bundles: bundles() });
		await screen.waitFor('hello from 1');
		screen.press('=');
		screen.paste('after:5m sort:name');
		screen.press('\r');
		await screen.waitFor(/[45] loaded, all|of [45] loaded, all/);
		screen.press('v', 'n');
		await screen.waitFor((rows) =>
			/ name of the saved view: +Enter saves {2}Esc cancels/.test(rows.at(-1) ?? ''),
		);
		screen.paste('Just now');
		screen.press('\r');
		await screen.waitFor(/Just now +[45] +after:5m/);
		expect(screen.state().saved.views.at(-1)).toEqual({
			id: 'view-1',
			name: 'Just now',
			queryText: 'after:5m sort:name',
			order: 'name.asc',
			alert: null,
		});
	});

	test('are renamed, edited, moved, set as start view, and deleted only after a yes', async () => {
		const screen = await open();
		screen.press('r', '\x15');
		screen.paste('The hour');
		screen.press('\r');
		await screen.waitFor(/The hour/);
		expect(names(screen)).toEqual(['The hour', 'Calls today', 'AI disabled']);
		screen.press('J', '*');
		await screen.waitFor(/\* The hour/);
		expect(names(screen)).toEqual(['Calls today', 'The hour', 'AI disabled']);
		expect(screen.state().saved.startId).toBe('last-hour');

		screen.press('e');
		await screen.waitFor('Query text of the saved view');
		screen.press('\x15');
		screen.paste('after:3m');
		screen.press('\r');
		await screen.waitFor(/The hour +[23] +after:3m/);
		expect(screen.state().history.past).toEqual([]);

		screen.press('d');
		await screen.waitFor('Delete “The hour”? y deletes it, Esc keeps it.');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Delete “'));
		screen.press('y');
		expect(names(screen)).toHaveLength(3);
		screen.press('d', 'y');
		await screen.waitFor((rows) => !rows.join().includes('The hour'));
		expect(screen.state().saved).toMatchObject({ startId: null });
		screen.press('d', 'y', 'd', 'y');
		await screen.waitFor('No saved views. n saves what the list shows now.');
		screen.press('\r');
		await screen.waitFor('There is no saved view: n saves one.');
	});

	test('an unreadable or uncountable view says so, and stays', async () => {
		const broken = { id: 'b', name: 'Broken', queryText: 'after:"', order: '', alert: null };
		const screen = await startScreen({
			bundles: callers(3),
			start: { saved: { ...builtInSavedViews, views: [broken, ...builtInSavedViews.views] } },
		});
		await screen.waitFor('hello from 1');
		screen.intervene(
			instead(/ai_disabled/, () => Response.json({ errors: [{ detail: 'No.' }] }, { status: 403 })),
		);
		screen.press('v');
		await screen.waitFor(/Broken +\? .*\n.*Last hour +3 .*\n.*Calls today +3 .*\n.*AI disabled +\? /);
		screen.press('\r');
		await screen.waitFor((rows) => rows.slice(-2).some((row) => row.includes('“Broken”, character')));
		expect(screen.state().overlays).toHaveLength(1);
	});

	test('closing the list stops the counting', async () => {
		const gate = Promise.withResolvers<null>();
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		const arrived = Promise.withResolvers<null>();
		const aborted: boolean[] = [];
		screen.intervene(async (request) => {
			if (!request.url.includes('limit=101')) return null;
			request.signal.addEventListener('abort', () => aborted.push(true));
			arrived.resolve(null);
			return gate.promise;
		});
		screen.press('v');
		await screen.waitFor('─ Saved views ─');
		await screen.waitFor(/Last hour +…/);
		await arrived.promise;
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Saved views ─'));
		gate.resolve(null);
		screen.press('j');
		await screen.waitFor('hello from 2');
		expect(screen.requests.filter((one) => one.includes('limit=101'))).toHaveLength(1);
		expect(aborted).toEqual([true]);
	});

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 200, rows: 60 },
	])('fit at $columns×$rows, and what is hostile in a name is shown, not sent', async (size) => {
		const name = '\u001b]52;c;x\u0007 a name that is far too long for any column of a list';
		const view = { id: 'x', name, queryText: '', order: '', alert: null };
		const screen = await startScreen({
			bundles: callers(3),
			size,
			start: { saved: { views: [view], startId: null } },
		});
		await screen.waitFor(/1 of 3 loaded/);
		screen.press('v');
		const rows = await screen.waitFor('everything');
		expect(rows).toHaveLength(size.rows);
		expect(screen.raw()).not.toContain('\u001b]52');
	});
});
