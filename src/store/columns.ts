import type { SQLOutputValue } from 'node:sqlite';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';

/** One row from `node:sqlite`. */
export type Row = Record<string, SQLOutputValue>;

/** A text column. @throws for any other type: the schema is STRICT, so that is a bug. */
export function textColumn(row: Row, name: string): string {
	const value = row[name];
	if (typeof value !== 'string') throw new TypeError(`column ${name} is not text`);
	return value;
}

/** A text column that may be NULL. */
export function nullableText(row: Row, name: string): string | null {
	return row[name] === null ? null : textColumn(row, name);
}

/** An integer column. @throws for any other type. */
export function integerColumn(row: Row, name: string): number {
	const value = row[name];
	if (typeof value !== 'number') throw new TypeError(`column ${name} is not an integer`);
	return value;
}

/** A text column with JSON. @throws for invalid JSON. */
export function jsonValueColumn(row: Row, name: string): JsonValue {
	const value = parseJsonText(textColumn(row, name));
	if (value === undefined) throw new TypeError(`column ${name} is not JSON`);
	return value;
}

/** A text column with a JSON object. @throws for anything else. */
export function jsonColumn(row: Row, name: string): JsonObject {
	const value = jsonValueColumn(row, name);
	if (!isJsonObject(value)) throw new TypeError(`column ${name} is not a JSON object`);
	return value;
}

/** A page of a numbered list: 1-based, with at most `size` rows. */
export type PageRequest = { readonly number: number; readonly size: number };

/** One page, and the number of rows over all pages. */
export type PageRows<T> = { readonly rows: readonly T[]; readonly total: number };

/** The number of rows before a page, limited to SQLite's integers for absurd page numbers. */
export function offsetOf({ number, size }: PageRequest): number {
	return Math.min((number - 1) * size, Number.MAX_SAFE_INTEGER);
}
