import {
	type InfiniteData,
	infiniteQueryOptions,
	type QueryClient,
	queryOptions,
} from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../../api/types.ts';
import { rowOrder } from '../../filter/compare.ts';
import { toQueryString } from '../../filter/format.ts';
import { withTiebreak } from '../../filter/keyset.ts';
import type { ListQuery } from '../../filter/tree.ts';
import { mergeHead } from './list-pages.ts';

type ListApi = Pick<ConversationsApi, 'listPage'>;

/** Rows asked for at once: more than a screen holds, little enough to come at once over a slow link. */
const pageSize = 100;

/**
 * Pages a refresh reads from the top before it gives up on reaching the old ones. Under an order that only the server
 * knows nobody can tell when they are reached: then all that was loaded is read anew, so that nothing of it is lost.
 */
const mostHeadPages = 4;

const firstPage: PageCursor | null = null;

/** The list as pages that grow by keyset. It is never refetched whole: `refreshList` looks at the top only. */
export function listOptions(api: ListApi, query: ListQuery) {
	return infiniteQueryOptions({
		queryKey: ['list', toQueryString(query)],
		queryFn: ({ pageParam, signal }) => api.listPage(query, { cursor: pageParam, pageSize, signal }),
		initialPageParam: firstPage,
		getNextPageParam: (last: ConversationPage) => last.next,
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
}

/** The newest rows, read anew. Its state says whether a refresh is under way and how the last one ended. */
export function headOptions(client: QueryClient, api: ListApi, query: ListQuery) {
	return queryOptions({
		queryKey: ['list-head', toQueryString(query)],
		queryFn: async ({ signal }) => {
			const { queryKey } = listOptions(api, query);
			const head: ConversationPage[] = [];
			let cursor: PageCursor | null = firstPage;
			let isReached = false;
			const loaded = client.getQueryData(queryKey)?.pages.length ?? 0;
			const most =
				rowOrder(withTiebreak(query.order)) === null ? Math.max(mostHeadPages, loaded) : mostHeadPages;
			do {
				const page: ConversationPage = await api.listPage(query, { cursor, pageSize, signal });
				head.push(page);
				cursor = page.next;
				isReached = mergeHead(client.getQueryData(queryKey)?.pages ?? [], head, query.order) !== null;
			} while (!isReached && cursor !== null && head.length < most);
			// A next page under way was built on the old rows, and would put them back: it is asked for anew after this.
			await client.cancelQueries({ queryKey, exact: true });
			// Called off meanwhile, it is older than what is in the list by now.
			signal.throwIfAborted();
			const old = client.getQueryData(queryKey)?.pages ?? [];
			client.setQueryData(queryKey, asInfiniteData(mergeHead(old, head, query.order) ?? head));
			return { pages: head.length };
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** Pages with the cursors that lead to them, as the infinite query keeps them. */
function asInfiniteData(
	pages: readonly ConversationPage[],
): InfiniteData<ConversationPage, PageCursor | null> {
	const cursors = pages.map((_, index) => (index === 0 ? firstPage : (pages[index - 1]?.next ?? null)));
	return { pages: [...pages], pageParams: cursors };
}

/** Reads the top of the list anew, once at a time. Failure is in the state of `headOptions`, not thrown. */
export async function refreshList(client: QueryClient, api: ListApi, query: ListQuery): Promise<void> {
	await client.prefetchQuery({ ...headOptions(client, api, query), staleTime: 0 });
}

/** The first request of a list, as it goes out: with the order that tells every two rows apart, and no more than a page. */
export function requestOf(query: ListQuery): string {
	const limit = Math.min(pageSize, query.limit ?? pageSize);
	return `GET /ai/conversations?${toQueryString({ ...query, order: withTiebreak(query.order), limit })}`;
}
