import { QueryError } from './errors.ts';
import { type LikePattern, readLike, runLike } from './like.ts';
import { MatchWork } from './match-work.ts';
import { parseRegex } from './regex-parse.ts';
import { compileRegex, type RegexProgram, runRegex } from './regex-program.ts';
import { RegexProblem } from './regex-tree.ts';

/** The types of SQL parameters and results. */
export type SqlValue = string | number | null;

/**
 * True if the whole value matches a LIKE pattern: `%` and `*` match any text, newlines included; `_` matches one
 * character; a backslash makes the next character literal. `insensitive` ignores case in any script. Throws
 * QueryError for a pattern that ends in a lone backslash.
 */
export function likeMatches(
	value: string,
	pattern: string,
	insensitive: boolean,
	work = new MatchWork(),
): boolean {
	return runLike(likePattern(pattern, insensitive, work), value, work);
}

/**
 * True if the pattern matches anywhere in the value, as PostgreSQL's `~` does (`~*` if `insensitive`). Newlines are
 * ordinary characters. Time is bounded by value × pattern. Throws QueryError for a pattern that is malformed, too
 * large, or uses back references or lookaround.
 */
export function regexMatches(
	value: string,
	pattern: string,
	insensitive: boolean,
	work = new MatchWork(),
): boolean {
	return runRegex(regexProgram(pattern, insensitive, work), value, work);
}

/** Names of the SQL functions that compiled queries call. */
export const functionNames = { like: 'filter_like', regex: 'filter_regex' } as const;

/**
 * Those functions by name: (value, pattern, 1 or 0 for insensitive) → 1, 0, or null for null. They throw QueryError
 * if the query costs too much.
 */
export function sqlFunctions(work: MatchWork): Readonly<Record<string, (...values: SqlValue[]) => SqlValue>> {
	return {
		[functionNames.like]: (...values) => nullOr(likeMatches, values, work),
		[functionNames.regex]: (...values) => nullOr(regexMatches, values, work),
	};
}

/** The problem in a `like`/`ilike` or `match`/`imatch` pattern and its position; null if the pattern is valid. */
export function patternProblem(
	kind: 'like' | 'regex',
	pattern: string,
	insensitive: boolean,
): { readonly problem: string; readonly position: number } | null {
	try {
		const work = new MatchWork();
		if (kind === 'like') likePattern(pattern, insensitive, work);
		else regexProgram(pattern, insensitive, work);
		return null;
	} catch (error) {
		if (error instanceof QueryError) return error;
		throw error;
	}
}

function nullOr(
	matches: (value: string, pattern: string, insensitive: boolean, work: MatchWork) => boolean,
	[value = null, pattern = null, insensitive = null]: readonly SqlValue[],
	work: MatchWork,
): SqlValue {
	if (value === null || pattern === null) return null;
	return matches(String(value), String(pattern), insensitive === 1, work) ? 1 : 0;
}

const likePattern = cached((pattern, insensitive): LikePattern => {
	const read = readLike(pattern, insensitive);
	if (read !== null) return read;
	throw new QueryError({
		parameter: 'pattern',
		position: pattern.length - 1,
		problem: 'the pattern ends in a lone backslash',
		advice: 'Write two backslashes for a literal one',
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

/** Upper bound on the cost of parsing a pattern, in matching steps. */
const readingCost = 10_000;

/** A statement calls its function for each row with the same pattern, so a few parsed patterns are kept. */
function cached<T>(read: (pattern: string, insensitive: boolean) => T) {
	const kept = new Map<string, T>();
	return (pattern: string, insensitive: boolean, work: MatchWork): T => {
		const key = `${insensitive ? 'i' : 's'}${pattern}`;
		const known = kept.get(key);
		if (known !== undefined) return known;
		work.spend(readingCost);
		const value = read(pattern, insensitive);
		if (kept.size >= 16) kept.clear();
		kept.set(key, value);
		return value;
	};
}
