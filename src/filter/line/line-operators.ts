import { type Operator, operators } from '../tree.ts';

/** The signs between a column and a value, longest first. */
export const signs = ['!=', '!~', '>=', '<=', ':', '=', '~', '>', '<'] as const;
export type Sign = (typeof signs)[number];

/** The words for dates, behind a dot or on their own, and what stands before a date. */
const dateWords = ['after', 'before', 'during'] as const;
export type DateWord = (typeof dateWords)[number];

/** How a column is compared: by a sign, which reads its value, or by an API operator, which takes it as it is. */
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
