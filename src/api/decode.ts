import type * as z from 'zod/mini';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Assistant, InsightResult, InsightTemplate } from '../domain/insight.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import {
	aggregateSchema,
	assistantSchema,
	conversationSchema,
	insightResultSchema,
	insightTemplateSchema,
	messageSchema,
} from './schemas.ts';
import type { AggregateRow } from './types.ts';
import { textsOfRow, writeInTurns } from './written-texts.ts';

/** Turns the JSON of one row into the domain's shape, or into a problem. Never throws. */
export type Decode<T> = (raw: JsonValue) => Decoded<T>;

/** Like `decode`, but first writes lists and objects in text fields as JSON, with turns for other work. */
export function withTexts<T>(decode: Decode<T>): (raw: JsonValue) => Decoded<T> | Promise<Decoded<T>> {
	return (raw) => {
		const texts = textsOfRow(raw).filter((value) => typeof value === 'object' && value !== null);
		return texts.length === 0 ? decode(raw) : writeInTurns(texts).then(() => decode(raw));
	};
}

/** Decodes a conversation, from a list or on its own. */
export const decodeConversation: Decode<Conversation> = rowDecoder(conversationSchema, (row, raw) => ({
	id: row.id,
	name: row.name,
	createdAt: row.created_at,
	lastMessageAt: row.last_message_at,
	metadata: row.metadata,
	raw,
}));

/** Decodes a message. The id of the answered tool call may be in its metadata (seen on live accounts). */
export const decodeMessage: Decode<Message> = rowDecoder(messageSchema, (row, raw) => {
	const inMetadata = row.metadata.tool_call_id;
	return {
		role: row.role,
		text: row.text,
		createdAt: row.created_at,
		sentAt: row.sent_at,
		metadata: row.metadata,
		toolCalls: row.tool_calls.map((call) => ({
			id: call.id,
			name: call.function.name,
			arguments: call.function.arguments,
		})),
		toolCallId: row.tool_call_id ?? (typeof inMetadata === 'string' ? inMetadata : null),
		raw,
	};
});

/** Decodes one run of the insights over a conversation. */
export const decodeInsightResult: Decode<InsightResult> = rowDecoder(insightResultSchema, (row, raw) => ({
	id: row.id,
	status: row.status,
	createdAt: row.created_at,
	insights: row.conversation_insights.map(({ insight_id, result }) => ({ insightId: insight_id, result })),
	raw,
}));

/** Decodes an insight template. */
export const decodeInsightTemplate: Decode<InsightTemplate> = rowDecoder(
	insightTemplateSchema,
	({ id, name, instructions }, raw) => ({ id, name, instructions, raw }),
);

/** Decodes an assistant of the account. */
export const decodeAssistant: Decode<Assistant> = rowDecoder(assistantSchema, ({ id, name }, raw) => ({
	id,
	name,
	keepsHistory: !(isJsonObject(raw.privacy_settings) && raw.privacy_settings.data_retention === false),
	raw,
}));

/** Decodes one group of an aggregate: all fields except the count define the group. */
export const decodeAggregate: Decode<AggregateRow> = rowDecoder(aggregateSchema, (row, raw) => ({
	group: Object.fromEntries(Object.entries(raw).filter(([field]) => field !== 'record_count')),
	count: row.record_count,
	raw,
}));

function rowDecoder<S extends z.ZodMiniType, T>(
	schema: S,
	build: (row: z.output<S>, raw: JsonObject) => T,
): Decode<T> {
	return (raw) => {
		if (!isJsonObject(raw)) return { ok: false, problem: 'the row is not an object', raw };
		const read = schema.safeParse(raw);
		if (read.success) return { ok: true, value: build(read.data, raw) };
		return { ok: false, problem: problemText(read.error.issues), raw };
	};
}

/** Names the invalid fields and their expected form; contains none of the row's own text. */
function problemText(issues: readonly z.core.$ZodIssue[]): string {
	return issues
		.map((issue) => {
			const what = issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message;
			return `${issue.path.map(String).join('.')}: ${what}`;
		})
		.join('; ');
}
