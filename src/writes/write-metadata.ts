import type { Conversation, Metadata } from '../domain/conversation.ts';
import {
	compareWritten,
	type Discrepancy,
	diffMetadata,
	type MetadataDifference,
	type MetadataMerge,
	mergeMetadata,
	resolveConflicts,
} from '../domain/metadata-merge.ts';
import { type Attempt, beginAnyway, sendWrite } from './attempt.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';
import type { Writer } from './writer.ts';

/** A change of a conversation's metadata: from the map that it was made on to the map that is wanted. */
export type MetadataEdit = {
	readonly id: string;
	readonly base: Metadata;
	readonly mine: Metadata;
	/** The run over many conversations that it belongs to. */
	readonly runId?: string | null;
};

/** What came of a change. Whatever somebody else did meanwhile is in `fromThem`, and stays. */
export type MetadataOutcome =
	/** It is as wanted already; nothing was sent. */
	| {
			readonly kind: 'unchanged';
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
	  }
	/**
	 * Somebody else changed the same keys; nothing was sent. To go on: `base` is `theirs.metadata` then, and `mine` is
	 * `resolveConflicts(merge, choices).merged`.
	 */
	| { readonly kind: 'conflict'; readonly theirs: Conversation; readonly merge: MetadataMerge }
	| {
			readonly kind: 'written';
			/** What was there right before. */
			readonly before: Metadata;
			readonly meant: Metadata;
			/** What the server has now. */
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
			/** Where the server has something other than what was meant. */
			readonly discrepancies: readonly Discrepancy[];
			/** What is odd about it, in a sentence; null where nothing is. */
			readonly note: string | null;
	  };

const lostButThere = 'The answer was lost; the conversation, read again, has the change.';

/**
 * Writes metadata without overwriting what others wrote: reads the conversation again, merges, sends the whole map, and
 * compares the answer with what was meant. Where the answer is lost, it looks what is there. Throws an `ApiError` (a
 * `WriteError` with `mayHaveHappened` where nobody can tell), or the reason of the signal, which ends only the reading.
 */
export async function writeMetadata(
	writer: Writer,
	{ id, base, mine, runId = null }: MetadataEdit,
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	return changeMetadata(writer, { id, runId, change: (now) => mergeMetadata(base, mine, now) }, signal);
}

/** The same for a change that is made of whatever is there, such as setting one key. */
export async function changeMetadata(
	writer: Writer,
	{
		id,
		runId,
		change,
	}: {
		readonly id: string;
		readonly runId: string | null;
		readonly change: (now: Metadata) => MetadataMerge;
	},
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	const { api } = writer;
	refuseReadOnly(api);
	const theirs = await api.get(id, signal === undefined ? {} : { signal });
	const merge = change(theirs.metadata);
	const { merged: meant, fromThem } = merge;
	const before = theirs.metadata;
	const entry = { operation: 'update-metadata', conversationId: id, runId, before } as const;
	if (merge.conflicts.length > 0) {
		const keys = merge.conflicts.map(({ key }) => key).join(', ');
		const mine = resolveConflicts(merge, new Map(merge.conflicts.map(({ key }) => [key, 'mine']))).merged;
		const attempt = await beginAnyway(writer, { ...entry, after: mine });
		await attempt.end({ outcome: 'conflict', problem: `Somebody else changed ${keys}; nothing was sent.` });
		return { kind: 'conflict', theirs, merge };
	}
	if (diffMetadata(before, meant).length === 0) return { kind: 'unchanged', conversation: theirs, fromThem };

	const attempt = await beginAnyway(writer, { ...entry, after: meant });
	const sent = await sendWrite((onUncertainRetry) => api.updateMetadata(id, meant, { onUncertainRetry }));
	const conversation =
		sent.kind === 'answered' ? sent.value : await lookAgain(writer, attempt, id, before, meant, sent);
	const discrepancies = compareWritten(meant, conversation.metadata);
	const note = sent.kind === 'answered' ? null : lostButThere;
	await attempt.end({
		outcome: 'done',
		after: conversation.metadata,
		problem: [note, discrepancyText(discrepancies)].filter((text) => text !== null).join(' ') || null,
	});
	return { kind: 'written', before, meant, conversation, fromThem, discrepancies, note };
}

/** Gives the conversation where it has the change after all; else ends the attempt and throws. */
async function lookAgain(
	{ api }: Writer,
	attempt: Attempt,
	id: string,
	before: Metadata,
	meant: Metadata,
	{ error, mayBeDone }: Extract<Awaited<ReturnType<typeof sendWrite>>, { kind: 'failed' }>,
): Promise<Conversation> {
	if (mayBeDone) {
		const found = await api.get(id).catch(() => null);
		if (found === null) {
			await attempt.end({ outcome: 'unknown', problem: problemOf(error) });
			throw lostAnswer(
				error,
				'The metadata may have been written all the same.',
				'Refresh the conversation to see what it has now.',
			);
		}
		if (isApplied(before, meant, found.metadata)) return found;
	}
	await attempt.end({ outcome: 'failed', problem: problemOf(error) });
	throw error;
}

/**
 * True where the keys that were to be set have their values. Removed ones count only where nothing was set: a server that
 * merges leaves them there.
 */
function isApplied(before: Metadata, meant: Metadata, found: Metadata): boolean {
	const changes = diffMetadata(before, meant);
	const missing = new Set(diffMetadata(found, meant).map(({ key }) => key));
	const set = changes.filter(({ after }) => after !== undefined);
	return (set.length > 0 ? set : changes).every(({ key }) => !missing.has(key));
}

function discrepancyText(discrepancies: readonly Discrepancy[]): string | null {
	if (discrepancies.length === 0) return null;
	const words = { 'came-back': 'is still there', missing: 'is missing', different: 'has another value' };
	const parts = discrepancies.map(({ key, kind }) => `${key} ${words[kind]}`);
	return `The server has something other than what was sent: ${parts.join(', ')}.`;
}
