import type { TrashEntry } from '../domain/records.ts';
import { askDialog } from '../state/dialog.ts';
import { editorOf } from '../state/line-editor.ts';
import { openRecordsDraft, type RecordsDraft, type RecordsKind } from '../state/records-draft.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn, type Services } from './action.ts';

function draftOf(context: ActionContext): RecordsDraft | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'records' ? overlay.draft : null;
}

function open(what: RecordsKind): (context: ActionContext) => void {
	return ({ dispatch }) =>
		dispatch({ type: 'overlay-open', overlay: { kind: 'records', draft: openRecordsDraft(what) } });
}

function change(context: ActionContext, fields: Partial<RecordsDraft>): void {
	const draft = draftOf(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'records', draft: { ...draft, ...fields } } });
}

/** Moves by rows: the cursor in the list, or what is seen of the record that is shown. */
function move(context: ActionContext, by: number): void {
	const draft = draftOf(context);
	const records = context.view().records;
	if (draft === null || records === null) return;
	if (draft.shownTop !== null) {
		const top = clamp(Math.min(draft.shownTop, records.lastTop) + by, 0, records.lastTop);
		change(context, { shownTop: top });
		return;
	}
	const index = clamp(records.index + by, 0, Math.max(0, records.keys.length - 1));
	change(context, { selected: records.keys[index] ?? null });
}

function page(context: ActionContext): number {
	return Math.max(1, (context.view().records?.page ?? 2) - 1);
}

function show(context: ActionContext): void {
	const draft = draftOf(context);
	const records = context.view().records;
	if (draft === null || records === null || draft.shownTop !== null) return;
	// By its key from now on: what is written meanwhile comes in above it.
	change(context, { shownTop: 0, selected: records.keys[records.index] ?? null });
}

function back(context: ActionContext): void {
	if (draftOf(context)?.shownTop == null) context.dispatch({ type: 'overlay-close' });
	else change(context, { shownTop: null });
}

function goTo(context: ActionContext): void {
	const id = context.view().records?.conversationId ?? null;
	if (id === null) return;
	context.dispatch({ type: 'overlay-close' });
	context.services.jump(id);
}

/** The conversation of the trash under the cursor, also while something is asked above it. */
export function chosenTrash(context: ActionContext): TrashEntry | null {
	return context.view().records?.trash ?? null;
}

function onChosen(act: (services: Services, name: string) => void): (context: ActionContext) => void {
	return (context) => {
		const entry = chosenTrash(context);
		if (entry !== null) act(context.services, entry.name);
	};
}

function askPath(context: ActionContext): void {
	const entry = chosenTrash(context);
	if (entry === null) return;
	const name = entry.conversationId.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 64);
	const editor = editorOf(`conversation-${name === '' ? 'without-id' : name}.ndjson`);
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose: 'trash-export', editor } });
}

function askRestore(context: ActionContext): void {
	const entry = chosenTrash(context);
	if (entry === null) return;
	const { messages, insights } = entry;
	context.dispatch({
		type: 'overlay-open',
		overlay: askDialog({
			ask: { what: 'restore', name: entry.name },
			title: 'Restore from the trash',
			lines: [
				'A new conversation is made of it, under a new id; the old id does not come back. Its messages are added through the API one by one, with the times at which they were said.',
				...(insights === 0 ? [] : ['Insights cannot be restored; they stay in the trash.']),
				...(entry.state === 'pending'
					? ['It is not known whether the old one was deleted: if it was not, there will be two.']
					: []),
			],
			facts: [
				{ name: 'conversation', value: entry.title || entry.conversationId },
				{ name: 'messages', value: String(messages) },
				{ name: 'insights', value: String(insights) },
			],
			verb: 'Restore',
		}),
	});
}

const row = rowsIn('records', 'Overlays and typing', 'records', 'Journal, trash: ');
const trashRow = rowsIn('trash', 'Overlays and typing', 'trash', 'Trash: ');
const opening = { group: 'Program', scope: 'app' } as const;

/** The same, for what needs a record under the cursor. */
function withRecord(action: Action): Action {
	return {
		...action,
		disabled: ({ view }) => ((view().records?.keys.length ?? 0) === 0 ? 'There is nothing here yet.' : null),
	};
}

/** The journal and the trash: opening them, moving in them, and what can be done with what was deleted. */
export const recordsActions: readonly Action[] = [
	{
		...row('open', '', [], open('journal')),
		...opening,
		id: 'journal.open',
		title: 'Journal: every write that was attempted',
	},
	{
		...row('open', '', [], open('trash')),
		...opening,
		id: 'trash.open',
		title: 'Trash: what was deleted, to look at, export or restore',
	},
	withRecord(row('show', 'show it whole', ['Enter'], show, 'show')),
	withRecord(trashRow('export', 'write it to an NDJSON file', ['X'], askPath, 'export')),
	{
		...withRecord(trashRow('restore', 'make it anew, under a new id', ['R'], askRestore, 'restore')),
		mutates: true,
	},
	{
		...trashRow(
			'stop',
			'stop restoring it',
			['x'],
			onChosen((services, name) => services.trash.stop(name)),
		),
		disabled: ({ view }) => (view().records?.isRestoring ? null : 'It is not being restored.'),
	},
	{
		...trashRow(
			'check',
			'ask the server whether it was deleted',
			['c'],
			onChosen((services, name) => services.trash.check(name)),
		),
		disabled: (context) =>
			chosenTrash(context)?.state === 'pending' ? null : 'That it was deleted is known.',
	},
	row('next', 'next, or a row down', ['j', 'Down'], (context) => move(context, 1)),
	row('previous', 'previous, or a row up', ['k', 'Up'], (context) => move(context, -1)),
	row('page-down', 'a page down', ['PgDn', 'Ctrl-f', 'Ctrl-d', 'Space'], (context) =>
		move(context, page(context)),
	),
	row('page-up', 'a page up', ['PgUp', 'Ctrl-u'], (context) => move(context, -page(context))),
	row('first', 'first, or to the top', ['g', 'Home'], (context) => move(context, -1e9)),
	row('last', 'last, or to the bottom', ['G', 'End'], (context) => move(context, 1e9)),
	{
		...row('go', 'open its conversation', ['o'], goTo, 'open conversation'),
		disabled: ({ view }) =>
			view().records?.conversationId == null ? 'It belongs to no conversation that could be opened.' : null,
	},
	row('refresh', 'read the files again', ['r'], ({ services }) => services.trash.refresh(), 'refresh'),
	row('close', 'back to the list, or close', ['Esc', 'q'], back, 'back'),
];
