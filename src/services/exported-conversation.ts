import { decodeConversation, decodeInsightResult, decodeMessage } from '../api/decode.ts';
import { mediumOf } from '../data/transcript-cache.ts';
import type { Conversation } from '../domain/conversation.ts';
import { decodedValues } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import type { WholeConversation } from '../domain/records.ts';
import type { SignalSettings } from '../domain/signals/signal.ts';
import { signalsOf } from '../domain/signals/signals-of.ts';
import { buildTranscript, silenceMillis } from '../domain/transcript.ts';
import type { ConversationText } from '../export/conversation-text.ts';
import type { Exported } from '../export/document.ts';

/** Names, zone and settings that a file needs besides a conversation's own data. */
export type ExportContext = Pick<ConversationText, 'templateNames' | 'assistantNames' | 'zone'> & {
	readonly signals: SignalSettings;
	readonly now: Instant;
};

/** Decodes a conversation for a file. Parts that cannot be read are in the text as they came. */
export function exportedOf(whole: WholeConversation, context: ExportContext): Exported {
	const decoded = decodeConversation(whole.conversation);
	const conversation: Conversation = decoded.ok ? decoded.value : unreadable(whole);
	const rows = whole.messages.map(decodeMessage);
	const turns = buildTranscript(rows, { silenceAfterMillis: silenceMillis[mediumOf(conversation)] });
	const insights = whole.insights.map(decodeInsightResult);
	const { templateNames, assistantNames, zone, signals: settings, now } = context;
	const signals = signalsOf({ turns, insights: decodedValues(insights), conversation, now, settings });
	const remarks = decoded.ok ? [] : [`The conversation could not be read: ${decoded.problem}`];
	return {
		whole,
		text: { conversation, turns, insights, signals, templateNames, assistantNames, zone, remarks },
	};
}

function unreadable({ conversation: raw }: WholeConversation): Conversation {
	const id = typeof raw.id === 'string' ? raw.id : '';
	return { id, name: null, createdAt: null, lastMessageAt: null, metadata: {}, raw };
}
