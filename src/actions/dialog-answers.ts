import type { DialogAsk } from '../state/dialog.ts';
import type { ActionContext } from './action.ts';
import { setAiDisabled } from './take-over-actions.ts';
import { titlesOf } from './targets.ts';

/** Does what a dialog asked about. The dialog is closed already. */
export function answerYes(ask: DialogAsk, context: ActionContext): void {
	const { services } = context;
	switch (ask.what) {
		case 'delete':
			services.conversations.remove(ask.id, ask.title);
			return;
		case 'restore':
			services.trash.restore(ask.name);
			return;
		case 'run':
			services.runs.start(ask.task, ask.ids, titlesOf(context, ask.ids));
			return;
		case 'again':
			services.runs.again(ask.runId, ask.again);
			return;
		case 'quit':
			services.runs.endAndQuit();
			return;
		case 'take-over':
			setAiDisabled(context, ask.id, ask.disabled);
			return;
	}
}
