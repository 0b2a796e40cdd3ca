import { emptyQuery } from '../filter/tree.ts';
import { isFiltered } from '../state/recent-filters.ts';
import type { Action, ActionContext } from './action.ts';

function row(
	verb: string,
	title: string,
	keys: readonly string[],
	run: (context: ActionContext) => void,
	disabled?: (context: ActionContext) => string | null,
): Action {
	return {
		id: `filter.${verb}`,
		title,
		group: 'Find',
		scope: 'app',
		keys,
		mutates: false,
		...(disabled === undefined ? {} : { disabled }),
		run,
	};
}

/** The filter of the list: ending it, and going back to the one before. */
export const filterActions: readonly Action[] = [
	row(
		'clear',
		'Clear the filter; the order stays',
		['F'],
		({ state, dispatch }) =>
			dispatch({ type: 'query', query: { ...emptyQuery, order: state().query.order } }),
		({ state }) => (isFiltered(state().query) ? null : 'There is no filter to clear.'),
	),
	row(
		'back',
		'Back to the filter and order before',
		['Ctrl-o'],
		({ dispatch }) => dispatch({ type: 'query-back' }),
		({ state }) => (state().queryHistory.length > 0 ? null : 'There is no filter before this one.'),
	),
];
