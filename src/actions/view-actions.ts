import { formatListQuery } from '../filter/format.ts';
import {
	addView,
	changeView,
	moveView,
	removeView,
	type SavedView,
	type SavedViews,
	toggleStart,
	type WatchWay,
} from '../filter/saved-views.ts';
import { emptyQuery } from '../filter/tree.ts';
import { editorOf } from '../state/line-editor.ts';
import { lineOfFilter } from '../state/recent-filters.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import { readView } from '../state/view-draft.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

/** The view under the cursor of the list of views, also while something is typed above it. */
export function chosenView({ overlays, saved }: UiState): SavedView | null {
	const overlay = overlays.findLast(({ kind }) => kind === 'views');
	return overlay?.kind === 'views' ? (saved.views[overlay.draft.selected] ?? null) : null;
}

function select(context: ActionContext, selected: number, isDeleting = false): void {
	const last = Math.max(0, context.state().saved.views.length - 1);
	const draft = { selected: clamp(selected, 0, last), isDeleting };
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'views', draft } });
}

function selectedRow(context: ActionContext): number {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'views' ? overlay.draft.selected : 0;
}

function move(context: ActionContext, by: number): void {
	const count = context.state().saved.views.length;
	if (count > 0) select(context, (selectedRow(context) + by + count) % count);
}

/** Does something to the view under the cursor. */
function withView(
	change: (saved: SavedViews, view: SavedView, context: ActionContext) => SavedViews,
): (context: ActionContext) => void {
	return (context) => {
		const view = chosenView(context.state());
		if (view === null) return;
		const saved = change(context.state().saved, view, context);
		context.dispatch({ type: 'views', saved });
		const at = saved.views.findIndex(({ id }) => id === view.id);
		select(context, at < 0 ? selectedRow(context) : at);
	};
}

function apply(context: ActionContext): void {
	const view = chosenView(context.state());
	if (view === null) return;
	const read = readView(view, context.language().context, context.state().query.order);
	if (!read.ok) {
		const text = `“${view.name}”, character ${read.position + 1}: ${read.problem}. ${read.advice}.`;
		context.dispatch({ type: 'notice', notice: { tone: 'bad', text } });
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'query', query: read.query, line: view.line });
}

function askName(purpose: 'view-new' | 'view-name'): (context: ActionContext) => void {
	return ({ state, dispatch }) => {
		const name = purpose === 'view-name' ? (chosenView(state())?.name ?? '') : '';
		dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose, editor: editorOf(name) } });
	};
}

/** Gives the name that was typed: to a new view of what is asked now, or to the one under the cursor. */
export function nameView(context: ActionContext, purpose: 'view-new' | 'view-name', name: string): void {
	const { saved, query, recents } = context.state();
	const view = chosenView(context.state());
	if (purpose === 'view-name') {
		if (view !== null) context.dispatch({ type: 'views', saved: changeView(saved, view.id, { name }) });
		return;
	}
	const line = lineOfFilter(recents, query, context.language().context);
	const [order] = formatListQuery({ ...emptyQuery, order: query.order });
	const next = addView(saved, { name, line, order: order?.[1] ?? '' });
	context.dispatch({ type: 'views', saved: next });
	if (topOverlay(context.state())?.kind === 'views') select(context, next.views.length - 1);
}

function edit(context: ActionContext): void {
	const view = chosenView(context.state());
	if (view === null) return;
	const draft = { editor: editorOf(view.line), selected: -1 };
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'line', draft, viewId: view.id } });
}

/** The next way of being told, in a circle. The command is among them where the settings name one. */
function watch(context: ActionContext): void {
	const view = chosenView(context.state());
	if (view === null) return;
	const ways = [
		null,
		'bell',
		'notify',
		...(context.services.watches.hasCommand ? ['command' as const] : []),
	] as const;
	const next = ways[ways.indexOf(view.watch) + 1] ?? null;
	const saved = changeView(context.state().saved, view.id, { watch: next });
	context.dispatch({ type: 'views', saved });
	context.dispatch({ type: 'notice', notice: { tone: 'plain', text: watchWords(view.name, next) } });
}

function watchWords(name: string, way: WatchWay | null): string {
	if (way === null) return `“${name}” is not watched any more.`;
	const how = {
		bell: 'the terminal rings',
		notify: 'the terminal notifies you',
		command: 'your command runs',
	}[way];
	return `“${name}” is watched: ${how} once for every conversation in which something happens.`;
}

function remove(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'views' || !overlay.draft.isDeleting) return;
	withView((saved, view) => removeView(saved, view.id))(context);
}

function cancel(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind === 'views' && overlay.draft.isDeleting) select(context, overlay.draft.selected);
	else context.dispatch({ type: 'overlay-close' });
}

const row = rowsIn('views', 'Overlays and typing', 'views', 'Views: ');

/** The same, for what needs a view under the cursor. */
function viewRow(...parts: Parameters<typeof row>): Action {
	return {
		...row(...parts),
		disabled: ({ state }) => (chosenView(state()) === null ? 'There is no view: n saves one.' : null),
	};
}

/** Opening the saved views, and what can be done with them. */
export const viewActions: readonly Action[] = [
	{
		...row('open', 'Saved views', ['v'], ({ dispatch }) =>
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'views', draft: { selected: 0, isDeleting: false } },
			}),
		),
		title: 'Saved views: a filter and an order under a name',
		group: 'Find',
		scope: 'app',
	},
	viewRow('apply', 'show this one', ['Enter'], apply, 'show'),
	row('new', 'save what the list shows now as a view', ['n'], askName('view-new'), 'save as new'),
	viewRow('edit', 'change the filter', ['e'], edit, 'edit'),
	viewRow('rename', 'another name', ['r'], askName('view-name'), 'rename'),
	viewRow(
		'delete',
		'delete, once y confirms it',
		['d'],
		(context) => select(context, selectedRow(context), true),
		'delete',
	),
	viewRow('watch', 'watch it: by bell, notification, command, or no longer', ['w'], watch, 'watch'),
	viewRow(
		'start',
		'open the program with this one, or no longer',
		['*'],
		withView((saved, view) => toggleStart(saved, view.id)),
		'start with',
	),
	viewRow(
		'lower',
		'move it down',
		['J'],
		withView((saved, view) => moveView(saved, view.id, 1)),
	),
	viewRow(
		'higher',
		'move it up',
		['K'],
		withView((saved, view) => moveView(saved, view.id, -1)),
	),
	row('confirm', 'yes, delete it', ['y'], remove),
	row('next', 'next', ['j', 'Down', 'Tab'], (context) => move(context, 1)),
	row('previous', 'previous', ['k', 'Up', 'Shift-Tab'], (context) => move(context, -1)),
	row('close', 'close, or keep what was to be deleted', ['Esc', 'q'], cancel, 'close'),
];
