import { titleOf } from '../domain/conversation.ts';
import type { MetadataChange } from '../domain/records.ts';
import { changeTags } from '../domain/tags.ts';
import { notify } from '../state/events.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askUndoBatch } from './ask-many.ts';
import { conversationAtHand } from './targets.ts';

/**
 * Undoes the latest metadata change of this session; pressed again, the one before. If the screen shows another
 * conversation, opens the right one first. Changes that others made since stay; if they conflict, nothing is sent.
 */
function undo(context: ActionContext): void {
	const { state, view, dispatch, services } = context;
	const { edits, batches } = state();
	const change = edits.undoable.at(-1);
	// The writes of a batch are undone together, unless single writes came after it.
	const batch = batches.undos.at(-1);
	if (batch !== undefined && edits.undoable.length <= batch.after) {
		askUndoBatch(context, batch.writes);
		return;
	}
	if (change === undefined) return;
	const conversation = conversationAtHand(context);
	if (conversation === null || view().targetId !== change.id) {
		goToChange(context, change);
		return;
	}
	// Removed from the list first, so that the next key undoes the change before; a failure puts it back.
	dispatch({ type: 'edit-undone', change });
	notify({ dispatch }, 'plain', `Undoing ${changeTags([change])} in ${titleOf(conversation)}…`);
	services.metadata.save({ id: change.id, base: change.after, mine: change.before, undoes: change });
}

/** Opens the conversation of the last change if the screen shows another one: no write happens out of sight. */
function goToChange({ dispatch, services }: ActionContext, change: MetadataChange): void {
	services.jump(change.id, {
		says: `Your last change is here: ${changeTags([change])}. Press u to undo it.`,
		onNone: () => {
			dispatch({ type: 'edit-undone', change });
			const text = 'The conversation of your last change is deleted. Press u for the change before.';
			notify({ dispatch }, 'warn', text);
		},
	});
}

const row = rowsIn('metadata', 'Conversation', 'app');

/** Undoes metadata changes. */
export const undoAction: Action = {
	...row('undo', 'Undo the last metadata change', ['u'], undo),
	words: ['revert'],
	mutates: true,
	disabled: ({ state }) =>
		state().edits.undoable.length === 0 && state().batches.undos.length === 0
			? 'Nothing to undo: this session has no metadata changes left to undo.'
			: null,
};
