import { placeListCursor } from './list-cursor.ts';
import type { UiState } from './ui-state.ts';

/** Events of the search in the list. */
export type SearchEvent =
	/** Another text; null ends the search. */
	| { readonly type: 'narrow'; readonly text: string | null }
	/** The rows that the typed text finds: the cursor goes to the first one. */
	| { readonly type: 'narrow-found'; readonly ids: readonly string[]; readonly height: number }
	/** The typed search stays: its end keeps the row under the cursor. */
	| { readonly type: 'narrow-keep' };

/**
 * The state after an event of the search. While it is typed the cursor follows the first row found; a search that finds
 * nothing or is given up puts it back, unless the user has chosen another row meanwhile.
 */
export function reduceSearch(state: UiState, event: SearchEvent): UiState {
	switch (event.type) {
		case 'narrow': {
			if (event.text === null) return { ...withCursorBack(state), narrowedTo: null, searchedFrom: null };
			const { selectedId, cursorRow } = state;
			const begun = { selectedId, cursorRow, typedId: selectedId };
			return {
				...state,
				narrowedTo: event.text,
				searchedFrom: state.narrowedTo === null ? begun : state.searchedFrom,
			};
		}
		case 'narrow-found': {
			if (event.ids.length === 0) return withCursorBack(state);
			const found = { ...state, ...placeListCursor(state, event.ids, 0, event.height, state.live.isOn) };
			const { searchedFrom } = state;
			return {
				...found,
				searchedFrom: searchedFrom === null ? null : { ...searchedFrom, typedId: found.selectedId },
			};
		}
		case 'narrow-keep':
			return { ...state, searchedFrom: null };
	}
}

function withCursorBack(state: UiState): UiState {
	const { searchedFrom } = state;
	if (searchedFrom === null || searchedFrom.typedId !== state.selectedId) return state;
	const { selectedId, cursorRow } = searchedFrom;
	return { ...state, selectedId, cursorRow, searchedFrom: { selectedId, cursorRow, typedId: selectedId } };
}
