import { instantFromMillis } from '../../domain/instant.ts';
import { formatQueryText } from '../../filter/query-text/format-query-text.ts';
import type { QueryTextContext } from '../../filter/query-text/query-text-context.ts';
import type { ListQuery } from '../../filter/tree.ts';

/** A recent filter: its query text and the parsed query; null if it comes from an earlier session. */
export type RecentFilter = { readonly queryText: string; readonly query: ListQuery | null };

/** Most recent filters. */
export const mostRecents = 20;

const absolute: QueryTextContext = { now: instantFromMillis(0), zone: () => 0 };

/** True if a query excludes some rows. */
export function isFiltered({ filters, limit, offset }: ListQuery): boolean {
	return filters.length > 0 || limit !== null || offset !== null;
}

/** The query without its order: the part that the user calls the filter. */
function filterOf(query: ListQuery): ListQuery {
	return { ...query, order: [] };
}

/** True if two queries have the same filter, regardless of their order. */
function hasSameFilter(a: ListQuery, b: ListQuery): boolean {
	return a.filters === b.filters && a.limit === b.limit && a.offset === b.offset;
}

/**
 * The query text of the filter in force. The text as typed, if it is known, so that `24h` stays `24h`; else a new text
 * with absolute times. '' without a filter.
 */
export function queryTextOfFilter(
	recents: readonly RecentFilter[],
	query: ListQuery,
	context: QueryTextContext,
): string {
	if (!isFiltered(query)) return '';
	const typed = recents.find((recent) => recent.query !== null && hasSameFilter(recent.query, query));
	return typed?.queryText ?? formatQueryText(filterOf(query), context);
}

/** Puts the filter of a query first in the recent ones, each text once. `line` is the query text, if it was typed. */
export function rememberFilter(
	recents: readonly RecentFilter[],
	query: ListQuery,
	queryText: string | undefined,
): readonly RecentFilter[] {
	if (!isFiltered(query)) return recents;
	const text = queryText ?? queryTextOfFilter(recents, query, absolute);
	return [{ queryText: text, query }, ...recents.filter((recent) => recent.queryText !== text)].slice(
		0,
		mostRecents,
	);
}
