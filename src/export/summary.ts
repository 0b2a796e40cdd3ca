import { durationMillis, endUserOf, metadataText } from '../domain/conversation.ts';
import { signalTitle } from '../domain/signals/signal.ts';
import type { Turn } from '../domain/transcript.ts';
import { type CleanText, cleanLine } from '../text/clean-text.ts';
import { cutText } from '../text/cut.ts';
import { duration } from '../text/time.ts';
import { type ConversationText, channelNamed } from './conversation-text.ts';
import { dayAndTime } from './times.ts';

/** Most characters of the last words; the rest is replaced by an ellipsis. */
const longestWords = 300;

/**
 * A conversation in one paragraph for a chat: who, assistant, channel, when (in UTC and in the reader's zone), length,
 * signals, last words, id. Plain text without a line end.
 */
export function summaryParagraph(text: Omit<ConversationText, 'insights' | 'templateNames'>): CleanText {
	const { conversation, turns, signals, assistantNames, zone, remarks } = text;
	const assistantId = metadataText(conversation.metadata, 'assistant_id');
	const assistant = assistantNames.get(assistantId) ?? assistantId;
	const channel = channelNamed(conversation);
	const length = durationMillis(conversation);
	const start = conversation.createdAt;
	const name = conversation.name?.trim() ?? '';
	const facts = [
		`${endUserOf(conversation) || 'An unknown caller'}${assistant === '' ? '' : ` with ${assistant}`}`,
		name === '' ? '' : `“${name}”`,
		channel,
		start === null ? 'at an unknown time' : dayAndTime(start, zone),
		length === null ? '' : `${duration(length)} long`,
	].filter((fact) => fact !== '');
	const found = signals.map(({ kind, severity }) => `${signalTitle(kind)} (${severity})`).join(', ');
	return cleanLine(
		[
			`${facts.join(', ')}.`,
			`Signals: ${found === '' ? 'none' : found}.`,
			lastWords(turns),
			...remarks,
			`Conversation ${conversation.id}`,
		].join(' '),
	);
}

function lastWords(turns: readonly Turn[]): string {
	const last = turns.findLast((turn) => turn.kind === 'speech' && turn.text.trim() !== '');
	if (last?.kind !== 'speech') return 'No words.';
	const words = last.text.trim().replaceAll(/\s+/g, ' ');
	const { text, left } = cutText(words, longestWords);
	return `Last words, ${last.role}: “${text}${left > 0 ? '…' : ''}”`;
}
