import { QueryError } from '../errors.ts';
import { normalizeListQuery } from '../format.ts';
import type { SaidQuery } from '../tree.ts';
import { isPastedQuery, parsePastedQuery } from './pasted-query.ts';
import type { LineNote, LineTerm, QueryTextContext } from './query-text-context.ts';
import { QueryTextError } from './query-text-error.ts';
import { QueryTextReader } from './query-text-reader.ts';
import { takeFilters } from './take-filters.ts';
import type { Settings } from './take-settings.ts';

export type { LineNote } from './query-text-context.ts';

/** Parses a query text. Throws QueryTextError if it cannot be read. */
export function parseQueryText(text: string, context: QueryTextContext): SaidQuery {
	return readLine(text, context).query;
}

/** A query text that was read: its query, notes about readings that the user may not expect, and its terms. */
export type ReadLine = {
	readonly query: SaidQuery;
	readonly notes: readonly LineNote[];
	readonly terms: readonly LineTerm[];
};

/**
 * Parses a query text. Reads a request copied from the API
 * reference (a query string, percent-encoded or not, or the whole URL) as PostgREST. Throws QueryTextError if the text
 * cannot be read.
 */
export function readLine(text: string, context: QueryTextContext): ReadLine {
	if (isPastedQuery(text)) return { query: parsePastedQuery(text), notes: [], terms: [] };
	const reader = new QueryTextReader(text);
	const notes: LineNote[] = [];
	const terms: LineTerm[] = [];
	const settings: Settings = { order: null, limit: null, offset: null };
	const filters = takeFilters({ reader, context, notes, terms }, settings);
	const { order, limit, offset } = settings;
	return { query: writable({ filters, order: order ?? [], limit, offset }, text), notes, terms };
}

/** Returns the query. Throws QueryTextError if its groups are nested deeper than a request allows. */
function writable(query: SaidQuery, text: string): SaidQuery {
	try {
		return normalizeListQuery(query);
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		const { problem, advice } = error;
		throw new QueryTextError({ position: 0, end: text.length, problem, advice });
	}
}
