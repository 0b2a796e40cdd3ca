import { type Dialog, missingWord, moveDialogFocus } from '../state/dialog.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type ActionContext, rowsIn } from './action.ts';
import { answerYes } from './dialog-answers.ts';

const row = rowsIn('dialog', 'Overlays and typing', 'dialog', 'Question: ');

function dialogOf(context: ActionContext): Dialog | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'dialog' ? overlay.dialog : null;
}

function cancel({ dispatch }: ActionContext): void {
	dispatch({ type: 'overlay-close' });
}

function step(context: ActionContext, by: 1 | -1): void {
	const dialog = dialogOf(context);
	if (dialog === null) return;
	context.dispatch({
		type: 'overlay-change',
		overlay: { kind: 'dialog', dialog: moveDialogFocus(dialog, by) },
	});
}

function doIt(context: ActionContext): void {
	const dialog = dialogOf(context);
	if (dialog === null) return;
	// In a terminal that is too small to draw in, nobody has seen what is asked.
	if (context.view().shown.length === 0) return;
	const missing = missingWord(dialog);
	if (missing !== null) {
		const text = `${dialog.verb}: type ${missing} into the field first. Nothing was done.`;
		context.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	answerYes(dialog.ask, context);
}

function press(context: ActionContext): void {
	if (dialogOf(context)?.focus === 'cancel') cancel(context);
	else doIt(context);
}

/** What can be done in a question with two buttons. */
export const dialogActions = [
	row('press', 'press the button that has the focus (Cancel, at first)', ['Enter'], press, 'press'),
	row('yes', 'yes, do it', ['y'], doIt, 'yes'),
	row('cancel', 'no, cancel', ['Esc', 'n', 'q'], cancel, 'cancel'),
	row(
		'next',
		'the other button',
		['Tab', 'Right', 'l', 'Down'],
		(context) => step(context, 1),
		'other button',
	),
	row('previous', 'the button before', ['Shift-Tab', 'Left', 'h', 'Up'], (context) => step(context, -1)),
];
