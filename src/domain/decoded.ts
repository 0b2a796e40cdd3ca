import type { JsonValue } from './json.ts';

/**
 * One decoded row of a response. A malformed row does not fail the page: it keeps its place, with the problem and the
 * JSON as received.
 */
export type Decoded<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly problem: string; readonly raw: JsonValue };

/** True for a null row, which some servers send. It holds no data. */
export function isNullRow(row: Decoded<unknown>): boolean {
	return !row.ok && row.raw === null;
}

/** The values of the rows that decoded. */
export function decodedValues<T>(rows: readonly Decoded<T>[]): T[] {
	return rows.flatMap((row) => (row.ok ? [row.value] : []));
}
