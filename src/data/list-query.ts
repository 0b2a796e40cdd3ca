import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import { type Instant, instantFromMillis } from '../domain/instant.ts';
import { rowOrder } from '../filter/compare.ts';
import { withTiebreak } from '../filter/keyset.ts';
import { queryKey } from '../filter/query-text/format-query-text.ts';
import { resolveQuery } from '../filter/resolve.ts';
import type { ListQuery, SaidQuery } from '../filter/tree.ts';
import { localZone } from '../text/time.ts';
import {
	cancelNextPage,
	keepPage,
	type ListedPage,
	listKey,
	momentOf,
	type PageStart,
	putPages,
} from './conversation-cache.ts';
import { doubtfulRows, fillHoles, readableRows, withKnownRows, withReadable } from './list-holes.ts';
import { mergeHead } from './list-pages.ts';
import { pagesAsOf } from './pages-as-of.ts';

/** The way to the list, and the clock that its dates count from, in milliseconds since 1970. */
type ListSource = { readonly api: Pick<ConversationsApi, 'listPage'>; readonly now: () => number };

/** Rows in one request: more than a screen, few enough to load fast over a slow link. */
export const pageSize = 100;

/**
 * Pages that a refresh reads from the top before it gives up on reaching the old ones. If only the server knows the
 * order, there is no way to see when it reaches them: then it reads as many pages as were loaded, so that none is lost.
 */
const mostHeadPages = 4;

const firstPage: PageStart | null = null;

/** The query as it is sent: its dates as instants, counted from `asOf`. */
function sentQuery(query: SaidQuery, asOf: Instant): ListQuery {
	return resolveQuery(query, { now: asOf, zone: localZone });
}

/**
 * The list as pages, each from the keyset of the one before, with the same instants for its dates. Never refetched
 * whole: `refreshList` reads only the top.
 */
export function listOptions({ api, now }: ListSource, query: SaidQuery) {
	return infiniteQueryOptions({
		queryKey: listKey(query),
		queryFn: async ({ pageParam, signal, client }) => {
			const asked = momentOf(client);
			const asOf = pageParam?.asOf ?? instantFromMillis(now());
			const cursor = pageParam?.cursor ?? null;
			const page: ConversationPage = await api.listPage(sentQuery(query, asOf), { cursor, pageSize, signal });
			return keepPage(client, page, asked, asOf);
		},
		initialPageParam: firstPage,
		getNextPageParam: ({ next, asOf }: ListedPage): PageStart | null =>
			next === null ? null : { cursor: next, asOf },
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
export function headOptions(client: QueryClient, { api, now }: ListSource, query: SaidQuery) {
	return queryOptions({
		queryKey: ['list-head', queryKey(query)],
		queryFn: async ({ signal }): Promise<HeadRead> => {
			let asked = momentOf(client);
			const asOf = instantFromMillis(now());
			const pages = (): readonly ConversationPage[] => pagesAsOf(client, query, asOf);
			const sent = sentQuery(query, asOf);
			const ask = (cursor: PageCursor | null) => api.listPage(sent, { cursor, pageSize, signal });
			const head: ConversationPage[] = [];
			let cursor: PageCursor | null = null;
			let isReached = false;
			const loaded = pages().length;
			const most =
				rowOrder(withTiebreak(query.order)) === null ? Math.max(mostHeadPages, loaded) : mostHeadPages;
			do {
				const first: ConversationPage = await ask(cursor);
				// A list that suddenly ends early is read a second time before its rows are dropped.
				const page: ConversationPage = isEndBefore([...head, first], pages()) ? await ask(cursor) : first;
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
			putPages(client, query, made, asked, asOf);
			const merged = pages();
			const put = client.getQueryData(listKey(query));
			asked = momentOf(client);
			const filled = await fillHoles(ask, merged, doubtful > 0 ? 0 : head.length, pageSize);
			if (filled.every((page, index) => page === merged[index])) return { unreadable: doubtful };
			await cancelNextPage(client, query);
			signal.throwIfAborted();
			if (client.getQueryData(listKey(query)) === put) putPages(client, query, filled, asked, asOf);
			return { unreadable: doubtful };
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** Refreshes the top of the list, one refresh at a time. A failure is in the state of `headOptions`, not thrown. */
export async function refreshList(client: QueryClient, source: ListSource, query: SaidQuery): Promise<void> {
	await client.prefetchQuery({ ...headOptions(client, source, query), staleTime: 0 });
}

/** The query of a list's first request: with the tie-breaking order, and limited to a page. */
export function firstRequest(query: ListQuery): ListQuery {
	return { ...query, order: withTiebreak(query.order), limit: Math.min(pageSize, query.limit ?? pageSize) };
}
