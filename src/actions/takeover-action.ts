import { isAiDisabled, titleOf } from '../domain/conversation.ts';
import { askDialog } from '../state/dialog.ts';
import { notify } from '../state/events.ts';
import { underWay } from '../state/under-way.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askTakeoverMany } from './ask-many.ts';
import { actsOnMarks, cannotWrite, conversationAtHand, conversationFacts } from './targets.ts';

const takeOver = {
	title: 'Take over this conversation?',
	verb: 'Take over',
	line: 'The assistant stops answering until you hand it back (ai_disabled becomes "true"). From then on a person must answer.',
	declined: 'Nothing was changed: the assistant still answers.',
} as const;

const handBack = {
	title: 'Hand this conversation back?',
	verb: 'Hand back',
	line: 'The assistant answers again (ai_disabled becomes "false").',
	declined: 'Nothing was changed: the assistant still does not answer.',
} as const;

function ask(context: ActionContext): void {
	if (actsOnMarks(context)) {
		askTakeoverMany(context);
		return;
	}
	const conversation = conversationAtHand(context);
	if (conversation === null) return;
	const { id } = conversation;
	const isDisabled = isAiDisabled(conversation);
	const words = isDisabled ? handBack : takeOver;
	const isOthers = isDisabled && !context.state().takeovers.has(id);
	const others = 'You did not take it over from this machine; a colleague may be answering.';
	const overlay = askDialog({
		ask: { what: 'takeover', id, title: titleOf(conversation), disabled: !isDisabled },
		title: words.title,
		lines: isOthers ? [others, words.line] : [words.line],
		facts: conversationFacts(conversation),
		verb: words.verb,
		declined: words.declined,
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

/**
 * Writes `ai_disabled`. Handing back writes "false" and keeps the key: a server that merges metadata would keep "true"
 * if the key were missing, and the assistant would stay silent.
 */
export function saveTakeover(context: ActionContext, id: string, isDisabled: boolean): void {
	const conversation = context.view().conversationOf(id);
	if (conversation === null) {
		const text = 'Nothing was changed: the conversation is not on screen. Open it first.';
		notify(context, 'warn', text);
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
	const conversation = conversationAtHand(context);
	const pending = conversation === null ? null : underWay(context.state(), conversation);
	if (pending === 'taking-over') return 'The takeover is being saved: wait until the server confirms.';
	if (pending === 'handing-back') return 'Handing back is being saved: wait until the server confirms.';
	return cannotWrite(context);
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Takes a conversation over from the AI, or hands it back. */
export const takeoverAction: Action = {
	...row('takeover', 'Take over from the AI, or hand back', ['A'], ask, 'take over'),
	words: ['person', 'human', 'disable'],
	mutates: true,
	disabled: cannot,
};
