import { describe, expect, test } from 'vitest';
import { conversation } from '../../store/fixtures.ts';
import { callers, idOf } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

describe('the palette', () => {
	test('finds an action by a few letters and runs it', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		await screen.waitFor('Palette');
		screen.press('m', 'e', 't', 'a');
		await screen.waitFor((rows) => rows.some((row) => /4 +Go to: Metadata/.test(row)));
		screen.press('\r');
		await screen.waitFor('telnyx_end_user_target');
		expect(screen.state().overlays).toEqual([]);
	});

	test('an unavailable action shows its reason, and Enter shows it as a notice', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		screen.paste('next hit');
		await screen.waitFor(/Next hit +There is no search/);
		screen.press('\r');
		await screen.waitFor(
			(rows) => rows.at(-1)?.includes('There is no search. Press / to start one.') === true,
		);
	});

	test('tells the chosen action whole below the list where its row is cut', async () => {
		const screen = await startScreen({ bundles: callers(3), size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 3');
		screen.press(':', ...'undo');
		await screen.waitFor(/Nothing to undo.*…/);
		const box = (await screen.waitFor(/│ +Undo .*Nothing to undo/)).map((row) => row.slice(5, -5).trim());
		expect(box.join(' ')).toMatch(/Nothing to undo: [^…]*\. /);
	});

	test('uses the rows of a high screen', async () => {
		const screen = await startScreen({ bundles: callers(3), size: { columns: 200, rows: 90 } });
		await screen.waitFor('hello from 1');
		screen.press(':');
		await screen.waitFor('Palette');
		expect(screen.text()).not.toMatch(/\d+ more ↓/);
	});

	test('that is longer than its box counts the actions above and below', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		const first = await screen.waitFor(/\d+ more ↓/);
		expect(first.join('\n')).not.toContain('more ↑');
		const below = Number(/(\d+) more ↓/.exec(first.join('\n'))?.[1]);
		screen.press('\x1b[A');
		const last = await screen.waitFor(/\d+ more ↑/);
		expect(last.join('\n')).toMatch(new RegExp(`${below} more ↑ +│`));
		for (let step = 0; step < 30; step += 1) screen.press('\x1b[A');
		const middle = await screen.waitFor(/\d+ more ↑ +\d+ more ↓/);
		const [, above, under] = /(\d+) more ↑ +(\d+) more ↓/.exec(middle.join('\n')) ?? [];
		expect(Number(above) + Number(under)).toBe(below);
	});

	test('wraps around with the arrows, and Esc closes it', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':', '\x1b[A', '\x1b[B', '\x1b[B');
		await screen.waitFor('Palette');
		expect(screen.state().overlays).toMatchObject([{ kind: 'palette', selected: 1 }]);
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Palette'));
	});

	test('says so if no action matches', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		screen.paste('qqqq');
		await screen.waitFor('No action matches.');
		screen.press('\r');
		expect(screen.state().overlays).toHaveLength(1);
	});
});

describe('opening by id', () => {
	const far = conversation('d0000000-0000-4000-8000-000000000001', {
		name: 'Far down',
		last_message_at: '2020-01-01T00:00:00.000000+00:00',
	});

	test('pins an unloaded conversation into the list, with the cursor on it', async () => {
		const bundles = [...callers(120), { conversation: far, messages: [], insights: [] }];
		const screen = await startScreen({ bundles });
		await screen.waitFor('hello from 1');
		screen.press('j', 'o');
		screen.paste(`  ${far.id}\n`);
		screen.press('\r');
		await screen.waitFor('Far down');
		expect(screen.state()).toMatchObject({ focus: 'transcript', selectedId: far.id, openId: far.id });
		expect(screen.text()).toMatch(/▌.*Far down/);
	});

	test('moves the cursor to a loaded conversation', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('o');
		screen.paste(idOf(7));
		screen.press('\r');
		await screen.waitFor('hello from 7');
		await screen.waitFor('7 of 9 loaded');
		expect(screen.state()).toMatchObject({ selectedId: idOf(7), openId: idOf(7) });
	});

	test('a missing id is reported, and the reader stays', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.press('o');
		screen.paste('nowhere/../x?y');
		screen.press('\r');
		await screen.waitFor('No conversation has the id nowhere/../x?y. Nothing was opened.');
		expect(screen.text()).toContain('hello from 2');
		expect(screen.state()).toMatchObject({ focus: 'list', openId: idOf(2) });
		expect(screen.requests.some((one) => one.endsWith('/ai/conversations/nowhere/../x?y'))).toBe(true);
	});

	test('an empty answer sends no request', async () => {
		const screen = await startScreen({ bundles: callers(1) });
		await screen.waitFor('hello from 1');
		screen.press('o', ' ', '\r');
		await screen.waitFor('Enter open');
		expect(
			screen.requests.filter((one) => /\/conversations\/[^/]*$/.test(one) && !one.includes('/insights')),
		).toEqual([]);
	});
});

test('Ctrl-c asks again, and another key cancels', async () => {
	const screen = await startScreen({ bundles: callers(3) });
	await screen.waitFor('hello from 1');
	screen.press('\x03');
	await screen.waitFor('Press Ctrl-c again to quit.');
	screen.press('j');
	await screen.waitFor('hello from 2');
	expect(screen.state().quitArmed).toBe(false);
});
