import { instantFromMillis } from '../domain/instant.ts';
import { formatLine } from '../filter/line/format-line.ts';
import type { LineContext } from '../filter/line/line-context.ts';
import type { ListQuery } from '../filter/tree.ts';

/** A filter that was asked for: as its line, and as what that was read as; null where it was kept from an earlier run. */
export type RecentFilter = { readonly line: string; readonly query: ListQuery | null };

/** How many are remembered. */
export const mostRecents = 20;

const absolute: LineContext = { now: instantFromMillis(0), zone: () => 0 };

/** True where a query lets some rows out. */
export function isFiltered({ filters, limit, offset }: ListQuery): boolean {
	return filters.length > 0 || limit !== null || offset !== null;
}

/** The query without its order: what the word "filter" means to the reader. */
function filterOf(query: ListQuery): ListQuery {
	return { ...query, order: [] };
}

/** True where two queries have the same filter, whatever they are sorted by. */
function hasSameFilter(a: ListQuery, b: ListQuery): boolean {
	return a.filters === b.filters && a.limit === b.limit && a.offset === b.offset;
}

/**
 * The filter as the line that it was typed as, so that `24h` stays `24h`; else written anew, its instants absolute. '' for
 * no filter.
 */
export function lineOfFilter(
	recents: readonly RecentFilter[],
	query: ListQuery,
	context: LineContext,
): string {
	if (!isFiltered(query)) return '';
	const typed = recents.find((recent) => recent.query !== null && hasSameFilter(recent.query, query));
	return typed?.line ?? formatLine(filterOf(query), context);
}

/** Puts the filter of a query in front of those before it, each line once. `line` is what was typed, where it was. */
export function rememberFilter(
	recents: readonly RecentFilter[],
	query: ListQuery,
	line: string | undefined,
): readonly RecentFilter[] {
	if (!isFiltered(query)) return recents;
	const text = line ?? lineOfFilter(recents, query, absolute);
	return [{ line: text, query }, ...recents.filter((recent) => recent.line !== text)].slice(0, mostRecents);
}
