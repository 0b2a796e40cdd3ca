import { QueryError } from './errors.ts';

/** Reads one piece of a query from left to right, and knows where it is when something is wrong. */
export class Scanner {
	readonly parameter: string;
	readonly text: string;
	/** True where `text` is the parameter's name: a position in it is no position in the value. */
	readonly inName: boolean;
	position = 0;

	constructor(parameter: string, text: string, inName = false) {
		this.parameter = parameter;
		this.text = text;
		this.inName = inName;
	}

	/** True when everything was read. */
	get done(): boolean {
		return this.position >= this.text.length;
	}

	/** True where `literal` comes next. */
	sees(literal: string): boolean {
		return this.text.startsWith(literal, this.position);
	}

	/** Reads `literal` if it comes next, and says whether it did. */
	take(literal: string): boolean {
		if (!this.sees(literal)) return false;
		this.position += literal.length;
		return true;
	}

	/** Reads what a sticky (`y`) pattern matches here; null, and nothing read, where it does not match. */
	takePattern(sticky: RegExp): string | null {
		sticky.lastIndex = this.position;
		const found = sticky.exec(this.text)?.[0] ?? null;
		if (found !== null) this.position += found.length;
		return found;
	}

	/** Reads everything that is left. */
	takeRest(): string {
		const rest = this.text.slice(this.position);
		this.position = this.text.length;
		return rest;
	}

	/** Reads over white space, of which there may be none. */
	skipSpace(): void {
		this.takePattern(/\s*/y);
	}

	/** Reads a double-quoted text, in which a backslash stands before `"` and `\`. The next character is the quote. */
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

	/** The error for what stands at `at`, or here. */
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
