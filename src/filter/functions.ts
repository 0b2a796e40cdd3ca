import type { SqlValue } from './sql.ts';

/** True where the whole value matches a LIKE pattern: `%` and `*` any text, `_` one character, `\` escapes. */
export function likeMatches(_value: string, _pattern: string, _insensitive: boolean): boolean {
	throw new Error('not written yet');
}

/** True where the pattern, a POSIX-like regular expression, matches somewhere in the value. Throws QueryError. */
export function regexMatches(_value: string, _pattern: string, _insensitive: boolean): boolean {
	throw new Error('not written yet');
}

/** The functions that compiled SQL calls, by name: register each as deterministic. */
export const sqlFunctions: Readonly<Record<string, (...values: SqlValue[]) => SqlValue>> = {};
