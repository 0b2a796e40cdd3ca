import { listSortDraft } from '../state/sort-draft.ts';
import type { Action, ActionContext } from './action.ts';
import { noneFound } from './narrow-actions.ts';

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

function row(
	verb: string,
	title: string,
	keys: readonly string[],
	by: (context: ActionContext) => number,
	hint?: string,
): Action {
	return {
		id: `list.${verb}`,
		title,
		group: 'In the list',
		scope: 'list',
		keys,
		...(hint === undefined ? {} : { hint }),
		mutates: false,
		disabled: noRows,
		run: (context) => move(context, by(context)),
	};
}

/** What can be done in the list of conversations. */
export const listActions: readonly Action[] = [
	row('next', 'Next conversation', ['j', 'Down'], () => 1, 'move'),
	row('previous', 'Previous conversation', ['k', 'Up'], () => -1),
	row('half-page-down', 'Half a page down', ['Ctrl-d'], (context) => Math.ceil(page(context) / 2)),
	row('half-page-up', 'Half a page up', ['Ctrl-u'], (context) => -Math.ceil(page(context) / 2)),
	row('page-down', 'A page down', ['PgDn', 'Ctrl-f'], page),
	row('page-up', 'A page up', ['PgUp'], (context) => -page(context)),
	row('first', 'First conversation', ['g', 'Home'], () => Number.MIN_SAFE_INTEGER),
	row('last', 'Last loaded conversation (loads more)', ['G', 'End'], () => Number.MAX_SAFE_INTEGER),
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
		title: 'Sort by any column, by several, or by what needs attention',
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
		title: 'What needs attention first, or as the server has it',
		group: 'Conversation',
		scope: 'list',
		keys: ['!'],
		mutates: false,
		run: ({ state, dispatch }) => dispatch({ type: 'attention', isOn: !state().attention.isOn }),
	},
];
