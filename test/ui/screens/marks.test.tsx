import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { listOf } from '../between.ts';
import { caller, callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(8), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

/** The numbers of the callers whose rows show the sign. */
function marked(rows: readonly string[], sign = '●'): readonly number[] {
	return rows.flatMap((row) => {
		const found = new RegExp(`^.[${sign}] +\\d\\d:\\d\\d +call \\+1 312 555 (\\d{4})`, 'u').exec(
			row.slice(1),
		);
		return found === null ? [] : [Number(found[1])];
	});
}

const gone = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);

describe('a mark', () => {
	test('is set with Space, which moves on, and removed with it; the row keeps its width', async () => {
		const screen = await started();
		const before = screen.rows();
		screen.press(' ', ' ', 'j', ' ');
		const rows = await screen.waitFor('3 marked');
		expect(marked(rows)).toEqual([1, 2, 4]);
		expect(rows.map((row) => row.replaceAll('●', ' ').slice(2, 38)).slice(1, 10)).toEqual(
			before.map((row) => row.slice(2, 38)).slice(1, 10),
		);
		screen.press('k', ' ');
		expect(marked(await screen.waitFor('2 marked'))).toEqual([1, 2]);
		expect(screen.requests.every((request) => request.startsWith('GET'))).toBe(true);
	});

	test('can be read without colours and without Unicode', async () => {
		const screen = await started({ glyphs: asciiGlyphs, level: 0 });
		screen.press(' ');
		expect(marked(await screen.waitFor('1 marked'), '*')).toEqual([1]);
	});

	test('is set on all rows up to the last one with V', async () => {
		const screen = await started();
		screen.press('j', 'V');
		await screen.waitFor('Range starts here');
		screen.press('j', 'j', 'j', 'V');
		expect(marked(await screen.waitFor('4 marked'))).toEqual([2, 3, 4, 5]);
		screen.press('g', 'V');
		expect(marked(await screen.waitFor('5 marked'))).toEqual([1, 2, 3, 4, 5]);
	});

	test('is removed with Ctrl-\\, as a terminal sends it', async () => {
		const screen = await started();
		screen.press(' ', ' ');
		await screen.waitFor('2 marked');
		screen.press('\x1c');
		expect(marked(await screen.waitFor(gone('marked')))).toEqual([]);
		screen.press('\x1c');
		await screen.waitFor('Nothing is marked.');
	});

	test('is not set on an unreadable row', async () => {
		const { conversation } = caller(1);
		const screen = await startScreen({ between: listOf([{ name: 'no id' }, conversation]) });
		await screen.waitFor('unreadable row');
		screen.press('V', '*');
		expect((await screen.waitFor('1 marked')).join('\n')).toContain('Marked all 1.');
		expect([...screen.state().marks.ids]).toEqual([idOf(1)]);
	});
});

describe('all conversations of the filter', () => {
	test('are loaded and marked with *, and unmarked with another', async () => {
		const screen = await started({ bundles: callers(230) });
		screen.press('*');
		await screen.waitFor('230 marked');
		expect(screen.text()).toContain('230 loaded, all');
		screen.press('*');
		expect((await screen.waitFor(gone('230 marked'))).join('\n')).toContain('Unmarked all 230.');
	});

	test('are limited to the first ten thousand, with a note', async () => {
		const screen = await started({ bundles: callers(10_130) });
		screen.press('*');
		await screen.waitFor('10,000 marked');
		await screen.waitFor('Marked the first 10,000. More match, but this is the most at once.');
		expect(screen.state().marks.ids.has(idOf(10_000))).toBe(true);
		expect(screen.state().marks.ids.has(idOf(10_001))).toBe(false);
	});

	test('are the found rows in a searched list', async () => {
		const screen = await started();
		screen.press('/');
		await screen.waitFor(' find: ');
		screen.press(...'0003');
		await screen.waitFor('1 of 8');
		screen.press('\r', '*');
		await screen.waitFor('1 marked');
		expect([...screen.state().marks.ids]).toEqual([idOf(3)]);
	});

	test('are none if the list cannot be loaded completely', async () => {
		const screen = await started({ bundles: callers(230) });
		screen.intervene((request) => (request.url.includes('or=') ? new Response('{}', { status: 503 }) : null));
		screen.press('*');
		await screen.waitFor('Nothing was marked');
		expect(screen.state().marks.ids.size).toBe(0);
	});
});

describe('marks', () => {
	test('outlive another filter, and a question counts those not in the list', async () => {
		const screen = await started();
		screen.press(' ', ' ', ' ');
		await screen.waitFor('3 marked');
		screen.press('=');
		await screen.waitFor('─ Filter ─');
		screen.press(...'name:"Caller 2"', '\r');
		await screen.waitFor('1 loaded');
		expect(screen.text()).toContain('3 marked');
		screen.press('D');
		await screen.waitFor('─ Delete 3 conversations? ─');
		expect(screen.text()).toContain('2 of them are no longer in the list.');
	});

	test('go with conversations deleted elsewhere', async () => {
		const screen = await started();
		screen.press(' ', ' ', ' ');
		await screen.waitFor((rows) => /3 marked/.test(rows[0] ?? '') && !/loading/.test(rows[0] ?? ''));
		screen.store.conversations.delete(idOf(2));
		screen.press('r');
		await screen.waitFor('2 marked');
		expect([...screen.state().marks.ids].sort()).toEqual([idOf(1), idOf(3)].sort());
	});

	test('do not apply outside the list: there keys act on the open conversation', async () => {
		const screen = await started();
		screen.press(' ', ' ', '\r');
		await screen.waitFor('hello from 3');
		screen.press('D');
		await screen.waitFor('─ Delete this conversation? ─');
		expect(screen.text()).toMatch(/Name +Caller 3/);
	});
});
