import { toQueryString } from '../filter/format.ts';
import { reduceAttention } from './attention.ts';
import { typeInDialog } from './dialog.ts';
import { reduceDone } from './done.ts';
import { reduceEdits } from './edits.ts';
import type { UiEvent } from './events.ts';
import { editing, type FieldChange, inserting, movingRows, replacing } from './field-change.ts';
import { typeAnswer } from './filter-answer.ts';
import { type HoldingEvent, reduceHolding } from './holding.ts';
import type { JsonEdit } from './json-edit.ts';
import type { LineEditor } from './line-editor.ts';
import { keepListCursor, type ListCursor, moveListCursor, placeListCursor } from './list-cursor.ts';
import { reduceLive, seen } from './live.ts';
import { reduceMarks, withoutMarks } from './marks.ts';
import type { MessageDraft } from './message-draft.ts';
import { typeInStep } from './metadata-typing.ts';
import type { Overlay } from './overlay.ts';
import { rememberFilter } from './recent-filters.ts';
import { reduceRuns } from './runs.ts';
import { type Notice, type PaneId, positionKey, topOverlay, type UiState } from './ui-state.ts';

/** How many panes' positions and folds are remembered before the oldest is let go. */
const remembered = 200;

/** How many queries can be gone back through. */
const rememberedQueries = 50;

/** The next state after an event. Pure: the store applies it to the state of that moment, never to a closure's. */
export function reduce(state: UiState, event: UiEvent): UiState {
	switch (event.type) {
		case 'focus':
			return focus(state, event.pane);
		case 'zoom':
			return { ...state, zoomed: !state.zoomed };
		case 'wrap':
			return { ...state, wrapped: !state.wrapped };
		case 'timeline':
			return { ...state, timeline: !state.timeline };
		case 'query':
			return {
				...state,
				query: event.query,
				edits: { ...state.edits, pinned: [] },
				// The same asked again is no step to go back.
				queryHistory:
					event.instead || toQueryString(event.query) === toQueryString(state.query)
						? state.queryHistory
						: [...state.queryHistory, state.query].slice(-rememberedQueries),
				recents: rememberFilter(state.recents, event.query, event.line),
			};
		case 'query-back': {
			const query = state.queryHistory.at(-1);
			if (query === undefined) return state;
			const edits = { ...state.edits, pinned: [] };
			return { ...state, query, edits, queryHistory: state.queryHistory.slice(0, -1) };
		}
		case 'list-move':
			return wanted({
				...state,
				...moveListCursor(state, event.ids, event.by, event.height, state.live.isOn),
			});
		case 'list-select': {
			const index = event.ids.indexOf(event.id);
			return index < 0
				? state
				: wanted({ ...state, ...placeListCursor(state, event.ids, index, event.height, state.live.isOn) });
		}
		case 'list-changed':
			return listChanged(
				state,
				keepListCursor(state, event.before, event.ids, event.height, state.live.isOn),
			);
		case 'open':
			return open(state, event.id);
		case 'position':
			return {
				...state,
				positions: remember(state.positions, positionKey(event.tab, event.id), event.position),
			};
		case 'fold':
			return { ...state, unfolded: fold(state, event.id, event.turn, event.unfolded) };
		case 'find':
			return { ...state, find: event.find };
		case 'narrow':
			return { ...state, narrowedTo: event.text };
		case 'overlay-open':
			return { ...state, overlays: [...state.overlays, event.overlay] };
		case 'overlay-close':
			return { ...state, overlays: state.overlays.slice(0, -1) };
		case 'overlay-change':
			return withTop(state, (overlay) => (overlay.kind === event.overlay.kind ? event.overlay : overlay));
		case 'views':
			return { ...state, saved: event.saved };
		case 'filter-keep':
			return { ...state, filterKept: event.root };
		case 'field-insert':
			return typed(state, inserting(event.text));
		case 'field-edit':
			return typed(state, editing(event.command));
		case 'field-move':
			return typed(state, movingRows(event.by, event.size));
		case 'field-replace':
			return typed(state, replacing(event.text));
		case 'json':
			return withJson(state, event.id, event.edit);
		case 'message':
			return withMessage(state, event.id, event.draft);
		case 'edit-keep':
		case 'edit-drop':
		case 'edit-saving':
		case 'edit-making':
		case 'edit-done':
		case 'edit-undone':
		case 'pin':
		case 'unpin':
			return { ...state, edits: reduceEdits(state.edits, event) };
		case 'hold':
		case 'held-before':
		case 'deletion':
			return afterHolding(state, event);
		case 'attention':
		case 'attention-ranked':
			return { ...state, attention: reduceAttention(state.attention, event) };
		case 'done':
		case 'done-before':
			return { ...state, done: reduceDone(state.done, event) };
		case 'mark':
		case 'marks-clear':
			return { ...state, marks: reduceMarks(state.marks, event) };
		case 'run':
		case 'runs-read':
		case 'run-settled':
		case 'run-undo':
		case 'run-undone':
			return { ...state, runs: reduceRuns(state.runs, event) };
		case 'live':
		case 'live-came':
		case 'live-checked':
		case 'live-tail':
			return { ...state, live: reduceLive(state.live, event) };
		case 'notice':
			return { ...state, notice: afterNotice(state.notice, event.notice) };
		case 'prefix':
			return { ...state, prefix: event.prefix };
		case 'quit-armed':
			return { ...state, quitArmed: event.armed };
	}
}

/** What was deleted is marked no more. */
function afterHolding(state: UiState, event: HoldingEvent): UiState {
	const isGone = event.type === 'deletion' && event.stage === 'deleted';
	const marks = isGone ? withoutMarks(state.marks, [event.id]) : state.marks;
	return { ...state, ...reduceHolding(state, event), marks };
}

function wanted(state: UiState): UiState {
	return { ...state, wantedId: state.selectedId };
}

/**
 * Rows changed by themselves. The first row there ever is gets opened too: nothing is on screen to wait beside. Later the
 * cursor takes the reader along only from within the list: nobody's transcript is changed under their eyes.
 */
function listChanged(state: UiState, { selectedId, cursorRow }: ListCursor): UiState {
	const isOther = selectedId !== state.selectedId;
	const openId = state.openId ?? selectedId;
	if (!isOther && cursorRow === state.cursorRow && openId === state.openId) return state;
	const wantedId = isOther && state.focus === 'list' ? selectedId : state.wantedId;
	return { ...state, selectedId, cursorRow, openId, wantedId };
}

function focus(state: UiState, pane: PaneId): UiState {
	if (pane === 'list') return { ...state, focus: pane };
	return { ...state, focus: pane, tab: pane, mainTab: pane === 'insights' ? state.mainTab : pane };
}

function open(state: UiState, id: string | null): UiState {
	const live = seen(state.live, id);
	if (state.openId === id) return { ...state, wantedId: id, live };
	// A search belongs to what was searched: it ends with the conversation.
	return { ...state, openId: id, wantedId: id, live, find: null };
}

function fold(
	state: UiState,
	id: string,
	turn: string,
	unfolded: boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
	const turns = new Set(state.unfolded.get(id));
	if (unfolded) turns.add(turn);
	else turns.delete(turn);
	return remember(state.unfolded, id, turns);
}

function remember<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
	const next = new Map(map);
	next.delete(key);
	next.set(key, value);
	const oldest = next.size > remembered ? next.keys().next().value : undefined;
	if (oldest !== undefined) next.delete(oldest);
	return next;
}

function withTop(state: UiState, change: (overlay: Overlay) => Overlay): UiState {
	const top = topOverlay(state);
	return top === null ? state : { ...state, overlays: [...state.overlays.slice(0, -1), change(top)] };
}

function withJson(state: UiState, id: string, edit: JsonEdit | null): UiState {
	const overlays = state.overlays.filter((overlay) => overlay.kind !== 'json' || overlay.id !== id);
	if (edit !== null) {
		const jsonEdits = remember(state.jsonEdits, id, edit);
		return { ...state, jsonEdits, overlays: [...overlays, { kind: 'json', id }] };
	}
	const jsonEdits = new Map(state.jsonEdits);
	jsonEdits.delete(id);
	return { ...state, jsonEdits, overlays };
}

function withMessage(state: UiState, id: string, draft: MessageDraft | null): UiState {
	if (draft !== null) return { ...state, messages: remember(state.messages, id, draft) };
	const messages = new Map(state.messages);
	messages.delete(id);
	const overlays = state.overlays.filter((overlay) => overlay.kind !== 'message' || overlay.id !== id);
	return { ...state, messages, overlays };
}

function typed(state: UiState, field: FieldChange): UiState {
	const top = topOverlay(state);
	const message = top?.kind === 'message' ? state.messages.get(top.id) : undefined;
	if (top?.kind === 'message') {
		if (message === undefined || message.isSending) return state;
		return withMessage(state, top.id, { ...message, area: field.area(message.area) });
	}
	const change = field.line;
	return withTop(state, (overlay) => {
		if (overlay.kind === 'help' || overlay.kind === 'sort' || overlay.kind === 'views') return overlay;
		if (overlay.kind === 'records' || overlay.kind === 'run' || overlay.kind === 'runs') return overlay;
		if (overlay.kind === 'message' || overlay.kind === 'json' || overlay.kind === 'conflict') return overlay;
		if (overlay.kind === 'filter') return { ...overlay, draft: typeAnswer(overlay.draft, change) };
		if (overlay.kind === 'dialog') return { ...overlay, dialog: typeInDialog(overlay.dialog, change) };
		if (overlay.kind === 'metadata') return { ...overlay, draft: typeInStep(overlay.draft, field) };
		if (overlay.kind === 'line') {
			const editor = change(overlay.draft.editor);
			const isSame = editor.text === overlay.draft.editor.text;
			return { ...overlay, draft: { editor, selected: isSame ? overlay.draft.selected : -1 } };
		}
		const editor = change(overlay.editor);
		const spoken = overlay.kind === 'palette' ? asCommand(editor) : null;
		if (spoken !== null) return spoken;
		return overlay.kind === 'palette'
			? { ...overlay, editor, selected: editor.text === overlay.editor.text ? overlay.selected : 0 }
			: { ...overlay, editor };
	});
}

/** In the palette `filter …` is the filter as one line, and `open …` asks for an id: the rest is typed there. */
function asCommand({ text, caret }: LineEditor): Overlay | null {
	const word = /^(filter|open)\s/.exec(text)?.[0];
	if (word === undefined) return null;
	const editor = { text: text.slice(word.length), caret: Math.max(0, caret - word.length) };
	if (word.startsWith('filter')) return { kind: 'line', draft: { editor, selected: -1 } };
	return { kind: 'prompt', purpose: 'open', editor };
}

function afterNotice(old: Notice | null, next: Notice | null): Notice | null {
	if (old?.stays !== true || next === null) return next;
	if (old.text.includes(next.text)) return old;
	return { tone: next.tone === 'bad' ? 'bad' : 'warn', text: `${next.text} ${old.text}`, stays: true };
}
