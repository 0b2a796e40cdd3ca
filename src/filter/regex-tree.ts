/** Tests one character: a literal, any character, or a class. */
export type CharTest = (char: string) => boolean;

/** A test and its maximum cost, in comparisons of two characters. */
export type CostedTest = { readonly test: CharTest; readonly cost: number };

/** A condition on the position between two characters. */
export type Boundary = 'start' | 'end' | 'word' | 'not-word' | 'word-start' | 'word-end';

/** A parsed regular expression. `max` null means no upper bound. */
export type RegexNode =
	| ({ readonly kind: 'char' } & CostedTest)
	| { readonly kind: 'boundary'; readonly boundary: Boundary }
	| { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
	| { readonly kind: 'choice'; readonly branches: readonly RegexNode[] }
	| {
			readonly kind: 'repeat';
			readonly body: RegexNode;
			readonly min: number;
			readonly max: number | null;
	  };

/** A problem in a regular expression and its position (0-based). */
export class RegexProblem extends Error {
	readonly position: number;

	constructor(problem: string, position: number) {
		super(problem);
		this.name = 'RegexProblem';
		this.position = position;
	}
}

/** True for word characters. */
export function isWordChar(char: string): boolean {
	return /[\p{L}\p{M}\p{N}_]/u.test(char);
}
