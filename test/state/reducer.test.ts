import { describe, expect, test } from 'vitest';
import type { UiEvent } from '../../src/state/events.ts';
import { reduce } from '../../src/state/reducer.ts';
import { createUiStore } from '../../src/state/store.ts';
import { initialState, positionKey, type UiState } from '../../src/state/ui-state.ts';

const stateAfter = (...events: readonly UiEvent[]): UiState => events.reduce(reduce, initialState);
const place = { topKey: 'a', topLine: 2, cursorKey: 'b' };

describe('the reducer', () => {
	test('the pane used last stays visible when the focus returns to the list', () => {
		const state = stateAfter({ type: 'focus', pane: 'raw' }, { type: 'focus', pane: 'list' });
		expect(state).toMatchObject({ focus: 'list', tab: 'raw', mainTab: 'raw' });
	});

	test('insights leave the middle column as it is', () => {
		const state = stateAfter({ type: 'focus', pane: 'metadata' }, { type: 'focus', pane: 'insights' });
		expect(state).toMatchObject({ tab: 'insights', mainTab: 'metadata' });
	});

	test('a position belongs to one pane of one conversation', () => {
		const state = stateAfter({ type: 'position', tab: 'raw', id: 'x', position: place });
		expect(state.positions.get(positionKey('raw', 'x'))).toEqual(place);
		expect(state.positions.get(positionKey('transcript', 'x'))).toBeUndefined();
	});

	test('the oldest positions are dropped, recently used ones stay', () => {
		const visit = (id: string): UiEvent => ({ type: 'position', tab: 'raw', id, position: place });
		const many = Array.from({ length: 250 }, (_, index) => visit(`${index}`));
		const state = stateAfter(visit('kept'), ...many.slice(0, 150), visit('kept'), ...many.slice(150));
		expect(state.positions.size).toBe(200);
		expect(state.positions.has(positionKey('raw', 'kept'))).toBe(true);
		expect(state.positions.has(positionKey('raw', '0'))).toBe(false);
	});

	test('folds belong to one conversation', () => {
		const fold = (id: string, unfolded: boolean): UiEvent => ({ type: 'fold', id, turn: 't', unfolded });
		const state = stateAfter(fold('x', true), fold('y', true), fold('y', false));
		expect([...(state.unfolded.get('x') ?? [])]).toEqual(['t']);
		expect([...(state.unfolded.get('y') ?? [])]).toEqual([]);
	});

	test('a search in a conversation ends with it, one in the list continues', () => {
		const find: UiEvent = { type: 'find', find: { pane: 'raw', text: 'x', current: 3 } };
		expect(stateAfter({ type: 'open', id: 'a' }, find, { type: 'open', id: 'b' }).find).toBeNull();
		expect(stateAfter({ type: 'open', id: 'a' }, find, { type: 'open', id: 'a' }).find).not.toBeNull();
		const narrow: UiEvent = { type: 'narrow', text: 'x' };
		expect(stateAfter({ type: 'open', id: 'a' }, narrow, { type: 'open', id: 'b' }).narrowedTo).toBe('x');
	});

	test('typed text goes to the overlay on top, and nowhere without one', () => {
		const typed: UiEvent = { type: 'field-insert', text: 'x' };
		expect(stateAfter(typed)).toEqual(initialState);
		const help: UiEvent = { type: 'overlay-open', overlay: { kind: 'help', top: 3 } };
		expect(stateAfter(help, typed).overlays).toEqual([{ kind: 'help', top: 3 }]);
	});

	test('new text in the palette selects its first row, a move of the caret does not', () => {
		const editor = { text: 'a', caret: 1 };
		const open: UiEvent = { type: 'overlay-open', overlay: { kind: 'palette', editor, selected: 4 } };
		expect(stateAfter(open, { type: 'field-edit', command: 'left' }).overlays).toMatchObject([
			{ selected: 4 },
		]);
		expect(stateAfter(open, { type: 'field-insert', text: 'b' }).overlays).toMatchObject([{ selected: 0 }]);
	});

	test('selecting a missing row changes nothing', () => {
		const state = stateAfter({ type: 'list-select', ids: ['a'], height: 5, id: 'z' });
		expect(state).toBe(initialState);
	});
});

test('three events in one tick are three steps', () => {
	const store = createUiStore({ selectedId: 'id0' });
	const ids = ['id0', 'id1', 'id2', 'id3', 'id4'];
	for (let count = 0; count < 3; count += 1) store.dispatch({ type: 'list-move', ids, height: 3, by: 1 });
	expect(store.getState().selectedId).toBe('id3');
});

test('an important notice stays behind the next one, once, until a key clears both', () => {
	const disk = { tone: 'warn', text: 'The disk is full.', stays: true } as const;
	const said = [disk, disk, { tone: 'good', text: 'Saved.' } as const, disk].reduce(
		(state, notice) => reduce(state, { type: 'notice', notice }),
		initialState,
	);
	expect(said.notice).toMatchObject({ tone: 'warn', text: 'Saved. The disk is full.' });
	expect(reduce(said, { type: 'notice', notice: null }).notice).toBeNull();
});
