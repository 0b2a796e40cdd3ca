import type { JsonValue } from './json.ts';

/**
 * One row of an answer after decoding. A row that does not have the documented shape does not cost the page: it stays
 * in its place, with what is wrong with it and the JSON as it came.
 */
export type Decoded<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly problem: string; readonly raw: JsonValue };

/** The values of the rows that decoded. */
export function decodedValues<T>(rows: readonly Decoded<T>[]): T[] {
	return rows.flatMap((row) => (row.ok ? [row.value] : []));
}
