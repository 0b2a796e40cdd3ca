import { askFor } from '../filter/ask.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, ActionContext, ScopeName } from './action.ts';

/** Leaves only the rows that answer to what has been typed so far, the cursor on the first. An empty text brings all back. */
export function narrowAsTyped(context: ActionContext, text: string): void {
	context.dispatch({ type: 'narrow', text: text.trim() === '' ? null : text });
	if (text.trim() === '') return;
	const { listIds: ids, listHeight: height } = context.view();
	const [id] = ids;
	if (id !== undefined) context.dispatch({ type: 'list-select', ids, height, id });
}

/** Moves to the next row that was found, or the one before, round and round. */
export function stepRow(context: ActionContext, by: 1 | -1): void {
	const { listIds: ids, listHeight: height } = context.view();
	const at = ids.indexOf(context.state().selectedId ?? '');
	const id = ids[(Math.max(0, at) + by + ids.length) % ids.length];
	if (id !== undefined) context.dispatch({ type: 'list-select', ids, height, id });
}

/** What is said where no loaded row answers to the search; null where one does. */
export function noneFound(context: ActionContext): string | null {
	const { narrowedTo } = context.state();
	if (narrowedTo === null || context.view().listIds.length > 0) return null;
	return `“${narrowedTo}” is in no row that is loaded: Ctrl-g asks the server.`;
}

function nothingToAsk(context: ActionContext): string | null {
	const { narrowedTo, query } = context.state();
	return narrowedTo === null || askFor(narrowedTo, query) === null
		? 'Nothing is being searched for in the list: press / first.'
		: null;
}

/** Asks the server for what the loaded rows are searched for, and shows its answer in their place. */
function ask({ state, dispatch }: ActionContext): void {
	const { narrowedTo, query } = state();
	const asked = askFor(narrowedTo ?? '', query);
	if (asked === null) return;
	if (topOverlay(state())?.kind === 'prompt') dispatch({ type: 'overlay-close' });
	dispatch({ type: 'narrow', text: null });
	dispatch({ type: 'query', query: asked });
}

function askRow(scope: ScopeName, title: string): Action {
	return {
		id: `${scope}.ask-server`,
		title,
		group: 'Find',
		scope,
		keys: ['Ctrl-g'],
		mutates: false,
		disabled: nothingToAsk,
		run: ask,
	};
}

/** Asking the server for what is searched for in the list: from there, and while it is typed. */
export const narrowActions: readonly Action[] = [
	askRow('list', 'Ask the server for what the list is searched for'),
	askRow('prompt', 'Ask the server for it instead, while finding in the list'),
];
