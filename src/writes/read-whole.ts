import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError, isNotFound } from '../api/errors.ts';
import type { CallOptions, Page } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';

/** How often a conversation that goes on while it is read is read anew. */
const mostReadings = 3;

/**
 * A conversation with all its messages and insights, as the server sent them. One that moves on meanwhile is read anew,
 * a few times. Throws an `ApiError`, or the reason of the signal.
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

/** A part that is not found is no conversation that is gone: only the conversation itself says that. Always rejects. */
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
		sentence: 'The conversation is there, but the server does not find its messages or its insights.',
		advice: 'Try again.',
		status: error.status,
		requestId: error.requestId,
		detail: error.detail,
	});
}

/** Rows that could not be understood are rows too. */
async function rawRows(
	pages: AsyncIterable<Page<{ readonly raw: JsonObject }>>,
): Promise<readonly JsonValue[]> {
	const rows: JsonValue[] = [];
	for await (const page of pages) rows.push(...page.rows.map((row) => (row.ok ? row.value.raw : row.raw)));
	return rows;
}
