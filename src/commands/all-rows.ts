import type { ConversationsApi } from '../api/conversations-api.ts';
import { stoppedError } from '../api/keyset-page.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import { type ListQuery, type Order, plainColumn } from '../filter/tree.ts';

/** A larger answer is not faster, and a smaller one costs more requests. */
const pageSize = 250;

const newestCreated: readonly Order[] = [
	{ column: plainColumn('created_at'), direction: 'desc', nulls: null },
];

/**
 * All conversations of a query, page by page. Without an order they come by creation time, which never changes: each
 * row comes once, although only one page and its cursor are in memory. An order of the query's own is walked with all
 * ids in memory. Throws as the API does, and an `ApiError` if the server does not advance.
 */
export async function* allPages(
	api: ConversationsApi,
	query: ListQuery,
	signal: AbortSignal,
): AsyncGenerator<ConversationPage, void, undefined> {
	if (query.order.length > 0) {
		yield* api.list(query, { pageSize, signal });
		return;
	}
	const stable = { ...query, order: newestCreated };
	const circle = createCircleWatch();
	let cursor: PageCursor | null = null;
	do {
		const page: ConversationPage = await api.listPage(stable, { cursor, pageSize, signal });
		if (page.rows.length > 0 || page.skipped > 0) yield page;
		if (page.problem !== null) throw stoppedError(page.problem);
		cursor = page.next;
		if (cursor !== null && circle(JSON.stringify(cursor.row)))
			throw stoppedError('The server repeats the pages of the list.');
	} while (cursor !== null);
}

/**
 * Notices a server that leads in a circle, with one place in memory (Brent's algorithm): the place to compare with is
 * taken anew after 1, 2, 4, 8 … pages.
 */
function createCircleWatch(): (place: string) => boolean {
	let kept = '';
	let steps = 0;
	let most = 1;
	return (place) => {
		if (place === kept) return true;
		steps += 1;
		if (steps < most) return false;
		kept = place;
		steps = 0;
		most *= 2;
		return false;
	};
}
