import { queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import { toQueryString } from '../../filter/format.ts';
import type { ListQuery } from '../../filter/tree.ts';

/** Rows are counted up to here: the API gives no total, so each costs a row. */
export const countLimit = 100;

/** How long a count is good for, in milliseconds. */
const staleMillis = 30_000;

/** How many rows a query has; more than `countLimit` where there are more than that. Counting stops there. */
export function countOptions(api: Pick<ConversationsApi, 'list'>, query: ListQuery) {
	const limit = Math.min(query.limit ?? countLimit + 1, countLimit + 1);
	return queryOptions({
		queryKey: ['count', toQueryString({ ...query, order: [] })],
		queryFn: async ({ signal }): Promise<number> => {
			let count = 0;
			for await (const page of api.list({ ...query, limit }, { pageSize: limit, signal }))
				count += page.rows.length;
			return count;
		},
		staleTime: staleMillis,
		gcTime: staleMillis,
	});
}
