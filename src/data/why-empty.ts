import { queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { queryKey } from '../filter/query-text/format-query-text.ts';
import { resolveQuery } from '../filter/resolve.ts';
import { emptyQuery, type SaidFilter, type SaidQuery } from '../filter/tree.ts';
import { localZone } from '../text/time.ts';

/** Most conditions that are checked: each costs a request of one row. */
const mostChecked = 6;

/** Whether it can be checked which condition of a query keeps everything out: a single one needs no check. */
export function canCheckWhyEmpty({ filters }: SaidQuery): boolean {
	return filters.length > 1 && filters.length <= mostChecked;
}

/**
 * The conditions of a query without matches that some conversation fails alone: without one of them, the others match.
 * Empty if more than one keeps everything out. Checked once for a query, and given up when the query changes.
 */
export function whyEmptyOptions(
	{ api, now }: { readonly api: Pick<ConversationsApi, 'listPage'>; readonly now: () => number },
	query: SaidQuery,
) {
	return queryOptions({
		queryKey: ['why-empty', queryKey({ ...emptyQuery, filters: query.filters })] as const,
		queryFn: async ({ signal }): Promise<readonly SaidFilter[]> => {
			const when = { now: instantFromMillis(now()), zone: localZone };
			const found: SaidFilter[] = [];
			for (const [at, filter] of query.filters.entries()) {
				const others = { ...emptyQuery, filters: query.filters.toSpliced(at, 1), limit: 1 };
				const page = await api.listPage(resolveQuery(others, when), { pageSize: 1, signal });
				if (page.rows.length > 0) found.push(filter);
			}
			return found;
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
}
