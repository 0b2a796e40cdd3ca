import type { Message } from '../domain/message.ts';

/** The words of a message with its tool calls, as in `tconv tail`; null without either. */
export function messageText({ text, toolCalls }: Message): string | null {
	const calls = toolCalls.map((call) => `(calls ${call.name} ${call.arguments})`);
	return [...(text === null || text === '' ? [] : [text]), ...calls].join(' ') || null;
}
