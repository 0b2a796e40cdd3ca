import type { SavedView, SavedViews } from '../filter/saved-views.ts';
import type { Overlay } from './overlay.ts';
import type { SavedViewsDraft } from './saved-view-draft.ts';
import type { UiState } from './ui-state.ts';

/**
 * Applies changed saved views, from here or from another program. In the list of views the cursor stays on its view; a
 * question about a deleted view closes.
 */
export function withViews(
	state: Pick<UiState, 'saved' | 'overlays'>,
	saved: SavedViews,
): Pick<UiState, 'saved' | 'overlays'> {
	const overlays = state.overlays.map((overlay): Overlay => {
		if (overlay.kind !== 'views') return overlay;
		return { ...overlay, draft: keepChosenSavedView(overlay.draft, state.saved, saved) };
	});
	return { saved, overlays };
}

function keepChosenSavedView(
	{ selected, isDeleting }: SavedViewsDraft,
	before: SavedViews,
	{ views }: SavedViews,
): SavedViewsDraft {
	const chosen = before.views[selected];
	const last = Math.max(0, views.length - 1);
	if (chosen === undefined) return { selected: Math.min(selected, last), isDeleting: false };
	const { id, name, queryText } = chosen;
	// Matches name and query text first: two programs can give the same id to different views.
	const isIt = (view: SavedView): boolean => view.name === name && view.queryText === queryText;
	const own = views.findIndex((view) => view.id === id && isIt(view));
	const same = own < 0 ? views.findIndex(isIt) : own;
	const at = same < 0 ? views.findIndex((view) => view.id === id) : same;
	return at < 0 ? { selected: Math.min(selected, last), isDeleting: false } : { selected: at, isDeleting };
}
