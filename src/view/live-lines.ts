import { ApiError } from '../api/errors.ts';
import type { Conversation } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import type { LiveState } from '../live/poller.ts';
import { t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { duration } from '../text/time.ts';

/** Columns from which there is room for words. */
const wordy = 100;

/**
 * The state of polling: the age of the data and the time of the next poll. `now` is on the clock of the state. Changes
 * at most once a second.
 */
export function liveWords(state: LiveState, now: number, columns: number): SafeText {
	const isShort = columns < wordy;
	const { phase, lastError, lastAnsweredAt, nextAt } = state;
	if (phase === 'off') return nothing;
	if (phase === 'paused') return t`live paused`;
	const age = lastAnsweredAt === null ? null : span(now - lastAnsweredAt);
	const next = nextAt === null ? t`now` : span(Math.max(0, nextAt - now));
	if (lastError !== null) {
		const why = reason(lastError);
		if (isShort) return t`live! ${why}, ${next}`;
		const since = age === null ? nothing : t`data ${age} old, `;
		return t`live: ${why}, ${since}next ${nextAt === null ? nothing : t`in `}${next}`;
	}
	if (age === null) return t`live, asking`;
	if (isShort) return t`live ${age}, ${nextAt === null ? t`now` : t`in ${next}`}`;
	return nextAt === null ? t`live, ${age} old, asking` : t`live, ${age} old, next in ${next}`;
}

/** A conversation silent for longer than this counts as over. */
const overMillis = 300_000;

/**
 * How long a running conversation has been silent, and, if there is room, its length; empty for one that is over. `now`
 * is in milliseconds since 1970.
 */
export function talkWords(
	{ createdAt, lastMessageAt }: Conversation,
	now: number,
	isShort: boolean,
): SafeText {
	if (lastMessageAt === null) return nothing;
	const silent = now - millisOf(lastMessageAt);
	if (silent > overMillis) return nothing;
	if (isShort || createdAt === null) return t`silent ${ticking(silent)}`;
	return t`silent for ${ticking(silent)} of ${ticking(now - millisOf(createdAt))}`;
}

/**
 * Whole seconds, rounded down so that a part is never longer than the whole; a clock behind the server's counts as 0.
 */
function ticking(millis: number): SafeText {
	const seconds = Math.max(0, Math.floor(millis / 1000));
	return seconds < 10 ? t`${seconds} s` : duration(seconds * 1000);
}

function reason(error: Error): SafeText {
	if (!(error instanceof ApiError)) return t`failed`;
	switch (error.kind) {
		case 'rate-limited':
			return t`rate limited (429)`;
		case 'auth':
			return t`key refused`;
		case 'forbidden':
			return t`not allowed`;
		case 'network':
		case 'timeout':
			return t`no answer`;
		default:
			return error.status === null ? t`failed` : t`failed (${error.status})`;
	}
}

/** A duration in as few cells as possible: `4 s`, `3 min`, `2 h`. */
function span(millis: number): SafeText {
	const seconds = Math.max(0, Math.round(millis / 1000));
	if (seconds < 100) return t`${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	return minutes < 100 ? t`${minutes} min` : t`${Math.floor(minutes / 60)} h`;
}
