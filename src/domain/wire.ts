import type { JsonObject, JsonValue } from './json.ts';

/**
 * The API's own shapes, with field names as on the wire. The embedded server stores and answers them, NDJSON files
 * contain them, and the sample generator makes them. Timestamps are ISO 8601 text.
 */
export type WireConversation = {
	readonly id: string;
	readonly name?: string | null;
	readonly created_at: string;
	readonly last_message_at: string;
	readonly metadata: { readonly [key: string]: JsonValue };
};

export type WireToolCall = {
	readonly id: string;
	readonly type: 'function';
	readonly function: { readonly name: string; readonly arguments: string };
};

export type WireMessage = {
	readonly role: string;
	readonly text?: string | null;
	readonly created_at?: string;
	readonly sent_at?: string;
	readonly metadata?: { readonly [key: string]: JsonValue };
	readonly tool_calls?: readonly WireToolCall[] | null;
	readonly tool_call_id?: string;
};

export type WireInsightResult = {
	readonly id: string;
	readonly status: string;
	readonly created_at: string;
	readonly conversation_insights: readonly { readonly insight_id: string; readonly result: string }[];
};

export type WireInsightTemplate = {
	readonly id: string;
	readonly name: string;
	readonly instructions: string;
	readonly insight_type?: 'custom' | 'default';
	readonly json_schema?: JsonObject | null;
	readonly webhook?: string;
	readonly created_at: string;
};

export type WireAssistant = {
	readonly id: string;
	readonly name: string;
	readonly [key: string]: JsonValue;
};

/** One line of an NDJSON file: a conversation with its messages and insights. */
export type ConversationBundle = {
	readonly conversation: WireConversation;
	/** A row can be null (observed). */
	readonly messages: readonly (WireMessage | null)[];
	readonly insights: readonly WireInsightResult[];
};
