import { reduceEdits } from './edits.ts';
import type { UiEvent } from './events.ts';
import { keepListCursor, placeListCursor } from './list-cursor.ts';
import { seen } from './live.ts';
import type { UiState } from './ui-state.ts';

type ListChange = Extract<UiEvent, { type: 'list-changed' }>;

/**
 * True while the current conversation stays in the list even if the server leaves it out: the user reads it, or a
 * question, a field or an editor is open. Live updates then never replace it.
 */
export function isHeldInList({ focus, overlays }: Pick<UiState, 'focus' | 'overlays'>): boolean {
	return focus !== 'list' || overlays.length > 0;
}

/** The state after the list's rows changed. The very first row opens at once, since the screen is still empty. */
export function afterListChange(state: UiState, { before, ids, height }: ListChange): UiState {
	// An unreadable row has no copy that could stay in the list; its reader stays with it anyway.
	const isLost = state.selectedId !== null && !ids.includes(state.selectedId);
	if (state.focus !== 'list' && isLost) return state;
	const { selectedId, cursorRow } = keepListCursor(state, before, ids, height, state.live.isOn);
	const openId = selectedId === null ? null : (state.openId ?? selectedId);
	const isSame = selectedId === state.selectedId && cursorRow === state.cursorRow && openId === state.openId;
	return isSame ? state : { ...state, selectedId, cursorRow, openId };
}

/** Makes a conversation the current one and has its parts fetched. */
export function open(state: UiState, id: string | null): UiState {
	const live = seen(state.live, id);
	if (state.openId === id) return { ...state, selectedId: id, live };
	// A search belongs to its conversation and ends with it.
	return { ...state, selectedId: id, openId: id, live, find: null };
}

/**
 * Makes a conversation the current one. A reader who goes on to the next takes the search along, before its first hit
 * there: an error that many conversations share is looked for in each.
 */
export function openWithSearch(state: UiState, id: string | null): UiState {
	const next = open(state, id);
	const isReading = state.focus !== 'list' && state.find !== null && next.find === null;
	return isReading ? { ...next, find: { ...state.find, current: -1 } } : next;
}

/** Opens a conversation that the list may not hold, and pins it into the list so that the cursor is on it. */
export function show(state: UiState, { id, list }: Extract<UiEvent, { type: 'show' }>): UiState {
	const index = list?.ids.indexOf(id) ?? -1;
	const cursor =
		list === undefined || index < 0
			? state
			: { ...state, ...placeListCursor(state, list.ids, index, list.height, state.live.isOn) };
	const known = state.edits.pinned.find((one) => one.id === id);
	const edits = reduceEdits(state.edits, { type: 'pin', pinned: known ?? { id, isHidden: false } });
	return open({ ...cursor, edits, narrowedTo: null }, id);
}
