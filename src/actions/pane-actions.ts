import { notify } from '../state/events.ts';
import { detailTabs, type PaneId } from '../state/panes.ts';
import type { UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { byLines, moveIn } from './detail-actions.ts';

/** Focusing a pane of a conversation opens the selected one at once, without waiting for the cursor to rest. */
function focus({ state, dispatch }: ActionContext, pane: PaneId): void {
	if (pane !== 'list' && state().focus === 'list' && state().selectedId !== null) {
		dispatch({ type: 'open', id: state().selectedId });
	}
	dispatch({ type: 'focus', pane });
}

/** Panes in Tab order, for a screen of one pane or of several. */
function ring(context: ActionContext): readonly PaneId[] {
	const { shown } = context.view();
	return shown.length > 1 ? shown : ['list', context.state().tab];
}

function step(context: ActionContext, by: 1 | -1, around: boolean): void {
	const panes = ring(context);
	const from = Math.max(0, panes.indexOf(context.state().focus));
	const to = around ? (from + by + panes.length) % panes.length : from + by;
	const pane = panes[to];
	if (pane !== undefined) focus(context, pane);
}

function turnTab(context: ActionContext, by: 1 | -1): void {
	const { tab } = context.state();
	const index = (detailTabs.indexOf(tab) + by + detailTabs.length) % detailTabs.length;
	const next = detailTabs[index];
	if (next !== undefined) focus(context, next);
}

/** The pane that J and K scroll: in the list the conversation's pane, else the list. */
function otherPane(context: ActionContext, by: number): void {
	const { focus: focused, tab } = context.state();
	if (focused !== 'list') {
		const { listIds: ids, listHeight: height } = context.view();
		context.dispatch({ type: 'list-move', ids, height, by: Math.sign(by) });
		return;
	}
	moveIn(context, tab, byLines(by));
}

/** Rows that J and K scroll at once; more than one, so that the other pane is redrawn less often. */
const otherPaneLines = 3;

const titles: Readonly<Record<PaneId, string>> = {
	list: 'Conversations',
	transcript: 'Transcript',
	insights: 'Insights',
	metadata: 'Metadata',
	raw: 'Raw JSON',
	waits: 'Waits (turns to scale)',
};

function focusRow(pane: PaneId, key: string): Action {
	return {
		id: `pane.${pane}`,
		title: `Go to: ${titles[pane]}`,
		group: 'Panes',
		scope: 'app',
		keys: [key],
		mutates: false,
		run: (context) => focus(context, pane),
	};
}

const row = rowsIn('pane', 'Panes', 'app');

function back(context: ActionContext): void {
	const state: UiState = context.state();
	const isNarrowed = state.focus === 'list' && state.narrowedTo !== null;
	if (isNarrowed) context.dispatch({ type: 'narrow', text: null });
	else if (state.find !== null) context.dispatch({ type: 'find', find: null });
	else if (context.services.endWaits()) return;
	else if (state.bare) context.dispatch({ type: 'zoom', bare: true });
	else if (state.zoomed) context.dispatch({ type: 'zoom' });
	else context.dispatch({ type: 'focus', pane: 'list' });
}

/** Actions for focus, tabs, zoom, wrap and the pane beside. */
export const paneActions: readonly Action[] = [
	row('next', 'Next pane', ['Tab'], (context) => step(context, 1, true), 'pane'),
	row('previous', 'Previous pane', ['Shift-Tab'], (context) => step(context, -1, true)),
	row('left', 'Pane to the left', ['h', 'Left'], (context) => step(context, -1, false)),
	row('right', 'Pane to the right', ['l', 'Right'], (context) => step(context, 1, false)),
	focusRow('list', '1'),
	focusRow('transcript', '2'),
	focusRow('insights', '3'),
	focusRow('metadata', '4'),
	focusRow('raw', '5'),
	focusRow('waits', '6'),
	row('next-tab', 'Next tab of the conversation', [']]', ']t'], (context) => turnTab(context, 1)),
	row('previous-tab', 'Previous tab of the conversation', ['[[', '[t'], (context) => turnTab(context, -1)),
	row('scroll-other-down', 'Scroll the other pane down', ['J'], (context) =>
		otherPane(context, otherPaneLines),
	),
	row('scroll-other-up', 'Scroll the other pane up', ['K'], (context) => otherPane(context, -otherPaneLines)),
	row('zoom', 'Zoom the pane', ['z'], ({ dispatch }) => dispatch({ type: 'zoom' }), 'zoom'),
	row('bare', 'One pane without borders, for selecting text with the mouse', ['Z'], ({ state, dispatch }) => {
		dispatch({ type: 'zoom', bare: true });
		if (state().bare)
			notify({ dispatch }, 'plain', 'No borders: select text with the mouse. Z brings them back.');
	}),
	row('wrap', 'Wrap or cut long lines', ['w'], ({ state, dispatch }) => {
		dispatch({ type: 'wrap' });
		notify({ dispatch }, 'plain', state().wrapped ? 'Long lines wrap.' : 'Long lines are cut at the edge.');
	}),
	row('activity', 'Show or hide the hourly activity', ['H'], (context) => {
		context.dispatch({ type: 'activity' });
		if (context.view().shown.includes('list')) return;
		const text = context.state().activity
			? 'The hourly activity is above the list.'
			: 'The hourly activity is hidden.';
		notify(context, 'plain', text);
	}),
	row('back', 'Back: end a search or a wait, leave Z or zoom, or go to the list', ['Esc'], back),
];
