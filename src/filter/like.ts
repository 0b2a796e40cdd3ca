import type { MatchWork } from './match-work.ts';
import { foldCase } from './regex-class.ts';

/** A parsed LIKE pattern: literal characters, `one` for `_`, `any` for `%` and `*`. */
export type LikePattern = {
	readonly tokens: readonly (string | typeof one | typeof any)[];
	readonly insensitive: boolean;
};

const one = Symbol('any one character');
const any = Symbol('any text');

/**
 * Parses a LIKE pattern: PostgreSQL's, plus `*` for `%` as in PostgREST. A backslash makes the next character
 * literal, `*` included. Returns null for a pattern that ends in a lone backslash, which PostgreSQL refuses.
 */
export function readLike(pattern: string, insensitive: boolean): LikePattern | null {
	const tokens: (string | typeof one | typeof any)[] = [];
	const chars = [...pattern];
	for (let index = 0; index < chars.length; index++) {
		const char = chars[index] ?? '';
		if (char === '\\') {
			const escaped = chars[++index];
			if (escaped === undefined) return null;
			tokens.push(insensitive ? foldCase(escaped) : escaped);
		} else if (char === '_') {
			tokens.push(one);
		} else if (char !== '%' && char !== '*') {
			tokens.push(insensitive ? foldCase(char) : char);
		} else if (tokens.at(-1) !== any) {
			tokens.push(any);
		}
	}
	return { tokens, insensitive };
}

/**
 * True if the whole value matches; newlines are ordinary characters. Only the last `any` is retried, so the time is
 * at most value × pattern.
 */
export function runLike({ tokens, insensitive }: LikePattern, value: string, work: MatchWork): boolean {
	const chars = insensitive ? Array.from(value, foldCase) : [...value];
	work.spend(chars.length + tokens.length);
	let at = 0;
	let token = 0;
	let lastAny = -1;
	let resume = 0;
	while (at < chars.length) {
		const wanted = tokens[token];
		if (wanted === any) {
			lastAny = token++;
			resume = at;
		} else if (wanted === one || (wanted !== undefined && wanted === chars[at])) {
			token++;
			at++;
		} else if (lastAny >= 0) {
			token = lastAny + 1;
			// The characters matched since then are compared again.
			work.spend(at - resume + 1);
			at = ++resume;
		} else {
			return false;
		}
	}
	return tokens.slice(token).every((rest) => rest === any);
}
