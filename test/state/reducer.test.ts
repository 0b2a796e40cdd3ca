import { describe, expect, test } from 'vitest';
import { emptyQuery } from '../../src/filter/tree.ts';
import { askDialog } from '../../src/state/dialog.ts';
import type { UiEvent } from '../../src/state/events.ts';
import { draftOf } from '../../src/state/filter/filter-draft.ts';
import { askLimit } from '../../src/state/filter/filter-steps.ts';
import { editDraft } from '../../src/state/metadata/metadata-draft.ts';
import { askNewKey } from '../../src/state/metadata/metadata-edit.ts';
import type { Overlay } from '../../src/state/overlay.ts';
import { reduce } from '../../src/state/reducer.ts';
import { createUiStore } from '../../src/state/store.ts';
import { emptyMessage } from '../../src/state/typing/message-draft.ts';
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

	test.each([
		['zoom', 'zoomed'],
		['wrap', 'wrapped'],
		['activity', 'activity'],
	] as const)('%s switches on and off', (type, field) => {
		expect(stateAfter({ type })[field]).toBe(!initialState[field]);
		expect(stateAfter({ type }, { type })[field]).toBe(initialState[field]);
	});

	test('zoom puts the borders of a bare pane back, and keeps it alone', () => {
		const bare = { type: 'zoom', bare: true } as const;
		expect(stateAfter(bare)).toMatchObject({ bare: true, zoomed: false });
		expect(stateAfter(bare, bare)).toMatchObject({ bare: false, zoomed: false });
		expect(stateAfter(bare, { type: 'zoom' })).toMatchObject({ bare: false, zoomed: true });
	});

	test('Ctrl-o goes back through 50 queries; repeating or replacing one is no step', () => {
		const query = (limit: number, instead = false): UiEvent => ({
			type: 'query',
			query: { ...emptyQuery, limit },
			instead,
		});
		const limits = (state: UiState) => state.history.past.map(({ query: { limit } }) => limit);
		const start = stateAfter({ type: 'pin', pinned: { id: 'x', isHidden: false } }, query(1));
		expect(limits(start)).toEqual([null]);
		expect(start.edits.pinned).toEqual([]);
		expect(limits(reduce(start, query(1)))).toEqual([null]);
		const replaced = reduce(start, query(2, true));
		expect(replaced.query.limit).toBe(2);
		expect(limits(replaced)).toEqual([null]);
		const pinned = reduce(reduce(start, query(2)), { type: 'pin', pinned: { id: 'x', isHidden: false } });
		const back = reduce(pinned, { type: 'travel', by: -1 });
		expect(back.query.limit).toBe(1);
		expect(limits(back)).toEqual([null]);
		expect(back.edits.pinned).toEqual([]);
		expect(stateAfter({ type: 'travel', by: -1 })).toBe(initialState);
		const many = stateAfter(...Array.from({ length: 60 }, (_, index) => query(index + 1)));
		expect(limits(many)).toEqual(Array.from({ length: 50 }, (_, index) => index + 10));
	});

	test('an overlay changes only while its kind is on top', () => {
		const change: UiEvent = { type: 'overlay-change', overlay: { kind: 'help', top: 9 } };
		const help: UiEvent = { type: 'overlay-open', overlay: { kind: 'help', top: 3 } };
		const batches: UiEvent = { type: 'overlay-open', overlay: { kind: 'batches', selected: null } };
		expect(stateAfter(change)).toBe(initialState);
		expect(stateAfter(help, change).overlays).toEqual([{ kind: 'help', top: 9 }]);
		expect(stateAfter(batches, help, change).overlays).toEqual([
			{ kind: 'batches', selected: null },
			{ kind: 'help', top: 9 },
		]);
		expect(stateAfter(help, batches, change).overlays).toMatchObject([{ top: 3 }, { kind: 'batches' }]);
		expect(stateAfter(help, batches, { type: 'overlay-close' }).overlays).toMatchObject([{ top: 3 }]);
	});

	test('a deleted conversation loses its mark, whoever deleted it', () => {
		const mark: UiEvent = { type: 'mark', ids: ['a', 'b'], isMarked: true, last: null };
		const marked = (...events: readonly UiEvent[]) => [...stateAfter(mark, ...events).marks.ids];
		expect(marked({ type: 'deletion', id: 'a', stage: 'deleting' })).toEqual(['a', 'b']);
		expect(marked({ type: 'deletion', id: 'a', stage: 'deleted' })).toEqual(['b']);
		expect(marked({ type: 'takeover', id: 'a', at: null })).toEqual(['a', 'b']);
		expect(marked({ type: 'live-checked', asked: ['a', 'b'], gone: ['b'] })).toEqual(['a']);
		expect(marked({ type: 'live', isOn: true })).toEqual(['a', 'b']);
	});

	test('a message is typed while it is not being sent, and discarding it closes its own overlay', () => {
		const open: UiEvent = { type: 'overlay-open', overlay: { kind: 'message', id: 'a' } };
		const draft = (isSending: boolean): UiEvent => ({
			type: 'message',
			id: 'a',
			draft: { ...emptyMessage, isSending },
		});
		const typed: UiEvent = { type: 'field-insert', text: 'x' };
		expect(stateAfter(draft(false), open, typed).messages.get('a')?.area.text).toBe('x');
		expect(stateAfter(draft(true), open, typed).messages.get('a')?.area.text).toBe('');
		expect(stateAfter(open, typed).messages.size).toBe(0);
		const discard = (id: string): UiEvent => ({ type: 'message', id, draft: null });
		const help: UiEvent = { type: 'overlay-open', overlay: { kind: 'help', top: 0 } };
		expect(stateAfter(help, draft(false), open, discard('a'))).toMatchObject({
			messages: new Map(),
			overlays: [{ kind: 'help' }],
		});
		expect(stateAfter(help, draft(false), open, discard('b')).overlays).toHaveLength(2);
	});

	test('invalid JSON opens its question once, and discarding it closes that question', () => {
		const edit = { id: 'a', name: null, base: {}, text: '{', line: 1, problem: 'It ends too soon.' };
		const json = (id: string, given: typeof edit | null): UiEvent => ({ type: 'json', id, edit: given });
		const asked = stateAfter(
			json('a', edit),
			json('a', { ...edit, line: 2 }),
			json('b', { ...edit, id: 'b' }),
		);
		expect(asked.overlays).toEqual([
			{ kind: 'json', id: 'a' },
			{ kind: 'json', id: 'b' },
		]);
		expect(asked.jsonEdits.get('a')?.line).toBe(2);
		const left = reduce(asked, json('a', null));
		expect(left.overlays).toEqual([{ kind: 'json', id: 'b' }]);
		expect([...left.jsonEdits.keys()]).toEqual(['b']);
		const help: UiEvent = { type: 'overlay-open', overlay: { kind: 'help', top: 0 } };
		expect(stateAfter(help, json('a', null)).overlays).toEqual([{ kind: 'help', top: 0 }]);
	});

	test.each<[Overlay]>([
		[{ kind: 'help', top: 0 }],
		[{ kind: 'sort', draft: { order: [], selected: 0, attention: null } }],
		[{ kind: 'views', draft: { selected: 0, isDeleting: false } }],
		[{ kind: 'records', draft: { what: 'trash', selected: null, shownTop: null } }],
		[{ kind: 'batch', batchId: 'x', selected: null }],
		[{ kind: 'batches', selected: null }],
		[{ kind: 'json', id: 'x' }],
		[{ kind: 'config', draft: { files: [], selected: 0 } }],
	])('typing does nothing where there is no field: %o', (overlay) => {
		const state = stateAfter({ type: 'overlay-open', overlay }, { type: 'field-insert', text: 'x' });
		expect(state.overlays).toEqual([overlay]);
	});

	test('typing goes into the field of a question, a prompt, a filter and a query text', () => {
		const overlays = (overlay: Overlay, event: UiEvent) =>
			stateAfter({ type: 'overlay-open', overlay }, event).overlays;
		const typed: UiEvent = { type: 'field-insert', text: 'x' };
		const ask = askDialog({ ask: { what: 'quit' }, title: '', lines: [], verb: 'Quit', mustType: 'q' });
		expect(overlays(ask, typed)).toMatchObject([{ dialog: { typed: { editor: { text: 'x' } } } }]);
		const editor = { text: 'a', caret: 1 };
		expect(overlays({ kind: 'prompt', purpose: 'find', editor }, typed)).toMatchObject([
			{ editor: { text: 'ax', caret: 2 } },
		]);
		expect(
			overlays({ kind: 'prompt', purpose: 'find', editor }, { type: 'field-replace', text: 'new' }),
		).toMatchObject([{ editor: { text: 'new' } }]);
		const filter: Overlay = { kind: 'filter', draft: askLimit(draftOf(emptyQuery)) };
		expect(overlays(filter, typed)).toMatchObject([{ draft: { steps: [{ editor: { text: 'x' } }] } }]);
		const metadata = askNewKey(editDraft({ id: 'a', name: null, metadata: {} }));
		expect(overlays({ kind: 'metadata', draft: metadata }, typed)).toMatchObject([
			{ draft: { step: { editor: { text: 'x' } } } },
		]);
		const query: Overlay = { kind: 'query', draft: { editor, selected: 2 } };
		expect(overlays(query, typed)).toMatchObject([{ draft: { editor: { text: 'ax' }, selected: -1 } }]);
		expect(overlays(query, { type: 'field-edit', command: 'left' })).toMatchObject([
			{ draft: { editor: { text: 'a', caret: 0 }, selected: 2 } },
		]);
	});

	test.each([
		['filter', { kind: 'query', draft: { editor: { text: 'x', caret: 1 }, selected: -1 } }],
		['open', { kind: 'prompt', purpose: 'open', editor: { text: 'x', caret: 1 } }],
	])('in the palette, “%s ” starts that command', (word, overlay) => {
		const editor = { text: word, caret: word.length };
		const palette: UiEvent = { type: 'overlay-open', overlay: { kind: 'palette', editor, selected: 0 } };
		const typed = stateAfter(palette, { type: 'field-insert', text: ' x' });
		expect(typed.overlays).toEqual([overlay]);
		expect(stateAfter(palette, { type: 'field-insert', text: 'x' }).overlays).toMatchObject([
			{ kind: 'palette' },
		]);
	});

	test('a question whose conversation is no longer the current one closes and says so', () => {
		const ask = askDialog({
			ask: { what: 'delete', id: 'a', title: 'A' },
			title: '',
			lines: [],
			verb: 'Delete',
		});
		const asked = stateAfter({ type: 'open', id: 'a' }, { type: 'overlay-open', overlay: ask });
		expect(asked.overlays).toHaveLength(1);
		const state = reduce(asked, { type: 'open', id: 'b' });
		expect(state.overlays).toEqual([]);
		expect(state.notice).toEqual({
			tone: 'warn',
			text: 'Question closed: A is no longer the current conversation. Nothing was done.',
			stays: true,
		});
	});

	test('selecting a missing row changes nothing', () => {
		const state = stateAfter({ type: 'list-select', ids: ['a'], height: 5, id: 'z' });
		expect(state).toBe(initialState);
		expect(stateAfter({ type: 'list-select', ids: ['a', 'b'], height: 5, id: 'a' })).toMatchObject({
			selectedId: 'a',
			cursorRow: 0,
		});
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
	const failed = reduce(said, { type: 'notice', notice: { tone: 'bad', text: 'It failed.' } });
	expect(failed.notice?.tone).toBe('bad');
	const plain = [{ tone: 'good', text: 'One.' } as const, { tone: 'good', text: 'Two.' } as const].reduce(
		(state, notice) => reduce(state, { type: 'notice', notice }),
		initialState,
	);
	expect(plain.notice).toEqual({ tone: 'good', text: 'Two.' });
});
