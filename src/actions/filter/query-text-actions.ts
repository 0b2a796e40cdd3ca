import { formatListQuery } from '../../filter/format.ts';
import { formatQueryText, isSameQuery } from '../../filter/query-text/format-query-text.ts';
import type { Completion } from '../../filter/query-text/offers.ts';
import { changeSavedView } from '../../filter/saved-views.ts';
import { emptyQuery, type Order, type SaidQuery } from '../../filter/tree.ts';
import { notify } from '../../state/events.ts';
import {
	afterChange,
	draftOf,
	type FilterDraft,
	isEdited,
	queryOf,
	reopened,
} from '../../state/filter/filter-draft.ts';
import {
	moveOffer,
	type QueryTextDraft,
	queryTextOffers,
	type ReadDraft,
	readDraft,
	takeOffer,
} from '../../state/filter/query-text-draft.ts';
import { queryTextOfFilter } from '../../state/filter/recent-filters.ts';
import type { Overlay } from '../../state/overlay.ts';
import { editorOf } from '../../state/typing/line-editor.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { keyShapeIn } from '../../text/redact.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';

type QueryTextOverlay = Extract<Overlay, { kind: 'query' }>;

function overlayOf(context: ActionContext): QueryTextOverlay | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'query' ? overlay : null;
}

function offersOf(context: ActionContext, { draft }: QueryTextOverlay): readonly Completion[] {
	const recents = context.state().recents.map(({ queryText }) => queryText);
	return queryTextOffers(draft.editor, recents, context.language().known);
}

function change({ dispatch }: ActionContext, overlay: QueryTextOverlay, draft: QueryTextDraft): void {
	dispatch({ type: 'overlay-change', overlay: { ...overlay, draft } });
}

function move(context: ActionContext, by: 1 | -1): void {
	const overlay = overlayOf(context);
	if (overlay !== null)
		change(context, overlay, moveOffer(overlay.draft, by, offersOf(context, overlay).length));
}

/** Inserts the offer under the cursor, or the best one. False if there is no offer. */
function take(context: ActionContext, overlay: QueryTextOverlay): boolean {
	const offer = offersOf(context, overlay)[Math.max(0, overlay.draft.selected)];
	if (offer !== undefined) change(context, overlay, takeOffer(overlay.draft, offer));
	return offer !== undefined;
}

/** Enter inserts a chosen offer; without one it asks the server for the query text. */
function enter(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	if (overlay.draft.selected < 0 || !take(context, overlay)) applyQueryText(context);
}

/** The effect of Enter: the chosen offer, or the whole text. */
function enterHint(state: UiState): string {
	const overlay = topOverlay(state);
	if (overlay?.kind !== 'query') return 'apply';
	if (overlay.draft.selected >= 0) return 'insert the suggestion';
	return overlay.viewId === undefined ? 'apply' : 'keep';
}

function readTyped(context: ActionContext, { draft, rows }: QueryTextOverlay): ReadDraft {
	const order = rows?.order ?? context.state().query.order;
	return readDraft(draft.editor.text, context.language().context, order);
}

/** The typed text as a query; shows the problem of one that cannot be read, and returns null. */
function readOrSay(context: ActionContext, overlay: QueryTextOverlay): SaidQuery | null {
	const read = readTyped(context, overlay);
	if (read.ok) return read.query;
	notify(context, 'bad', `Character ${read.position + 1}: ${read.problem}. ${read.advice}.`);
	return null;
}

/** Applies the typed text, or puts it into its saved view; stays open if the text cannot be read. */
export function applyQueryText(context: ActionContext): void {
	const overlay = overlayOf(context);
	const query = overlay === null ? null : readOrSay(context, overlay);
	if (overlay === null || query === null) return;
	const { text } = overlay.draft.editor;
	context.dispatch({ type: 'overlay-close' });
	if (overlay.viewId !== undefined) {
		const { saved } = context.state();
		const [order] = formatListQuery({ ...emptyQuery, order: readOrder(text, context) });
		const change = { queryText: text.trim(), ...(order === undefined ? {} : { order: order[1] }) };
		context.dispatch({ type: 'views', saved: changeSavedView(saved, overlay.viewId, change) });
		return;
	}
	context.dispatch({ type: 'filter-leave', draft: null });
	context.dispatch({ type: 'query', query, queryText: text.trim() });
}

/** The draft of the filter modal with the query of the typed text. */
function rowsOf(context: ActionContext, { rows }: QueryTextOverlay, query: SaidQuery): FilterDraft {
	const before = rows ?? reopened(context.state().query, context.state().filterKept);
	if (isSameQuery(queryOf(before), query)) return before;
	const fresh = draftOf(query);
	return afterChange(before, { ...fresh, nextId: Math.max(fresh.nextId, before.nextId), past: before.past });
}

/** Shows the rows of the typed text. */
function showRows(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	if (overlay.viewId !== undefined) {
		notify(
			context,
			'warn',
			'The text of a saved view has no rows: Enter keeps it, = and f are for the list.',
		);
		return;
	}
	const query = readOrSay(context, overlay);
	if (query === null) return;
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({
		type: 'overlay-open',
		overlay: { kind: 'filter', draft: rowsOf(context, overlay, query) },
	});
}

/** Closes the text. Keeps the filter that it says, if that can be read and is not the one in force. */
export function leaveQueryText(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	const read = readTyped(context, overlay);
	context.dispatch({ type: 'overlay-close' });
	// Text that is shaped like an API key goes no further without a question.
	if (overlay.viewId !== undefined || keyShapeIn(overlay.draft.editor.text) !== null) return;
	const rows = read.ok ? rowsOf(context, overlay, read.query) : overlay.rows;
	if (rows === undefined || !isEdited(rows)) return;
	context.dispatch({ type: 'filter-leave', draft: rows });
	notify(context, 'plain', 'Filter kept. f opens it again.');
}

/** Closes the text and drops it; the filter in force, or the saved view, stays as it is. */
export function discardQueryText(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	context.dispatch({ type: 'overlay-close' });
	if (overlay.viewId === undefined) context.dispatch({ type: 'filter-leave', draft: null });
	notify(context, 'plain', 'The query text was discarded.');
}

/** Shows the draft of the filter modal on top as query text. */
export function showText(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'filter') return;
	context.dispatch({ type: 'overlay-close' });
	openText(context, overlay.draft);
}

/** The order that a query text contains; empty if it has none. */
function readOrder(text: string, context: ActionContext): readonly Order[] {
	const read = readDraft(text, context.language().context, []);
	return read.ok ? read.query.order : [];
}

/** Opens the query text of the filter in force, as the user typed it, or of a filter that was left unapplied. */
function open(context: ActionContext): void {
	openText(context, context.state().filterLeft);
}

function openText({ state, dispatch, language }: ActionContext, rows: FilterDraft | null): void {
	const { recents, query } = state();
	const shown = rows === null ? query : queryOf(rows);
	const hasOwnOrder = rows !== null && JSON.stringify(shown.order) !== JSON.stringify(query.order);
	const { assistants } = language().context;
	const text = hasOwnOrder
		? formatQueryText(shown, assistants === undefined ? {} : { assistants })
		: queryTextOfFilter(recents, shown, language().context);
	const draft = { editor: editorOf(text === '' ? '' : `${text} `), selected: -1 };
	dispatch({
		type: 'overlay-open',
		overlay: rows === null ? { kind: 'query', draft } : { kind: 'query', draft, rows },
	});
}

const row = rowsIn('query', 'Overlays and typing', 'query');

/** Opens the filter as query text, and the actions within it. */
export const queryTextActions: readonly Action[] = [
	{
		...row('open', 'Filter by query text, like channel:phone_call after:24h', ['='], open),
		group: 'Find',
		scope: 'app',
	},
	row('apply', 'Query text: apply, or insert the chosen suggestion', ['Enter'], enter, enterHint),
	row('as-rows', 'Query text: show it as rows, without applying', ['Ctrl-t'], showRows, 'rows'),
	row(
		'complete',
		'Query text: complete',
		['Tab'],
		(context) => {
			const overlay = overlayOf(context);
			if (overlay !== null) take(context, overlay);
		},
		'complete',
	),
	row('next', 'Query text: next below', ['Down', 'Ctrl-n'], (context) => move(context, 1), 'choose'),
	row('previous', 'Query text: the one above', ['Up', 'Ctrl-p', 'Shift-Tab'], (context) => move(context, -1)),
];
