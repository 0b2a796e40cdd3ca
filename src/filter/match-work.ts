import { QueryError } from './errors.ts';

/**
 * The cost limit for pattern matching in one query, in steps of about 20 ns: about a second. A hundred thousand names
 * use a tenth of it.
 */
const most = 40_000_000;

/** Counts the cost of pattern matching, so that no pattern and no text blocks the program for long. */
export class MatchWork {
	readonly #limit: number;
	#left: number;

	constructor(limit = most) {
		this.#limit = limit;
		this.#left = limit;
	}

	/** Resets the count for the next query. */
	begin(): void {
		this.#left = this.#limit;
	}

	/** Adds `steps` to the count. Throws QueryError once the query exceeds its limit. */
	spend(steps: number): void {
		this.#left -= steps;
		if (this.#left >= 0) return;
		throw new QueryError({
			parameter: 'pattern',
			position: 0,
			problem: 'matching this pattern takes too long',
			advice: 'Shorten the pattern, or narrow the list with another condition',
		});
	}
}
