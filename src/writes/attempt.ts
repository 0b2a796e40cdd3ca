import { ApiError, type ApiErrorKind } from '../api/errors.ts';
import type { JsonValue } from '../domain/json.ts';
import type { JournalEntry, WriteOutcome } from '../domain/records.ts';
import { problemOf } from './write-error.ts';
import type { Writer } from './writer.ts';

type Begun = Pick<JournalEntry, 'operation' | 'conversationId' | 'runId' | 'before' | 'after'>;
type End = {
	readonly outcome: Exclude<WriteOutcome, 'begun'>;
	readonly conversationId?: string;
	/** What the server answered with; without it, what was asked for stands. */
	readonly after?: JsonValue;
	readonly problem?: string | null;
};

/** An attempt in the journal, which has its beginning already. `end` never rejects: what it tells of has happened. */
export type Attempt = { readonly end: (how: End) => Promise<void> };

/** Writes the beginning of an attempt into the journal. Rejects where that cannot be done. */
export async function beginAttempt(writer: Writer, begun: Begun): Promise<Attempt> {
	const attempt = writer.newId();
	const entry: JournalEntry = { ...begun, attempt, at: writer.now(), outcome: 'begun', problem: null };
	await writer.records.journal.append(entry);
	return { end: (how) => journalEnd(writer, entry, how) };
}

/** The same for a write that a journal which cannot be written must not hold up: the writer tells of it. */
export async function beginAnyway(writer: Writer, begun: Begun): Promise<Attempt> {
	try {
		return await beginAttempt(writer, begun);
	} catch (error) {
		writer.onUnjournalled(problemOf(error));
		return { end: async () => undefined };
	}
}

async function journalEnd(writer: Writer, begun: JournalEntry, how: End): Promise<void> {
	try {
		await writer.records.journal.append({ ...begun, problem: null, ...how, at: writer.now() });
	} catch (error) {
		writer.onUnjournalled(problemOf(error));
	}
}

/** How a request that changes something ended. `mayBeDone`: the server may have carried it out all the same. */
export type Sent<T> =
	| { readonly kind: 'answered'; readonly value: T }
	| { readonly kind: 'failed'; readonly error: ApiError; readonly mayBeDone: boolean };

/** Failures after which nobody knows what the server did; all others say that it refused. A conflict is one with itself. */
const uncertain: readonly ApiErrorKind[] = ['network', 'timeout', 'server', 'bad-response', 'conflict'];

/** Sends a write. It takes no signal: once it has left, it is waited for, so that its end is known. */
export async function sendWrite<T>(send: (onUncertainRetry: () => void) => Promise<T>): Promise<Sent<T>> {
	let mayBeDone = false;
	try {
		const value = await send(() => {
			mayBeDone = true;
		});
		return { kind: 'answered', value };
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return { kind: 'failed', error, mayBeDone: mayBeDone || uncertain.includes(error.kind) };
	}
}
