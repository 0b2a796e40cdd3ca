import type { Decoded } from '../domain/decoded.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Meta } from './envelope.ts';
import { ApiError } from './errors.ts';
import { fingerprintOf, takeFingerprint } from './fingerprints.ts';
import { mapInTurns } from './turns.ts';
import type { NumberedOptions, Page } from './types.ts';

/** One numbered page as received. `AskPage` takes the requested number. */
export type NumberedAnswer = { readonly rows: readonly JsonValue[]; readonly meta: Meta | null };
export type AskPage = (number: number, signal: AbortSignal) => Promise<NumberedAnswer>;

/** A list with more unreadable pages than this has another problem. */
const mostHoles = 3;

/** Pages requested at once: enough to hide the latency, too few to hit a rate limit. */
const inFlight = 3;

/** More pages than any list has: a server that always names another page would never end. */
const mostPages = 10_000;

/**
 * All pages of a numbered list in order. The server's page count applies, even if the server ignores the requested
 * size. Pages ahead are fetched while one is being consumed; leaving the loop, or the caller's signal, cancels them.
 * Without `meta`, pages are read one at a time until one is empty or repeats an earlier one.
 * Throws an `ApiError` (bad-response) if a page contradicts its own `meta`: rows would be missing or repeated. With
 * `holes`, a few such pages and other unreadable ones become one row each, with the problem.
 */
export async function* numberedPages<T>(
	ask: AskPage,
	decode: (raw: JsonValue) => Decoded<T> | Promise<Decoded<T>>,
	{ signal, holes = false }: Pick<NumberedOptions, 'signal' | 'holes'>,
): AsyncGenerator<Page<T>> {
	const leaving = new AbortController();
	const either = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]);
	const ahead = new Map<number, Promise<NumberedAnswer>>();
	const start = (number: number): void => {
		if (ahead.has(number)) return;
		const answer = ask(number, either);
		// A failure surfaces when its page is awaited; until then it must not count as unhandled.
		answer.catch(() => undefined);
		ahead.set(number, answer);
	};
	try {
		let previous: NumberedAnswer | null = null;
		const without = new Set<string>();
		let given = 0;
		let missing = 0;
		for (let number = 1, last = 1; number <= last; number += 1) {
			let answer: NumberedAnswer;
			try {
				answer = await (ahead.get(number) ?? ask(number, either));
				ahead.delete(number);
				if (previous !== null) {
					if (await isEndWithoutMeta(without, answer)) return;
					checkAdvance(number, previous, answer);
				}
			} catch (error) {
				const isHole = holes && previous?.meta?.totalPages != null && missing < mostHoles;
				if (!isHole || !(error instanceof ApiError) || error.kind !== 'bad-response') throw error;
				missing += 1;
				const totalResults = previous?.meta?.totalResults ?? given;
				yield { ...holeAt(number, last, error), totalResults };
				continue;
			}
			if (answer.meta === null) without.add(await printOf(answer));
			last = lastPage(number, answer);
			if (last > number && number >= mostPages)
				throw contradiction(`The server goes on after ${mostPages.toLocaleString('en')} pages.`);
			if (answer.meta?.totalPages != null) {
				for (let next = number + 1; next <= Math.min(last, number + inFlight); next += 1) start(next);
			}
			given += answer.rows.length;
			yield {
				rows: await mapInTurns(answer.rows, decode),
				isHole: false,
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

/** The replacement for an unreadable page. */
function holeAt(number: number, last: number, { sentence }: ApiError): Omit<Page<never>, 'totalResults'> {
	const problem = `page ${number} of ${last}: ${sentence}`;
	return {
		rows: [{ ok: false, problem, raw: problem }],
		isHole: true,
		page: number,
		totalPages: last,
	};
}

function lastPage(number: number, { rows, meta }: NumberedAnswer): number {
	if (meta?.totalPages != null) return meta.totalPages;
	const goesOn = meta?.hasNext ?? rows.length > 0;
	return goesOn ? number + 1 : number;
}

async function isEndWithoutMeta(before: ReadonlySet<string>, answer: NumberedAnswer): Promise<boolean> {
	return answer.meta === null && (answer.rows.length === 0 || before.has(await printOf(answer)));
}

async function printOf({ rows }: NumberedAnswer): Promise<string> {
	await mapInTurns(rows, takeFingerprint);
	return rows.map(fingerprintOf).join(' ');
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
