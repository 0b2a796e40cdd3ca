import { type Operator, operators } from '../tree.ts';

/** The signs between a column and a value, longest first. */
export const signs = ['!=', '!~', '>=', '<=', ':', '=', '~', '>', '<'] as const;
export type Sign = (typeof signs)[number];

/** The words before a date, after a column and a dot (`created.after:`) or alone (`after:`). */
const dateWords = ['after', 'before', 'during'] as const;
export type DateWord = (typeof dateWords)[number];

/** A comparison: a sign or date word, which interprets its value, or an API operator, which takes it literally. */
export type Comparison =
	| { readonly kind: 'sign'; readonly sign: Sign }
	| { readonly kind: 'date'; readonly word: DateWord }
	| {
			readonly kind: 'operator';
			readonly operator: Operator;
			readonly negated: boolean;
			readonly raw: boolean;
	  };

/** The operator of this name; undefined for none. */
export function operatorNamed(word: string): Operator | undefined {
	return operators.find((operator) => operator === word);
}

/** The word for dates of this name; undefined for none. */
export function dateWordNamed(word: string): DateWord | undefined {
	return dateWords.find((known) => known === word);
}

/** Makes a LIKE pattern of a text in which only `*` is a wildcard; escapes LIKE's other special characters. */
export function likeOfText(text: string): string {
	return text.replace(/[\\%_]/g, '\\$&');
}

/** The inverse of `likeOfText`; null for a pattern that it cannot produce. */
export function textOfLike(pattern: string): string | null {
	const text = pattern.replace(/\\([\\%_])/g, '$1');
	return likeOfText(text) === pattern ? text : null;
}

/** Makes a LIKE pattern that finds a text anywhere. */
export function likeContaining(text: string): string {
	return `*${likeOfText(text)}*`;
}

/** The inverse of `likeContaining`; null for a pattern that it cannot produce. */
export function textContained(pattern: string): string | null {
	const inner = /^\*(.*)\*$/s.exec(pattern)?.[1];
	return inner === undefined ? null : textOfLike(inner);
}
