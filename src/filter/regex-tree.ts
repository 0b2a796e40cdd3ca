/** One character's test: a literal, any character, or a class. */
export type CharTest = (char: string) => boolean;

/** What holds between two characters. */
export type Boundary = 'start' | 'end' | 'word' | 'not-word' | 'word-start' | 'word-end';

/** A regular expression, read. `max` null means no upper bound. */
export type RegexNode =
	| { readonly kind: 'char'; readonly test: CharTest }
	| { readonly kind: 'boundary'; readonly boundary: Boundary }
	| { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
	| { readonly kind: 'choice'; readonly branches: readonly RegexNode[] }
	| {
			readonly kind: 'repeat';
			readonly body: RegexNode;
			readonly min: number;
			readonly max: number | null;
	  };

/** What is wrong with a regular expression, and where in it (0-based). */
export class RegexProblem extends Error {
	readonly position: number;

	constructor(problem: string, position: number) {
		super(problem);
		this.name = 'RegexProblem';
		this.position = position;
	}
}

/** True for the characters that words are made of. */
export function isWordChar(char: string): boolean {
	return /[\p{L}\p{M}\p{N}_]/u.test(char);
}
