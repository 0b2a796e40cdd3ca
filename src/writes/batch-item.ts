import { isNotFound } from '../api/errors.ts';
import { changeOf } from '../domain/batch-task.ts';
import type { Conversation } from '../domain/conversation.ts';
import { diffMetadata } from '../domain/metadata-merge.ts';
import type {
	BatchPlan,
	BatchTask,
	ItemOutcome,
	MetadataChange,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';
import type { Writer } from './attempt.ts';
import { deleteConversation } from './delete-conversation.ts';
import { readWhole } from './read-whole.ts';
import { problemOf, WriteError } from './write-error.ts';
import { changeMetadata } from './write-metadata.ts';

/**
 * The result of an item. `conversation` is the server's current state, null if it is deleted; `whole` is the data to
 * export; `write` is the change that can be undone.
 */
export type Worked = {
	readonly outcome: ItemOutcome;
	readonly conversation?: Conversation | null;
	readonly write?: MetadataChange;
	readonly whole?: WholeConversation;
};

const isSo = { kind: 'skipped', note: 'No change was needed.' } as const;
const isGone = { kind: 'skipped', note: 'The conversation no longer exists.' } as const;

/**
 * Runs a batch's task on one conversation. Throws an `ApiError`, or the reason of the signal, which ends only reading.
 */
export async function workItem(
	writer: Writer,
	{ id: runId, task }: BatchPlan,
	id: string,
	signal: AbortSignal,
): Promise<Worked> {
	const change = changeOf(task, id);
	try {
		if (change !== null) {
			const outcome = await changeMetadata(writer, { id, runId, change }, signal);
			if (outcome.kind === 'unchanged') return { outcome: isSo, conversation: outcome.conversation };
			if (outcome.kind === 'conflict') {
				const keys = outcome.merge.conflicts.map(({ key }) => key).join(', ');
				const problem = `Someone else changed ${keys} meanwhile; nothing was sent.`;
				return { outcome: { kind: 'conflict', problem }, conversation: outcome.theirs };
			}
			const { before, conversation, note, discrepancies } = outcome;
			const odd = discrepancies.map(({ key }) => key).join(', ');
			const notes = [
				...(note === null ? [] : [note]),
				...(odd === '' ? [] : [`The server stored a different result: ${odd}.`]),
			].join(' ');
			// A server that merges accepts a map without a key but does not remove the key.
			if (diffMetadata(before, conversation.metadata).length === 0)
				return { outcome: { kind: 'failed', problem: notes }, conversation };
			const write = { id, before, after: conversation.metadata };
			return { outcome: { kind: 'done', note: notes === '' ? null : notes }, conversation, write };
		}
		if (task.kind === 'delete') {
			const outcome = await deleteConversation(writer, { id, runId }, signal);
			const isLeft = outcome.kind === 'gone';
			return { outcome: isLeft ? isGone : { kind: 'done', note: outcome.note }, conversation: null };
		}
		const { conversation, whole } = await readWhole(writer.api, id, signal);
		return { outcome: { kind: 'done', note: null }, conversation, whole };
	} catch (error) {
		if (isNotFound(error)) return { outcome: isGone, conversation: null };
		if (error instanceof WriteError && error.mayHaveHappened)
			return { outcome: { kind: 'unknown', problem: problemOf(error) } };
		throw error;
	}
}

/**
 * Asks the server for the outcome of an item whose process ended while the item was under way. `pending` are the
 * trashed conversations without a confirmed deletion. Throws an `ApiError` if the server cannot be asked.
 */
export async function settleItem(
	writer: Writer,
	task: BatchTask,
	id: string,
	pending: readonly TrashEntry[],
): Promise<ItemOutcome> {
	const conversation = await writer.api.get(id).catch((error: unknown) => {
		if (isNotFound(error)) return null;
		throw error;
	});
	if (task.kind === 'delete') {
		// The trash keeps its copy too: a delete request, perhaps of another tconv, may still be under way.
		if (conversation !== null)
			return { kind: 'failed', problem: 'The batch was cut off before this was deleted.' };
		for (const entry of pending.filter(({ conversationId }) => conversationId === id))
			await writer.records.trash.settle(entry, 'deleted');
		return { kind: 'done', note: 'The batch was cut off; the conversation is deleted.' };
	}
	if (conversation === null) return isGone;
	const merge = changeOf(task, id)?.(conversation.metadata);
	const isThere =
		merge !== undefined &&
		merge.conflicts.length === 0 &&
		diffMetadata(conversation.metadata, merge.merged).length === 0;
	return isThere
		? { kind: 'done', note: 'The batch was cut off; the conversation has the change.' }
		: { kind: 'failed', problem: 'The batch was cut off before this was done.' };
}
