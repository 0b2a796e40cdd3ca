import type { ConversationBundle, WireInsightResult, WireMessage } from '../../src/domain/wire.ts';
import { conversation } from '../store/fixtures.ts';

/** The id of the conversation with this number: UUID-shaped, and in reverse order of the numbers. */
export function idOf(number: number): string {
	return `c0000000-0000-4000-8000-${String(999_999 - number).padStart(12, '0')}`;
}

/** A timestamp this many seconds before noon of the day of all tests. */
export function secondsBeforeNoon(seconds: number): string {
	return new Date(Date.UTC(2026, 10, 22, 12) - seconds * 1000).toISOString().replace('Z', '000+00:00');
}

/** Spoken messages, ten seconds apart, in the order given: `user: text` or `assistant: text`. */
export function spoken(...lines: readonly string[]): WireMessage[] {
	return lines.map((line, index) => {
		const colon = line.indexOf(': ');
		return {
			role: line.slice(0, colon),
			text: line.slice(colon + 2),
			sent_at: secondsBeforeNoon(7200 - index * 10),
		};
	});
}

/** A tool call and its answer, `seconds` after the last spoken line of the fixtures. */
export function toolCall(
	name: string,
	asked: string,
	answered: string | null,
	at: { readonly seconds: number; readonly id?: string } = { seconds: 300 },
): WireMessage[] {
	const id = at.id ?? `call_${name}`;
	const time = (more: number) => secondsBeforeNoon(7200 - at.seconds - more);
	const call: WireMessage = {
		role: 'assistant',
		text: null,
		sent_at: time(0),
		tool_calls: [{ id, type: 'function', function: { name, arguments: asked } }],
	};
	if (answered === null) return [call];
	return [call, { role: 'tool', text: answered, sent_at: time(1), metadata: { tool_call_id: id } }];
}

/** One result of an insight run. */
export function insightRun(
	id: string,
	result: string,
	fields: Partial<WireInsightResult> = {},
): WireInsightResult {
	return {
		id,
		status: 'completed',
		created_at: secondsBeforeNoon(60),
		conversation_insights: [{ insight_id: 'template-1', result }],
		...fields,
	};
}

/** Conversation number `number`, named `Caller <number>`; smaller numbers are newer. */
export function caller(number: number, parts: Partial<ConversationBundle> = {}): ConversationBundle {
	return {
		conversation: conversation(idOf(number), {
			name: `Caller ${number}`,
			created_at: secondsBeforeNoon(60 * number + 300),
			last_message_at: secondsBeforeNoon(60 * number),
			metadata: {
				telnyx_conversation_channel: 'phone_call',
				telnyx_end_user_target: `+1312555${String(number).padStart(4, '0')}`,
				assistant_id: 'assistant-1',
			},
		}),
		messages: spoken(`user: hello from ${number}`, `assistant: good day to ${number}`),
		insights: [],
		...parts,
	};
}

/** This many conversations, newest first, numbered from 1. */
export function callers(count: number): ConversationBundle[] {
	return Array.from({ length: count }, (_, index) => caller(index + 1));
}
