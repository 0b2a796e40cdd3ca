import { titleOf } from '../domain/conversation.ts';
import { askDialog } from '../state/dialog.ts';
import { countText } from '../text/count.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askMany, unsavedLines } from './ask-many.ts';
import { actsOnMarks, cannotWrite, conversationAtHand, conversationFacts } from './targets.ts';

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
			`Telnyx deletes it for good. This machine keeps all of it in its trash for ${days} (:trash).`,
			...unsavedLines(context.state(), [id]),
		],
		facts: conversationFacts(conversation),
		verb: 'Delete',
		declined: 'Nothing was deleted.',
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

function cannot(context: ActionContext): string | null {
	return actsOnMarks(context) ? null : cannotWrite(context);
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Deletes a conversation after a question. */
export const deleteAction: Action = {
	...row('delete', 'Delete the conversation', ['D'], ask, 'delete'),
	words: ['remove', 'erase'],
	mutates: true,
	disabled: cannot,
};
