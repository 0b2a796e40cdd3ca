import { ApiError } from '../api/errors.ts';
import type { Conversation } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import type { LiveState } from '../live/poller.ts';
import { t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { duration } from '../text/time.ts';

/** Columns from which there is room for words. */
const wordy = 100;

/** The state of polling; `short` in a word or two, for a header without room for more. */
export type LiveWords = { readonly words: SafeText; readonly short: SafeText };

/**
 * The state of polling: the age of the data, and with room the time of the next poll. `now` is on the clock of the state. Changes
 * at most once a second.
 */
export function liveWords(state: LiveState, now: number, columns: number): LiveWords {
	const isShort = columns < wordy;
	const { phase, lastError, lastAnsweredAt, nextAt, isQuiet } = state;
	if (phase === 'off') return noWords;
	if (phase === 'paused') return { words: t`live paused`, short: t`live paused` };
	const age = lastAnsweredAt === null ? null : span(now - lastAnsweredAt);
	const next = nextAt === null ? t`now` : span(Math.max(0, nextAt - now));
	if (lastError !== null) {
		const why = reason(lastError);
		const short = t`live!`;
		if (isShort) return { words: t`live! ${why}, again ${nextAt === null ? nothing : t`in `}${next}`, short };
		const since = age === null ? nothing : t`data ${age} old, `;
		return { words: t`live: ${why}, ${since}next ${nextAt === null ? nothing : t`in `}${next}`, short };
	}
	const short = t`live`;
	if (age === null) return { words: t`live, asking`, short };
	if (isShort) return { words: t`live, ${age} old`, short };
	// Else it looks like a fault that the polls are further apart than before.
	const quiet = isQuiet ? t`quiet, ` : nothing;
	return {
		words: nextAt === null ? t`live, ${age} old, asking` : t`live, ${age} old, ${quiet}next in ${next}`,
		short,
	};
}

const noWords: LiveWords = { words: nothing, short: nothing };

/** A conversation silent for longer than this counts as over. */
const overMillis = 300_000;

/**
 * How long a running conversation has been silent; empty for one that is over. `now` is in milliseconds since 1970. Its
 * length is in the head below: both do not fit beside the tabs.
 */
export function talkWords({ lastMessageAt }: Conversation, now: number): SafeText {
	if (lastMessageAt === null) return nothing;
	const silent = now - millisOf(lastMessageAt);
	return silent > overMillis ? nothing : t`silent ${ticking(silent)}`;
}

/** Whole seconds, rounded down; a clock behind the server's counts as 0. */
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
