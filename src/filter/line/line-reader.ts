import { LineError } from './line-error.ts';
import { quotedPattern, unquote } from './quoting.ts';

/** One value as it was written. What stands in quotes has no wildcards and no words with a meaning. */
export type LineValue = {
	readonly text: string;
	readonly quoted: boolean;
	readonly start: number;
	readonly end: number;
};

/** Reads a line from left to right, and knows where it is when something is wrong. */
export class LineReader {
	readonly text: string;
	position = 0;

	constructor(text: string) {
		this.text = text;
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
	takeMatch(sticky: RegExp): RegExpExecArray | null {
		sticky.lastIndex = this.position;
		const found = sticky.exec(this.text);
		if (found !== null) this.position += found[0].length;
		return found;
	}

	/** Reads over white space, of which there may be none. */
	skipSpace(): void {
		this.takeMatch(/\s*/y);
	}

	/** Reads a text in double quotes. The next character is the opening quote. Throws LineError where none closes it. */
	takeQuoted(): LineValue {
		const start = this.position;
		const quoted = this.takeMatch(quotedPattern)?.[0];
		if (quoted === undefined) {
			throw this.error(
				'this quoted text has no closing quote',
				'End it with a double quote, and write \\" for a quote inside it',
				start,
				this.text.length,
			);
		}
		return { text: unquote(quoted), quoted: true, start, end: this.position };
	}

	/** Reads one value: in quotes, or up to white space, a comma, a quote or a parenthesis. Throws LineError for none. */
	takeValue(after: string): LineValue {
		const start = this.position;
		if (this.sees('"')) return this.takeQuoted();
		const text = this.takeMatch(/[^\s()",]+/y)?.[0];
		if (text === undefined) {
			throw this.error(
				`a value is missing after ${after}`,
				'Write it right there without a space, in double quotes where it contains spaces or is empty',
			);
		}
		return { text, quoted: false, start, end: this.position };
	}

	/** Reads values with commas between them. Throws LineError where one is missing. */
	takeValues(after: string): [LineValue, ...LineValue[]] {
		const values: [LineValue, ...LineValue[]] = [this.takeValue(after)];
		while (this.take(',')) {
			this.skipSpace();
			values.push(this.takeValue('the comma'));
		}
		return values;
	}

	/** Throws LineError where a term does not end here. */
	expectTermEnd(start: number): void {
		if (this.done || this.sees(')') || /\s/.test(this.text.charAt(this.position))) return;
		const seen = this.text.charAt(this.position);
		throw this.error(
			seen === ',' ? 'there is a comma where only one value fits' : `there is a ${seen} inside a value`,
			seen === '*'
				? 'In double quotes no character is a wildcard: write column.like:"some text*"'
				: 'Put the whole value in double quotes, and write \\" for a quote inside it',
			start,
			this.position + 1,
		);
	}

	/** The error for what stands from `start` (here, unless told) up to `end` (there too, where something is missing). */
	error(problem: string, advice: string, start: number = this.position, end: number = start): LineError {
		return new LineError({ position: start, end, problem, advice });
	}
}
