import { isSameQuery } from '../filter/query-text/format-query-text.ts';
import { open } from './at-hand.ts';
import { focusPane, type History, type Place, type UiState } from './ui-state.ts';

/** Most steps that are kept; the oldest go first. */
const mostPlaces = 50;

function placeOf(state: UiState): Place {
	const { query, attention, selectedId, cursorRow, focus, history, edits } = state;
	const { openedId } = history;
	const { pinned } = edits;
	return { query, attention, selectedId, cursorRow, pane: focus, openedId, pinned };
}

function leaving(state: UiState, place: Place, openedId: string | null): UiState {
	const past = [...state.history.past, place].slice(-mostPlaces);
	return { ...state, history: { past, future: [], openedId } };
}

/** Keeps the present place for going back: another filter or order follows. */
export function leaveForQuery(state: UiState): UiState {
	return leaving(state, placeOf(state), state.focus === 'list' ? null : state.history.openedId);
}

/** Keeps the present place: a conversation is opened. From the list, it is the conversation opened before that was left. */
export function leaveForConversation(state: UiState, id: string): UiState {
	const { openedId } = state.history;
	if (id === openedId) return state;
	const here = placeOf(state);
	const isRead = state.focus === 'list' && openedId !== null;
	return leaving(state, isRead ? { ...here, selectedId: openedId, pane: state.tab } : here, id);
}

/** A reader who moves on to the next conversation is then with that one; moving is no step. */
export function withReader(state: UiState): UiState {
	const { focus, selectedId, history } = state;
	if (focus === 'list' || selectedId === history.openedId) return state;
	return { ...state, history: { ...history, openedId: selectedId } };
}

/** Goes one step back (-1) or forward (1); the same state if there is none. */
export function travel(state: UiState, by: -1 | 1): UiState {
	const { past, future } = state.history;
	const ahead = by === 1 ? future : past.toReversed();
	const at = ahead.findIndex((place) => isElsewhere(state, place));
	const place = ahead[at];
	if (place === undefined) return state;
	const here = placeOf(state);
	const rest = ahead.slice(at + 1);
	const history: History =
		by === 1
			? { past: [...past, here].slice(-mostPlaces), future: rest, openedId: place.openedId }
			: { past: rest.toReversed(), future: [here, ...future].slice(0, mostPlaces), openedId: place.openedId };
	return { ...arrive(state, place), history };
}

/** True if there is a step in this direction. */
export function canTravel(state: UiState, by: -1 | 1): boolean {
	return travel(state, by) !== state;
}

/** False for a place that shows what is shown now, and for a conversation that is deleted. */
function isElsewhere(state: UiState, place: Place): boolean {
	const { selectedId, pane } = place;
	if (pane !== 'list' && selectedId !== null) {
		if (state.deletions.get(selectedId) === 'deleted' || state.live.gone.has(selectedId)) return false;
	}
	const isSameList = isSameQuery(place.query, state.query) && place.attention.isOn === state.attention.isOn;
	if (!isSameList) return true;
	// The cursor alone is no place.
	return pane === 'list' ? state.focus !== 'list' : state.focus === 'list' || selectedId !== state.selectedId;
}

function arrive(state: UiState, place: Place): UiState {
	const { query, attention, selectedId, cursorRow, pane, pinned } = place;
	const isSameFilter = isSameQuery({ ...query, order: [] }, { ...state.query, order: [] });
	const there = {
		...state,
		query,
		attention,
		filterLeft: isSameFilter ? state.filterLeft : null,
		edits: { ...state.edits, pinned },
		narrowedTo: pane === 'list' ? state.narrowedTo : null,
	};
	return focusPane({ ...open(there, selectedId), cursorRow }, pane);
}
