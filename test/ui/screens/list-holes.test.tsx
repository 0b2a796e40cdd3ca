import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonValue, jsonText } from '../../../src/domain/json.ts';
import { parseJsonText } from '../../../src/domain/json-source.ts';
import { anyPage, firstPage, instead, laterPage, pathOf } from '../between.ts';
import { callers } from '../bundles.ts';
import { type Between, startScreen, type TestScreen } from '../screen-harness.tsx';

const count = 250;

/** A list of 250 with its first page loaded. */
async function started(between: Between | null = null): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(count), ...(between === null ? {} : { between }) });
	await screen.waitFor(/1 of \d+ loaded/);
	return screen;
}

async function whole(): Promise<TestScreen> {
	const screen = await started();
	screen.press('G');
	await screen.waitFor('of 200 loaded');
	screen.press('G');
	await screen.waitFor(`of ${count} loaded, all`);
	return screen;
}

const empty = (): Response => Response.json({ data: [] });

/** Passes these requests on and changes the rows of their answers. */
function changing(
	screen: TestScreen,
	pattern: RegExp,
	change: (row: JsonValue, index: number) => JsonValue,
): Between {
	return async (request) => {
		if (!pattern.test(pathOf(request))) return null;
		const answer = parseJsonText(await (await screen.pass(request)).text());
		const rows = isJsonObject(answer) && Array.isArray(answer.data) ? answer.data : [];
		return new Response(jsonText({ data: rows.map(change) }));
	};
}

const loadedIds = (screen: TestScreen): string => screen.rows()[0] ?? '';

describe('an empty page behind a full one', () => {
	test('does not mark the list as complete', async () => {
		const screen = await started(instead(laterPage, empty));
		screen.press('G');
		await screen.waitFor('of 100 loaded, all');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('of 200 loaded');
		screen.press('G');
		await screen.waitFor(`of ${count} loaded, all`);
	});

	test('is requested again if it comes once', async () => {
		let nth = 0;
		const screen = await started(instead(laterPage, empty));
		screen.intervene((request) => (laterPage.test(pathOf(request)) && nth++ === 0 ? empty() : null));
		screen.press('G');
		await screen.waitFor('of 200 loaded');
	});
});

describe('a refresh', () => {
	test('that is empty once takes no row away', async () => {
		const screen = await whole();
		let nth = 0;
		screen.intervene((request) => (anyPage.test(pathOf(request)) && nth++ === 0 ? empty() : null));
		screen.press('r');
		await screen.waitFor(() => nth > 1);
		await screen.waitFor((rows) => !rows.join('\n').includes('loading'));
		expect(loadedIds(screen)).toContain(`of ${count} loaded`);
	});

	test('that is empty twice is believed', async () => {
		const screen = await whole();
		screen.intervene(instead(anyPage, empty));
		screen.press('r');
		await screen.waitFor('This account has no conversations yet.');
	});

	test.each<[string, (row: JsonValue, index: number) => JsonValue]>([
		['half of whose rows cannot be read', (row, index) => (index % 2 === 0 ? row : { odd: index })],
		['none of whose rows can be read', (_, index) => ({ odd: index })],
		['half of whose rows are null', (row, index) => (index % 2 === 0 ? row : null)],
	])('%s replaces no row, says so, and r heals it', async (_, change) => {
		const screen = await whole();
		screen.intervene(changing(screen, firstPage, change));
		screen.press('r', 'g');
		const rows = await screen.waitFor(/, \d+ unreadable, not all/);
		expect(rows.join('\n')).toContain('Caller 1 ');
		expect(rows.join('\n')).not.toContain('unreadable row');
		expect(loadedIds(screen)).toContain(`of ${count} loaded`);
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor(`of ${count} loaded, all`);
	});

	test.each(['last_message_at', 'created_at', 'metadata'])(
		'whose rows lack their %s loses no row, and nothing of them',
		async (field) => {
			const screen = await whole();
			const lacking = (row: JsonValue): JsonValue =>
				isJsonObject(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)) : row;
			screen.intervene(changing(screen, firstPage, lacking));
			const before = screen.requests.length;
			screen.press('g', 'r');
			await screen.waitFor((rows) => screen.requests.length > before && !rows.join('').includes('loading'));
			expect(loadedIds(screen)).toContain(`of ${count} loaded, all`);
			expect(screen.text()).toMatch(/11:59 +call \+1 312 555 0001 Caller 1/);
		},
	);

	test('with an unreadable row keeps the copy of that id', async () => {
		const screen = await whole();
		const garbled = (row: JsonValue): JsonValue => (isJsonObject(row) ? { ...row, created_at: 'soon' } : row);
		screen.intervene(changing(screen, firstPage, garbled));
		const before = screen.requests.length;
		screen.press('r');
		await screen.waitFor((rows) => screen.requests.length > before && !rows.join('').includes('loading'));
		expect(screen.text()).not.toContain('unreadable');
		expect(screen.text()).toContain(`of ${count} loaded, all`);
	});
});

describe('a page further down', () => {
	test('that is half readable is shown with holes, never as complete, and r requests it again', async () => {
		const screen = await started();
		screen.intervene(changing(screen, laterPage, (row, index) => (index < 60 ? row : { odd: index })));
		screen.press('G');
		await screen.waitFor(/[1-9]\d* unreadable/);
		expect(screen.text()).not.toContain(', all');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor((rows) => !/unreadable/.test(rows[0] ?? ''));
		screen.press('G');
		await screen.waitFor(`of ${count} loaded, all`);
	});

	test('with null rows shows how many were skipped', async () => {
		const screen = await started();
		screen.intervene(changing(screen, laterPage, (row, index) => (index < 3 ? null : row)));
		screen.press('G');
		await screen.waitFor(/[1-9]\d* null skipped/);
		expect(screen.text()).not.toContain('unreadable');
	});
});
