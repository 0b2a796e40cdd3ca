import { describe, expect, test } from 'vitest';
import { callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const f1 = '\x1bOP';
const esc = '\x1b';
const enter = '\r';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

const isClosed = (rows: readonly string[]): boolean => !rows.join('\n').includes('─ Help ');

describe('help', () => {
	test('begins with the signs of the list, lists every key, scrolls, and closes where the reader was', async () => {
		const screen = await started();
		screen.press('j', '?');
		const first = await screen.waitFor('Help 1-');
		expect(first[2]).toContain('Signs in the list');
		expect(first.join('\n')).toMatch(/Next conversation +list\.next/);
		screen.press('G');
		await screen.waitFor('Keep the rows found');
		screen.press('g');
		await screen.waitFor('Help 1-');
		screen.press('q');
		await screen.waitFor(isClosed);
		expect(screen.state().selectedId).toBe(idOf(2));
	});

	test('opens at the pane in use', async () => {
		const screen = await started();
		screen.press('3', '?');
		const rows = await screen.waitFor('Help 1-');
		expect(rows[2]).toContain('Transcript, insights, metadata');
	});

	test('goes from place to place with Tab and back with Shift-Tab, each at the top', async () => {
		const screen = await startScreen({ bundles: callers(3), size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 2');
		screen.press('?', '\t');
		await screen.waitFor((rows) => /│ List +│/.test(rows[2] ?? ''));
		screen.press('\t');
		await screen.waitFor((rows) => rows[2]?.includes('The conversation under the cursor') === true);
		screen.press('\x1b[Z');
		await screen.waitFor((rows) => /│ List +│/.test(rows[2] ?? ''));
		expect(screen.text()).toContain('Unmark all');
		screen.press('G', '\t', '\x1b[Z', '\x1b[Z');
		expect(screen.state().overlays).toMatchObject([{ kind: 'help' }]);
	});

	test('shows the keys that the user set', async () => {
		const screen = await started({ keys: { 'list.next': ['Ctrl-n'] } });
		expect(screen.rows().at(-1)).toContain('Ctrl-n move');
		screen.press('\x0e');
		await screen.waitFor('hello from 2');
		screen.press('?');
		await screen.waitFor(/Ctrl-n +Next conversation/);
	});

	test('does not open over itself', async () => {
		const screen = await started();
		screen.press('?', '/', f1);
		await screen.waitFor(/│ \/ /);
		expect(screen.state().overlays).toHaveLength(1);
	});

	test.each([
		['the filter', ['=', 'channel:phone_call', enter, 'f'], /│ +Apply/, 'Filter'],
		['the sort menu', ['s'], /─ Sort/, 'Sort'],
		['saved views', ['v'], /─ Saved views/, 'Saved views'],
		['the metadata editor', ['e'], /─ Metadata of/, 'Metadata'],
		['a question', ['D'], /Delete this conversation\?/, 'Question'],
	])('from %s opens at its keys, and closes to it', async (_, keys, title, heading) => {
		const screen = await started();
		for (const key of keys) screen.press(key);
		await screen.waitFor((rows) => title.test(rows.join('\n')));
		const before = screen.state().overlays;
		screen.press('?');
		const rows = await screen.waitFor('─ Help ');
		expect(rows[2]).toMatch(new RegExp(`│ ${heading}`));
		screen.press(esc);
		await screen.waitFor((all) => isClosed(all) && title.test(all.join('\n')));
		expect(screen.state().overlays).toEqual(before);
	});

	test('in a text field is text for ?, and F1 opens it and loses nothing typed', async () => {
		const screen = await started();
		screen.press('m');
		await screen.waitFor('─ Message to Caller 1 ─');
		screen.press('w', 'h', 'y', '?', f1);
		const rows = await screen.waitFor('─ Help ');
		expect(rows[2]).toMatch(/│ Message/);
		screen.press(f1);
		await screen.waitFor('why?');
		screen.press('!');
		await screen.waitFor('why?!');
	});

	test.each([
		['the query text', '=', 'Query text'],
		['the palette', ':', 'Palette'],
		['a prompt', 'o', 'Prompt'],
		['a search of the list', '/', 'Prompt'],
	])('opens with F1 from %s, which keeps its text', async (_, key, heading) => {
		const screen = await started();
		screen.press(key, 'a', 'b', f1);
		const rows = await screen.waitFor('─ Help ');
		expect(rows[2]).toMatch(new RegExp(`│ ${heading}`));
		screen.press(esc);
		await screen.waitFor((all) => isClosed(all) && /\bab\b/.test(all.join('\n')));
	});
});

describe('a search in help', () => {
	test('shows the matching rows while it is typed; Enter keeps them, Esc ends the search, then help', async () => {
		const screen = await started();
		screen.press('?', '/', 'e', 'x', 'i', 't');
		await screen.waitFor((rows) => /q +Quit/.test(rows.join('\n')) && !rows.join().includes('Next pane'));
		screen.press('?', f1);
		await screen.waitFor('No key and no word here contains this.');
		screen.press('\x7f', enter, 'q');
		await screen.waitFor(isClosed);
		screen.press('?', '/', 'exit', enter, esc);
		await screen.waitFor('Signs in the list');
		screen.press(esc);
		await screen.waitFor(isClosed);
		expect(screen.state().overlays).toEqual([]);
	});

	test('that came in one burst with its / is typed, and its letters run no action', async () => {
		const screen = await started();
		screen.press('?');
		await screen.waitFor('Help 1-');
		screen.press('/quit');
		await screen.waitFor(/q +Quit/);
		expect(screen.state().overlays).toMatchObject([{ kind: 'help', search: { editor: { text: 'quit' } } }]);
	});
});
