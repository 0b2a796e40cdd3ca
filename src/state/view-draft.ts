import { QueryError } from '../filter/errors.ts';
import type { LineContext } from '../filter/line/line-context.ts';
import { parseListQuery } from '../filter/parse.ts';
import type { SavedView } from '../filter/saved-views.ts';
import type { Order } from '../filter/tree.ts';
import { type ReadDraft, readDraft } from './line-draft.ts';

/** The list of saved views: the row under the cursor, and whether its deletion waits for a yes. */
export type ViewsDraft = { readonly selected: number; readonly isDeleting: boolean };

/** What a view asks for now: its dates are of this moment, and an order that it does not have is `order`. */
export function readView(view: SavedView, context: LineContext, order: readonly Order[]): ReadDraft {
	return readDraft(view.line, context, orderOfView(view) ?? order);
}

/** A view's own order; null where it has none, or none that can be read. */
function orderOfView({ order }: SavedView): readonly Order[] | null {
	try {
		return order === '' ? null : parseListQuery([['order', order]]).order;
	} catch (error) {
		if (error instanceof QueryError) return null;
		throw error;
	}
}
