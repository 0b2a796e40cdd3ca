import { type Conversation, channelOf, endUserOf, titleOf } from '../domain/conversation.ts';
import { type Instant, millisOf } from '../domain/instant.ts';
import { noChannel, noUser } from '../filter/shown-values.ts';
import type { DialogFact } from '../state/dialog.ts';
import { markedIds } from '../state/marks.ts';
import { clock, day, offset } from '../text/time.ts';
import type { ActionContext } from './action.ts';

/** The conversations that an action applies to: in the list the marked ones, if any, else the current one. */
export type Targets = {
	readonly ids: readonly string[];
	/** Number of them that are not in the list. */
	readonly hidden: number;
	/** Number of them without a row on screen, including those not in the list. */
	readonly unseen: number;
	readonly areMarked: boolean;
};

/** True if actions apply to the marks: only in the list. In other panes they apply to the open conversation. */
export function actsOnMarks({ state, view }: Pick<ActionContext, 'state' | 'view'>): boolean {
	const { focus, marks } = state();
	return focus === 'list' && marks.ids.size > 0 && view().shown.includes('list');
}

/** The targets of an action in the current state. */
export function targetsOf(context: ActionContext): Targets {
	if (actsOnMarks(context)) {
		const { all, hidden } = markedIds(context.state().marks, context.view().listIds);
		return { ids: all, hidden, unseen: unseenOf(context, all).unseen, areMarked: true };
	}
	const id = conversationAtHand(context)?.id;
	return { ids: id === undefined ? [] : [id], hidden: 0, unseen: 0, areMarked: false };
}

/** Counts the conversations that are not in the list, and those without a row on screen. */
export function unseenOf(
	{ view }: Pick<ActionContext, 'view'>,
	ids: readonly string[],
): Pick<Targets, 'hidden' | 'unseen'> {
	const { listIds, inSight } = view();
	const [listed, seen] = [new Set(listIds), new Set(inSight)];
	return {
		hidden: ids.filter((id) => !listed.has(id)).length,
		unseen: ids.filter((id) => !seen.has(id)).length,
	};
}

/** Titles of the loaded conversations, by id. */
export function titlesOf({ view }: ActionContext, ids: readonly string[]): { readonly [id: string]: string } {
	const { conversationOf } = view();
	return Object.fromEntries(
		ids.flatMap((id) => {
			const conversation = conversationOf(id);
			return conversation === null ? [] : [[id, titleOf(conversation)] as const];
		}),
	);
}

/** The conversation that an action applies to: the one the screen shows. Null if there is none or it cannot be read. */
export function conversationAtHand({ view }: ActionContext): Conversation | null {
	const { targetId, conversationOf } = view();
	return targetId === null ? null : conversationOf(targetId);
}

/** Why there is no conversation to act on, as a sentence; null if there is one. */
export function noneAtHand(context: ActionContext): string | null {
	if (context.view().shown.length === 0)
		return 'Nothing was done: the terminal is too small to show the conversation.';
	return conversationAtHand(context) === null ? 'No conversation is selected.' : null;
}

/** Why nothing can be written to the current conversation, as a sentence; null if it can. */
export function cannotWrite(context: ActionContext): string | null {
	const id = conversationAtHand(context)?.id;
	return id === undefined ? noneAtHand(context) : cannotWriteTo(context, id);
}

/** Why nothing can be written to this conversation, as a sentence; null if it can. */
export function cannotWriteTo(context: ActionContext, id: string): string | null {
	const { deletions, live } = context.state();
	switch (deletions.get(id)) {
		case 'deleting':
			return 'This conversation is already being deleted.';
		case 'deleted':
			return 'You already deleted this conversation; :trash has it.';
		case undefined:
			return live.gone.has(id) ? 'This conversation was deleted elsewhere; it can no longer change.' : null;
	}
}

/** The last message and the number of messages, in words, as far as they are loaded. */
export type LastWords = { readonly said: string; readonly count: string };

/** Facts that identify a conversation in a question: end user, name, times, channel, length and last message. */
export function conversationFacts(
	conversation: Conversation,
	last: LastWords = { said: 'loading…', count: 'counting…' },
): readonly DialogFact[] {
	const { name, createdAt, lastMessageAt } = conversation;
	const facts: readonly (readonly [string, string | null])[] = [
		['Who', endUserOf(conversation) || noUser],
		['Name', name?.trim() || null],
		['Began', createdAt === null ? 'unknown' : momentWords(createdAt)],
		['Last message', lastMessageAt === null ? null : momentWords(lastMessageAt)],
		['Channel', channelOf(conversation).replaceAll('_', ' ') || noChannel],
		['Messages', last.count],
		['Last said', last.said],
	];
	return facts.flatMap(([label, value]) => (value === null ? [] : [{ name: label, value }]));
}

/** A moment with its day and zone: `Wed 25 Nov 12:04:31 +01:00`. */
export function momentWords(instant: Instant): string {
	const millis = millisOf(instant);
	return `${day(millis)} ${clock(millis)} ${offset(millis)}`;
}
