/** A problem in a list query, with its place. */
type QueryProblem = {
	/** The decoded query parameter as given. */
	readonly parameter: string;
	/** Start of the problem in the decoded value: 0-based, in UTF-16 code units. */
	readonly position: number;
	/** The problem as a sentence, without a full stop. */
	readonly problem: string;
	/** The remedy as a sentence, without a full stop. */
	readonly advice: string;
};

/** A list query that cannot be parsed or run. The message names parameter, position, problem and remedy. */
export class QueryError extends Error {
	readonly parameter: string;
	readonly position: number;
	readonly problem: string;
	readonly advice: string;

	constructor({ parameter, position, problem, advice }: QueryProblem) {
		super(`${parameter}, position ${position}: ${problem}. ${advice}.`);
		this.name = 'QueryError';
		this.parameter = parameter;
		this.position = position;
		this.problem = problem;
		this.advice = advice;
	}
}
