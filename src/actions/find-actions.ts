import { editorOf } from '../state/line-editor.ts';
import { cursorOf, revealLine, startPosition } from '../state/scroll.ts';
import { type PaneId, positionKey, type UiState } from '../state/ui-state.ts';
import type { Hit, View } from '../state/view.ts';
import type { Action, ActionContext } from './action.ts';

/** Moves the reader to a hit of the present search, unfolding what hides it. */
function goTo(context: ActionContext, index: number): void {
	const { find } = context.state();
	const hit = context.view().hits[index];
	if (find === null || hit === undefined) return;
	context.dispatch({ type: 'find', find: { ...find, current: index } });
	if (find.pane === 'list') {
		const { listIds: ids, listHeight: height } = context.view();
		context.dispatch({ type: 'list-select', ids, height, id: hit.key });
		return;
	}
	const { openId } = context.view();
	if (openId === null) return;
	if (context.view().lineOfHit(hit) === null) {
		context.dispatch({ type: 'fold', id: openId, turn: hit.key, unfolded: true });
	}
	const view = context.view().detail(find.pane);
	const block = view?.layout.indexOf.get(hit.key);
	if (view === null || block === undefined) return;
	const position = context.state().positions.get(positionKey(find.pane, openId)) ?? startPosition;
	const line = context.view().lineOfHit(hit) ?? 0;
	context.dispatch({
		type: 'position',
		tab: find.pane,
		id: openId,
		position: revealLine(view.layout, position, block, line, view.height),
	});
}

/** The first hit at or after where the reader is; the first of all where none is. */
function nearestHit(context: ActionContext, pane: PaneId): number {
	const view = context.view();
	const from = placeOf(context, view, pane);
	const order = new Map(
		pane === 'list'
			? view.listIds.map((id, index) => [id, index])
			: (view.detail(pane)?.layout.indexOf ?? new Map<string, number>()),
	);
	const found = view.hits.findIndex((hit) => (order.get(hit.key) ?? 0) >= from);
	return Math.max(0, found);
}

function placeOf(context: ActionContext, view: View, pane: PaneId): number {
	if (pane === 'list') return Math.max(0, view.listIds.indexOf(context.state().selectedId ?? ''));
	const detail = view.detail(pane);
	if (detail === null || view.openId === null) return 0;
	const position = context.state().positions.get(positionKey(pane, view.openId)) ?? startPosition;
	return cursorOf(detail.layout, position, detail.height);
}

/** Searches a pane for what has been typed so far, and goes to the nearest hit. An empty text ends the search. */
export function findAsTyped(context: ActionContext, text: string): void {
	const { focus } = context.state();
	if (text === '') {
		context.dispatch({ type: 'find', find: null });
		return;
	}
	context.dispatch({ type: 'find', find: { pane: focus, text, current: 0 } });
	goTo(context, nearestHit(context, focus));
}

function step(context: ActionContext, by: 1 | -1): void {
	const { find } = context.state();
	const hits: readonly Hit[] = context.view().hits;
	if (find === null || hits.length === 0) return;
	const current = Math.min(find.current, hits.length - 1);
	goTo(context, (current + by + hits.length) % hits.length);
}

/** True where the search is one of a conversation's pane that is not on the screen. The list is searched unseen as well. */
export function isSearchAway({ find }: Pick<UiState, 'find'>, shown: readonly PaneId[]): boolean {
	return find !== null && find.pane !== 'list' && !shown.includes(find.pane);
}

function noSearch(context: ActionContext): string | null {
	const { find } = context.state();
	if (find === null) return 'Nothing is being searched for: press / first.';
	if (isSearchAway(context.state(), context.view().shown))
		return `“${find.text}” was searched for in ${find.pane}, which is not on the screen now.`;
	return context.view().hits.length === 0 ? `“${find.text}” is not in this pane.` : null;
}

/** Finding text in a pane. */
export const findActions: readonly Action[] = [
	{
		id: 'find.start',
		title: 'Find in this pane',
		group: 'Find',
		scope: 'app',
		keys: ['/'],
		hint: 'find',
		mutates: false,
		run: ({ dispatch }) => {
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'prompt', purpose: 'find', editor: editorOf('') },
			});
		},
	},
	{
		id: 'find.next',
		title: 'Next hit',
		group: 'Find',
		scope: 'app',
		keys: ['n'],
		mutates: false,
		disabled: noSearch,
		run: (context) => step(context, 1),
	},
	{
		id: 'find.previous',
		title: 'Previous hit',
		group: 'Find',
		scope: 'app',
		keys: ['N'],
		mutates: false,
		disabled: noSearch,
		run: (context) => step(context, -1),
	},
];
