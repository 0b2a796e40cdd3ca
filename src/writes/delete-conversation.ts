import { isNotFound } from '../api/errors.ts';
import type { TrashEntry } from '../domain/records.ts';
import { type Attempt, beginAttempt, type Sent, sendWrite } from './attempt.ts';
import { inTurn } from './in-turn.ts';
import { readWhole } from './read-whole.ts';
import { lostAnswer, notBegun, problemOf, refuseReadOnly } from './write-error.ts';
import type { Writer } from './writer.ts';

export type Deletion = { readonly id: string; readonly runId?: string | null };

export type DeleteOutcome =
	/** `note` says what is odd about it, in a sentence. */
	| { readonly kind: 'deleted'; readonly entry: TrashEntry; readonly note: string | null }
	/** It was not there any more; nothing was sent, and nothing is in the trash. */
	| { readonly kind: 'gone' };

/**
 * Deletes a conversation once it is in the local trash with all that belongs to it, and the attempt in the journal: where
 * either fails, nothing is deleted. Throws an `ApiError` (a `WriteError` with `mayHaveHappened` where nobody can tell;
 * then it stays in the trash as pending), or the reason of the signal, which ends only the reading.
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

/** Gives what to say where it is gone after all; else ends the attempt and throws. */
async function whetherDeleted(
	writer: Writer,
	id: string,
	attempt: Attempt,
	entry: TrashEntry,
	{ error, mayBeDone }: Extract<Sent<void>, { kind: 'failed' }>,
): Promise<string> {
	if (mayBeDone || error.kind === 'not-found') {
		const found = await isThere(writer, id);
		// It was there a moment ago: what is in the trash may be all that is left of it.
		if (error.kind === 'not-found' && found !== true) return 'Somebody else deleted it at the same time.';
		if (found === false) return 'The answer was lost; the conversation is gone.';
		if (mayBeDone) {
			await attempt.end({ outcome: 'unknown', problem: problemOf(error) });
			// Even where it is there now, a request that is still on its way must find a copy in the trash.
			throw lostAnswer(
				error,
				found === null
					? 'The conversation may have been deleted all the same.'
					: 'The conversation is there, but may yet be deleted.',
				'It is in the trash in any case, as one of which that is not known.',
			);
		}
	}
	await settle(writer, entry, 'not-deleted');
	await attempt.end({ outcome: 'failed', problem: problemOf(error) });
	throw error;
}

/** Whether the server has it; null where it cannot be asked. */
async function isThere({ api }: Writer, id: string): Promise<boolean | null> {
	try {
		await api.get(id);
		return true;
	} catch (error) {
		return isNotFound(error) ? false : null;
	}
}

/** Marking the file comes after the fact: where it fails, it is told, and the trash has the conversation as pending. */
async function settle(
	{ records }: Writer,
	entry: TrashEntry,
	how: 'deleted' | 'not-deleted',
): Promise<string | null> {
	try {
		await records.trash.settle(entry, how);
		return null;
	} catch (error) {
		return `The trash could not note it: ${problemOf(error)}`;
	}
}
