/** The reason why a store could not be opened or written. */
export type StoreProblem =
	| 'not-a-store'
	| 'newer-schema'
	| 'older-schema'
	| 'busy'
	| 'unusable'
	| 'duplicate';

/** A failure that the caller can act on. The message is one sentence with the file or the row. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
	readonly problem: StoreProblem;

	constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
		super(message, options);
		this.problem = problem;
	}
}

/** SQLite's extended result code of an error from `node:sqlite`; null for any other error. */
export function sqliteCode(error: unknown): number | null {
	if (!(error instanceof Error) || !('errcode' in error)) return null;
	return typeof error.errcode === 'number' ? error.errcode : null;
}

/** SQLite's primary result codes that this store distinguishes (https://sqlite.org/rescode.html). */
export const resultCodes = { busy: 5, locked: 6, readOnly: 8, cantOpen: 14, notADatabase: 26 } as const;

/** SQLITE_CONSTRAINT_UNIQUE: an extended code. */
export const uniqueViolation = 2067;
