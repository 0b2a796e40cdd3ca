import { isNotFound } from '../api/errors.ts';
import type { Conversation } from '../domain/conversation.ts';
import { diffMetadata } from '../domain/metadata-merge.ts';
import type {
	ItemOutcome,
	MetadataChange,
	RunPlan,
	RunTask,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';
import { changeOf } from '../domain/run-task.ts';
import { deleteConversation } from './delete-conversation.ts';
import { readWhole } from './read-whole.ts';
import { problemOf, WriteError } from './write-error.ts';
import { changeMetadata } from './write-metadata.ts';
import type { Writer } from './writer.ts';

/**
 * What came of an item. `conversation` is as the server has it now, null where it is gone; `whole` is what is to be
 * exported; `write` what can be undone.
 */
export type Worked = {
	readonly outcome: ItemOutcome;
	readonly conversation?: Conversation | null;
	readonly write?: MetadataChange;
	readonly whole?: WholeConversation;
};

const isSo = { kind: 'skipped', note: 'It is so already.' } as const;
const isGone = { kind: 'skipped', note: 'It is gone.' } as const;

/**
 * Does what the run does to one conversation. Throws what stands in the way of the item: an `ApiError`, or the reason of
 * the signal, which ends only reading.
 */
export async function workItem(
	writer: Writer,
	{ id: runId, task }: RunPlan,
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
				const problem = `Somebody else changed ${keys} since; nothing was sent.`;
				return { outcome: { kind: 'conflict', problem }, conversation: outcome.theirs };
			}
			const { before, conversation, note, discrepancies } = outcome;
			const odd = discrepancies.map(({ key }) => key).join(', ');
			const notes = [
				...(note === null ? [] : [note]),
				...(odd === '' ? [] : [`The server has something other than what was sent: ${odd}.`]),
			].join(' ');
			// A server that merges takes a map without a key, answers well, and has removed nothing.
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
 * What became of an item that was begun by a process that is gone: the server is asked whether it is as it was to be.
 * `pending` are the conversations in the trash of which that is not known. Throws an `ApiError` where it cannot be asked.
 */
export async function settleItem(
	writer: Writer,
	task: RunTask,
	id: string,
	pending: readonly TrashEntry[],
): Promise<ItemOutcome> {
	const conversation = await writer.api.get(id).catch((error: unknown) => {
		if (isNotFound(error)) return null;
		throw error;
	});
	if (task.kind === 'delete') {
		// What is there stays in the trash too: a request to delete it, of another tconv perhaps, may be on its way.
		if (conversation !== null)
			return { kind: 'failed', problem: 'The run was cut off before it was deleted.' };
		for (const entry of pending.filter(({ conversationId }) => conversationId === id))
			await writer.records.trash.settle(entry, 'deleted');
		return { kind: 'done', note: 'The run was cut off; the conversation is gone.' };
	}
	if (conversation === null) return isGone;
	const merge = changeOf(task, id)?.(conversation.metadata);
	const isThere =
		merge !== undefined &&
		merge.conflicts.length === 0 &&
		diffMetadata(conversation.metadata, merge.merged).length === 0;
	return isThere
		? { kind: 'done', note: 'The run was cut off; the conversation is as it was to be.' }
		: { kind: 'failed', problem: 'The run was cut off before it was done.' };
}
