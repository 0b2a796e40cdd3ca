import { formatQueryText } from '../../filter/query-text/format-query-text.ts';
import type { QueryTextContext } from '../../filter/query-text/query-text-context.ts';
import type { SaidQuery } from '../../filter/tree.ts';

/** A recent filter: its query text and the parsed query; null if it comes from an earlier session. */
export type RecentFilter = { readonly queryText: string; readonly query: SaidQuery | null };

/** Most recent filters. */
export const mostRecents = 20;

/** True if a query excludes some rows. */
export function isFiltered({ filters, limit, offset }: SaidQuery): boolean {
	return filters.length > 0 || limit !== null || offset !== null;
}

/** The query without its order: the part that the user calls the filter. */
function filterOf(query: SaidQuery): SaidQuery {
	return { ...query, order: [] };
}

/** True if two queries have the same filter, regardless of their order. */
function hasSameFilter(a: SaidQuery, b: SaidQuery): boolean {
	return a.filters === b.filters && a.limit === b.limit && a.offset === b.offset;
}

/** The query text of the filter in force: as it was typed, if it was, else written anew. '' without a filter. */
export function queryTextOfFilter(
	recents: readonly RecentFilter[],
	query: SaidQuery,
	{ assistants }: Pick<QueryTextContext, 'assistants'>,
): string {
	const typed = recents.find((recent) => recent.query !== null && hasSameFilter(recent.query, query));
	return typed?.queryText ?? formatQueryText(filterOf(query), assistants === undefined ? {} : { assistants });
}

/** Puts the filter of a query first in the recent ones, each text once. `line` is the query text, if it was typed. */
export function rememberFilter(
	recents: readonly RecentFilter[],
	query: SaidQuery,
	queryText: string | undefined,
): readonly RecentFilter[] {
	if (!isFiltered(query)) return recents;
	const text = queryText ?? queryTextOfFilter(recents, query, {});
	return [{ queryText: text, query }, ...recents.filter((recent) => recent.queryText !== text)].slice(
		0,
		mostRecents,
	);
}
