import { toQueryString } from '../filter/format.ts';
import type { ListQuery } from '../filter/tree.ts';

/** The path of the conversations, below the base URL. */
export const conversationsPath = 'ai/conversations';

/** The documented maximum for messages; other lists have lower caps, stated in their `meta`. */
export const numberedPageSize = 100;

/** The path of the list that a query asks for. */
export function listPath(query: ListQuery): string {
	return withQuery(conversationsPath, toQueryString(query));
}

/** The path of a conversation. Null for an id such as `..`, which would change the path, and for an empty one. */
export function conversationPath(id: string): string | null {
	if (id === '' || id === '.' || id === '..') return null;
	return `${conversationsPath}/${encodeURIComponent(id.toWellFormed())}`;
}

/** The parts of a conversation that have paths of their own (the doubled plural is the API's). */
export const partPaths = { messages: 'messages', insights: 'conversations-insights' } as const;

/** The path of one page of a numbered list. */
export function numberedPath(path: string, page: number, size = numberedPageSize): string {
	const query = new URLSearchParams({ 'page[number]': String(page), 'page[size]': String(size) });
	return withQuery(path, query.toString());
}

/** A path with its query, if there is one. */
export function withQuery(path: string, query: string): string {
	return query === '' ? path : `${path}?${query}`;
}

/** The whole address of a path. */
export function addressOf(baseUrl: string, path: string): string {
	return `${baseUrl.replace(/\/+$/, '')}/${path}`;
}
