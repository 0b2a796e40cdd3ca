import { canTravel } from '../state/history.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

/** Goes to the conversation above or below in the list, and stays in the pane. */
function step({ view, dispatch }: ActionContext, by: -1 | 1): void {
	const { listIds: ids, listHeight: height } = view();
	dispatch({ type: 'list-move', ids, height, by });
}

/** Why there is no conversation in this direction, as a sentence; null if there is one. */
function isLast({ view, state }: ActionContext, by: -1 | 1): string | null {
	const { listIds } = view();
	if (listIds.length === 0) return 'There are no conversations in the list.';
	const at = listIds.indexOf(state().selectedId ?? '');
	if (by === 1) return at === listIds.length - 1 ? 'This is the last loaded conversation of the list.' : null;
	return at === 0 ? 'This is the first conversation of the list.' : null;
}

const row = rowsIn('conversation', 'In a conversation', 'app');
const history = rowsIn('history', 'Find', 'app');

/** Ways from one conversation and filter to another. */
export const wayActions: readonly Action[] = [
	{
		...row('next', 'Next conversation of the list, in this pane', ['}'], (context) => step(context, 1)),
		disabled: (context) => isLast(context, 1),
	},
	{
		...row('previous', 'Previous conversation of the list, in this pane', ['{'], (context) =>
			step(context, -1),
		),
		disabled: (context) => isLast(context, -1),
	},
	{
		...history('back', 'Back to the filter, order or open conversation before', ['Ctrl-o'], ({ dispatch }) =>
			dispatch({ type: 'travel', by: -1 }),
		),
		disabled: ({ state }) => (canTravel(state(), -1) ? null : 'There is nothing to go back to.'),
	},
	{
		...history('forward', 'Forward again, after going back', [']o'], ({ dispatch }) =>
			dispatch({ type: 'travel', by: 1 }),
		),
		disabled: ({ state }) => (canTravel(state(), 1) ? null : 'There is nothing to go forward to.'),
	},
];
