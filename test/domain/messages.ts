import type { Decoded } from '../../src/domain/decoded.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { Message, ToolCall } from '../../src/domain/message.ts';

/** A message with only the required fields; `at` is seconds since 1970. */
export function message(
	role: string,
	text: string | null,
	at: number | null,
	more: Partial<Message> = {},
): Message {
	return {
		role,
		text,
		createdAt: null,
		sentAt: at === null ? null : instantFromMillis(at * 1000),
		metadata: {},
		toolCalls: [],
		toolCallId: null,
		raw: {},
		...more,
	};
}

/** A tool call. */
export function call(id: string | null, name = 'look'): ToolCall {
	return { id, name, arguments: '{}' };
}

/** Messages as decoded rows. */
export function rows(...messages: readonly Message[]): Decoded<Message>[] {
	return messages.map((value) => ({ ok: true, value }));
}
