import type { DetailTab } from '../state/panes.ts';
import {
	cursorOf,
	jumpTo,
	moveCursor,
	type Position,
	revealBlock,
	scrollBy,
	startPosition,
} from '../state/scroll.ts';
import { positionKey } from '../state/ui-state.ts';
import type { Block, DetailView } from '../state/view.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

type Step = (view: DetailView, position: Position) => Position;

/** Moves the reader within one pane of the open conversation. */
export function moveIn(context: ActionContext, tab: DetailTab, step: Step): void {
	const view = context.view().detail(tab);
	const { openId } = context.view();
	if (view === null || openId === null) return;
	const position = context.state().positions.get(positionKey(tab, openId)) ?? startPosition;
	context.dispatch({ type: 'position', tab, id: openId, position: step(view, position) });
}

function focused(context: ActionContext): DetailTab | null {
	const { focus } = context.state();
	return focus === 'list' ? null : focus;
}

function inFocused(step: Step): (context: ActionContext) => void {
	return (context) => {
		const tab = focused(context);
		if (tab !== null) moveIn(context, tab, step);
	};
}

const line = (by: 1 | -1): Step => {
	return (view, position) =>
		view.hasCursor
			? moveCursor(view.layout, position, by, view.height)
			: scrollBy(view.layout, position, by, view.height);
};

/** Scrolls by a fraction of the pane's height, at least one line. */
export const byPages = (share: number): Step => {
	return (view, position) => {
		const lines = Math.trunc(share * Math.max(1, view.height - 1)) || Math.sign(share);
		return scrollBy(view.layout, position, lines, view.height);
	};
};

/** Scrolls by a number of lines. */
export const byLines = (lines: number): Step => {
	return (view, position) => scrollBy(view.layout, position, lines, view.height);
};

function nothingOpen(context: ActionContext): string | null {
	const tab = focused(context);
	return tab === null || context.view().detail(tab) === null ? 'This pane is still empty.' : null;
}

const detailRow = rowsIn('detail', 'In a conversation', 'detail');

function row(verb: string, title: string, keys: readonly string[], step: Step, hint?: string): Action {
	return { ...detailRow(verb, title, keys, inFocused(step), hint), disabled: nothingOpen };
}

/** The block under the cursor of a pane; null if there is none. */
export function blockUnderCursor(context: ActionContext, tab: DetailTab): Block | null {
	const { openId, detail } = context.view();
	const view = detail(tab);
	if (view === null || openId === null) return null;
	const position = context.state().positions.get(positionKey(tab, openId)) ?? startPosition;
	return view.blocks[cursorOf(view.layout, position, view.height)] ?? null;
}

function foldableUnderCursor(context: ActionContext): { key: string; unfolded: boolean } | null {
	const block = blockUnderCursor(context, 'transcript');
	return block === null || block.fold === null
		? null
		: { key: block.key, unfolded: block.fold === 'unfolded' };
}

/** Unfolds all tool calls, or folds them if all are unfolded. The cursor stays on its turn. */
function foldAll({ state, view, dispatch }: ActionContext): void {
	const { openId: id, foldable } = view();
	if (id === null) return;
	const shown = state().unfolded.get(id);
	const areAll = foldable.every((key) => shown?.has(key) === true);
	dispatch({ type: 'fold-all', id, unfolded: areAll ? [] : foldable });
}

/** Shows the same turn in the transcript and puts the cursor on it. */
function toTranscript(context: ActionContext): void {
	const turn = blockUnderCursor(context, 'waits');
	if (turn === null) return;
	context.dispatch({ type: 'focus', pane: 'transcript' });
	revealTurn(context, turn.key);
}

function revealTurn(context: ActionContext, key: string): void {
	moveIn(context, 'transcript', ({ layout, height }, position) => {
		const index = layout.indexOf.get(key);
		return index === undefined ? position : revealBlock(layout, position, index, height);
	});
}

/** Puts the cursor of the transcript, which is on screen, on a turn, and unfolds the block that hides the turn. */
export function goToTurn(context: ActionContext, key: string): void {
	const { openId, detail } = context.view();
	const block = detail('transcript')?.blocks.find((candidate) => candidate.key === key);
	if (openId !== null && block?.fold === 'folded')
		context.dispatch({ type: 'fold', id: openId, turn: key, unfolded: true });
	revealTurn(context, key);
}

/** Actions in the panes of a conversation. */
export const detailActions: readonly Action[] = [
	row('down', 'Next turn or line', ['j', 'Down'], line(1), 'move'),
	row('up', 'Previous turn or line', ['k', 'Up'], line(-1)),
	row('half-page-down', 'Half a page down', ['Ctrl-d'], byPages(0.5)),
	row('half-page-up', 'Half a page up', ['Ctrl-u'], byPages(-0.5)),
	row('page-down', 'A page down', ['PgDn', 'Ctrl-f', 'Space'], byPages(1)),
	row('page-up', 'A page up', ['PgUp'], byPages(-1)),
	row('first', 'To the top', ['g', 'Home'], (view) => jumpTo(view.layout, 'first', view.height)),
	row('last', 'To the bottom', ['G', 'End'], (view) => jumpTo(view.layout, 'last', view.height)),
	{
		id: 'transcript.fold',
		title: 'Unfold or fold a tool call',
		group: 'Conversation',
		scope: 'transcript',
		keys: ['Enter'],
		hint: 'unfold',
		mutates: false,
		disabled: (context) =>
			foldableUnderCursor(context) === null ? 'Move the cursor to a tool call to unfold it.' : null,
		run: (context) => {
			const turn = foldableUnderCursor(context);
			const { openId } = context.view();
			if (turn === null || openId === null) return;
			context.dispatch({ type: 'fold', id: openId, turn: turn.key, unfolded: !turn.unfolded });
		},
	},
	{
		...rowsIn('transcript', 'Conversation', 'app')(
			'fold-all',
			'Unfold or fold all tool calls',
			['U'],
			foldAll,
		),
		disabled: (context) => {
			if (context.view().detail('transcript') === null)
				return 'The transcript is not on the screen: press 2.';
			return context.view().foldable.length === 0 ? 'This transcript has no tool calls.' : null;
		},
	},
	{
		id: 'waits.open',
		title: 'Show this turn in the transcript',
		group: 'Conversation',
		scope: 'waits',
		keys: ['Enter'],
		hint: 'read',
		mutates: false,
		disabled: nothingOpen,
		run: toTranscript,
	},
];
