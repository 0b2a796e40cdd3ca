import { TextReader } from '../scanner.ts';
import { QueryTextError } from './query-text-error.ts';
import { quotedPattern, unquote } from './quoting.ts';

/** One value. A quoted value has no wildcards and no special words. */
export type LineValue = {
	readonly text: string;
	readonly quoted: boolean;
	readonly start: number;
	readonly end: number;
};

/** Reads a query text from left to right, and makes errors with their position. */
export class QueryTextReader extends TextReader {
	/** Reads a text in double quotes. The next character is the opening quote. Throws QueryTextError if none closes it. */
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

	/** Reads one value: in quotes, or up to white space, a comma, a quote or a parenthesis. Throws QueryTextError for none. */
	takeValue(after: string): LineValue {
		const start = this.position;
		if (this.sees('"')) return this.takeQuoted();
		const text = this.takeMatch(/[^\s()",]+/y)?.[0];
		if (text === undefined) {
			throw this.error(
				`a value is missing after ${after}`,
				'Write it without a space before it; use double quotes if it is empty or contains spaces',
			);
		}
		return { text, quoted: false, start, end: this.position };
	}

	/** Reads values separated by commas. Throws QueryTextError if one is missing. */
	takeValues(after: string): [LineValue, ...LineValue[]] {
		const values: [LineValue, ...LineValue[]] = [this.takeValue(after)];
		while (this.take(',')) {
			this.skipSpace();
			values.push(this.takeValue('the comma'));
		}
		return values;
	}

	/** Throws QueryTextError unless a term ends here. */
	expectTermEnd(start: number): void {
		if (this.done || this.sees(')') || /\s/.test(this.text.charAt(this.position))) return;
		const seen = this.text.charAt(this.position);
		throw this.error(
			seen === ','
				? 'there is a comma where only one value is possible'
				: `there is a ${seen} inside a value`,
			seen === '*'
				? 'In double quotes no character is a wildcard: write column.like:"some text*"'
				: 'Put the whole value in double quotes, and write \\" for a quote inside it',
			start,
			this.position + 1,
		);
	}

	/** Makes an error for the text from `start` (default: here) up to `end` (default: `start`, for a missing part). */
	error(problem: string, advice: string, start: number = this.position, end: number = start): QueryTextError {
		return new QueryTextError({ position: start, end, problem, advice });
	}
}
