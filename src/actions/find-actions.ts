import type { Overlay } from '../state/overlay.ts';
import type { DetailTab, PaneId } from '../state/panes.ts';
import { cursorOf, revealLine, startPosition } from '../state/scroll.ts';
import { editorOf } from '../state/typing/line-editor.ts';
import { positionKey, type UiState } from '../state/ui-state.ts';
import type { Hit, View } from '../state/view.ts';
import type { Action, ActionContext } from './action.ts';
import { noneFound, stepRow } from './filter/narrow-actions.ts';

/** Moves the reader to a hit of the current search and unfolds the block that hides it. */
function goTo(context: ActionContext, index: number): void {
	const { find } = context.state();
	const hit = context.view().hits[index];
	if (find === null || hit === undefined) return;
	context.dispatch({ type: 'find', find: { ...find, current: index } });
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

/** Index of the first hit at or after the reader's place, or 0 if there is none. */
function nearestHit(context: ActionContext, pane: DetailTab): number {
	const view = context.view();
	const from = placeOf(context, view, pane);
	const order = view.detail(pane)?.layout.indexOf;
	const found = view.hits.findIndex((hit) => (order?.get(hit.key) ?? 0) >= from);
	return Math.max(0, found);
}

function placeOf(context: ActionContext, view: View, pane: DetailTab): number {
	const detail = view.detail(pane);
	if (detail === null || view.openId === null) return 0;
	const position = context.state().positions.get(positionKey(pane, view.openId)) ?? startPosition;
	return cursorOf(detail.layout, position, detail.height);
}

/** Searches a pane for the text typed so far and goes to the nearest hit. An empty text ends the search. */
export function findAsTyped(context: ActionContext, text: string): void {
	const { focus } = context.state();
	if (text === '' || focus === 'list') {
		context.dispatch({ type: 'find', find: null });
		return;
	}
	context.dispatch({ type: 'find', find: { pane: focus, text, current: 0 } });
	goTo(context, nearestHit(context, focus));
}

/** True if the search keys apply to the list. */
function isListSearched(context: ActionContext): boolean {
	const { focus, narrowedTo } = context.state();
	return focus === 'list' && narrowedTo !== null;
}

/** Goes to the next or previous hit, wrapping around at the ends; in the list, to a found row. */
export function stepHit(context: ActionContext, by: 1 | -1): void {
	const { find } = context.state();
	if (isListSearched(context)) {
		stepRow(context, by);
		return;
	}
	const hits: readonly Hit[] = context.view().hits;
	if (find === null || hits.length === 0) return;
	const current = Math.min(find.current, hits.length - 1);
	// In the next conversation the search stands before its first hit.
	const from = current < 0 && by === -1 ? 0 : current;
	goTo(context, (from + by + hits.length) % hits.length);
}

/** True if the searched pane is not on screen. */
export function isSearchAway({ find }: Pick<UiState, 'find'>, shown: readonly PaneId[]): boolean {
	return find !== null && !shown.includes(find.pane);
}

function noSearch(context: ActionContext): string | null {
	if (isListSearched(context)) return noneFound(context);
	const { find } = context.state();
	if (find === null) return 'There is no search. Press / to start one.';
	if (isSearchAway(context.state(), context.view().shown))
		return `The search for “${find.text}” is in ${find.pane}, which is not on screen.`;
	return context.view().hits.length === 0 ? `This pane does not contain “${find.text}”.` : null;
}

/** Actions to find text in a pane. */
export const findActions: readonly Action[] = [
	{
		id: 'find.start',
		title: 'Find in this pane; in the list, show only matching rows',
		group: 'Find',
		scope: 'app',
		keys: ['/'],
		words: ['search', 'grep'],
		hint: 'find',
		mutates: false,
		run: ({ state, dispatch }) => {
			const { focus, narrowedTo } = state();
			const overlay: Overlay =
				focus === 'list'
					? { kind: 'prompt', purpose: 'narrow', editor: editorOf(narrowedTo ?? '') }
					: { kind: 'prompt', purpose: 'find', editor: editorOf('') };
			dispatch({ type: 'overlay-open', overlay });
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
		run: (context) => stepHit(context, 1),
	},
	{
		id: 'find.previous',
		title: 'Previous hit',
		group: 'Find',
		scope: 'app',
		keys: ['N'],
		mutates: false,
		disabled: noSearch,
		run: (context) => stepHit(context, -1),
	},
];
