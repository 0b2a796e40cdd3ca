import { columnOffers, suffixOffers } from './complete-column.ts';
import { countOffers, orderOffers, valueOffers } from './complete-value.ts';
import type { Compared, Completion, Known, Offer } from './offers.ts';
import { mostOffers } from './offers.ts';
import { isPastedQuery } from './pasted-query.ts';
import { takeColumn } from './query-text-columns.ts';
import { QueryTextError } from './query-text-error.ts';
import { dateWordNamed, operatorNamed, signs } from './query-text-operators.ts';
import { QueryTextReader } from './query-text-reader.ts';
import { settingPattern } from './take-settings.ts';

/**
 * Completions at the caret (a UTF-16 position in the text), best first, at most 50: columns, then operators, then
 * values. Empty for a pasted request.
 */
export function completeQueryText(text: string, caret: number, known: Known): Completion[] {
	if (isPastedQuery(text)) return [];
	const term = termAt(text, Math.max(0, Math.min(caret, text.length)));
	const { offers, from, to } = offersFor(text, term, known);
	return offers.slice(0, mostOffers).map((offer) => ({ from, to, ...offer }));
}

/** The term that the caret is in or at the end of; `element` is where its part after the last comma starts. */
type Term = {
	readonly start: number;
	readonly caret: number;
	readonly element: number;
	readonly inQuotes: boolean;
	readonly isFirst: boolean;
};

function termAt(text: string, caret: number): Term {
	let start = 0;
	let element = 0;
	let inQuotes = false;
	for (let at = 0; at < caret; at++) {
		const char = text.charAt(at);
		if (inQuotes && char === '\\') at++;
		else if (char === '"') inQuotes = !inQuotes;
		else if (!inQuotes && char === ',') element = at + 1;
		else if (!inQuotes && char === '(' && /[:=]/.test(text.charAt(at - 1))) element = at + 1;
		else if (!inQuotes && /[\s()]/.test(char)) start = at + 1;
	}
	while (!inQuotes && start < caret && text.charAt(start) === '-') start++;
	return {
		start,
		caret,
		element: Math.max(start, element),
		inQuotes,
		isFirst: text.slice(0, start).trim() === '',
	};
}

/** The end of the replaced text: the end of the quotes or the word at the caret. */
function endOf(text: string, { caret, inQuotes }: Term): number {
	const rest = text.slice(caret);
	const length = inQuotes
		? (/^(?:[^"\\]|\\.)*"/s.exec(rest)?.[0].length ?? 0)
		: (/^[^\s(),:=~<>!"]*/.exec(rest)?.[0].length ?? 0);
	return caret + length;
}

function offersFor(
	text: string,
	term: Term,
	known: Known,
): { readonly offers: readonly Offer[]; readonly from: number; readonly to: number } {
	const reader = new QueryTextReader(text.slice(0, term.caret));
	reader.position = term.start;
	const to = endOf(text, term);
	const setting = reader.takeMatch(settingPattern)?.[1]?.toLowerCase();
	const value = Math.max(reader.position, term.element);
	if (setting === 'limit' || setting === 'offset') {
		return { offers: countOffers(text.slice(value, term.caret)), from: value, to };
	}
	if (setting !== undefined) {
		return { offers: orderOffers(text.slice(value, term.caret), known), from: value, to };
	}
	const compared = comparedAt(reader);
	if (compared === null) {
		const typed = text.slice(term.start, term.caret);
		const operators = suffixOffers(typed);
		const offers = operators ?? columnOffers(typed, known, term.isFirst);
		// Replaces an operator after the caret, so that it does not stand there twice.
		const sign = /^(?:[!<>]=|!~|[:=~<>])/.exec(text.slice(to))?.[0].length ?? 0;
		return { offers, from: term.start, to: to + (typed === '' ? 0 : sign) };
	}
	const from = Math.max(reader.position, term.element);
	return { offers: valueOffers(compared, text.slice(from, term.caret), known), from, to };
}

function comparedAt(reader: QueryTextReader): Compared | null {
	const date = reader.takeMatch(/(after|before|during)[:=]/iy)?.[1]?.toLowerCase();
	if (date !== undefined) return { column: null, by: date };
	const start = reader.position;
	try {
		const named = takeColumn(reader, {
			most: 1,
			isKnown: (word) => (operatorNamed(word) ?? dateWordNamed(word)) !== undefined,
		});
		const sign = signs.find((literal) => reader.take(literal));
		if (named !== null && sign !== undefined)
			return { column: named.column, by: named.suffixes[0]?.word ?? sign };
	} catch (error) {
		if (!(error instanceof QueryTextError)) throw error;
	}
	reader.position = start;
	return null;
}
