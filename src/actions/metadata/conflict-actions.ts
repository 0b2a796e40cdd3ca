import { notify } from '../../state/events.ts';
import {
	bothOf,
	type ConflictDraft,
	chooseSide,
	chooseSideForAll,
	moveConflict,
	nextUnchosen,
	resolvedSave,
	selectedConflict,
} from '../../state/metadata/conflict-draft.ts';
import { clamp } from '../../state/scroll.ts';
import { topOverlay } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { movementRows } from '../movement.ts';

function draftOnTop({ state }: ActionContext): ConflictDraft | null {
	const top = topOverlay(state());
	return top?.kind === 'conflict' ? top.draft : null;
}

function changing(change: (draft: ConflictDraft) => ConflictDraft): (context: ActionContext) => void {
	return (context) => {
		const draft = draftOnTop(context);
		if (draft !== null)
			context.dispatch({ type: 'overlay-change', overlay: { kind: 'conflict', draft: change(draft) } });
	};
}

/** Saves with the choices made, or goes to the next key without one. */
export function sendConflict(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const unchosen = nextUnchosen(draft);
	if (unchosen !== null) {
		changing(() => unchosen)(context);
		notify(context, 'warn', choiceWords(unchosen));
		return;
	}
	const { draft: edit, undoes } = draft.save;
	context.dispatch({ type: 'overlay-close' });
	// An edit on its way cannot be reopened; the sender stores it again if the save fails.
	if (edit !== undefined) context.dispatch({ type: 'edit-drop', target: edit.target });
	if (undoes !== undefined) context.dispatch({ type: 'edit-undone', change: undoes });
	context.services.metadata.save(resolvedSave(draft));
}

/** The keys that choose a value for the key under the cursor, as a sentence. */
function choiceWords(draft: ConflictDraft): string {
	const conflict = selectedConflict(draft);
	const both = conflict === null || bothOf(conflict) === null ? '' : ', b both';
	return `Choose a value for this key: m takes yours, t theirs${both}.`;
}

/** Closes the conflict without saving; the edit is kept. */
export function leaveConflict(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-close' });
	const kept = draft.save.draft === undefined ? '' : ' tconv keeps your edit; e reopens it.';
	notify(context, 'plain', `Nothing was saved.${kept}`);
}

/** Closes the conflict and drops the edit: the other values stay. */
export function discardConflict(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-close' });
	if (draft.save.draft !== undefined)
		context.dispatch({ type: 'edit-drop', target: draft.save.draft.target });
	notify(context, 'plain', 'Your edit was discarded. Nothing was saved.');
}

function scroll(context: ActionContext, by: number): void {
	const { last } = context.view().editor ?? { last: 0 };
	changing((draft) => ({ ...draft, top: clamp(Math.min(draft.top, last) + by, 0, last) }))(context);
}

function page({ view }: ActionContext): number {
	return view().editor?.page ?? 1;
}

const row = rowsIn('conflict', 'Overlays and typing', 'conflict', 'Conflict: ');

/** Actions that choose, key by key, between the user's change and the other one. */
export const conflictActions: readonly Action[] = [
	row(
		'mine',
		'use your value for this key',
		['m', 'Left'],
		changing((draft) => chooseSide(draft, 'mine')),
		'yours',
	),
	row(
		'theirs',
		'use their value for this key',
		['t', 'Right'],
		changing((draft) => chooseSide(draft, 'theirs')),
		'theirs',
	),
	{
		...row(
			'both',
			'use the changed lines of both for this key',
			['b'],
			changing((draft) => chooseSide(draft, 'both')),
		),
		disabled: (context) => {
			const draft = draftOnTop(context);
			const conflict = draft === null ? null : selectedConflict(draft);
			if (conflict !== null && bothOf(conflict) !== null) return null;
			return 'Both sides changed the same lines of this value: m takes yours, t theirs.';
		},
	},
	row(
		'all-mine',
		'use your values for all keys',
		['M'],
		changing((draft) => chooseSideForAll(draft, 'mine')),
	),
	row(
		'all-theirs',
		'use their values for all keys',
		['T'],
		changing((draft) => chooseSideForAll(draft, 'theirs')),
	),
	row(
		'next',
		'next key',
		['j', 'Down', 'Tab'],
		changing((draft) => moveConflict(draft, 1)),
		'next',
	),
	row(
		'previous',
		'previous key',
		['k', 'Up', 'Shift-Tab'],
		changing((draft) => moveConflict(draft, -1)),
	),
	...movementRows(row, { move: scroll, page }, [
		['page-down', 'scroll the values down', ['PgDn', 'Space', 'Ctrl-d']],
		['page-up', 'scroll the values up', ['PgUp', 'Ctrl-u']],
		['first', 'scroll the values to the top', ['g', 'Home']],
		['last', 'scroll the values to the bottom', ['G', 'End']],
	]),
	{
		...row('send', 'save, once every key has a choice', ['Enter'], sendConflict, 'save'),
		mutates: true,
	},
];
