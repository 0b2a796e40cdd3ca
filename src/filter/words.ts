import { toQueryString } from './format.ts';
import type { ZoneOffset } from './moments.ts';
import { emptyQuery, type ListQuery, type Order } from './tree.ts';

/** What words are chosen by: the zone that instants are shown in, and assistants' names by id where known. */
export type WordsContext = { readonly zone: ZoneOffset; readonly assistants?: ReadonlyMap<string, string> };

/** The filter (and limit, not the order) in plain words; '' for the query that asks for everything. Not made safe. */
export function queryWords(query: ListQuery, _context: WordsContext): string {
	return toQueryString({ ...query, order: [] });
}

/** The order in plain words; '' for none. Not made safe. */
export function orderWords(order: readonly Order[]): string {
	return toQueryString({ ...emptyQuery, order });
}
