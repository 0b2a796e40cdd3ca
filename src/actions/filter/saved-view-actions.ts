import { formatListQuery } from '../../filter/format.ts';
import {
	type AlertWay,
	addSavedView,
	changeSavedView,
	moveSavedView,
	removeSavedView,
	type SavedView,
	type SavedViews,
	toggleStart,
} from '../../filter/saved-views.ts';
import { emptyQuery } from '../../filter/tree.ts';
import { notify } from '../../state/events.ts';
import { queryTextOfFilter } from '../../state/filter/recent-filters.ts';
import { readSavedView } from '../../state/saved-view-draft.ts';
import { clamp } from '../../state/scroll.ts';
import { editorOf } from '../../state/typing/line-editor.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { movementRows } from '../movement.ts';

/** The saved view under the cursor of the list of views, also while a prompt covers the list. */
export function chosenSavedView({ overlays, saved }: UiState): SavedView | null {
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

/** Applies a change to the saved view under the cursor. */
function withView(
	change: (saved: SavedViews, view: SavedView, context: ActionContext) => SavedViews,
): (context: ActionContext) => void {
	return (context) => {
		const view = chosenSavedView(context.state());
		if (view === null) return;
		const saved = change(context.state().saved, view, context);
		context.dispatch({ type: 'views', saved });
		const at = saved.views.findIndex(({ id }) => id === view.id);
		select(context, at < 0 ? selectedRow(context) : at);
	};
}

function apply(context: ActionContext): void {
	const view = chosenSavedView(context.state());
	if (view === null) return;
	const read = readSavedView(view, context.language().context, context.state().query.order);
	if (!read.ok) {
		const text = `“${view.name}”, character ${read.position + 1}: ${read.problem}. ${read.advice}.`;
		notify(context, 'bad', text);
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'query', query: read.query, queryText: view.queryText });
}

function askName(purpose: 'view-new' | 'view-name'): (context: ActionContext) => void {
	return ({ state, dispatch }) => {
		const name = purpose === 'view-name' ? (chosenSavedView(state())?.name ?? '') : '';
		dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose, editor: editorOf(name) } });
	};
}

/** Uses the typed name: for a new saved view of the current query, or for the saved view under the cursor. */
export function nameSavedView(context: ActionContext, purpose: 'view-new' | 'view-name', name: string): void {
	const { saved, query, recents } = context.state();
	const view = chosenSavedView(context.state());
	if (purpose === 'view-name') {
		if (view !== null) context.dispatch({ type: 'views', saved: changeSavedView(saved, view.id, { name }) });
		return;
	}
	const queryText = queryTextOfFilter(recents, query, context.language().context);
	const [order] = formatListQuery({ ...emptyQuery, order: query.order });
	const next = addSavedView(saved, { name, queryText, order: order?.[1] ?? '' });
	context.dispatch({ type: 'views', saved: next });
	if (topOverlay(context.state())?.kind === 'views') select(context, next.views.length - 1);
}

function edit(context: ActionContext): void {
	const view = chosenSavedView(context.state());
	if (view === null) return;
	const draft = { editor: editorOf(view.queryText), selected: -1 };
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'query', draft, viewId: view.id } });
}

/** Switches to the next way to alert, in a circle. The command is one of them if the settings name one. */
function changeAlert(context: ActionContext): void {
	const view = chosenSavedView(context.state());
	if (view === null) return;
	const ways = [
		null,
		'bell',
		'notify',
		...(context.services.alerts.hasCommand ? ['command' as const] : []),
	] as const;
	const next = ways[ways.indexOf(view.alert) + 1] ?? null;
	const saved = changeSavedView(context.state().saved, view.id, { alert: next });
	context.dispatch({ type: 'views', saved });
	notify(context, 'plain', alertWords(view.name, next));
}

function alertWords(name: string, way: AlertWay | null): string {
	if (way === null) return `Alerts for “${name}” are off.`;
	const how = {
		bell: 'the terminal rings',
		notify: 'the terminal notifies you',
		command: 'your command runs',
	}[way];
	return `Alerts for “${name}” are on: ${how} once for each conversation with activity.`;
}

function remove(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'views' || !overlay.draft.isDeleting) return;
	withView((saved, view) => removeSavedView(saved, view.id))(context);
}

function cancel(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind === 'views' && overlay.draft.isDeleting) {
		select(context, overlay.draft.selected);
		notify(context, 'plain', 'Nothing was deleted.');
	} else context.dispatch({ type: 'overlay-close' });
}

const row = rowsIn('views', 'Overlays and typing', 'views', 'Saved views: ');

/** An action that needs a saved view under the cursor. */
function viewRow(...parts: Parameters<typeof row>): Action {
	return {
		...row(...parts),
		disabled: ({ state }) =>
			chosenSavedView(state()) === null ? 'There is no saved view: n saves one.' : null,
	};
}

/** Opens the saved views, and the actions on them. */
export const savedViewActions: readonly Action[] = [
	{
		...row('open', 'Saved views', ['v'], ({ dispatch }) =>
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'views', draft: { selected: 0, isDeleting: false } },
			}),
		),
		title: 'Show the saved views (named filters with their order)',
		words: ['save', 'bookmark'],
		group: 'Find',
		scope: 'app',
	},
	viewRow('apply', 'show this view', ['Enter'], apply, 'show'),
	row('new', 'save the filter and order of the list', ['n'], askName('view-new'), 'save as new'),
	viewRow('edit', 'edit the filter', ['e'], edit, 'edit'),
	viewRow('rename', 'rename', ['r'], askName('view-name'), 'rename'),
	viewRow(
		'delete',
		'delete (y confirms)',
		['d'],
		(context) => select(context, selectedRow(context), true),
		'delete',
	),
	viewRow('alert', 'alert by bell, notification, command, or not at all', ['w'], changeAlert, 'alert'),
	viewRow(
		'start',
		'start tconv with this view, or not any more',
		['*'],
		withView((saved, view) => toggleStart(saved, view.id)),
		'start with',
	),
	viewRow(
		'lower',
		'move the view down',
		['J'],
		withView((saved, view) => moveSavedView(saved, view.id, 1)),
	),
	viewRow(
		'higher',
		'move the view up',
		['K'],
		withView((saved, view) => moveSavedView(saved, view.id, -1)),
	),
	row('confirm', 'yes, delete', ['y'], remove),
	...movementRows(row, { move }, [
		['next', 'next', ['j', 'Down', 'Tab']],
		['previous', 'previous', ['k', 'Up', 'Shift-Tab']],
	]),
	row('close', 'close, or cancel the deletion', ['Esc', 'q'], cancel, 'close'),
];
