/** What is wrong with a typed filter, and which part of it. */
type LineProblem = {
	/** Where in the line the trouble starts: 0-based, in UTF-16 code units. */
	readonly position: number;
	/** Where it ends, exclusive; at least `position`, and equal to it where something is missing. */
	readonly end: number;
	/** What is wrong, as a sentence without its full stop. */
	readonly problem: string;
	/** What to write instead, as a sentence without its full stop. */
	readonly advice: string;
};

/** A typed filter that cannot be read. The message names the column (from 1), the problem and the remedy. */
export class LineError extends Error {
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
