import { draftChanges, isChanged, moveLine, rowProblems, toMetadata } from '../state/metadata-draft.ts';
import {
	allowGuarded,
	askHere,
	askNewKey,
	askRename,
	guardedOf,
	revertRow,
	stepBack,
	toggleRemoved,
} from '../state/metadata-edit.ts';
import { clamp } from '../state/scroll.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { changing, draftOnTop, tell } from './metadata-change.ts';

function open(context: ActionContext): void {
	if (draftOnTop(context)?.selected === 'save') review(context);
	else changing(askHere)(context);
}

/** Shows before and after, unless there is nothing to send, or something that cannot be sent. */
function review(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const [problem] = rowProblems(draft).values();
	if (problem !== undefined) tell(context, `Not saved. ${problem}`);
	else if (draft.target.kind === 'edit' && draftChanges(draft).length === 0)
		tell(context, 'Nothing is changed, so nothing is sent.');
	else changing((now) => ({ ...now, step: { kind: 'diff', top: 0 } }))(context);
}

/** Sends what the draft has become; asks first where keys of Telnyx's own are in it that nobody was asked about. */
function send(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const changed = draftChanges(draft);
	if (draft.target.kind === 'edit' && changed.length === 0) {
		tell(context, 'Nothing is changed, so nothing is sent.');
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
	// On its way it is nothing to open again. What cannot be saved is kept by whoever sends it.
	context.dispatch({ type: 'edit-drop', target });
	if (target.kind === 'create') context.services.metadata.create(draft);
	else context.services.metadata.save({ id: target.id, base, mine: toMetadata(draft), draft });
}

function yes(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft?.step?.kind === 'leave') {
		context.dispatch({ type: 'edit-keep', draft });
		context.dispatch({ type: 'overlay-close' });
		return;
	}
	const isSending = draft?.step?.kind === 'guard' && draft.step.next.kind === 'send';
	changing(allowGuarded)(context);
	if (isSending) send(context);
}

function leave(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	if (isChanged(draft)) {
		changing((now) => ({ ...now, step: { kind: 'leave' } }))(context);
		return;
	}
	context.dispatch({ type: 'edit-drop', target: draft.target });
	context.dispatch({ type: 'overlay-close' });
}

function throwAway(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft?.step?.kind !== 'leave') return;
	context.dispatch({ type: 'edit-drop', target: draft.target });
	context.dispatch({ type: 'overlay-close' });
}

/** Scrolls the value under the cursor, or before and after. */
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

const listRow = rowsIn('metadata', 'Overlays and typing', 'metadata', 'Metadata: ');
const diffRow = rowsIn('diff', 'Overlays and typing', 'diff', 'Before and after: ');
const sureRow = rowsIn('sure', 'Overlays and typing', 'sure', 'Metadata, asked: ');

/** What can be done in the metadata editor: with its keys, with before and after, and where it asks. */
export const metadataStepActions: readonly Action[] = [
	listRow('open', 'change the value, or do what the line says', ['Enter'], open, 'change'),
	listRow('save', 'show before and after, to save', ['Ctrl-a'], review, 'save'),
	listRow('add', 'add a key', ['a'], changing(askNewKey), 'add'),
	listRow('close', 'leave', ['Esc', 'q'], leave, 'leave'),
	listRow('rename', 'rename the key', ['r'], changing(askRename), 'rename'),
	listRow(
		'remove',
		'remove the key, or bring it back',
		['d', 'x', 'Delete'],
		changing(toggleRemoved),
		'remove',
	),
	listRow('revert', 'the key as it was', ['u'], changing(revertRow), 'undo'),
	listRow(
		'next',
		'next line',
		['j', 'Down', 'Tab'],
		changing((draft) => moveLine(draft, 1)),
	),
	listRow(
		'previous',
		'the line above',
		['k', 'Up', 'Shift-Tab'],
		changing((draft) => moveLine(draft, -1)),
	),
	listRow(
		'scroll-down',
		'the value a row down',
		['J'],
		scroll(() => 1),
	),
	listRow(
		'scroll-up',
		'the value a row up',
		['K'],
		scroll(() => -1),
	),
	listRow(
		'page-down',
		'the value a page down',
		['PgDn'],
		scroll((page) => page),
	),
	listRow(
		'page-up',
		'the value a page up',
		['PgUp'],
		scroll((page) => -page),
	),
	{ ...diffRow('send', 'send it', ['Enter', 'y'], send, 'send'), mutates: true },
	diffRow('back', 'back to the keys', ['Esc', 'q', 'n'], changing(stepBack), 'back'),
	diffRow(
		'down',
		'a row down',
		['j', 'Down'],
		scroll(() => 1),
		'scroll',
	),
	diffRow(
		'up',
		'a row up',
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
	sureRow('yes', 'yes', ['y'], yes, 'yes'),
	sureRow('no', 'no, back', ['Esc', 'n', 'q'], changing(stepBack), 'no'),
	{
		...sureRow('drop', 'throw the edit away', ['x'], throwAway),
		disabled: (context) =>
			draftOnTop(context)?.step?.kind === 'leave'
				? null
				: 'y does it, Esc does not: there is nothing to throw away.',
	},
];
