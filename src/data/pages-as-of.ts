import type { QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { hasNoDates, resolveFilters } from '../filter/resolve.ts';
import { isOutOfTime } from '../filter/time-match.ts';
import type { SaidQuery } from '../filter/tree.ts';
import { localZone } from '../text/time.ts';
import { loadedPages } from './conversation-cache.ts';

/** The loaded pages of a list, without the rows that its dates have passed as of a time. */
export function pagesAsOf(client: QueryClient, query: SaidQuery, asOf: Instant): readonly ConversationPage[] {
	const pages = loadedPages(client, query) ?? [];
	const isListed = listedAsOf(query, asOf);
	if (isListed === null) return pages;
	return pages.map((page) =>
		page.rows.every(isListed) ? page : { ...page, rows: page.rows.filter(isListed) },
	);
}

/** True if the dates of a list have passed one of its loaded rows. */
export function hasPassedRows(client: QueryClient, query: SaidQuery, asOf: Instant): boolean {
	const isListed = listedAsOf(query, asOf);
	return isListed !== null && (loadedPages(client, query) ?? []).some(({ rows }) => !rows.every(isListed));
}

/** Whether the query's dates as of a time list a row; null if the query has none. */
function listedAsOf(query: SaidQuery, asOf: Instant): ((row: Decoded<Conversation>) => boolean) | null {
	if (hasNoDates(query)) return null;
	const filters = resolveFilters(query.filters, { now: asOf, zone: localZone });
	return (row) => !row.ok || !isOutOfTime(filters, row.value);
}
