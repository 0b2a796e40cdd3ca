import { formatListQuery } from '../../filter/format.ts';
import type { Completion } from '../../filter/query-text/offers.ts';
import { changeSavedView } from '../../filter/saved-views.ts';
import { emptyQuery, type Order } from '../../filter/tree.ts';
import { notify } from '../../state/events.ts';
import {
	moveOffer,
	type QueryTextDraft,
	queryTextOffers,
	readDraft,
	takeOffer,
} from '../../state/filter/query-text-draft.ts';
import { queryTextOfFilter } from '../../state/filter/recent-filters.ts';
import type { Overlay } from '../../state/overlay.ts';
import { editorOf } from '../../state/typing/line-editor.ts';
import { topOverlay } from '../../state/ui-state.ts';
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
function apply(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	if (overlay.draft.selected >= 0 && take(context, overlay)) return;
	const { text } = overlay.draft.editor;
	const read = readDraft(text, context.language().context, context.state().query.order);
	if (!read.ok) {
		notify(context, 'bad', `Character ${read.position + 1}: ${read.problem}. ${read.advice}.`);
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	if (overlay.viewId !== undefined) {
		const { saved } = context.state();
		const [order] = formatListQuery({ ...emptyQuery, order: readOrder(text, context) });
		const change = { queryText: text.trim(), ...(order === undefined ? {} : { order: order[1] }) };
		context.dispatch({ type: 'views', saved: changeSavedView(saved, overlay.viewId, change) });
		return;
	}
	context.dispatch({ type: 'query', query: read.query, queryText: text.trim() });
}

/** The order that a query text contains; empty if it has none. */
function readOrder(text: string, context: ActionContext): readonly Order[] {
	const read = readDraft(text, context.language().context, []);
	return read.ok ? read.query.order : [];
}

/** Opens the query text of the filter in force, as the user typed it. */
function open({ state, dispatch, language }: ActionContext): void {
	const { recents, query } = state();
	const text = queryTextOfFilter(recents, query, language().context);
	dispatch({
		type: 'overlay-open',
		overlay: { kind: 'query', draft: { editor: editorOf(text === '' ? '' : `${text} `), selected: -1 } },
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
	row('apply', 'Query text: apply, or insert the chosen suggestion', ['Enter'], apply, 'ask'),
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
	row(
		'cancel',
		'Query text: close without changes',
		['Esc'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'cancel',
	),
];
