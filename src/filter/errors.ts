/** What is wrong with a list query, and where. */
type QueryProblem = {
	/** The query parameter, decoded, as it was given. */
	readonly parameter: string;
	/** Where in the decoded value the trouble starts: 0-based, in UTF-16 code units. */
	readonly position: number;
	/** What is wrong, as a sentence without its full stop. */
	readonly problem: string;
	/** What to write instead, as a sentence without its full stop. */
	readonly advice: string;
};

/** A list query that cannot be read or cannot be run. The message names parameter, position, problem and remedy. */
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
