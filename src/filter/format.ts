import type { ListQuery } from './tree.ts';

/** The query as decoded name and value pairs. What `parseListQuery` reads back is `normalizeListQuery(query)`. */
export function formatListQuery(_query: ListQuery): [string, string][] {
	throw new Error('not written yet');
}

/** The query as the text after a URL's `?`, percent-encoded; '' for the empty query. */
export function toQueryString(query: ListQuery): string {
	return formatListQuery(query)
		.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('='))
		.join('&');
}

/** The same query with groups that have no children replaced by what they mean. */
export function normalizeListQuery(query: ListQuery): ListQuery {
	return query;
}
