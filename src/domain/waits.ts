import type { Instant } from './instant.ts';
import { messageInstant } from './message.ts';
import type { Turn } from './transcript.ts';

/**
 * The time a user waited for an answer: from their last words to the assistant's next words, tools included. `turn`
 * and `askedBy` are the keys of the answer and of the words that it answers.
 */
export type Wait = { readonly turn: string; readonly askedBy: string; readonly millis: number };

/** A user who spoke last and has no answer yet. */
export type OpenWait = { readonly askedBy: string; readonly millis: number };

/** Statistics over waits; all but the count in milliseconds. */
export type WaitStatistics = {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
};

/** A stretch without speech or tools, from `since` on, between the turns with these keys. */
export type Silence = {
	readonly after: string;
	readonly before: string;
	readonly since: Instant;
	readonly millis: number;
};

type Speech = Extract<Turn, { kind: 'speech' }>;

/**
 * The wait for every answer, in the order of the answers. Without a timestamp on the question or the answer there is
 * no wait. If time runs backwards the wait is 0.
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

/** The wait still open at `now`; null if the assistant spoke last or the start is unknown. */
export function openWait(turns: readonly Turn[], now: Instant): OpenWait | null {
	const last = spokenWords(turns).at(-1);
	if (last?.role !== 'user') return null;
	const millis = millisBetween(last.at, now);
	return millis === null ? null : { askedBy: last.key, millis };
}

/**
 * Median, 95th percentile and maximum of some waits; null for none. Percentiles are nearest-rank: the shortest wait
 * that at least that percentage does not exceed, so always a real wait.
 */
export function waitStatistics(waits: readonly { readonly millis: number }[]): WaitStatistics | null {
	const sorted = waits.map(({ millis }) => millis).sort((a, b) => a - b);
	const max = sorted.at(-1);
	if (max === undefined) return null;
	// Whole hundredths, so that no rounding error picks the next rank.
	const rank = (percent: number): number => sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? max;
	return { count: sorted.length, p50: rank(50), p95: rank(95), max };
}

/**
 * Stretches of at least `fromMillis` between consecutive turns: dead air on a call. A running tool is not silence.
 * Turns without a timestamp are skipped.
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

/**
 * The end of a turn: the time of a tool's result, else the turn's own time, because the length of speech is unknown.
 */
export function endOf(turn: Turn): Instant | null {
	if (!('at' in turn) || turn.at === null) return null;
	const result = turn.kind === 'tool' ? turn.result : null;
	const answered = result === null ? null : messageInstant(result.placed.message);
	return answered === null || answered < turn.at ? turn.at : answered;
}

/** The speech of user and assistant: a waiting user does not hear other roles. */
function spokenWords(turns: readonly Turn[]): Speech[] {
	return turns.filter(
		(turn): turn is Speech =>
			turn.kind === 'speech' && turn.text !== '' && (turn.role === 'user' || turn.role === 'assistant'),
	);
}

function millisBetween(from: Instant | null, to: Instant | null): number | null {
	return from === null || to === null ? null : Math.max(0, (to - from) / 1000);
}
