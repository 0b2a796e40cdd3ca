import type { TrashEntry } from '../domain/records.ts';
import { noUser } from '../filter/shown-values.ts';
import { askDialog } from '../state/dialog.ts';
import { openRecordsDraft, type RecordsDraft, type RecordsKind } from '../state/overlay.ts';
import { clamp } from '../state/scroll.ts';
import { editorOf } from '../state/typing/line-editor.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { movementRows } from './movement.ts';
import type { Services } from './services.ts';
import { momentWords } from './targets.ts';

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

/** Moves by rows: the cursor in the list, or the scroll position of the open record. */
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
	// From now on the cursor follows this key, since new records come in above it.
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

/** The trashed conversation under the cursor, also while a prompt or question covers the list. */
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
	// The cursor stays on the record in question when new ones come in above it.
	change(context, { selected: entry.name });
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
				'This makes a new conversation with a new id; the old id does not come back. The API adds its messages one by one, with their original times.',
				...(insights === 0 ? [] : ['Insights cannot be restored and stay in the trash.']),
				...(entry.state === 'pending'
					? ['The server may still have the old conversation; then there will be two.']
					: []),
			],
			facts: [
				{ name: 'conversation', value: entry.title || entry.conversationId },
				{ name: 'who', value: entry.endUser || noUser },
				{ name: 'deleted', value: momentWords(entry.keptAt) },
				{ name: 'messages', value: String(messages) },
				{ name: 'insights', value: String(insights) },
			],
			verb: 'Restore',
			declined: 'Nothing was restored.',
		}),
	});
}

const row = rowsIn('records', 'Overlays and typing', 'records', 'Journal, trash: ');
const trashRow = rowsIn('trash', 'Overlays and typing', 'trash', 'Trash: ');
const opening = { group: 'Program', scope: 'app' } as const;

/** An action that needs a record under the cursor. */
function withRecord(action: Action): Action {
	return {
		...action,
		disabled: ({ view }) => ((view().records?.keys.length ?? 0) === 0 ? 'This list is still empty.' : null),
	};
}

/** Opens the journal and the trash, moves in them, and acts on deleted conversations. */
export const recordsActions: readonly Action[] = [
	{
		...row('open', '', [], open('journal')),
		...opening,
		id: 'journal.open',
		title: 'Show the journal of all attempted writes',
	},
	{
		...row('open', '', [], open('trash')),
		...opening,
		id: 'trash.open',
		title: 'Show the trash: read, export or restore deleted conversations',
	},
	withRecord(row('show', 'show in full', ['Enter'], show, 'show')),
	withRecord(trashRow('export', 'export to an NDJSON file', ['X'], askPath, 'export')),
	{
		...withRecord(trashRow('restore', 'restore under a new id', ['R'], askRestore, 'restore')),
		mutates: true,
	},
	{
		...trashRow(
			'stop',
			'stop the restoration',
			['x'],
			onChosen((services, name) => services.trash.stop(name)),
		),
		disabled: ({ view }) => (view().records?.isRestoring ? null : 'This conversation is not being restored.'),
	},
	{
		...trashRow(
			'check',
			'check on the server whether it was deleted',
			['c'],
			onChosen((services, name) => services.trash.check(name)),
		),
		disabled: (context) =>
			chosenTrash(context)?.state === 'pending' ? null : 'Its deletion is already confirmed.',
	},
	...movementRows(row, { move, page }, [
		['next', 'next, or a line down', ['j', 'Down']],
		['previous', 'previous, or a line up', ['k', 'Up']],
		['page-down', 'a page down', ['PgDn', 'Ctrl-f', 'Ctrl-d', 'Space']],
		['page-up', 'a page up', ['PgUp', 'Ctrl-u']],
		['first', 'first, or to the top', ['g', 'Home']],
		['last', 'last, or to the bottom', ['G', 'End']],
	]),
	{
		...row('go', 'open its conversation', ['o'], goTo, 'open conversation'),
		disabled: ({ view }) =>
			view().records?.conversationId == null ? 'This record has no conversation to open.' : null,
	},
	row('refresh', 'reload the files', ['r'], ({ services }) => services.trash.refresh(), 'refresh'),
	row('close', 'back to the list, or close', ['Esc', 'q'], back, 'back'),
];
