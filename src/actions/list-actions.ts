import { listSortDraft } from '../state/filter/sort-draft.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { noneFound } from './filter/narrow-actions.ts';
import { movementRows } from './movement.ts';

function move(context: ActionContext, by: number): void {
	const { listIds: ids, listHeight: height } = context.view();
	context.dispatch({ type: 'list-move', ids, height, by });
}

function page(context: ActionContext): number {
	return Math.max(1, context.view().listHeight - 1);
}

function noRows(context: ActionContext): string | null {
	if (context.view().listIds.length > 0) return null;
	return noneFound(context) ?? 'There are no conversations in the list.';
}

const row = rowsIn('list', 'In the list', 'list');
const movements = movementRows(row, { move, page }, [
	['next', 'Next conversation', ['j', 'Down'], 'move'],
	['previous', 'Previous conversation', ['k', 'Up']],
	['half-page-down', 'Half a page down', ['Ctrl-d']],
	['half-page-up', 'Half a page up', ['Ctrl-u']],
	['page-down', 'A page down', ['PgDn', 'Ctrl-f']],
	['page-up', 'A page up', ['PgUp']],
	['first', 'First conversation', ['g', 'Home']],
	['last', 'Last loaded conversation (loads more)', ['G', 'End']],
]);

/** Actions in the list of conversations. */
export const listActions: readonly Action[] = [
	...movements.map((movement) => ({ ...movement, disabled: noRows })),
	{
		id: 'list.open',
		title: 'Open the transcript',
		group: 'Conversation',
		scope: 'list',
		keys: ['Enter'],
		hint: 'open',
		mutates: false,
		disabled: noRows,
		run: ({ state, dispatch }) => {
			dispatch({ type: 'open', id: state().selectedId });
			dispatch({ type: 'focus', pane: 'transcript' });
		},
	},
	{
		id: 'list.sort',
		title: 'Sort by one or more columns, or by attention',
		words: ['order'],
		group: 'Conversation',
		scope: 'list',
		keys: ['s'],
		hint: 'sort',
		mutates: false,
		run: ({ state, dispatch }) =>
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'sort', draft: listSortDraft(state().query.order, state().attention.isOn) },
			}),
	},
	{
		id: 'list.attention',
		title: 'Order by attention, or as the server does',
		group: 'Conversation',
		scope: 'list',
		keys: ['!'],
		mutates: false,
		run: ({ state, dispatch }) => dispatch({ type: 'attention', isOn: !state().attention.isOn }),
	},
];
