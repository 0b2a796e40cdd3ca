import { QueryError } from './errors.ts';

/** Reads a text from left to right. */
export class TextReader {
	readonly text: string;
	position = 0;

	constructor(text: string) {
		this.text = text;
	}

	/** True at the end of the text. */
	get done(): boolean {
		return this.position >= this.text.length;
	}

	/** True if `literal` comes next. */
	sees(literal: string): boolean {
		return this.text.startsWith(literal, this.position);
	}

	/** Consumes `literal` if it comes next. Returns true if it did. */
	take(literal: string): boolean {
		if (!this.sees(literal)) return false;
		this.position += literal.length;
		return true;
	}

	/**
	 * Consumes the match of a sticky (`y`) pattern at this position. Returns null and consumes nothing without a match.
	 */
	takeMatch(sticky: RegExp): RegExpExecArray | null {
		sticky.lastIndex = this.position;
		const found = sticky.exec(this.text);
		if (found !== null) this.position += found[0].length;
		return found;
	}

	/** Skips white space, if any. */
	skipSpace(): void {
		this.takeMatch(/\s*/y);
	}
}

/** Reads part of a query from left to right and reports errors with their position. */
export class Scanner extends TextReader {
	readonly parameter: string;
	/** True if `text` is the parameter's name: positions in it are not positions in the value. */
	readonly inName: boolean;

	constructor(parameter: string, text: string, inName = false) {
		super(text);
		this.parameter = parameter;
		this.inName = inName;
	}

	/** As `takeMatch`, but returns the text of the match alone. */
	takePattern(sticky: RegExp): string | null {
		return this.takeMatch(sticky)?.[0] ?? null;
	}

	/** Consumes the rest of the text. */
	takeRest(): string {
		const rest = this.text.slice(this.position);
		this.position = this.text.length;
		return rest;
	}

	/** Consumes a double-quoted text, in which a backslash escapes `"` and `\`. The next character must be the quote. */
	takeQuoted(): string {
		const start = this.position;
		const quoted = this.takePattern(/"[^"\\]*(?:\\.[^"\\]*)*"/sy);
		if (quoted === null) {
			throw this.error(
				'this quoted text has no closing quote',
				'End it with a double quote, and write \\" for a quote inside it',
				start,
			);
		}
		return quoted.slice(1, -1).replace(/\\(.)/gs, '$1');
	}

	/** An error at `at`, by default the current position. */
	error(problem: string, advice: string, at: number = this.position): QueryError {
		return this.inName
			? new QueryError({
					parameter: this.parameter,
					position: 0,
					problem: `${problem}, at character ${at} of the parameter's name`,
					advice,
				})
			: new QueryError({ parameter: this.parameter, position: at, problem, advice });
	}
}
