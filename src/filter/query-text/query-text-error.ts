/** A problem of a query text, and its position. */
type LineProblem = {
	/** Start of the faulty part in the query text: 0-based, in UTF-16 code units. */
	readonly position: number;
	/** Its end, exclusive. Equal to `position` if something is missing there. */
	readonly end: number;
	/** The problem, as a sentence without its full stop. */
	readonly problem: string;
	/** The advice, as a sentence without its full stop. */
	readonly advice: string;
};

/** A query text that cannot be read. The message has the character (from 1), the problem and the advice. */
export class QueryTextError extends Error {
	readonly position: number;
	readonly end: number;
	readonly problem: string;
	readonly advice: string;

	constructor({ position, end, problem, advice }: LineProblem) {
		super(`Filter, character ${position + 1}: ${problem}. ${advice}.`);
		this.name = 'LineError';
		this.position = position;
		this.end = Math.max(position, end);
		this.problem = problem;
		this.advice = advice;
	}
}
