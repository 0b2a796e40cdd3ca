import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError, isNotFound } from '../api/errors.ts';
import type { CallOptions, Page } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';

/** Most readings of a conversation that changes while it is read. */
const mostReadings = 3;

/**
 * Reads a conversation with all its messages and insights, as the server sent them. If it changes meanwhile, reads it
 * again a few times. Throws an `ApiError`, or the reason of the signal.
 */
export async function readWhole(
	api: ConversationsApi,
	id: string,
	signal?: AbortSignal,
): Promise<{ readonly conversation: Conversation; readonly whole: WholeConversation }> {
	const options: CallOptions = signal === undefined ? {} : { signal };
	let conversation = await api.get(id, options);
	for (let reading = 1; ; reading += 1) {
		const [messages, insights] = await Promise.all([
			rawRows(api.messages(id, options)),
			rawRows(api.insights(id, options)),
		]).catch((error: unknown) => partMissing(api, id, error, options));
		const after = await api.get(id, options);
		const isStill = after.lastMessageAt === conversation.lastMessageAt;
		conversation = after;
		if (isStill || reading === mostReadings)
			return { conversation, whole: { conversation: after.raw, messages, insights } };
	}
}

/** A missing part does not mean a deleted conversation; only the conversation's own answer does. Always rejects. */
async function partMissing(
	api: ConversationsApi,
	id: string,
	error: unknown,
	options: CallOptions,
): Promise<never> {
	if (!isNotFound(error)) throw error;
	await api.get(id, options);
	throw new ApiError({
		kind: 'bad-response',
		sentence: 'The conversation exists, but the server does not find its messages.',
		advice: 'Try again.',
		status: error.status,
		requestId: error.requestId,
		detail: error.detail,
	});
}

/** Unreadable rows are kept as raw JSON. */
async function rawRows(
	pages: AsyncIterable<Page<{ readonly raw: JsonObject }>>,
): Promise<readonly JsonValue[]> {
	const rows: JsonValue[] = [];
	for await (const page of pages) rows.push(...page.rows.map((row) => (row.ok ? row.value.raw : row.raw)));
	return rows;
}
