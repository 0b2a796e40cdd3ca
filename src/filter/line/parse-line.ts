import { parseListQuery } from '../parse.ts';
import type { ListQuery } from '../tree.ts';
import type { LineContext } from './line-context.ts';

/** Something that was understood, but perhaps not as it was meant; positions as in LineError. */
export type LineNote = { readonly position: number; readonly end: number; readonly note: string };

/** The query that a line asks for. Throws LineError for a line that cannot be read. */
export function parseLine(text: string, context: LineContext): ListQuery {
	return readLine(text, context).query;
}

/** As `parseLine`, and what the person should know about how it was understood. */
export function readLine(
	text: string,
	_context: LineContext,
): { readonly query: ListQuery; readonly notes: readonly LineNote[] } {
	return { query: parseListQuery(new URLSearchParams(text)), notes: [] };
}
