import { QueryError } from '../../filter/errors.ts';
import { completeQueryText } from '../../filter/query-text/complete-query-text.ts';
import type { Completion, Known } from '../../filter/query-text/offers.ts';
import { type ReadLine, readLine } from '../../filter/query-text/parse-query-text.ts';
import type { QueryPart, QueryTextContext } from '../../filter/query-text/query-text-context.ts';
import { QueryTextError } from '../../filter/query-text/query-text-error.ts';
import { compileListQuery } from '../../filter/sql.ts';
import { type Condition, emptyQuery, type Order, type SaidFilter } from '../../filter/tree.ts';
import { clamp } from '../scroll.ts';
import type { LineEditor } from '../typing/line-editor.ts';

/** A query text being typed. `selected` is the offer under the cursor, -1 for none. */
export type QueryTextDraft = { readonly editor: LineEditor; readonly selected: number };

/** The result of parsing a query text: its query, or the unreadable part and its problem. */
export type ReadDraft =
	| ({ readonly ok: true } & ReadLine)
	| {
			readonly ok: false;
			readonly position: number;
			readonly end: number;
			readonly problem: string;
			readonly advice: string;
	  };

/** Parses a query text. Without its own order it keeps the given one. */
export function readDraft(text: string, context: QueryTextContext, order: readonly Order[]): ReadDraft {
	try {
		const { query, notes, terms } = readLine(text, context);
		// Invalid times are reported here, not by the server. Patterns are left to the server, which may know more of
		// them.
		compileListQuery({ ...emptyQuery, filters: query.filters.flatMap(checkable) });
		return { ok: true, query: query.order.length > 0 ? query : { ...query, order }, notes, terms };
	} catch (error) {
		if (error instanceof QueryTextError) {
			const { position, end, problem, advice } = error;
			return { ok: false, position, end, problem, advice };
		}
		// A problem that only the request writer finds applies to the whole text.
		if (error instanceof QueryError)
			return { ok: false, position: 0, end: text.length, problem: error.problem, advice: error.advice };
		throw error;
	}
}

/** The part of the query whose term the caret is in, or behind; null for none. */
export function partAtCaret({ terms }: Pick<ReadLine, 'terms'>, caret: number): QueryPart | null {
	return terms.findLast(({ position, end }) => position <= caret && caret <= end)?.part ?? null;
}

function checkable(filter: SaidFilter): Condition[] {
	if (filter.kind === 'group') return filter.children.flatMap(checkable);
	const isLeft = filter.kind === 'date' || filter.operator === 'match' || filter.operator === 'imatch';
	return isLeft ? [] : [filter];
}

/** Offers for the query text; for an empty one, the recent filters come first. */
export function queryTextOffers(
	{ text, caret }: LineEditor,
	recents: readonly string[],
	known: Known,
): readonly Completion[] {
	const completions = completeQueryText(text, caret, known);
	if (text.trim() !== '') return completions;
	const lately = recents.map((line) => ({ from: 0, to: text.length, text: line, hint: 'used recently' }));
	return [...lately, ...completions];
}

/** Moves the cursor among `count` offers; above the first one is the text itself. */
export function moveOffer(draft: QueryTextDraft, by: 1 | -1, count: number): QueryTextDraft {
	const places = count + 1;
	return { ...draft, selected: ((draft.selected + 1 + by + places) % places) - 1 };
}

/** Inserts an offer into the text and puts the caret after it. */
export function takeOffer({ editor }: QueryTextDraft, offer: Completion): QueryTextDraft {
	const from = clamp(offer.from, 0, editor.text.length);
	const to = clamp(offer.to, from, editor.text.length);
	const text = editor.text.slice(0, from) + offer.text + editor.text.slice(to);
	return { editor: { text, caret: from + offer.text.length }, selected: -1 };
}
