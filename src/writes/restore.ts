import type { NewMessage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonText } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';
import { type Attempt, beginAnyway, type Sent, sendWrite } from './attempt.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';
import type { Writer } from './writer.ts';

export type Restoration = {
	readonly whole: WholeConversation;
	/** A UUID v4 of this restoration. Given again after a failure, it goes on without doubling anything, for a day. */
	readonly attemptId: string;
};

/** How far a restoration is; the messages are counted. `newId` is null until the conversation is made. */
export type RestoreProgress = {
	readonly newId: string | null;
	readonly done: number;
	readonly total: number;
};

/** What was restored. `unreadable` counts messages that no message could be made of. */
export type Restored = {
	readonly conversation: Conversation;
	readonly messages: number;
	readonly unreadable: number;
};

/**
 * Makes a conversation anew from what the trash holds: its name, its metadata and its messages in their order, under a
 * new id. Insights cannot be restored. Metadata that is no text goes in as JSON text: the API takes nothing else. Throws
 * an `ApiError`; given the same `attemptId` again, it goes on. The signal ends it between two messages.
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
			{ ...(typeof name === 'string' ? { name } : {}), metadata: textMap(metadata) },
			{ idempotencyKey: `${attemptId}-c`, onUncertainRetry },
		),
	);
	if (made.kind === 'failed') return giveUp(attempt, made, 'The new conversation may have been made.', null);
	const conversation = made.value;
	for (const [done, message] of messages.entries()) {
		onProgress({ newId: conversation.id, done, total });
		if (signal?.aborted === true) {
			await attempt.end({
				outcome: 'failed',
				conversationId: conversation.id,
				problem: `Ended after ${done} of ${total} messages.`,
			});
			signal.throwIfAborted();
		}
		const sent = await sendWrite((onUncertainRetry) =>
			api.addMessage(conversation.id, message, { idempotencyKey: `${attemptId}-${done}`, onUncertainRetry }),
		);
		if (sent.kind === 'failed')
			return giveUp(attempt, sent, `${done} of ${total} messages are in it, perhaps one more.`, conversation);
	}
	onProgress({ newId: conversation.id, done: total, total });
	await attempt.end({ outcome: 'done', conversationId: conversation.id, after: conversation.raw });
	return { conversation, messages: total, unreadable: whole.messages.length - total };
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
	if (mayBeDone) throw lostAnswer(error, state, 'Try again: it goes on, and doubles nothing.');
	throw error;
}

/** A message as it is added; null for what is none. The time it was said at is kept, the time it is written at is not. */
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
		...(isJsonObject(metadata) ? { metadata: flatMap(metadata) } : {}),
		...(calls.length > 0 ? { tool_calls: calls } : {}),
		...(typeof callId === 'string' ? { tool_call_id: callId } : {}),
	};
}

/** A message's metadata holds scalars and lists of them; what is nested goes in as JSON text. */
function flatMap(metadata: JsonObject): JsonObject {
	const isScalar = (value: JsonValue): boolean => value !== null && typeof value !== 'object';
	const isFlat = (value: JsonValue): boolean =>
		isScalar(value) || (Array.isArray(value) && value.every(isScalar));
	return Object.fromEntries(
		Object.entries(metadata).map(([key, value]) => [key, isFlat(value) ? value : jsonText(value)]),
	);
}

function textMap(metadata: JsonValue | undefined): { readonly [key: string]: string } {
	if (!isJsonObject(metadata)) return {};
	return Object.fromEntries(
		Object.entries(metadata).map(([key, value]) => [
			key,
			typeof value === 'string' ? value : jsonText(value),
		]),
	);
}
