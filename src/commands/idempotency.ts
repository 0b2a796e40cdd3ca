import { WriteError } from '../writes/write-error.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandProblem } from './io.ts';

/** The idempotency key of a command line, or a new one. */
export function idempotencyKey(given: string | null, newId: () => string): string {
	if (given === null) return newId();
	if (/^[\w-]{1,255}$/.test(given)) return given;
	const problem = `--idempotency-key must be 1 to 255 letters, digits, - and _, not “${given}”`;
	throw new CommandProblem(exitCodes.usage, problem);
}

/**
 * Carries out a request with a key. Where the answer was lost, the error says how to send the same request again: the
 * next command would take a new key, and do it twice.
 */
export async function withKey<T>(key: string, send: (key: string) => Promise<T>): Promise<T> {
	try {
		return await send(key);
	} catch (error) {
		if (!(error instanceof WriteError) || !error.mayHaveHappened) throw error;
		const { kind, sentence, status, code, requestId, retryAfterMs, detail, fields } = error;
		const advice = `To try again without doing it twice, add --idempotency-key ${key}`;
		throw new WriteError(
			{ kind, sentence, advice, status, code, requestId, retryAfterMs, detail, fields },
			true,
		);
	}
}
