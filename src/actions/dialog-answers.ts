import type { DialogAsk } from '../state/dialog.ts';
import type { ActionContext } from './action.ts';

/** Does what a dialog asked about. The dialog is closed already. */
export function answerYes(ask: DialogAsk, context: ActionContext): void {
	const { services } = context;
	switch (ask.what) {
		case 'delete':
			services.conversations.remove(ask.id);
			return;
		case 'take-over':
			services.conversations.setAiDisabled(ask.id, ask.disabled);
			return;
	}
}
