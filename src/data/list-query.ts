import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import { rowOrder } from '../filter/compare.ts';
import { toQueryString } from '../filter/format.ts';
import { withTiebreak } from '../filter/keyset.ts';
import type { ListQuery } from '../filter/tree.ts';
import {
	cancelNextPage,
	keepPage,
	type ListedPage,
	listKey,
	loadedPages,
	momentOf,
	putPages,
} from './conversation-cache.ts';
import { doubtfulRows, fillHoles, readableRows, withKnownRows, withReadable } from './list-holes.ts';
import { mergeHead } from './list-pages.ts';

type ListApi = Pick<ConversationsApi, 'listPage'>;

/** Rows in one request: more than a screen, few enough to load fast over a slow link. */
const pageSize = 100;

/**
 * Pages that a refresh reads from the top before it gives up on reaching the old ones. If only the server knows the
 * order, there is no way to see when it reaches them: then it reads as many pages as were loaded, so that none is lost.
 */
const mostHeadPages = 4;

const firstPage: PageCursor | null = null;

/**
 * The list as pages, each from the keyset of the one before. Never refetched whole: `refreshList` reads only the top.
 */
export function listOptions(api: ListApi, query: ListQuery) {
	return infiniteQueryOptions({
		queryKey: listKey(query),
		queryFn: async ({ pageParam, signal, client }) => {
			const asked = momentOf(client);
			const page = await api.listPage(query, { cursor: pageParam, pageSize, signal });
			return keepPage(client, page, asked);
		},
		initialPageParam: firstPage,
		getNextPageParam: (last: ListedPage) => last.next,
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
}

/** The result of a refresh: how many rows could not be read and kept their older copy. */
type HeadRead = { readonly unreadable: number };

/** True if the list ends on these pages, although rows of the old pages are missing from them. */
function isEndBefore(head: readonly ConversationPage[], old: readonly ConversationPage[]): boolean {
	const end = head.at(-1);
	if (end === undefined || end.next !== null || end.problem !== null) return false;
	const there = readableRows(head);
	return [...readableRows(old).keys()].some((key) => !there.has(key));
}

/** Refreshes the top of the list. The query's state shows whether that is in progress, and how the last one ended. */
export function headOptions(client: QueryClient, api: ListApi, query: ListQuery) {
	return queryOptions({
		queryKey: ['list-head', toQueryString(query)],
		queryFn: async ({ signal }): Promise<HeadRead> => {
			const pages = (): readonly ConversationPage[] => loadedPages(client, query) ?? [];
			let asked = momentOf(client);
			const ask = (cursor: PageCursor | null) => api.listPage(query, { cursor, pageSize, signal });
			const head: ConversationPage[] = [];
			let cursor: PageCursor | null = firstPage;
			let isReached = false;
			const loaded = pages().length;
			const most =
				rowOrder(withTiebreak(query.order)) === null ? Math.max(mostHeadPages, loaded) : mostHeadPages;
			do {
				const first: ConversationPage = await ask(cursor);
				// A list that suddenly ends early is read a second time before its rows are dropped.
				const page = isEndBefore([...head, first], pages()) ? await ask(cursor) : first;
				head.push(withKnownRows(page, pages()));
				cursor = page.next;
				isReached = doubtfulRows(head, pages()) > 0 || mergeHead(pages(), head, query.order) !== null;
			} while (!isReached && cursor !== null && head.length < most);
			const doubtful = doubtfulRows(head, pages());
			await cancelNextPage(client, query);
			// A cancelled refresh is older than the list.
			signal.throwIfAborted();
			const old = pages();
			const made =
				doubtful > 0 ? withReadable(old, head, query.order) : (mergeHead(old, head, query.order) ?? head);
			putPages(client, query, made, asked);
			const merged = pages();
			const put = client.getQueryData(listKey(query));
			asked = momentOf(client);
			const filled = await fillHoles(ask, merged, doubtful > 0 ? 0 : head.length, pageSize);
			if (filled.every((page, index) => page === merged[index])) return { unreadable: doubtful };
			await cancelNextPage(client, query);
			signal.throwIfAborted();
			if (client.getQueryData(listKey(query)) === put) putPages(client, query, filled, asked);
			return { unreadable: doubtful };
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** Refreshes the top of the list, one refresh at a time. A failure is in the state of `headOptions`, not thrown. */
export async function refreshList(client: QueryClient, api: ListApi, query: ListQuery): Promise<void> {
	await client.prefetchQuery({ ...headOptions(client, api, query), staleTime: 0 });
}

/** The first request of a list as it is sent: with the tie-breaking order, and limited to a page. */
export function requestOf(query: ListQuery): string {
	const limit = Math.min(pageSize, query.limit ?? pageSize);
	return `GET /ai/conversations?${toQueryString({ ...query, order: withTiebreak(query.order), limit })}`;
}
