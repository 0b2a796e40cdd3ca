import { formatListQuery } from '../filter/format.ts';
import type { Completion } from '../filter/line/complete-line.ts';
import { changeView } from '../filter/saved-views.ts';
import { emptyQuery, type Order } from '../filter/tree.ts';
import { type LineDraft, lineOffers, moveOffer, readDraft, takeOffer } from '../state/line-draft.ts';
import { editorOf } from '../state/line-editor.ts';
import type { Overlay } from '../state/overlay.ts';
import { lineOfFilter } from '../state/recent-filters.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

type LineOverlay = Extract<Overlay, { kind: 'line' }>;

function overlayOf(context: ActionContext): LineOverlay | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'line' ? overlay : null;
}

function offersOf(context: ActionContext, { draft }: LineOverlay): readonly Completion[] {
	const recents = context.state().recents.map(({ line }) => line);
	return lineOffers(draft.editor, recents, context.language().known);
}

function change({ dispatch }: ActionContext, overlay: LineOverlay, draft: LineDraft): void {
	dispatch({ type: 'overlay-change', overlay: { ...overlay, draft } });
}

function move(context: ActionContext, by: 1 | -1): void {
	const overlay = overlayOf(context);
	if (overlay !== null)
		change(context, overlay, moveOffer(overlay.draft, by, offersOf(context, overlay).length));
}

/** Takes the offer under the cursor, or the best one. False where there is none. */
function take(context: ActionContext, overlay: LineOverlay): boolean {
	const offer = offersOf(context, overlay)[Math.max(0, overlay.draft.selected)];
	if (offer !== undefined) change(context, overlay, takeOffer(overlay.draft, offer));
	return offer !== undefined;
}

/** Enter: an offer that was chosen goes into the line first; the line itself is asked of the server. */
function apply(context: ActionContext): void {
	const overlay = overlayOf(context);
	if (overlay === null) return;
	if (overlay.draft.selected >= 0 && take(context, overlay)) return;
	const { text } = overlay.draft.editor;
	const read = readDraft(text, context.language().context, context.state().query.order);
	if (!read.ok) {
		const words = `Character ${read.position + 1}: ${read.problem}. ${read.advice}.`;
		context.dispatch({ type: 'notice', notice: { tone: 'bad', text: words } });
		return;
	}
	context.dispatch({ type: 'overlay-close' });
	if (overlay.viewId !== undefined) {
		const { saved } = context.state();
		const [order] = formatListQuery({ ...emptyQuery, order: readOrder(text, context) });
		const change = { line: text.trim(), ...(order === undefined ? {} : { order: order[1] }) };
		context.dispatch({ type: 'views', saved: changeView(saved, overlay.viewId, change) });
		return;
	}
	context.dispatch({ type: 'query', query: read.query, line: text.trim() });
}

/** The order that a line says itself; none where it says none. */
function readOrder(text: string, context: ActionContext): readonly Order[] {
	const read = readDraft(text, context.language().context, []);
	return read.ok ? read.query.order : [];
}

/** Opens the line with the filter that is in force, as it was typed. */
function open({ state, dispatch, language }: ActionContext): void {
	const { recents, query } = state();
	const text = lineOfFilter(recents, query, language().context);
	dispatch({
		type: 'overlay-open',
		overlay: { kind: 'line', draft: { editor: editorOf(text === '' ? '' : `${text} `), selected: -1 } },
	});
}

const row = rowsIn('line', 'Overlays and typing', 'line');

/** Opening the filter as one line, and what can be done in it. */
export const lineActions: readonly Action[] = [
	{
		...row('open', 'Filter as one line: channel:phone_call after:24h', ['='], open),
		group: 'Find',
		scope: 'app',
	},
	row('apply', 'Filter line: ask for it, or take what is chosen below', ['Enter'], apply, 'ask'),
	row(
		'complete',
		'Filter line: complete',
		['Tab'],
		(context) => {
			const overlay = overlayOf(context);
			if (overlay !== null) take(context, overlay);
		},
		'complete',
	),
	row('next', 'Filter line: next below', ['Down', 'Ctrl-n'], (context) => move(context, 1), 'choose'),
	row('previous', 'Filter line: the one above', ['Up', 'Ctrl-p', 'Shift-Tab'], (context) =>
		move(context, -1),
	),
	row(
		'cancel',
		'Filter line: leave the filter as it was',
		['Esc'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'cancel',
	),
];
