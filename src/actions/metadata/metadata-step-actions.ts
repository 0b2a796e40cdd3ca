import type { Known } from '../../filter/query-text/offers.ts';
import { notify } from '../../state/events.ts';
import {
	draftChanges,
	endLine,
	isChanged,
	type MetadataDraft,
	moveLine,
	rowProblems,
	toMetadata,
} from '../../state/metadata/metadata-draft.ts';
import {
	allowGuarded,
	askHere,
	askNewKey,
	askRename,
	guardedOf,
	remembering,
	stepBack,
	takeBack,
	takeTyped,
	toggleRemoved,
} from '../../state/metadata/metadata-edit.ts';
import { fillOffer } from '../../state/metadata/metadata-offers.ts';
import { clamp } from '../../state/scroll.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { allRows } from '../movement.ts';

function open(context: ActionContext): void {
	const selected = draftOnTop(context)?.selected;
	if (selected === 'save') review(context);
	else if (selected === 'discard') discardDraft(context);
	else changing(askHere)(context);
}

/** Shows the values before and after, unless nothing changed or a row has a problem. */
function review(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const [problem] = rowProblems(draft).values();
	if (problem !== undefined) notify(context, 'warn', `Not saved. ${problem}`);
	else if (draft.target.kind === 'edit' && draftChanges(draft).length === 0)
		notify(context, 'warn', 'Nothing to save: no value has changed.');
	else changing((now) => ({ ...now, step: { kind: 'diff', top: 0 } }))(context);
}

/** Goes on to saving from any step: takes what is typed, shows before and after, then sends. */
export function sendMetadata(context: ActionContext): void {
	const step = draftOnTop(context)?.step ?? null;
	if (step?.kind === 'diff') {
		send(context);
		return;
	}
	const isEmptyKey = step?.kind === 'key' && step.row === null && step.editor.text === '';
	changing((draft, known) => (isEmptyKey ? stepBack(draft) : takeTyped(fillOffer(draft, known, false))))(
		context,
	);
	// A key leads on to its value, and JSON that cannot be read stays open.
	if (draftOnTop(context)?.step === null) review(context);
}

/** Sends the draft; asks first about Telnyx's own keys in it that the user has not confirmed. */
function send(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const changed = draftChanges(draft);
	if (draft.target.kind === 'edit' && changed.length === 0) {
		notify(context, 'warn', 'Nothing to save: no value has changed.');
		return;
	}
	const keys = guardedOf(
		draft,
		changed.map(({ key }) => key),
	);
	if (keys.length > 0) {
		changing((now) => ({ ...now, step: { kind: 'guard', keys, next: { kind: 'send' } } }))(context);
		return;
	}
	const { target, base } = draft;
	context.dispatch({ type: 'overlay-close' });
	// An edit on its way cannot be reopened; the sender stores it again if the save fails.
	context.dispatch({ type: 'edit-drop', target });
	if (target.kind === 'create') context.services.metadata.create(draft);
	else context.services.metadata.save({ id: target.id, base, mine: toMetadata(draft), draft });
}

function yes(context: ActionContext): void {
	const draft = draftOnTop(context);
	const isSending = draft?.step?.kind === 'guard' && draft.step.next.kind === 'send';
	changing(allowGuarded)(context);
	if (isSending) send(context);
}

/** Closes the editor from any step. An edit is kept with the text of its open field. */
export function leaveMetadata(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-close' });
	if (!isChanged(draft)) {
		context.dispatch({ type: 'edit-drop', target: draft.target });
		return;
	}
	context.dispatch({ type: 'edit-keep', draft });
	const key = draft.target.kind === 'create' ? 'c' : 'e';
	notify(context, 'plain', `Nothing was saved. tconv keeps your edit; ${key} reopens it.`);
}

/** Closes the editor and drops the edit. */
export function discardDraft(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'edit-drop', target: draft.target });
	context.dispatch({ type: 'overlay-close' });
	notify(context, 'plain', 'Your edit was discarded. Nothing was saved.');
}

/** Why the edit on top cannot be discarded, as a sentence; null if it can. */
export function nothingToDiscard(context: ActionContext): string | null {
	const draft = draftOnTop(context);
	return draft !== null && isChanged(draft) ? null : 'There is nothing to discard: no value has changed.';
}

function undo(context: ActionContext): void {
	if (draftOnTop(context)?.past.length === 0)
		notify(context, 'plain', 'There is no change of this edit to take back.');
	else changing(takeBack)(context);
}

/** Scrolls the value under the cursor, or the comparison of before and after. */
function scroll(by: (page: number) => number): (context: ActionContext) => void {
	return (context) => {
		const limits = context.view().editor;
		if (limits === null) return;
		const move = (top: number): number => clamp(top + by(limits.page), 0, limits.last);
		changing((draft) =>
			draft.step?.kind === 'diff'
				? { ...draft, step: { kind: 'diff', top: move(draft.step.top) } }
				: { ...draft, valueTop: move(draft.valueTop) },
		)(context);
	};
}

/** The effect of Enter in the comparison of before and after. */
function sendHint(state: UiState): string {
	const top = topOverlay(state);
	return top?.kind === 'metadata' && top.draft.target.kind === 'create' ? 'create' : 'save';
}

const listRow = rowsIn('metadata', 'Overlays and typing', 'metadata', 'Metadata: ');
const diffRow = rowsIn('diff', 'Overlays and typing', 'diff', 'Before and after: ');
const confirmRow = rowsIn('confirm', 'Overlays and typing', 'confirm', 'Metadata question: ');

/** Actions of the metadata editor: its keys, the comparison of before and after, and its questions. */
export const metadataStepActions: readonly Action[] = [
	listRow('open', 'change the value or run the line', ['Enter'], open, 'change'),
	listRow('add', 'add a key', ['a'], changing(askNewKey), 'add'),
	listRow('rename', 'rename the key', ['r'], changing(askRename), 'rename'),
	listRow('remove', 'remove or restore the key', ['x', 'd', 'Delete'], changing(toggleRemoved), 'remove'),
	listRow('take-back', 'take back the last change of the edit', ['u'], undo, 'undo'),
	listRow(
		'next',
		'next line',
		['j', 'Down', 'Tab'],
		changing((draft) => moveLine(draft, 1)),
	),
	listRow(
		'previous',
		'previous line',
		['k', 'Up', 'Shift-Tab'],
		changing((draft) => moveLine(draft, -1)),
	),
	listRow(
		'first',
		'first line',
		['g', 'Home'],
		changing((draft) => endLine(draft, 'first')),
	),
	listRow(
		'last',
		'last line: save',
		['G', 'End'],
		changing((draft) => endLine(draft, 'last')),
	),
	listRow(
		'scroll-down',
		'scroll the value a line down',
		['J'],
		scroll(() => 1),
	),
	listRow(
		'scroll-up',
		'scroll the value a line up',
		['K'],
		scroll(() => -1),
	),
	listRow(
		'page-down',
		'scroll the value a page down',
		['PgDn'],
		scroll((page) => page),
	),
	listRow(
		'page-up',
		'scroll the value a page up',
		['PgUp'],
		scroll((page) => -page),
	),
	{ ...diffRow('send', 'save', ['Enter', 'y'], send, sendHint), mutates: true },
	diffRow('back', 'back to the keys', ['Shift-Tab', 'n', 'Backspace'], changing(stepBack), 'keys'),
	diffRow('take-back', 'take back the last change', ['u'], undo, 'undo'),
	diffRow(
		'down',
		'a line down',
		['j', 'Down'],
		scroll(() => 1),
		'scroll',
	),
	diffRow(
		'up',
		'a line up',
		['k', 'Up'],
		scroll(() => -1),
	),
	diffRow(
		'page-down',
		'a page down',
		['PgDn', 'Space', 'Ctrl-d'],
		scroll((page) => page),
	),
	diffRow(
		'page-up',
		'a page up',
		['PgUp', 'Ctrl-u'],
		scroll((page) => -page),
	),
	diffRow(
		'first',
		'to the top',
		['g', 'Home'],
		scroll(() => -allRows),
	),
	diffRow(
		'last',
		'to the bottom',
		['G', 'End'],
		scroll(() => allRows),
	),
	confirmRow('yes', 'yes', ['y'], yes, 'yes'),
	confirmRow('no', 'no, back', ['n', 'q', 'Shift-Tab', 'Backspace'], changing(stepBack), 'no'),
];

/** The draft of the metadata editor on top; null if none is open. */
export function draftOnTop({ state }: ActionContext): MetadataDraft | null {
	const overlay = topOverlay(state());
	return overlay?.kind === 'metadata' ? overlay.draft : null;
}

/** Turns a change of the draft on top into an action's `run`. */
export function changing(
	change: (draft: MetadataDraft, known: Known) => MetadataDraft,
): (context: ActionContext) => void {
	return (context) => {
		const draft = draftOnTop(context);
		if (draft === null) return;
		const next = remembering(draft, change(draft, context.language().known));
		context.dispatch({ type: 'overlay-change', overlay: { kind: 'metadata', draft: next } });
	};
}
