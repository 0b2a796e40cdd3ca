import { QueryError } from '../errors.ts';
import { normalizeListQuery } from '../format.ts';
import type { ListQuery } from '../tree.ts';
import type { LineContext, LineNote } from './line-context.ts';
import { LineError } from './line-error.ts';
import { LineReader } from './line-reader.ts';
import { isPastedQuery, parsePastedQuery } from './pasted-query.ts';
import { takeFilters } from './take-filters.ts';
import type { Settings } from './take-settings.ts';

export type { LineNote } from './line-context.ts';

/** The query that a line asks for. Throws LineError for a line that cannot be read. */
export function parseLine(text: string, context: LineContext): ListQuery {
	return readLine(text, context).query;
}

/**
 * The query that a line asks for, and what the person should know about how it was understood. A request copied from
 * the API's reference (a query string, percent-encoded or not, or the whole URL) is read as PostgREST. Throws LineError
 * for a line that cannot be read.
 */
export function readLine(
	text: string,
	context: LineContext,
): { readonly query: ListQuery; readonly notes: readonly LineNote[] } {
	if (isPastedQuery(text)) return { query: parsePastedQuery(text), notes: [] };
	const reader = new LineReader(text);
	const notes: LineNote[] = [];
	const settings: Settings = { order: null, limit: null, offset: null };
	const filters = takeFilters({ reader, context, notes }, settings);
	const { order, limit, offset } = settings;
	return { query: writable({ filters, order: order ?? [], limit, offset }, text), notes };
}

/** The query itself. Throws LineError for one whose groups are nested deeper than a request can say. */
function writable(query: ListQuery, text: string): ListQuery {
	try {
		return normalizeListQuery(query);
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		const { problem, advice } = error;
		throw new LineError({ position: 0, end: text.length, problem, advice });
	}
}
