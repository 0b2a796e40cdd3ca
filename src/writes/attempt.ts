import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError, type ApiErrorKind } from '../api/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import type { JournalEntry, WriteOutcome } from '../domain/records.ts';
import type { Records } from './records.ts';
import { problemOf } from './write-error.ts';

type Begun = Pick<JournalEntry, 'operation' | 'conversationId' | 'runId' | 'before' | 'after'>;
type End = {
	readonly outcome: Exclude<WriteOutcome, 'begun'>;
	readonly conversationId?: string;
	/** The server's answer; without it, the requested value stands. */
	readonly after?: JsonValue;
	readonly problem?: string | null;
};

/** An attempt whose beginning is in the journal. `end` never rejects: the write it records has already happened. */
export type Attempt = { readonly end: (how: End) => Promise<void> };

/** What every write works with: the API, the records on this machine, and what is not deterministic. */
export type Writer = {
	readonly api: ConversationsApi;
	readonly records: Records;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
	/** Tells of a journal that could not be written: the write itself goes on, except where it deletes. */
	readonly onUnjournalled: (problem: string) => void;
};

/** Writes the beginning of an attempt into the journal. Rejects if that fails. */
export async function beginAttempt(writer: Writer, begun: Begun): Promise<Attempt> {
	const attempt = writer.newId();
	const entry: JournalEntry = { ...begun, attempt, at: writer.now(), outcome: 'begun', problem: null };
	await writer.records.journal.append(entry);
	return { end: (how) => journalEnd(writer, entry, how) };
}

/** Begins an attempt even if the journal cannot be written; the writer then reports that. */
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

/**
 * The result of a request that changes something. `mayBeDone`: the server may have carried it out despite the failure.
 */
export type Sent<T> =
	| { readonly kind: 'answered'; readonly value: T }
	| { readonly kind: 'failed'; readonly error: ApiError; readonly mayBeDone: boolean };

/**
 * Failures that leave the result unknown; all others are refusals. A conflict can be one with the request's own retry.
 */
const uncertain: readonly ApiErrorKind[] = ['network', 'timeout', 'server', 'bad-response', 'conflict'];

/** Sends a write. It takes no signal: once sent, only its answer, its timeout or the user ends it. */
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
