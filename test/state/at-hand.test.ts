import { describe, expect, test } from 'vitest';
import { afterListChange, isHeldInList, open, show } from '../../src/state/at-hand.ts';
import { notLive } from '../../src/state/live.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';

const help = { kind: 'help', top: 0 } as const;
const state = (changes: Partial<UiState>): UiState => ({ ...initialState, ...changes });
const changed = (before: UiState, ids: readonly string[]): UiState =>
	afterListChange(before, { type: 'list-changed', before: ['a', 'b'], ids, height: 10 });

test.each([
	['in the list', state({}), false],
	['in its transcript', state({ focus: 'transcript' }), true],
	['below an overlay', state({ overlays: [help] }), true],
])('the conversation %s is held when the server leaves it out: %#', (_, at, expected) => {
	expect(isHeldInList(at)).toBe(expected);
});

describe('when the rows of the list change', () => {
	test('the very first row opens at once', () => {
		expect(changed(state({}), ['a', 'b'])).toMatchObject({ selectedId: 'a', openId: 'a' });
	});

	test('a row that is gone gives its place to the next one, and the panes keep what they show', () => {
		const at = state({ selectedId: 'b', cursorRow: 1, openId: 'b' });
		expect(changed(at, ['a', 'c'])).toMatchObject({ selectedId: 'a', cursorRow: 0, openId: 'b' });
		expect(changed(at, [])).toMatchObject({ selectedId: null, openId: null });
	});

	test('a reader stays with a conversation that left the list', () => {
		const reading = state({ focus: 'transcript', selectedId: 'b', cursorRow: 1, openId: 'b' });
		expect(changed(reading, ['a', 'c'])).toBe(reading);
		expect(changed(reading, ['x', 'a', 'b'])).toMatchObject({ selectedId: 'b', cursorRow: 2 });
		expect(changed(state({ focus: 'transcript' }), ['a'])).toMatchObject({ selectedId: 'a' });
	});

	test('nothing is drawn anew if the cursor stays', () => {
		const at = state({ selectedId: 'a', cursorRow: 0, openId: 'a' });
		expect(changed(at, ['a', 'b', 'c'])).toBe(at);
		expect(changed({ ...at, openId: null }, ['a', 'b'])).toEqual(at);
		expect(changed(at, ['x', 'a'])).toEqual({ ...at, cursorRow: 1 });
		expect(changed({ ...at, selectedId: 'z' }, ['a'])).toEqual(at);
	});
});

describe('opening a conversation', () => {
	const fresh = new Map([
		['a', 'new'],
		['b', 'new'],
	] as const);
	const find = { pane: 'raw', text: 'x', current: 0 } as const;

	test('ends the search in another one, and takes its mark of news', () => {
		const at = state({ selectedId: 'a', openId: 'a', find, live: { ...notLive, fresh } });
		const opened = open(at, 'b');
		expect(opened).toMatchObject({ selectedId: 'b', openId: 'b', find: null });
		expect([...opened.live.fresh.keys()]).toEqual(['a']);
		const again = open({ ...at, selectedId: 'b' }, 'a');
		expect(again).toMatchObject({ selectedId: 'a', openId: 'a', find });
		expect([...again.live.fresh.keys()]).toEqual(['b']);
	});

	test('that the list may not hold pins it, and ends the search of the list', () => {
		const hidden = { id: 'b', isHidden: true };
		const at = state({ narrowedTo: 'x', edits: { ...initialState.edits, pinned: [hidden] } });
		expect(show(at, { type: 'show', id: 'b' })).toMatchObject({
			selectedId: 'b',
			narrowedTo: null,
			edits: { pinned: [hidden] },
		});
		expect(show(at, { type: 'show', id: 'c' }).edits.pinned).toEqual([{ id: 'c', isHidden: false }, hidden]);
	});
});
