import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { Message } from '../../src/domain/message.ts';
import { buildTranscript } from '../../src/domain/transcript.ts';
import type { ConversationText } from '../../src/export/conversation-text.ts';
import { zoneNamed } from '../../src/text/time.ts';
import { message, rows } from '../domain/messages.ts';

/** Thu 15 Oct 2026, 16:05:41 UTC, in seconds. */
export const began = Date.UTC(2026, 9, 15, 16, 5, 41) / 1000;

/** A phone call of six minutes. */
export const someCall: Conversation = {
	id: '705469e5-59ae-54ef-9443-92a1828be8c6',
	name: 'Late parcel',
	createdAt: instantFromMillis(began * 1000),
	lastMessageAt: instantFromMillis((began + 372) * 1000),
	metadata: {
		telnyx_conversation_channel: 'phone_call',
		telnyx_end_user_target: '+13125550142',
		assistant_id: 'assistant-1',
	},
	raw: {},
};

/** The text of a conversation with these messages, seen from New York. */
export function textOf(messages: readonly Message[], more: Partial<ConversationText> = {}): ConversationText {
	return {
		conversation: someCall,
		turns: buildTranscript(rows(...messages), { silenceAfterMillis: 20_000 }),
		insights: [],
		signals: [],
		templateNames: new Map(),
		assistantNames: new Map([['assistant-1', 'Parcel desk']]),
		zone: zoneNamed('America/New_York'),
		remarks: [],
		...more,
	};
}

/** A message so many seconds after the start. */
export function said(role: string, text: string | null, after: number, more: Partial<Message> = {}): Message {
	return message(role, text, began + after, more);
}
