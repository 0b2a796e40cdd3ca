import type { SQLOutputValue } from 'node:sqlite';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import { isJsonObject } from '../domain/json.ts';

/** One row as `node:sqlite` gives it. */
export type Row = Record<string, SQLOutputValue>;

/** A text column. @throws when the column holds anything else: the schema is STRICT, so that is a bug. */
export function textColumn(row: Row, name: string): string {
	const value = row[name];
	if (typeof value !== 'string') throw new TypeError(`column ${name} is not text`);
	return value;
}

/** A text column that may be NULL. */
export function nullableText(row: Row, name: string): string | null {
	return row[name] === null ? null : textColumn(row, name);
}

/** An integer column. @throws when the column holds anything else. */
export function integerColumn(row: Row, name: string): number {
	const value = row[name];
	if (typeof value !== 'number') throw new TypeError(`column ${name} is not an integer`);
	return value;
}

/** A text column that holds a JSON object. @throws when it does not. */
export function jsonColumn(row: Row, name: string): JsonObject {
	const value: JsonValue = JSON.parse(textColumn(row, name));
	if (!isJsonObject(value)) throw new TypeError(`column ${name} is not a JSON object`);
	return value;
}
