import type { Instant } from './instant.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** A function call that the assistant asked for. `arguments` is the text as it came: JSON most of the time. */
export type ToolCall = {
	readonly id: string | null;
	readonly name: string;
	readonly arguments: string;
};

/** One message, decoded. It has no id on the wire; `role` can be one nobody has documented. */
export type Message = {
	readonly role: string;
	readonly text: string | null;
	readonly createdAt: Instant | null;
	readonly sentAt: Instant | null;
	readonly metadata: { readonly [key: string]: JsonValue };
	readonly toolCalls: readonly ToolCall[];
	/** The id of the call that a `tool` message answers: its own field, or the one in its metadata, else null. */
	readonly toolCallId: string | null;
	readonly raw: JsonObject;
};

/** When the end user experienced the message, or when it was written where that is all there is. */
export function messageInstant(message: Message): Instant | null {
	return message.sentAt ?? message.createdAt;
}
