import { type Dialog, type DialogAsk, missingWord, moveDialogFocus } from '../state/dialog.ts';
import { notify } from '../state/events.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import { type ActionContext, rowsIn } from './action.ts';
import { noteDone } from './done-actions.ts';
import { saveTakeover } from './takeover-action.ts';
import { titlesOf } from './targets.ts';

const row = rowsIn('dialog', 'Overlays and typing', 'dialog', 'Question: ');

function dialogOf(context: ActionContext): Dialog | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'dialog' ? overlay.dialog : null;
}

function cancel(context: ActionContext): void {
	const dialog = dialogOf(context);
	context.dispatch({ type: 'overlay-close' });
	if (dialog === null) return;
	notify(context, 'plain', dialog.declined);
}

function step(context: ActionContext, by: 1 | -1): void {
	const dialog = dialogOf(context);
	if (dialog === null) return;
	context.dispatch({
		type: 'overlay-change',
		overlay: { kind: 'dialog', dialog: moveDialogFocus(dialog, by) },
	});
}

export function doIt(context: ActionContext): void {
	const dialog = dialogOf(context);
	if (dialog === null) return;
	// A terminal too small to draw in has not shown the question.
	if (context.view().shown.length === 0) return;
	const missing = missingWord(dialog);
	if (missing !== null) {
		notify(context, 'warn', `${dialog.verb}: first type ${missing} into the field. Nothing was done yet.`);
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	answerYes(dialog.ask, context);
}

function press(context: ActionContext): void {
	if (dialogOf(context)?.focus === 'cancel') cancel(context);
	else doIt(context);
}

/** What Enter does now, in the words of its button. */
function pressHint(state: UiState): string {
	const overlay = topOverlay(state);
	if (overlay?.kind !== 'dialog' || overlay.dialog.focus === 'cancel') return 'cancel';
	return overlay.dialog.verb.toLowerCase();
}

/** Actions of a question with two buttons. */
export const dialogActions = [
	row('press', 'press the focused button (at first Cancel)', ['Enter'], press, pressHint),
	row('yes', 'yes', ['y'], doIt, 'yes'),
	row('cancel', 'no, cancel', ['Esc', 'n', 'q'], cancel, 'cancel'),
	row('next', 'next button', ['Tab', 'Right', 'l', 'Down'], (context) => step(context, 1), 'other button'),
	row('previous', 'previous button', ['Shift-Tab', 'Left', 'h', 'Up'], (context) => step(context, -1)),
];

/** Runs the action that the user confirmed. The dialog is already closed. */
function answerYes(ask: DialogAsk, context: ActionContext): void {
	const { services } = context;
	switch (ask.what) {
		case 'delete':
			services.conversations.remove(ask.id, ask.title);
			return;
		case 'restore':
			services.trash.restore(ask.name);
			return;
		case 'batch':
			if (ask.task.kind === 'set-key' || ask.task.kind === 'remove-key')
				context.dispatch({ type: 'tag-leave', text: '' });
			services.batches.start(ask.task, ask.ids, titlesOf(context, ask.ids));
			return;
		case 'export':
			services.exports.start(ask.task, ask.of, true);
			return;
		case 'replace-file':
			services.exports.write(true);
			return;
		case 'again':
			services.batches.again(ask.batchId, ask.again);
			return;
		case 'quit':
			services.batches.endAndQuit();
			return;
		case 'typed-key':
			context.perform(ask.actionId, true);
			return;
		case 'takeover':
			saveTakeover(context, ask.id, ask.disabled);
			return;
		case 'done':
			noteDone(context, ask.doneThrough);
			return;
	}
}
