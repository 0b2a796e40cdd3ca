import { type Conversation, channelOf, isVoice } from '../domain/conversation.ts';
import { buildTranscript, silenceMillis, type Turn } from '../domain/transcript.ts';
import { answerWaits, type Wait } from '../domain/waits.ts';
import type { MessageSet } from './detail-queries.ts';

/** An answer slower than this is marked, in milliseconds. */
export const slowAnswerMillis = { voice: 4000, chat: 60_000 } as const;

/** Whether people spoke or wrote, which sets the limits for a slow answer and for silence. */
export function mediumOf(conversation: Conversation | undefined): 'voice' | 'chat' {
	return conversation !== undefined && isVoice(channelOf(conversation)) ? 'voice' : 'chat';
}

type Kept = {
	readonly medium: 'voice' | 'chat';
	readonly turns: readonly Turn[];
	readonly waits: readonly Wait[];
};
const kept = new WeakMap<MessageSet, Kept>();

/** The turns and waits of a set of messages, built once for each set. */
export function turnsOf(messages: MessageSet, medium: 'voice' | 'chat'): Kept {
	const known = kept.get(messages);
	if (known !== undefined && known.medium === medium) return known;
	const turns = buildTranscript(messages.rows, { silenceAfterMillis: silenceMillis[medium] });
	const made: Kept = { medium, turns, waits: answerWaits(turns) };
	kept.set(messages, made);
	return made;
}
