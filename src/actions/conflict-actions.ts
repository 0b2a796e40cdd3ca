import {
	type ConflictDraft,
	chooseSide,
	chooseSideForAll,
	moveConflict,
	nextUnchosen,
	resolvedSave,
} from '../state/conflict-draft.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

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

function send(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const unchosen = nextUnchosen(draft);
	if (unchosen !== null) {
		changing(() => unchosen)(context);
		const text = 'Choose for this key: m takes yours, t takes theirs.';
		context.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		return;
	}
	const { draft: edit, undoes } = draft.save;
	context.dispatch({ type: 'overlay-close' });
	// On its way it is nothing to open again. What cannot be saved is kept by whoever sends it.
	if (edit !== undefined) context.dispatch({ type: 'edit-drop', target: edit.target });
	if (undoes !== undefined) context.dispatch({ type: 'edit-undone', change: undoes });
	context.services.metadata.save(resolvedSave(draft));
}

function leave(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-close' });
	const kept = draft.save.draft === undefined ? '' : ' Your edit is kept: e opens it again.';
	context.dispatch({ type: 'notice', notice: { tone: 'plain', text: `Nothing was sent.${kept}` } });
}

function scroll(by: (page: number) => number): (context: ActionContext) => void {
	return (context) => {
		const { last, page } = context.view().editor ?? { last: 0, page: 1 };
		changing((draft) => ({ ...draft, top: clamp(Math.min(draft.top, last) + by(page), 0, last) }))(context);
	};
}

/** More rows than any value has. */
const allRows = 1e9;

const row = rowsIn('conflict', 'Overlays and typing', 'conflict', 'Changed by both: ');

/** Choosing, key by key, between one's own change and somebody else's. */
export const conflictActions: readonly Action[] = [
	row(
		'mine',
		'take yours for this key',
		['m', 'Left'],
		changing((draft) => chooseSide(draft, 'mine')),
		'yours',
	),
	row(
		'theirs',
		'take theirs for this key',
		['t', 'Right'],
		changing((draft) => chooseSide(draft, 'theirs')),
		'theirs',
	),
	row(
		'all-mine',
		'take yours for all keys',
		['M'],
		changing((draft) => chooseSideForAll(draft, 'mine')),
	),
	row(
		'all-theirs',
		'take theirs for all keys',
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
		'the key before',
		['k', 'Up', 'Shift-Tab'],
		changing((draft) => moveConflict(draft, -1)),
	),
	row(
		'page-down',
		'scroll the values down',
		['PgDn', 'Space', 'Ctrl-d'],
		scroll((page) => page),
	),
	row(
		'page-up',
		'scroll the values up',
		['PgUp', 'Ctrl-u'],
		scroll((page) => -page),
	),
	row(
		'first',
		'the values from their start',
		['g', 'Home'],
		scroll(() => -allRows),
	),
	row(
		'last',
		'the values to their end',
		['G', 'End'],
		scroll(() => allRows),
	),
	{
		...row('send', 'send it, once all is chosen', ['Enter'], send, 'send'),
		mutates: true,
	},
	row('leave', 'send nothing, the edit is kept', ['Esc', 'q'], leave, 'leave'),
];
