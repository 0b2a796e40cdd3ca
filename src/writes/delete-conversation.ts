import { isNotFound } from '../api/errors.ts';
import type { TrashEntry } from '../domain/records.ts';
import { type Attempt, beginAttempt, type Sent, sendWrite, type Writer } from './attempt.ts';
import { inTurn } from './in-turn.ts';
import { readWhole } from './read-whole.ts';
import { lostAnswer, notBegun, problemOf, refuseReadOnly, unusedAnswer } from './write-error.ts';

type Deletion = { readonly id: string; readonly runId?: string | null };

export type DeleteOutcome =
	/** `note` describes an irregularity, as a sentence. */
	| { readonly kind: 'deleted'; readonly entry: TrashEntry; readonly note: string | null }
	/** It was already deleted; nothing was sent, and nothing is in the trash. */
	| { readonly kind: 'gone' };

/**
 * Deletes a conversation after the local trash has all of it and the journal has the attempt; if either fails, nothing
 * is deleted. Throws an `ApiError` (a `WriteError` with `mayHaveHappened` if the result is unknown; the trash then
 * keeps it as pending), or the reason of the signal, which ends only the reading.
 */
export async function deleteConversation(
	writer: Writer,
	deletion: Deletion,
	signal?: AbortSignal,
): Promise<DeleteOutcome> {
	refuseReadOnly(writer.api);
	return inTurn(writer, deletion.id, () => deleteNow(writer, deletion, signal), signal);
}

async function deleteNow(
	writer: Writer,
	{ id, runId = null }: Deletion,
	signal: AbortSignal | undefined,
): Promise<DeleteOutcome> {
	const { api, records } = writer;
	const read = await readWhole(api, id, signal).catch((error: unknown) => {
		if (isNotFound(error)) return null;
		throw error;
	});
	if (read === null) return { kind: 'gone' };
	const entry = await records.trash.keep(read.whole).catch((error: unknown) => {
		throw notBegun('Nothing was deleted.', error);
	});
	let attempt: Attempt;
	try {
		attempt = await beginAttempt(writer, {
			operation: 'delete',
			conversationId: id,
			runId,
			before: read.whole.conversation,
			after: null,
		});
	} catch (error) {
		await settle(writer, entry, 'not-deleted');
		throw notBegun('Nothing was deleted.', error);
	}
	const sent = await sendWrite((onUncertainRetry) => api.delete(id, { onUncertainRetry }));
	const note = sent.kind === 'answered' ? null : await whetherDeleted(writer, id, attempt, entry, sent);
	const unmarked = await settle(writer, entry, 'deleted');
	const notes = [note, unmarked].filter((text) => text !== null).join(' ') || null;
	await attempt.end({ outcome: 'done', problem: notes });
	return { kind: 'deleted', entry, note: notes };
}

/** Returns the note for a conversation that is deleted after all; otherwise ends the attempt and throws. */
async function whetherDeleted(
	writer: Writer,
	id: string,
	attempt: Attempt,
	entry: TrashEntry,
	{ error, mayBeDone }: Extract<Sent<void>, { kind: 'failed' }>,
): Promise<string> {
	if (mayBeDone || error.kind === 'not-found') {
		const found = await isThere(writer, id);
		// It existed a moment ago, so the trash may hold the only copy.
		if (error.kind === 'not-found' && found !== true) return 'Someone else deleted it at the same time.';
		if (found === false)
			return `${unusedAnswer(error)} A second check shows that the conversation is deleted.`;
		if (mayBeDone) {
			await attempt.end({ outcome: 'unknown', problem: problemOf(error) });
			// Even if it still exists, a request under way must find a copy in the trash.
			throw lostAnswer(
				error,
				found === null
					? 'The conversation may have been deleted anyway.'
					: 'The conversation still exists, but may yet be deleted.',
				'The trash keeps a copy, marked as unconfirmed.',
			);
		}
	}
	await settle(writer, entry, 'not-deleted');
	await attempt.end({ outcome: 'failed', problem: problemOf(error) });
	throw error;
}

/** True if the server has it, false if not; null if the server cannot be asked. */
async function isThere({ api }: Writer, id: string): Promise<boolean | null> {
	try {
		await api.get(id);
		return true;
	} catch (error) {
		return isNotFound(error) ? false : null;
	}
}

/** Marks the file after the fact. If that fails, returns a note, and the trash keeps the conversation as pending. */
async function settle(
	{ records }: Writer,
	entry: TrashEntry,
	how: 'deleted' | 'not-deleted',
): Promise<string | null> {
	try {
		await records.trash.settle(entry, how);
		return null;
	} catch (error) {
		return `The trash could not record it: ${problemOf(error)}`;
	}
}
