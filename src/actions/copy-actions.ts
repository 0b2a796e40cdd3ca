import { type CopyDraft, type CopyEntry, type CopyWhat, copyWhats } from '../state/copy-menu.ts';
import { markedIds } from '../state/marks.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { blockUnderCursor } from './detail-actions.ts';
import { movementRows } from './movement.ts';
import { actsOnMarks } from './targets.ts';

function open(context: ActionContext): void {
	const { focus, marks } = context.state();
	const { targetId, listIds } = context.view();
	const tab = focus === 'list' ? null : focus;
	const hasCursor = tab !== null && context.view().detail(tab)?.hasCursor === true;
	const draft: CopyDraft = {
		id: targetId,
		marked: actsOnMarks(context) ? markedIds(marks, listIds).all : [],
		pane: focus,
		block: hasCursor ? (blockUnderCursor(context, tab)?.key ?? null) : null,
		selected: 'id',
	};
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'copy', draft } });
}

function draftOf({ state }: ActionContext): CopyDraft | null {
	const overlay = topOverlay(state());
	return overlay?.kind === 'copy' ? overlay.draft : null;
}

function entryOf({ view }: ActionContext, what: CopyWhat): CopyEntry | undefined {
	return view().copy.find((entry) => entry.what === what);
}

function refusalOf(context: ActionContext, what: CopyWhat): string | null {
	const entry = entryOf(context, what);
	return entry === undefined || entry.isOffered ? null : entry.refusal;
}

function take(context: ActionContext, what: CopyWhat): void {
	const entry = entryOf(context, what);
	if (entry?.isOffered !== true) return;
	context.dispatch({ type: 'overlay-close' });
	context.services.copy(entry.name, entry.content);
}

function move(context: ActionContext, by: number): void {
	const draft = draftOf(context);
	if (draft === null) return;
	const at = copyWhats.indexOf(draft.selected) + by;
	const selected = copyWhats[(at + copyWhats.length) % copyWhats.length] ?? draft.selected;
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'copy', draft: { ...draft, selected } } });
}

const row = rowsIn('copy', 'Overlays and typing', 'copy', 'Copy: ');

const letters: Readonly<Record<CopyWhat, readonly [key: string, title: string]>> = {
	id: ['i', 'the id, or the ids of the marked conversations'],
	turn: ['t', 'the turn under the cursor'],
	transcript: ['T', 'the transcript as Markdown'],
	json: ['j', 'the conversation, its messages and insights as JSON, as they came'],
	filter: ['l', 'the filter of the list as query text'],
	request: ['r', 'the request behind the pane, as a curl command without the key'],
	link: ['u', 'the link to the portal (portalUrl in the settings)'],
	phone: ['p', 'the phone number'],
	summary: ['s', 'a summary in one paragraph'],
	cursor: ['c', 'what the cursor is on: words, a tool’s result, an insight, a value'],
	arguments: ['a', 'the arguments of the tool under the cursor'],
};

/** Opens the copy menu. */
export const copyOpenAction: Action = {
	id: 'copy.open',
	title: 'Copy: id, turn, transcript, JSON, request and more',
	group: 'Conversation',
	scope: 'app',
	keys: ['y'],
	hint: 'copy',
	mutates: false,
	disabled: ({ view }) =>
		view().shown.length === 0 ? 'Nothing was copied: the terminal is too small to show what.' : null,
	run: open,
};

/** Actions in the copy menu. Letters copy, so only arrows and Tab move. */
export const copyMenuActions: readonly Action[] = [
	...copyWhats.map((what): Action => {
		const [key, title] = letters[what];
		return {
			...row(what, title, [key], (context) => take(context, what)),
			disabled: (context) => refusalOf(context, what),
		};
	}),
	{
		...row(
			'take',
			'the chosen entry',
			['Enter'],
			(context) => {
				const what = draftOf(context)?.selected;
				if (what !== undefined) take(context, what);
			},
			'copy',
		),
		disabled: (context) => {
			const what = draftOf(context)?.selected;
			return what === undefined ? null : refusalOf(context, what);
		},
	},
	...movementRows(row, { move }, [
		['next', 'next entry', ['Down', 'Tab'], 'next'],
		['previous', 'previous entry', ['Up', 'Shift-Tab']],
	]),
	row('close', 'close', ['Esc', 'q'], ({ dispatch }) => dispatch({ type: 'overlay-close' }), 'close'),
];
