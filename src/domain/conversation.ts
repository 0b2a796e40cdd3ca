import type { Instant } from './instant.ts';
import { type JsonObject, type JsonValue, jsonText } from './json.ts';

/** Conversation metadata. The contract says strings; anything else the server stored is kept as it is. */
export type Metadata = { readonly [key: string]: JsonValue };

/** One conversation, decoded. `raw` is the JSON object as the server sent it, unknown fields included. */
export type Conversation = {
	readonly id: string;
	readonly name: string | null;
	readonly createdAt: Instant | null;
	readonly lastMessageAt: Instant | null;
	readonly metadata: Metadata;
	readonly raw: JsonObject;
};

/** The channels that are documented or were seen. Any other string can still arrive. */
export const channels = [
	'phone_call',
	'web_call',
	'websocket_call',
	'sms_chat',
	'whatsapp_chat',
	'web_chat',
	'sms',
] as const;

/** A metadata value as text: a string as it is, nothing for a missing key, JSON for anything else. */
export function metadataText(metadata: Metadata, key: string): string {
	// A key such as `constructor` must not find what every object inherits.
	const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : jsonText(value);
}

/** The channel the conversation ran over, or '' where Telnyx did not say. */
export function channelOf(conversation: Conversation): string {
	return metadataText(conversation.metadata, 'telnyx_conversation_channel');
}

/** True for channels where people speak: there, seconds of silence count. */
export function isVoice(channel: string): boolean {
	return channel === 'phone_call' || channel === 'web_call' || channel === 'websocket_call';
}

/** Who was on the other end: the end user's number or address, or '' where nothing says. */
export function endUserOf(conversation: Conversation): string {
	return (
		metadataText(conversation.metadata, 'telnyx_end_user_target') ||
		metadataText(conversation.metadata, 'from')
	);
}

/** What a conversation is called where one line has to do: its name, else who called, else its id. */
export function titleOf(conversation: Conversation): string {
	return conversation.name?.trim() || endUserOf(conversation) || conversation.id;
}

/** True while the assistant is told not to answer (`ai_disabled` is "true"). */
export function isAiDisabled({ metadata }: Pick<Conversation, 'metadata'>): boolean {
	return metadataText(metadata, 'ai_disabled') === 'true';
}

/** Milliseconds from creation to the last message; null where a timestamp is missing. Never negative. */
export function durationMillis(conversation: Conversation): number | null {
	if (conversation.createdAt === null || conversation.lastMessageAt === null) return null;
	return Math.max(0, (conversation.lastMessageAt - conversation.createdAt) / 1000);
}
