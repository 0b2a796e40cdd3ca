import { isAiDisabled, titleOf } from '../domain/conversation.ts';
import { askDialog } from '../state/dialog.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askTakeOverMany } from './ask-many.ts';
import { conversationAtHand, noneAtHand } from './at-hand.ts';
import { conversationFacts } from './conversation-facts.ts';
import { actsOnMarks } from './targets.ts';

const takeOver = {
	title: 'Take over this conversation?',
	verb: 'Take over',
	line: 'The assistant stops answering until it is handed back: ai_disabled becomes "true". Whoever speaks next, a person has to answer.',
} as const;

const handBack = {
	title: 'Hand this conversation back?',
	verb: 'Hand back',
	line: 'The assistant answers again: ai_disabled becomes "false".',
} as const;

function ask(context: ActionContext): void {
	if (actsOnMarks(context)) {
		askTakeOverMany(context);
		return;
	}
	const conversation = conversationAtHand(context);
	if (conversation === null) return;
	const { id } = conversation;
	const isDisabled = isAiDisabled(conversation);
	const words = isDisabled ? handBack : takeOver;
	const isOthers = isDisabled && !context.state().held.has(id);
	const others =
		'It was not disabled by you, as far as this machine knows: somebody may be in the middle of it.';
	const overlay = askDialog({
		ask: { what: 'take-over', id, disabled: !isDisabled },
		title: words.title,
		lines: isOthers ? [words.line, others] : [words.line],
		facts: conversationFacts(conversation),
		verb: words.verb,
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

/**
 * Writes `ai_disabled`. To hand back it becomes "false" and is not taken out: a server that merges metadata would leave
 * "true" there, and nobody would answer.
 */
export function setAiDisabled(context: ActionContext, id: string, isDisabled: boolean): void {
	const conversation = context.view().conversationOf(id);
	if (conversation === null) {
		const text = 'Nothing was sent: that conversation is not shown any more. Open it again first.';
		context.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		return;
	}
	const base = conversation.metadata;
	const title = titleOf(conversation);
	context.services.metadata.save({
		id,
		base,
		mine: { ...base, ai_disabled: String(isDisabled) },
		says: `${isDisabled ? 'You took over' : 'Handed back'} ${title}.`,
	});
}

function cannot(context: ActionContext): string | null {
	if (actsOnMarks(context)) return null;
	const id = conversationAtHand(context)?.id;
	const isGone = id !== undefined && context.state().deletions.has(id);
	return isGone ? 'It is deleted, or is being deleted.' : noneAtHand(context);
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Taking a conversation over from the AI, and handing it back. */
export const takeOverAction: Action = {
	...row('take-over', 'Take over from the AI, or hand back', ['A'], ask, 'take over'),
	mutates: true,
	disabled: cannot,
};
