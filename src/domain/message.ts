import type { Instant } from './instant.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** A function call by the assistant. `arguments` is the text as received, usually JSON. */
export type ToolCall = {
	readonly id: string | null;
	readonly name: string;
	readonly arguments: string;
};

/** A decoded message. It has no id on the wire, and `role` can be undocumented. */
export type Message = {
	readonly role: string;
	readonly text: string | null;
	readonly createdAt: Instant | null;
	readonly sentAt: Instant | null;
	readonly metadata: { readonly [key: string]: JsonValue };
	readonly toolCalls: readonly ToolCall[];
	/** The id of the call that a `tool` message answers, from its own field or its metadata; null if neither has it. */
	readonly toolCallId: string | null;
	readonly raw: JsonObject;
};

/** The time at which the end user experienced the message, or else its creation time. */
export function messageInstant(message: Message): Instant | null {
	return message.sentAt ?? message.createdAt;
}
