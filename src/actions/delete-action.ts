import { titleOf } from '../domain/conversation.ts';
import { askDialog } from '../state/dialog.ts';
import { countText } from '../text/count.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askMany } from './ask-many.ts';
import { conversationAtHand, noneAtHand } from './at-hand.ts';
import { conversationFacts } from './conversation-facts.ts';
import { actsOnMarks } from './targets.ts';

function ask(context: ActionContext): void {
	if (actsOnMarks(context)) {
		askMany(context, { kind: 'delete' });
		return;
	}
	const conversation = conversationAtHand(context);
	if (conversation === null) return;
	const { trashDays } = context.services.conversations;
	const days = trashDays === 1 ? '1 day' : `${countText(trashDays)} days`;
	const { id } = conversation;
	const overlay = askDialog({
		ask: { what: 'delete', id, title: titleOf(conversation) },
		title: 'Delete this conversation?',
		lines: [
			`It will be gone from the account. All of it goes to the trash on this machine first, for ${days}; :trash shows it.`,
		],
		facts: conversationFacts(conversation),
		verb: 'Delete',
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

function cannot(context: ActionContext): string | null {
	if (actsOnMarks(context)) return null;
	const id = conversationAtHand(context)?.id;
	if (id === undefined) return noneAtHand(context);
	switch (context.state().deletions.get(id)) {
		case 'deleting':
			return 'It is being deleted already.';
		case 'deleted':
			return 'You deleted it already: :trash has it.';
		case undefined:
			return null;
	}
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Deleting a conversation, after a question. */
export const deleteAction: Action = {
	...row('delete', 'Delete the conversation', ['D'], ask, 'delete'),
	mutates: true,
	disabled: cannot,
};
