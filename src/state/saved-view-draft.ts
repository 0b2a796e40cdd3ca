import { QueryError } from '../filter/errors.ts';
import { parseListQuery } from '../filter/parse.ts';
import type { QueryTextContext } from '../filter/query-text/query-text-context.ts';
import type { SavedView } from '../filter/saved-views.ts';
import type { Order } from '../filter/tree.ts';
import { type ReadDraft, readDraft } from './filter/query-text-draft.ts';

/** The list of saved views: the row under the cursor, and whether its deletion waits for a yes. */
export type SavedViewsDraft = { readonly selected: number; readonly isDeleting: boolean };

/**
 * The query of a saved view as of now: relative dates count from the present, and `order` applies if the view has none.
 */
export function readSavedView(
	view: SavedView,
	context: QueryTextContext,
	order: readonly Order[],
): ReadDraft {
	return readDraft(view.queryText, context, orderOfSavedView(view) ?? order);
}

/** A view's own order; null if it has none, or an invalid one. */
function orderOfSavedView({ order }: SavedView): readonly Order[] | null {
	try {
		return order === '' ? null : parseListQuery([['order', order]]).order;
	} catch (error) {
		if (error instanceof QueryError) return null;
		throw error;
	}
}
