import { isSameQuery } from '../filter/query-text/format-query-text.ts';
import { afterListChange, openWithSearch, show } from './at-hand.ts';
import { reduceAttention } from './attention.ts';
import { reduceBatches } from './batches.ts';
import { staleReason } from './dialog.ts';
import { reduceDone } from './done.ts';
import { reduceEdits } from './edits.ts';
import type { UiEvent } from './events.ts';
import { reduceExports } from './exports.ts';
import { rememberFilter } from './filter/recent-filters.ts';
import { leaveForConversation, leaveForQuery, travel, withReader } from './history.ts';
import { withViews } from './keep-chosen-saved-view.ts';
import { moveListCursor, placeListCursor } from './list-cursor.ts';
import { reduceSearch } from './list-search.ts';
import { type Live, reduceLive } from './live.ts';
import { reduceMarks, withoutMarks } from './marks.ts';
import { type JsonEdit, type Overlay, overlayWithUnsaved, withTag } from './overlay.ts';
import { afterZoom } from './panes.ts';
import { reduceTakeovers, type TakeoverEvent } from './takeovers.ts';
import { editing, type FieldChange, inserting, movingRows, replacing } from './typing/field-change.ts';
import type { MessageDraft } from './typing/message-draft.ts';
import { typeInOverlay } from './typing/type-in-overlay.ts';
import { focusPane, type Notice, positionKey, topOverlay, type UiState } from './ui-state.ts';

/** Most remembered positions and folds of panes; the oldest go first. */
const remembered = 200;

/** The next state after an event. Pure: the store applies it to the current state, never to one from a closure. */
export function reduce(state: UiState, event: UiEvent): UiState {
	return withReader(withoutStaleQuestion(reduceEvent(state, event)));
}

function reduceEvent(state: UiState, event: UiEvent): UiState {
	switch (event.type) {
		case 'focus': {
			const isOpening = state.focus === 'list' && event.pane !== 'list' && state.selectedId !== null;
			return focusPane(isOpening ? leaveForConversation(state, state.selectedId ?? '') : state, event.pane);
		}
		case 'zoom':
			return { ...state, ...afterZoom(state, event.bare === true) };
		case 'wrap':
			return { ...state, wrapped: !state.wrapped };
		case 'activity':
			return { ...state, activity: !state.activity };
		case 'query':
			return toQuery(state, event);
		case 'travel':
			return travel(state, event.by);
		case 'list-move':
			return { ...state, ...moveListCursor(state, event.ids, event.by, event.height, state.live.isOn) };
		case 'list-select': {
			const index = event.ids.indexOf(event.id);
			return index < 0
				? state
				: { ...state, ...placeListCursor(state, event.ids, index, event.height, state.live.isOn) };
		}
		case 'list-changed':
			return afterListChange(state, event);
		case 'open':
			return openWithSearch(state, event.id);
		case 'show':
			return show(leaveForConversation(state, event.id), event);
		case 'position':
			return {
				...state,
				positions: remember(state.positions, positionKey(event.tab, event.id), event.position),
			};
		case 'fold':
			return { ...state, unfolded: fold(state, event.id, event.turn, event.unfolded) };
		case 'fold-all':
			return { ...state, unfolded: remember(state.unfolded, event.id, new Set(event.unfolded)) };
		case 'find':
			return { ...state, find: event.find };
		case 'narrow':
		case 'narrow-found':
		case 'narrow-keep':
			return reduceSearch(state, event);
		case 'overlay-open':
			return { ...state, overlays: [...state.overlays, event.overlay] };
		case 'overlay-close':
			return { ...state, overlays: state.overlays.slice(0, -1) };
		case 'overlay-change':
			return withTop(state, (overlay) => (overlay.kind === event.overlay.kind ? event.overlay : overlay));
		case 'views':
			return { ...state, ...withViews(state, event.saved) };
		case 'filter-keep':
			return { ...state, filterKept: event.root, filterLeft: null };
		case 'filter-leave':
			return { ...state, filterLeft: event.draft };
		case 'tag-leave':
			return { ...state, tagsLeft: withTag(state.tagsLeft, event.about, event.text) };
		case 'field-insert':
			return typeInField(state, inserting(event.text));
		case 'field-edit':
			return typeInField(state, editing(event.command));
		case 'field-move':
			return typeInField(state, movingRows(event.by, event.size));
		case 'field-replace':
			return typeInField(state, replacing(event.text));
		case 'json':
			return withJson(state, event.id, event.edit);
		case 'message':
			return withMessage(state, event.id, event.draft);
		case 'edit-unsaved': {
			const overlays = state.overlays.map((overlay) => overlayWithUnsaved(overlay, event.unsaved));
			return { ...state, edits: reduceEdits(state.edits, event), overlays };
		}
		case 'edit-keep':
		case 'edit-drop':
		case 'edit-saving':
		case 'edit-making':
		case 'edit-done':
		case 'edit-undone':
		case 'pin':
		case 'unpin':
			return { ...state, edits: reduceEdits(state.edits, event) };
		case 'takeover':
		case 'takeovers-before':
		case 'deletion':
			return afterHolding(state, event);
		case 'attention':
		case 'attention-ranked': {
			const attention = reduceAttention(state.attention, event);
			const before = attention.isOn === state.attention.isOn ? state : leaveForQuery(state);
			return { ...before, attention };
		}
		case 'done':
		case 'done-before':
			return { ...state, done: reduceDone(state.done, event) };
		case 'mark':
		case 'marks-clear':
			return { ...state, marks: reduceMarks(state.marks, event) };
		case 'batch':
		case 'batches-read':
		case 'batch-settled':
		case 'batch-undo':
		case 'batch-undone':
			return { ...state, batches: reduceBatches(state.batches, event) };
		case 'export-left':
		case 'export-chosen':
		case 'export-job':
			return { ...state, exports: reduceExports(state.exports, event) };
		case 'live':
		case 'live-came':
		case 'live-checked':
		case 'live-tail':
			return afterLive(state, reduceLive(state.live, event));
		case 'notice':
			return { ...state, notice: afterNotice(state.notice, event.notice) };
		case 'prefix':
			return { ...state, prefix: event.prefix };
		case 'quit-armed':
			return { ...state, quitArmed: event.armed };
	}
}

/** Closes a question whose subject is deleted or no longer current, with a notice that says why. */
function withoutStaleQuestion(state: UiState): UiState {
	const top = topOverlay(state);
	if (top?.kind !== 'dialog') return state;
	const reason = staleReason(top.dialog, state);
	if (reason === null) return state;
	const text = `Question closed: ${reason} ${top.dialog.declined}`;
	const notice = afterNotice(state.notice, { tone: 'warn', text, stays: true });
	return { ...state, overlays: state.overlays.slice(0, -1), notice };
}

/** Unmarks conversations deleted elsewhere. */
function afterLive(state: UiState, live: Live): UiState {
	const marks = live.gone === state.live.gone ? state.marks : withoutMarks(state.marks, [...live.gone]);
	return { ...state, live, marks };
}

/** Unmarks deleted conversations. */
function afterHolding(state: UiState, event: TakeoverEvent): UiState {
	const isGone = event.type === 'deletion' && event.stage === 'deleted';
	const marks = isGone ? withoutMarks(state.marks, [event.id]) : state.marks;
	return { ...state, ...reduceTakeovers(state, event), marks };
}

/** The state with another query. Repeating the same one is no step to go back. */
function toQuery(state: UiState, event: Extract<UiEvent, { type: 'query' }>): UiState {
	const isOn = event.isByAttention ?? state.attention.isOn;
	const isStep = isOn !== state.attention.isOn || !isSameQuery(event.query, state.query);
	return {
		...(isStep && event.instead !== true ? leaveForQuery(state) : state),
		query: event.query,
		attention: reduceAttention(state.attention, { type: 'attention', isOn }),
		// A draft was left for the filter that was in force then.
		filterLeft: isSameQuery({ ...event.query, order: [] }, { ...state.query, order: [] })
			? state.filterLeft
			: null,
		edits: { ...state.edits, pinned: [] },
		recents: rememberFilter(state.recents, event.query, event.queryText),
	};
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

/** Changes the text of the field that has the keyboard; does nothing without one. */
export function typeInField(state: UiState, field: FieldChange): UiState {
	const top = topOverlay(state);
	if (top?.kind === 'message') {
		const message = state.messages.get(top.id);
		if (message === undefined || message.isSending) return state;
		return withMessage(state, top.id, { ...message, area: field.area(message.area) });
	}
	return withTop(state, (overlay) => typeInOverlay(overlay, field));
}

function afterNotice(old: Notice | null, next: Notice | null): Notice | null {
	if (old?.stays !== true || next === null) return next;
	if (old.text.includes(next.text)) return old;
	return { tone: next.tone === 'bad' ? 'bad' : 'warn', text: `${next.text} ${old.text}`, stays: true };
}
