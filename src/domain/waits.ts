import type { Instant } from './instant.ts';
import { messageInstant } from './message.ts';
import type { Turn } from './transcript.ts';

/**
 * How long a user waited for an answer: from the last thing they said to the assistant's next words, the tools between
 * included. `turn` and `askedBy` are the keys of the answer and of what it answers.
 */
export type Wait = { readonly turn: string; readonly askedBy: string; readonly millis: number };

/** A user who spoke last and was not answered yet. */
export type OpenWait = { readonly askedBy: string; readonly millis: number };

/** Waits in numbers, all but the count in milliseconds. */
export type WaitStatistics = {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
};

/** A stretch from `since` on in which nothing was said and no tool ran, between the turns with these keys. */
export type Silence = {
	readonly after: string;
	readonly before: string;
	readonly since: Instant;
	readonly millis: number;
};

type Speech = Extract<Turn, { kind: 'speech' }>;

/**
 * Every answer's wait, in the order of the answers. An answer without a timestamp makes none, nor does one to words
 * without a timestamp. Times that run backwards count as no wait, never as less.
 */
export function answerWaits(turns: readonly Turn[]): Wait[] {
	const waits: Wait[] = [];
	let asked: Speech | null = null;
	for (const turn of spokenWords(turns)) {
		if (turn.role === 'user') {
			asked = turn;
			continue;
		}
		const millis: number | null = asked === null ? null : millisBetween(asked.at, turn.at);
		if (asked !== null && millis !== null) waits.push({ turn: turn.key, askedBy: asked.key, millis });
		asked = null;
	}
	return waits;
}

/** The wait that is still going on at `now`: null where the assistant spoke last, or nobody knows since when. */
export function openWait(turns: readonly Turn[], now: Instant): OpenWait | null {
	const last = spokenWords(turns).at(-1);
	if (last?.role !== 'user') return null;
	const millis = millisBetween(last.at, now);
	return millis === null ? null : { askedBy: last.key, millis };
}

/**
 * The middle, the slow end and the slowest of some waits; null for none. Percentiles are nearest-rank: the shortest wait
 * that at least so many in a hundred do not exceed, and so always one that somebody had.
 */
export function waitStatistics(waits: readonly { readonly millis: number }[]): WaitStatistics | null {
	const sorted = waits.map(({ millis }) => millis).sort((a, b) => a - b);
	const max = sorted.at(-1);
	if (max === undefined) return null;
	// A whole number of hundredths, so that no rounding error picks the rank above.
	const rank = (percent: number): number => sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? max;
	return { count: sorted.length, p50: rank(50), p95: rank(95), max };
}

/**
 * Stretches of at least `fromMillis` between one turn and the next: dead air on a call. A tool that runs is no silence;
 * turns without a timestamp are passed over.
 */
export function silencesOf(turns: readonly Turn[], fromMillis: number): Silence[] {
	const silences: Silence[] = [];
	let quiet: { readonly key: string; readonly since: Instant } | null = null;
	for (const turn of turns) {
		const start = 'at' in turn ? turn.at : null;
		const end = endOf(turn);
		if (start === null || end === null) continue;
		const millis: number = quiet === null ? 0 : (start - quiet.since) / 1000;
		if (quiet !== null && millis >= fromMillis)
			silences.push({ after: quiet.key, before: turn.key, since: quiet.since, millis });
		if (quiet === null || end >= quiet.since) quiet = { key: turn.key, since: end };
	}
	return silences;
}

/** When a turn was over: a tool's result, else the turn's own moment, since nothing says how long words took. */
export function endOf(turn: Turn): Instant | null {
	if (!('at' in turn) || turn.at === null) return null;
	const result = turn.kind === 'tool' ? turn.result : null;
	const answered = result === null ? null : messageInstant(result.placed.message);
	return answered === null || answered < turn.at ? turn.at : answered;
}

/** What user and assistant said in words: other roles are heard by nobody who waits. */
function spokenWords(turns: readonly Turn[]): Speech[] {
	return turns.filter(
		(turn): turn is Speech =>
			turn.kind === 'speech' && turn.text !== '' && (turn.role === 'user' || turn.role === 'assistant'),
	);
}

function millisBetween(from: Instant | null, to: Instant | null): number | null {
	return from === null || to === null ? null : Math.max(0, (to - from) / 1000);
}
