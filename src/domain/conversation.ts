import type { Instant } from './instant.ts';
import { type JsonEntry, type JsonObject, type JsonValue, jsonText } from './json.ts';

/** Conversation metadata. The contract allows only strings; other stored values are kept unchanged. */
export type Metadata = { readonly [key: string]: JsonValue };

/** A decoded conversation. `raw` is the JSON object as the server sent it, unknown fields included. */
export type Conversation = {
	readonly id: string;
	readonly name: string | null;
	readonly createdAt: Instant | null;
	readonly lastMessageAt: Instant | null;
	readonly metadata: Metadata;
	readonly raw: JsonObject;
};

/** The channels that are documented or have been observed. Any other string can still arrive. */
export const channels = [
	'phone_call',
	'web_call',
	'websocket_call',
	'sms_chat',
	'whatsapp_chat',
	'web_chat',
	'sms',
] as const;

/** A metadata value as text: strings unchanged, '' for a missing key, JSON for anything else. */
export function metadataText(metadata: Metadata, key: string): string {
	// A key such as `constructor` must not find an inherited property.
	return valueText(Object.hasOwn(metadata, key) ? metadata[key] : undefined);
}

/** Every value as text, by key. A key that the server sent twice has two values. */
export function valuesByKey(entries: readonly JsonEntry[]): ReadonlyMap<string, readonly JsonValue[]> {
	const values = new Map<string, JsonValue[]>();
	for (const [key, value] of entries) {
		const known = values.get(key);
		if (known === undefined) values.set(key, [value]);
		else known.push(value);
	}
	return values;
}

/** A value as text: strings unchanged, '' for none and for null, JSON for anything else. */
export function valueText(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : jsonText(value);
}

/** The channel of the conversation, or '' if Telnyx did not record it. */
export function channelOf(conversation: Conversation): string {
	return metadataText(conversation.metadata, 'telnyx_conversation_channel');
}

/** True for voice channels, where seconds of silence count. */
export function isVoice(channel: string): boolean {
	return channel === 'phone_call' || channel === 'web_call' || channel === 'websocket_call';
}

/** The end user's number or address, or '' if the metadata has neither. */
export function endUserOf(conversation: Conversation): string {
	return (
		metadataText(conversation.metadata, 'telnyx_end_user_target') ||
		metadataText(conversation.metadata, 'from')
	);
}

/** The title of a conversation for one line: its name, else the end user, else its id. */
export function titleOf(conversation: Conversation): string {
	return conversation.name?.trim() || endUserOf(conversation) || conversation.id;
}

/** True while the assistant must not answer (`ai_disabled` is "true"). */
export function isAiDisabled({ metadata }: Pick<Conversation, 'metadata'>): boolean {
	return metadataText(metadata, 'ai_disabled') === 'true';
}

/** Milliseconds from creation to the last message, never negative; null if a timestamp is missing. */
export function durationMillis(conversation: Conversation): number | null {
	if (conversation.createdAt === null || conversation.lastMessageAt === null) return null;
	return Math.max(0, (conversation.lastMessageAt - conversation.createdAt) / 1000);
}
