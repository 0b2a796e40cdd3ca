import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askUndoRun } from './ask-many.ts';

/**
 * Takes the latest metadata write of this run back, and the one before it the next time. What others changed since stays;
 * where they changed the same, nothing is sent.
 */
function undo(context: ActionContext): void {
	const { state, dispatch, services } = context;
	const { edits, runs } = state();
	const change = edits.undoable.at(-1);
	// The writes of a run are taken back together, unless single ones came after it.
	const run = runs.undos.at(-1);
	if (run !== undefined && edits.undoable.length <= run.after) {
		askUndoRun(context, run.writes);
		return;
	}
	if (change === undefined) return;
	// Taken from the list before it is done, so that the next key takes the one before; it comes back if it fails.
	dispatch({ type: 'edit-undone', change });
	services.metadata.save({ id: change.id, base: change.after, mine: change.before, undoes: change });
}

const row = rowsIn('metadata', 'Conversation', 'app');

/** Taking metadata writes back. */
export const undoAction: Action = {
	...row('undo', 'Undo the last change of metadata', ['u'], undo),
	mutates: true,
	disabled: ({ state }) =>
		state().edits.undoable.length === 0 && state().runs.undos.length === 0
			? 'There is nothing to undo: no metadata was written since the start, or all of it was taken back.'
			: null,
};
