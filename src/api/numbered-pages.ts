import type { JsonValue } from '../domain/json.ts';
import type { Decode } from './decode.ts';
import type { Meta } from './envelope.ts';
import { ApiError } from './errors.ts';
import type { Page } from './types.ts';

/** One numbered page as it came. `number` is what was asked for. */
export type NumberedAnswer = { readonly rows: readonly JsonValue[]; readonly meta: Meta | null };
export type AskPage = (number: number, signal: AbortSignal) => Promise<NumberedAnswer>;

/** How many pages are under way at once: enough to hide the latency, too few to be rate limited. */
const inFlight = 3;

/**
 * All pages of a numbered list in order, following what the server says about their number, whatever size was asked for.
 * Pages ahead are fetched while one is being consumed; leaving the loop, or the caller's signal, cancels them. A server
 * that gives no `meta` is read one page at a time, until a page is empty or the same as the one before.
 * Throws an `ApiError` (bad-response) where a page contradicts its own `meta`: rows would be missing or double.
 */
export async function* numberedPages<T>(
	ask: AskPage,
	decode: Decode<T>,
	signal: AbortSignal | undefined,
): AsyncGenerator<Page<T>> {
	const leaving = new AbortController();
	const either = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]);
	const ahead = new Map<number, Promise<NumberedAnswer>>();
	const start = (number: number): void => {
		if (ahead.has(number)) return;
		const answer = ask(number, either);
		// A failure counts when its turn comes; until then nobody listens to it.
		answer.catch(() => undefined);
		ahead.set(number, answer);
	};
	try {
		let previous: NumberedAnswer | null = null;
		let given = 0;
		for (let number = 1, last = 1; number <= last; number += 1) {
			const answer: NumberedAnswer = await (ahead.get(number) ?? ask(number, either));
			ahead.delete(number);
			if (previous !== null) {
				if (isEndWithoutMeta(previous, answer)) return;
				checkAdvance(number, previous, answer);
			}
			last = answer.meta?.totalPages ?? (answer.rows.length === 0 ? number : number + 1);
			if (answer.meta !== null) {
				for (let next = number + 1; next <= Math.min(last, number + inFlight); next += 1) start(next);
			}
			given += answer.rows.length;
			yield {
				rows: answer.rows.map(decode),
				page: answer.meta?.pageNumber ?? number,
				totalPages: answer.meta?.totalPages ?? number,
				totalResults: answer.meta?.totalResults ?? given,
			};
			previous = answer;
		}
	} finally {
		leaving.abort();
	}
}

function isEndWithoutMeta(previous: NumberedAnswer, answer: NumberedAnswer): boolean {
	if (answer.meta !== null) return false;
	return answer.rows.length === 0 || JSON.stringify(answer.rows) === JSON.stringify(previous.rows);
}

function checkAdvance(number: number, previous: NumberedAnswer, { rows, meta }: NumberedAnswer): void {
	if (meta === null) return;
	if (meta.pageNumber !== null && meta.pageNumber === previous.meta?.pageNumber) {
		throw contradiction(`The server sent page ${meta.pageNumber} again when asked for page ${number}.`);
	}
	if (rows.length === 0 && meta.totalPages !== null && number <= meta.totalPages) {
		throw contradiction(`The server sent nothing for page ${number} of ${meta.totalPages}.`);
	}
}

function contradiction(sentence: string): ApiError {
	return new ApiError({ kind: 'bad-response', sentence, advice: 'Refresh to read it again from the start.' });
}
