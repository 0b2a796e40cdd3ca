import type { NewMessage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { isJsonObject, type JsonValue } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';
import { type Attempt, beginAnyway, type Sent, sendWrite, type Writer } from './attempt.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';

type Restoration = {
	readonly whole: WholeConversation;
	/**
	 * A UUID v4 of this restoration. With the same id, a failed restoration continues without doubling anything, for a
	 * day.
	 */
	readonly attemptId: string;
};

/** The progress of a restoration, in messages. `newId` is null until the conversation is created. */
export type RestoreProgress = {
	readonly newId: string | null;
	readonly done: number;
	readonly total: number;
};

/** The restored conversation. `unreadable` counts messages that could not be converted. */
type Restored = {
	readonly conversation: Conversation;
	readonly messages: number;
	readonly unreadable: number;
};

/**
 * Recreates a conversation from the trash: its name, its metadata and its messages in order, under a new id. Insights
 * cannot be restored. Throws an `ApiError`; the same `attemptId` continues it. The signal ends it between two messages.
 */
export async function restoreConversation(
	writer: Writer,
	{ whole, attemptId }: Restoration,
	onProgress: (progress: RestoreProgress) => void,
	signal?: AbortSignal,
): Promise<Restored> {
	const { api } = writer;
	refuseReadOnly(api);
	const messages = whole.messages.flatMap((raw) => messageOf(raw) ?? []);
	const total = messages.length;
	const unreadable = whole.messages.filter((raw) => raw !== null).length - total;
	onProgress({ newId: null, done: 0, total });
	const { id: formerId, name, metadata } = whole.conversation;
	const attempt = await beginAnyway(writer, {
		operation: 'restore',
		conversationId: null,
		runId: null,
		before: null,
		after: { from: formerId ?? null, messages: total },
	});
	const made = await sendWrite((onUncertainRetry) =>
		api.create(
			{ ...(typeof name === 'string' ? { name } : {}), ...(isJsonObject(metadata) ? { metadata } : {}) },
			{ idempotencyKey: `${attemptId}-c`, onUncertainRetry },
		),
	);
	if (made.kind === 'failed')
		return giveUp(attempt, made, 'The new conversation may have been created.', null);
	const conversation = made.value;
	for (const [done, message] of messages.entries()) {
		onProgress({ newId: conversation.id, done, total });
		if (signal?.aborted === true) {
			await attempt.end({
				outcome: 'failed',
				conversationId: conversation.id,
				problem: `Stopped after ${done} of ${total} messages.`,
			});
			signal.throwIfAborted();
		}
		const sent = await sendWrite((onUncertainRetry) =>
			api.addMessage(conversation.id, message, { idempotencyKey: `${attemptId}-${done}`, onUncertainRetry }),
		);
		if (sent.kind === 'failed')
			return giveUp(
				attempt,
				sent,
				`The new conversation has ${done} of ${total} messages, perhaps one more.`,
				conversation,
			);
	}
	onProgress({ newId: conversation.id, done: total, total });
	await attempt.end({ outcome: 'done', conversationId: conversation.id, after: conversation.raw });
	return { conversation, messages: total, unreadable };
}

async function giveUp(
	attempt: Attempt,
	{ error, mayBeDone }: Extract<Sent<unknown>, { kind: 'failed' }>,
	state: string,
	conversation: Conversation | null,
): Promise<never> {
	await attempt.end({
		outcome: mayBeDone ? 'unknown' : 'failed',
		...(conversation === null ? {} : { conversationId: conversation.id }),
		problem: `${problemOf(error)} ${state}`,
	});
	if (mayBeDone) throw lostAnswer(error, state, 'Try again to continue; nothing is added twice.');
	throw error;
}

/** A message to add; null if the row is not a message. Keeps the time it was sent at, not the time it is written at. */
function messageOf(raw: JsonValue): NewMessage | null {
	if (!isJsonObject(raw) || typeof raw.role !== 'string') return null;
	const { role, text, name, metadata, tool_call_id: callId } = raw;
	const saidAt = raw.sent_at ?? raw.created_at;
	const calls = Array.isArray(raw.tool_calls) ? raw.tool_calls.filter((call) => isJsonObject(call)) : [];
	return {
		role,
		...(typeof text === 'string' ? { content: text } : {}),
		...(typeof name === 'string' ? { name } : {}),
		...(typeof saidAt === 'string' ? { sent_at: saidAt } : {}),
		...(isJsonObject(metadata) ? { metadata } : {}),
		...(calls.length > 0 ? { tool_calls: calls } : {}),
		...(typeof callId === 'string' ? { tool_call_id: callId } : {}),
	};
}
