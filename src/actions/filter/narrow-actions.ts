import { serverSearch } from '../../filter/server-search.ts';
import { emptyQuery } from '../../filter/tree.ts';
import { notify } from '../../state/events.ts';
import { isFiltered } from '../../state/filter/recent-filters.ts';
import { noneFoundWords, serverSearchWords } from '../../state/none-found.ts';
import { topOverlay } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn, type ScopeName } from '../action.ts';

/** Keeps only the rows that match the typed text, with the cursor on the first. An empty text restores all rows and it. */
export function narrowAsTyped(context: ActionContext, text: string): void {
	context.dispatch({ type: 'narrow', text: text.trim() === '' ? null : text });
	if (text.trim() === '') return;
	const { listIds: ids, listHeight: height } = context.view();
	context.dispatch({ type: 'narrow-found', ids, height });
}

/** Moves to the next or previous found row, wrapping around at the ends. */
export function stepRow(context: ActionContext, by: 1 | -1): void {
	const { listIds: ids, listHeight: height } = context.view();
	const at = ids.indexOf(context.state().selectedId ?? '');
	const id = ids[(Math.max(0, at) + by + ids.length) % ids.length];
	if (id !== undefined) context.dispatch({ type: 'list-select', ids, height, id });
}

const row = rowsIn('filter', 'Find', 'app');

/** Clears the list's filter. */
export const filterActions: readonly Action[] = [
	{
		...row('clear', 'Clear the filter, keep the order', ['F'], ({ state, dispatch }) =>
			dispatch({ type: 'query', query: { ...emptyQuery, order: state().query.order } }),
		),
		disabled: ({ state }) => (isFiltered(state().query) ? null : 'There is no filter to clear.'),
	},
];

/** A message if no loaded row matches the search; null if one does. */
export function noneFound(context: ActionContext): string | null {
	const { narrowedTo } = context.state();
	if (narrowedTo === null || context.view().listIds.length > 0) return null;
	return noneFoundWords(context.state(), context.view().signalsRead).join(' ');
}

function nothingToAsk(context: ActionContext): string | null {
	const { narrowedTo, query } = context.state();
	return narrowedTo === null || serverSearch(narrowedTo, query) === null
		? 'There is no search in the list. Press / to start one.'
		: null;
}

/** Asks the server for the searched text and replaces the rows with the answer. */
function ask(context: ActionContext): void {
	const { state, dispatch } = context;
	const { narrowedTo, query } = state();
	const asked = serverSearch(narrowedTo ?? '', query);
	if (asked === null) return;
	if (topOverlay(state())?.kind === 'prompt') dispatch({ type: 'overlay-close' });
	dispatch({ type: 'narrow', text: null });
	dispatch({ type: 'query', query: asked });
	notify(context, 'plain', `The server searches ${serverSearchWords}. Ctrl-o goes back.`);
}

function askRow(scope: ScopeName, title: string): Action {
	return { ...rowsIn(scope, 'Find', scope)('ask-server', title, ['Ctrl-g'], ask), disabled: nothingToAsk };
}

/** Sends the search in the list to the server: from the list, and while typing it. */
export const narrowActions: readonly Action[] = [
	askRow('list', 'Ask the server for the text searched in the list'),
	askRow('prompt', 'While searching the list: ask the server instead'),
];
