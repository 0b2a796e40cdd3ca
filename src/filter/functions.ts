import { QueryError } from './errors.ts';
import { type LikePattern, readLike, runLike } from './like.ts';
import { parseRegex } from './regex-parse.ts';
import { compileRegex, type RegexProgram, runRegex } from './regex-program.ts';
import { RegexProblem } from './regex-tree.ts';

/** What can be bound to, and read from, an SQL statement here. */
export type SqlValue = string | number | null;

/**
 * True where the whole value matches a LIKE pattern: `%` and `*` any text (newlines too), `_` one character, a backslash
 * before a character that is meant literally. `insensitive` compares without case, in any script. Throws QueryError for
 * a pattern that ends in a lone backslash.
 */
export function likeMatches(value: string, pattern: string, insensitive: boolean): boolean {
	return runLike(likePattern(pattern, insensitive), value);
}

/**
 * True where the pattern matches somewhere in the value, as PostgreSQL's `~` (and `~*`, `insensitive`) does, newlines
 * being characters like any other. The time is bounded by value × pattern. Throws QueryError for a pattern that is
 * malformed, too large, or uses back references or lookaround.
 */
export function regexMatches(value: string, pattern: string, insensitive: boolean): boolean {
	return runRegex(regexProgram(pattern, insensitive), value);
}

/** The names of the functions that compiled SQL calls. */
export const functionNames = { like: 'filter_like', regex: 'filter_regex' } as const;

/** The functions that compiled SQL calls, by name: (value, pattern, 1 or 0 for insensitive) → 1, 0, or null for null. */
export const sqlFunctions: Readonly<Record<string, (...values: SqlValue[]) => SqlValue>> = {
	[functionNames.like]: (...values) => nullOr(likeMatches, values),
	[functionNames.regex]: (...values) => nullOr(regexMatches, values),
};

/** What is wrong with a pattern for `like`/`ilike` or `match`/`imatch`, and where in it; null when it can be run. */
export function patternProblem(
	kind: 'like' | 'regex',
	pattern: string,
	insensitive: boolean,
): { readonly problem: string; readonly position: number } | null {
	try {
		if (kind === 'like') likePattern(pattern, insensitive);
		else regexProgram(pattern, insensitive);
		return null;
	} catch (error) {
		if (error instanceof QueryError) return error;
		throw error;
	}
}

function nullOr(
	matches: (value: string, pattern: string, insensitive: boolean) => boolean,
	[value = null, pattern = null, insensitive = null]: readonly SqlValue[],
): SqlValue {
	if (value === null || pattern === null) return null;
	return matches(String(value), String(pattern), insensitive === 1) ? 1 : 0;
}

const likePattern = cached((pattern, insensitive): LikePattern => {
	const read = readLike(pattern, insensitive);
	if (read !== null) return read;
	throw new QueryError({
		parameter: 'pattern',
		position: pattern.length - 1,
		problem: 'the pattern ends in a lone backslash',
		advice: 'Write two backslashes for one',
	});
});

const regexProgram = cached((pattern, insensitive): RegexProgram => {
	try {
		return compileRegex(parseRegex(pattern, insensitive));
	} catch (error) {
		if (!(error instanceof RegexProblem)) throw error;
		throw new QueryError({
			parameter: 'pattern',
			position: error.position,
			problem: `${error.message} (in the regular expression)`,
			advice: 'Correct the pattern; a backslash makes the character after it literal',
		});
	}
});

/** A statement calls its function once for each row with the same pattern: a few read patterns are kept. */
function cached<T>(read: (pattern: string, insensitive: boolean) => T) {
	const kept = new Map<string, T>();
	return (pattern: string, insensitive: boolean): T => {
		const key = `${insensitive ? 'i' : 's'}${pattern}`;
		const known = kept.get(key);
		if (known !== undefined) return known;
		const value = read(pattern, insensitive);
		if (kept.size >= 16) kept.clear();
		kept.set(key, value);
		return value;
	};
}
