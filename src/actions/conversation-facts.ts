import { type Conversation, channelOf, endUserOf } from '../domain/conversation.ts';
import { type Instant, millisOf } from '../domain/instant.ts';
import type { DialogFact } from '../state/dialog.ts';
import { clock, day, offset } from '../text/time.ts';

/** Which conversation a question is about: who, what it is called, when, over what, and how long it is. */
export function conversationFacts(conversation: Conversation): readonly DialogFact[] {
	const { id, name, createdAt, lastMessageAt } = conversation;
	const said: readonly (readonly [string, string | null])[] = [
		['Who', endUserOf(conversation) || 'unknown'],
		['Name', name?.trim() || null],
		['Began', createdAt === null ? 'no time given' : momentWords(createdAt)],
		['Last message', lastMessageAt === null ? null : momentWords(lastMessageAt)],
		['Channel', channelOf(conversation).replaceAll('_', ' ') || null],
	];
	return [
		...said.flatMap(([label, value]) => (value === null ? [] : [{ name: label, value }])),
		{ name: 'Messages', value: { messagesOf: id } },
	];
}

/** A moment with its day and zone: `Wed 25 Nov 12:04:31 +01:00`. */
function momentWords(instant: Instant): string {
	const millis = millisOf(instant);
	return `${day(millis)} ${clock(millis)} ${offset(millis)}`;
}
