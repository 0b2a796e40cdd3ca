import { topOverlay, type UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { doIt } from './dialog-actions.ts';
import {
	cannotExport,
	cannotWriteExport,
	discardExport,
	discardRedaction,
	leaveExport,
	leaveRedaction,
	sendExport,
	writeExport,
} from './export-actions.ts';
import {
	applyFilter,
	discardFilter,
	leaveFilter,
	nothingToDiscard as nothingToDiscardInFilter,
} from './filter/filter-modal-actions.ts';
import { applyQueryText, discardQueryText, leaveQueryText } from './filter/query-text-actions.ts';
import { cannotDiscard, cannotSend, discardMessage, leaveMessage, sendMessage } from './message-actions.ts';
import { discardConflict, leaveConflict, sendConflict } from './metadata/conflict-actions.ts';
import {
	discardDraft,
	leaveMetadata,
	nothingToDiscard,
	sendMetadata,
} from './metadata/metadata-step-actions.ts';
import { submitPrompt } from './overlay-actions.ts';
import { cannotTag, discardTag, leaveTag, noTagToDiscard } from './tag-prompt.ts';

/** The effects that the keys shared by all forms have in one form. */
type Form = {
	/** Saves, sends, creates or applies, from any step. */
	readonly send: (context: ActionContext) => void;
	readonly hint: string;
	/** True if sending writes to the account. */
	readonly isWrite: boolean;
	readonly cannotSend?: (context: ActionContext) => string | null;
	/** Closes it at once and keeps the draft; absent where no draft is kept. */
	readonly leave?: (context: ActionContext) => void;
	/** Closes it and drops the draft. */
	readonly discard?: (context: ActionContext) => void;
	readonly cannotDiscard?: (context: ActionContext) => string | null;
};

const noForm: Form = { send: () => undefined, hint: 'go on', isWrite: false };

/** The form on top. To add one: its row here, and `form` and `draft` among its scopes. */
function formOn(state: UiState): Form {
	const top = topOverlay(state);
	switch (top?.kind) {
		case 'metadata': {
			const hint = top.draft.target.kind === 'create' ? 'create' : 'save';
			const [leave, discard] = [leaveMetadata, discardDraft];
			return { send: sendMetadata, hint, isWrite: true, leave, discard, cannotDiscard: nothingToDiscard };
		}
		case 'message': {
			const [leave, discard] = [leaveMessage, discardMessage];
			return { send: sendMessage, hint: 'send', isWrite: true, cannotSend, leave, discard, cannotDiscard };
		}
		case 'conflict':
			return {
				send: sendConflict,
				hint: 'save',
				isWrite: true,
				leave: leaveConflict,
				discard: discardConflict,
			};
		case 'filter': {
			const [leave, discard] = [leaveFilter, discardFilter];
			const cannotDiscard = nothingToDiscardInFilter;
			return { send: applyFilter, hint: 'apply', isWrite: false, leave, discard, cannotDiscard };
		}
		case 'export': {
			const [leave, discard] = [leaveExport, discardExport];
			return { send: sendExport, hint: 'export', isWrite: false, cannotSend: cannotExport, leave, discard };
		}
		case 'redaction': {
			const [leave, discard] = [leaveRedaction, discardRedaction];
			return {
				send: writeExport,
				hint: 'write',
				isWrite: false,
				cannotSend: cannotWriteExport,
				leave,
				discard,
			};
		}
		case 'query':
			return {
				send: applyQueryText,
				hint: 'apply',
				isWrite: false,
				leave: leaveQueryText,
				discard: discardQueryText,
			};
		case 'prompt':
			return {
				send: submitPrompt,
				hint: 'go on',
				isWrite: true,
				cannotSend: cannotTag,
				leave: leaveTag,
				discard: discardTag,
				cannotDiscard: noTagToDiscard,
			};
		case 'dialog':
			return { send: doIt, hint: 'yes', isWrite: true };
		default:
			return noForm;
	}
}

const formRow = rowsIn('form', 'Overlays and typing', 'form', 'Any form: ');
const draftRow = rowsIn('draft', 'Overlays and typing', 'draft', 'Any form: ');

/** The keys that mean the same in every form: a new conversation, metadata, a message, a conflict, a batch. */
export const formActions: readonly Action[] = [
	{
		...formRow(
			'send',
			'save, send or create; a change is shown first',
			['Ctrl-x', 'Ctrl-a'],
			(context) => formOn(context.state()).send(context),
			(state) => formOn(state).hint,
		),
		mutates: (state) => formOn(state).isWrite,
		disabled: (context) => formOn(context.state()).cannotSend?.(context) ?? null,
	},
	draftRow(
		'leave',
		'leave at once, keep the draft',
		['Esc', 'q'],
		(context) => formOn(context.state()).leave?.(context),
		'leave',
	),
	{
		...draftRow(
			'discard',
			'discard the draft',
			['Ctrl-r'],
			(context) => formOn(context.state()).discard?.(context),
			'discard',
		),
		disabled: (context) => formOn(context.state()).cannotDiscard?.(context) ?? null,
	},
];
