import { QueryError } from '../filter/errors.ts';
import { type Completion, completeLine, type Known } from '../filter/line/complete-line.ts';
import type { LineContext } from '../filter/line/line-context.ts';
import { LineError } from '../filter/line/line-error.ts';
import { type LineNote, readLine } from '../filter/line/parse-line.ts';
import { compileListQuery } from '../filter/sql.ts';
import { emptyQuery, type Filter, type ListQuery, type Order } from '../filter/tree.ts';
import type { LineEditor } from './line-editor.ts';
import { clamp } from './scroll.ts';

/** A filter being typed as one line. `selected` is the offer under the cursor, -1 for none. */
export type LineDraft = { readonly editor: LineEditor; readonly selected: number };

/** What a line says so far: the query that it asks for, or which part of it cannot be read and why. */
export type ReadDraft =
	| { readonly ok: true; readonly query: ListQuery; readonly notes: readonly LineNote[] }
	| {
			readonly ok: false;
			readonly position: number;
			readonly end: number;
			readonly problem: string;
			readonly advice: string;
	  };

/** Reads a line. One without an order of its own keeps the one in force. */
export function readDraft(text: string, context: LineContext, order: readonly Order[]): ReadDraft {
	try {
		const { query, notes } = readLine(text, context);
		// A time that is none is said here, not by the server. Patterns are left to it: it may know more of them than we do.
		compileListQuery({ ...emptyQuery, filters: query.filters.flatMap(withoutPatterns) });
		return { ok: true, query: query.order.length > 0 ? query : { ...query, order }, notes };
	} catch (error) {
		if (error instanceof LineError) {
			const { position, end, problem, advice } = error;
			return { ok: false, position, end, problem, advice };
		}
		// What only the request's writer refuses belongs to the whole line.
		if (error instanceof QueryError)
			return { ok: false, position: 0, end: text.length, problem: error.problem, advice: error.advice };
		throw error;
	}
}

function withoutPatterns(filter: Filter): Filter[] {
	if (filter.kind === 'condition')
		return filter.operator === 'match' || filter.operator === 'imatch' ? [] : [filter];
	const children = filter.children.flatMap(withoutPatterns);
	return children.length === 0 ? [] : [{ ...filter, children }];
}

/** What can be put into the line: while it is empty, the filters asked for lately come first. */
export function lineOffers(
	{ text, caret }: LineEditor,
	recents: readonly string[],
	known: Known,
): readonly Completion[] {
	const completions = completeLine(text, caret, known);
	if (text.trim() !== '') return completions;
	const lately = recents.map((line) => ({ from: 0, to: text.length, text: line, hint: 'asked before' }));
	return [...lately, ...completions];
}

/** Moves the cursor among `count` offers; above the first there is the line itself. */
export function moveOffer(draft: LineDraft, by: 1 | -1, count: number): LineDraft {
	const places = count + 1;
	return { ...draft, selected: ((draft.selected + 1 + by + places) % places) - 1 };
}

/** Takes an offer into the line; the caret stands behind it. */
export function takeOffer({ editor }: LineDraft, offer: Completion): LineDraft {
	const from = clamp(offer.from, 0, editor.text.length);
	const to = clamp(offer.to, from, editor.text.length);
	const text = editor.text.slice(0, from) + offer.text + editor.text.slice(to);
	return { editor: { text, caret: from + offer.text.length }, selected: -1 };
}
