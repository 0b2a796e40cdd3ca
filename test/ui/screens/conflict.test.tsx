import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { caller, callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);
const base = { tier: 'gold', note: 'old', ref: 'A-1', kept: 'as it was' };
const theirs = { tier: 'bronze', ref: 'A-2', kept: 'changed by them' };

const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(id)?.metadata;
const puts = ({ requests }: TestScreen): number => requests.filter((one) => one.startsWith('PUT')).length;

/** Someone else writes; then an edit changes the tier, the note and the reference. */
async function inConflict(
	options: ScreenOptions = {},
	change: { readonly base?: Metadata; readonly mine?: Metadata; readonly theirs?: Metadata } = {},
): Promise<TestScreen> {
	const [first, ...rest] = callers(3);
	const one = caller(1, {
		conversation: { ...(first ?? caller(1)).conversation, metadata: change.base ?? base },
	});
	const mine = change.mine ?? { ...base, tier: 'silver', note: 'new', ref: 'A-3' };
	const screen = await startScreen({
		bundles: [one, ...rest],
		...options,
		editOutside: async () => ({ kind: 'changed', text: JSON.stringify(mine), note: null }),
	});
	await screen.waitFor('Caller 1');
	await screen.waitFor(() => screen.state().openId === id);
	screen.press('E');
	await screen.waitFor(/Save \d changes? to/);
	screen.store.conversations.updateMetadata(id, change.theirs ?? theirs, 'replace');
	screen.press('\r');
	await screen.waitFor('Conflict: Caller 1');
	return screen;
}

describe('keys that someone else also changed', () => {
	test('show the chosen side even in a small terminal, where long values hide the boxes', async () => {
		const long = 'lorem ipsum '.repeat(60);
		const screen = await inConflict(
			{ size: { columns: 60, rows: 15 } },
			{ mine: { ...base, note: `${long}mine` }, theirs: { ...base, note: `${long}theirs` } },
		);
		expect(screen.text()).toMatch(/1 of 1 +note/);
		screen.press('t');
		await screen.waitFor(/1 of 1 +theirs +note/);
		screen.press('m');
		await screen.waitFor(/1 of 1 +yours +note/);
	});

	test('are shown one by one with their old values, and nothing is sent before all have a choice', async () => {
		const screen = await inConflict();
		const first = screen.text();
		expect(first).toMatch(/Someone else changed the same keys. Nothing was saved[^a-z]+yet\./);
		expect(first).toMatch(/3 left to choose: m yours, t theirs. Keeps their other[^a-z]+changes: kept\./);
		expect(first).toMatch(
			/1 of 3 +note[\s\S]*\[ \] Yours \(m\)[\s\S]*- old[\s\S]*\+ new[\s\S]*\[ \] Theirs \(t\): removes the key[\s\S]*- old/,
		);
		screen.press('m');
		await screen.waitFor('[x] Yours (m)');
		// Enter goes to the next key without a choice.
		screen.press('\r');
		await screen.waitFor(/2 of 3 +ref[\s\S]*A-1[\s\S]*A-3[\s\S]*A-2/);
		screen.press('t', '\r');
		await screen.waitFor(/3 of 3 +tier/);
		expect(puts(screen)).toBe(0);
		screen.press('\x1b[D');
		await screen.waitFor('All chosen. Enter saves.');
		screen.press('\r');
		await screen.waitFor('Saved Caller 1');
		expect(metadataOf(screen)).toEqual({
			tier: 'silver',
			note: 'new',
			ref: 'A-2',
			kept: 'changed by them',
		});
		expect(puts(screen)).toBe(1);
		expect(screen.state()).toMatchObject({ overlays: [], edits: { kept: new Map() } });
	});

	test('can all be theirs: then nothing is sent', async () => {
		const screen = await inConflict();
		screen.press('T', '\r');
		await screen.waitFor('nothing was sent');
		expect(metadataOf(screen)).toEqual(theirs);
		expect(puts(screen)).toBe(0);
	});

	test('can all be mine, and keys that only they changed stay theirs', async () => {
		const screen = await inConflict();
		screen.press('M', '\r');
		await screen.waitFor('Saved Caller 1');
		expect(metadataOf(screen)).toEqual({
			tier: 'silver',
			note: 'new',
			ref: 'A-3',
			kept: 'changed by them',
		});
	});

	test('in different lines of one text can have both, line by line', async () => {
		const lines = (changed: { readonly [line: number]: string }): string =>
			Array.from({ length: 40 }, (_, at) => changed[at] ?? `line ${at}`).join('\n');
		const long = { ...base, note: lines({}) };
		const screen = await inConflict(
			{},
			{
				base: long,
				mine: { ...long, note: lines({ 3: 'mine' }) },
				theirs: { ...long, note: lines({ 30: 'theirs' }) },
			},
		);
		expect(screen.text()).toMatch(
			/Yours \(m\) {2}1 of 40 lines[\s\S]*- line 3 [\s\S]*\+ mine[\s\S]*Theirs \(t\) {2}1 of 40 lines/,
		);
		expect(screen.text()).not.toContain('line 20');
		expect(screen.text()).toContain('1 left to choose: m yours, t theirs, b both.');
		screen.press('b');
		await screen.waitFor(/both +note/);
		screen.press('\r');
		await screen.waitFor('Saved Caller 1: note changed.');
		expect(metadataOf(screen)).toEqual({ ...long, note: lines({ 3: 'mine', 30: 'theirs' }) });
	});

	test('in the same line cannot have both', async () => {
		const screen = await inConflict();
		screen.press('b');
		await screen.waitFor('Both sides changed the same lines of this value: m takes yours, t theirs.');
		expect(screen.text()).not.toContain('Both (b)');
	});

	test('left with Esc are not sent, and the edit is kept', async () => {
		const screen = await inConflict();
		screen.press('m', '\x1b');
		await screen.waitFor('Nothing was saved. tconv keeps your edit; e reopens it.');
		expect(metadataOf(screen)).toEqual(theirs);
		screen.press('e');
		await screen.waitFor('silver');
	});

	test('that change again during the choice are shown again', async () => {
		const screen = await inConflict();
		screen.store.conversations.updateMetadata(id, { ...theirs, tier: 'lead' }, 'replace');
		screen.press('M', '\r');
		await screen.waitFor(/1 of 1 +tier[\s\S]*bronze[\s\S]*silver[\s\S]*lead/);
		expect(metadataOf(screen)).toEqual({ ...theirs, tier: 'lead' });
		screen.press('m', '\r');
		await screen.waitFor('Saved Caller 1');
		expect(metadataOf(screen)).toMatchObject({ tier: 'silver', note: 'new', ref: 'A-3' });
	});

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 80, rows: 24 },
	])('can be read to the end of long values at $columns×$rows, without colours and lines', async (size) => {
		const long = (word: string): string => Array.from({ length: 60 }, (_, at) => `${word} ${at}`).join('\n');
		const screen = await inConflict(
			{ size, glyphs: asciiGlyphs },
			{ mine: { ...base, note: long('mine') }, theirs: { ...base, note: long('theirs \u202e') } },
		);
		expect(screen.rows()).toHaveLength(size.rows);
		for (let page = 0; page < 80 && !screen.text().includes('theirs ⟨U+202E⟩ 59'); page++) {
			const before = screen.text();
			screen.press('\x1b[6~');
			await screen.waitFor(() => screen.text() !== before);
		}
		expect(screen.text()).toMatch(/\d+ rows above, 0 below/);
	});

	test('do not take the keyboard from a user who is typing', async () => {
		const [first, ...rest] = callers(3);
		const one = caller(1, { conversation: { ...(first ?? caller(1)).conversation, metadata: base } });
		const screen = await startScreen({
			bundles: [one, ...rest],
			editOutside: async () => ({
				kind: 'changed',
				text: JSON.stringify({ ...base, tier: 'silver' }),
				note: null,
			}),
		});
		await screen.waitFor(() => screen.state().openId === id);
		screen.press('E');
		await screen.waitFor('Save 1 change to');
		screen.store.conversations.updateMetadata(id, theirs, 'replace');
		const gate = Promise.withResolvers<null>();
		screen.intervene((request) => (request.method === 'GET' ? gate.promise : null));
		screen.press('\r', '=');
		await screen.waitFor('─ Filter ─');
		gate.resolve(null);
		await screen.waitFor((rows) => rows.join('\n').includes('someone else changed tier'));
		expect(screen.state().overlays).toMatchObject([{ kind: 'query' }]);
		expect(puts(screen)).toBe(0);
	});
});
