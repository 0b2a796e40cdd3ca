import type { Column, Order } from '../../filter/tree.ts';
import {
	chosenOrder,
	cycle,
	cycleNulls,
	type SortDraft,
	type SortRow,
	sortRows,
} from '../../state/filter/sort-draft.ts';
import { topOverlay } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { movementRows } from '../movement.ts';

function draftOf(context: ActionContext): SortDraft | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'sort' ? overlay.draft : null;
}

function set({ dispatch }: ActionContext, draft: SortDraft): void {
	dispatch({ type: 'overlay-change', overlay: { kind: 'sort', draft } });
}

function rowUnderCursor(context: ActionContext, draft: SortDraft): SortRow | undefined {
	return sortRows(draft, context.view().metadataKeys)[draft.selected];
}

function columnUnderCursor(context: ActionContext, draft: SortDraft): Column | undefined {
	const under = rowUnderCursor(context, draft);
	return under?.kind === 'column' ? under.column : undefined;
}

function move(context: ActionContext, by: number): void {
	const draft = draftOf(context);
	if (draft === null) return;
	const count = sortRows(draft, context.view().metadataKeys).length;
	set(context, { ...draft, selected: (draft.selected + by + count) % count });
}

function change(
	context: ActionContext,
	next: (order: readonly Order[], column: Column) => readonly Order[],
): void {
	const draft = draftOf(context);
	const column = draft === null ? undefined : columnUnderCursor(context, draft);
	if (draft === null || column === undefined) return;
	set(context, { ...draft, order: next(draft.order, column) });
}

function apply(context: ActionContext): void {
	const draft = draftOf(context);
	if (draft === null) return;
	const under = rowUnderCursor(context, draft);
	const order = chosenOrder(draft, columnUnderCursor(context, draft));
	context.dispatch({ type: 'overlay-close' });
	if (under?.kind === 'attention') {
		context.dispatch({ type: 'attention', isOn: true });
		return;
	}
	const below = topOverlay(context.state());
	if (below?.kind === 'filter') {
		context.dispatch({
			type: 'overlay-change',
			overlay: { kind: 'filter', draft: { ...below.draft, order } },
		});
		return;
	}
	// The menu of the list offers attention beside the columns: a column ends it.
	const query = { ...context.state().query, order };
	context.dispatch({ type: 'query', query, ...(draft.attention === null ? {} : { isByAttention: false }) });
}

const row = rowsIn('sort', 'Overlays and typing', 'sort');

/** Actions in the sort menu. */
export const sortActions: readonly Action[] = [
	row('apply', 'Sort: by this column, or by all columns switched on', ['Enter'], apply, 'sort'),
	row(
		'cycle',
		'Sort: switch the column on, reverse it, off',
		['Space'],
		(context) => change(context, cycle),
		'add, turn',
	),
	row(
		'nulls',
		'Sort: put rows without a value last, first, or in server order',
		['n'],
		(context) => change(context, cycleNulls),
		'empty',
	),
	...movementRows(row, { move }, [
		['next', 'Sort: next column', ['j', 'Down', 'Tab']],
		['previous', 'Sort: previous column', ['k', 'Up', 'Shift-Tab']],
	]),
	row(
		'cancel',
		'Sort: close without changes',
		['Esc', 'q'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'cancel',
	),
];
