import type { Metadata } from '../domain/conversation.ts';
import { createDefaults } from '../state/create-defaults.ts';
import { editKey } from '../state/edits.ts';
import {
	createDraft,
	editDraft,
	type MetadataDraft,
	type MetadataTarget,
	withMap,
} from '../state/metadata-draft.ts';
import type { UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askTag } from './ask-many.ts';
import { conversationAtHand, noneAtHand } from './at-hand.ts';
import { actsOnMarks } from './targets.ts';

function openDraft({ state, dispatch }: ActionContext, draft: MetadataDraft): void {
	const kept = keptEdit(state(), draft.target);
	dispatch({ type: 'overlay-open', overlay: { kind: 'metadata', draft: kept ?? draft } });
	if (kept === null) return;
	const text = 'This is your edit as you left it. Esc, then x throws it away.';
	dispatch({ type: 'notice', notice: { tone: 'warn', text } });
}

function keptEdit({ edits }: UiState, target: MetadataTarget): MetadataDraft | null {
	return edits.kept.get(editKey(target)) ?? null;
}

function edit(context: ActionContext): void {
	if (actsOnMarks(context)) {
		askTag(context);
		return;
	}
	const conversation = conversationAtHand(context);
	if (conversation !== null) openDraft(context, editDraft(conversation));
}

function create(context: ActionContext): void {
	const { name, metadata } = createDefaults(context.state().query);
	openDraft(context, createDraft(name, metadata));
}

/**
 * Opens the editor before it sends: `mine` in the place of the metadata that a conversation had when it was `base`. For
 * metadata that was edited elsewhere; the edit kept before is replaced by it.
 */
export function reviewMetadata(
	{ dispatch }: Pick<ActionContext, 'dispatch'>,
	conversation: { readonly id: string; readonly name: string | null; readonly base: Metadata },
	mine: Metadata,
): void {
	const { id, name, base } = conversation;
	const draft = withMap(editDraft({ id, name, metadata: base }), mine);
	dispatch({
		type: 'overlay-open',
		overlay: { kind: 'metadata', draft: { ...draft, step: { kind: 'diff', top: 0 } } },
	});
}

const row = rowsIn('metadata', 'Conversation', 'app');

/** Opening the metadata editor: for a conversation that is there, and for a new one. */
export const metadataActions: readonly Action[] = [
	{
		...row('edit', 'Edit the metadata; with marks, set or remove a key on all of them', ['e'], edit, 'edit'),
		mutates: true,
		disabled: (context) => (actsOnMarks(context) ? null : noneAtHand(context)),
	},
	{ ...row('create', 'Create a conversation, with what the filter asks for', ['c'], create), mutates: true },
];
