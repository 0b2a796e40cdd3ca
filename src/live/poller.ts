import { ApiError } from '../api/errors.ts';
import { createListeners } from '../domain/listeners.ts';
import { ChangePoller, type ChangePollerOptions, type PollResult } from './change-poller.ts';
import { firstPace, isSlowedByQuiet, nextPace, type Pace } from './pace.ts';
import type { Ticker } from './ticker.ts';

/** `failing` is the wait after a failed poll; during the retry the phase is `asking`, with `lastError` set. */
export type LivePhase = 'off' | 'waiting' | 'asking' | 'paused' | 'failing';

/** The state of polling, for a screen. A new object at every change. */
export type LiveState = {
	readonly phase: LivePhase;
	/** Time of the next poll, on the ticker's clock; null during a poll, while paused, and after the end. */
	readonly nextAt: number | null;
	/** Time of the last complete answer; null before the first. */
	readonly lastAnsweredAt: number | null;
	/** Why the last poll failed; null if it succeeded. */
	readonly lastError: Error | null;
	/** Milliseconds between two polls at the present pace. */
	readonly interval: number;
	/** True while the polls are further apart because nothing changes. */
	readonly isQuiet: boolean;
};

export type PollerOptions = ChangePollerOptions & {
	/** Milliseconds between two polls while rows change; 5,000 by default. */
	readonly interval?: number;
	readonly ticker: Ticker;
	readonly random: () => number;
	/**
	 * Processes the result of a poll; called after every poll, even without rows. The next poll waits for it. If it
	 * throws, the poll counts as failed; if it throws or returns false, its rows are returned again.
	 */
	readonly onPoll: (poll: PollResult, signal: AbortSignal) => unknown;
};

/** Polls one list until it is stopped. `getState` and `subscribe` fit `useSyncExternalStore`. */
export type Poller = {
	readonly getState: () => LiveState;
	/** Calls the listener after every change of the state; returns a function that unsubscribes. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Polls at once, at the fast pace again, but not before a time that the server asked for. */
	readonly pollNow: () => void;
	/** Cancels the running poll and pauses until `resume` polls at once: for a suspended terminal. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Cancels everything for good. Resolves when nothing is running any more. */
	readonly stop: () => Promise<void>;
	/** Number of rows remembered to avoid repeats; for measurements. */
	readonly remembered: () => number;
};

const usualIntervalMillis = 5_000;

/** Follows the list under a filter, starting at once, until it is stopped. Polls never overlap. */
export function startPolling(options: PollerOptions): Poller {
	const { interval = usualIntervalMillis, ticker, random, onPoll } = options;
	const changes = new ChangePoller(options);
	const listeners = createListeners();
	let state: LiveState = {
		phase: 'asking',
		nextAt: null,
		lastAnsweredAt: null,
		lastError: null,
		interval,
		isQuiet: false,
	};
	let pace: Pace = firstPace;
	/** No poll before this time, at the server's request. */
	let notBefore = Number.NEGATIVE_INFINITY;
	let request: AbortController | null = null;
	let underWay: Promise<void> | null = null;
	let callOff: (() => void) | null = null;

	const set = (change: Partial<LiveState>): void => {
		state = { ...state, ...change };
		listeners.call();
	};
	const isResting = (): boolean => state.phase === 'off' || state.phase === 'paused';
	const schedule = (phase: 'waiting' | 'failing', millis: number, change: Partial<LiveState>): void => {
		callOff = ticker.after(millis, begin);
		set({
			...change,
			phase,
			nextAt: ticker.now() + millis,
			interval: Math.max(interval, pace.waitMillis),
			isQuiet: isSlowedByQuiet(pace),
		});
	};
	const begin = (): void => {
		callOff?.();
		callOff = null;
		const controller = new AbortController();
		request = controller;
		// After a pause, the cancelled poll may still be ending; this one runs after it.
		const before = underWay;
		const mine = (
			before === null ? poll(controller.signal) : before.then(() => poll(controller.signal))
		).then(() => {
			if (underWay === mine) underWay = null;
		});
		underWay = mine;
		set({ phase: 'asking', nextAt: null });
	};
	const poll = async (signal: AbortSignal): Promise<void> => {
		try {
			signal.throwIfAborted();
			const result = await changes.poll(signal);
			const isTaken = (await onPoll(result, signal)) !== false;
			if (isTaken) result.commit();
			pace = nextPace(pace, { kind: result.rows.length > 0 ? 'changed' : 'quiet' }, interval, random());
			if (signal.aborted) return;
			const change = { lastAnsweredAt: ticker.now(), lastError: null };
			schedule('waiting', result.hasMore && isTaken ? 0 : pace.waitMillis, change);
		} catch (thrown) {
			if (signal.aborted) return;
			const error = thrown instanceof Error ? thrown : new Error(String(thrown));
			const retryAfterMillis = error instanceof ApiError ? error.retryAfterMs : null;
			const isRateLimit = error instanceof ApiError && error.kind === 'rate-limited';
			pace = nextPace(pace, { kind: 'failed', isRateLimit, retryAfterMillis }, interval, random());
			if (retryAfterMillis !== null) notBefore = ticker.now() + pace.waitMillis;
			schedule('failing', pace.waitMillis, { lastError: error });
		}
	};
	const rest = (phase: 'off' | 'paused'): void => {
		callOff?.();
		callOff = null;
		request?.abort();
		set({ phase, nextAt: null });
	};

	begin();
	return {
		getState: () => state,
		subscribe: listeners.subscribe,
		pollNow: () => {
			if (isResting()) return;
			pace = { ...pace, quiet: 0 };
			if (state.phase !== 'asking' && ticker.now() >= notBefore) begin();
		},
		pause: () => {
			if (!isResting()) rest('paused');
		},
		resume: () => {
			if (state.phase !== 'paused') return;
			pace = { ...pace, quiet: 0 };
			if (ticker.now() >= notBefore) begin();
			else schedule('failing', notBefore - ticker.now(), {});
		},
		stop: async () => {
			if (state.phase !== 'off') rest('off');
			await underWay;
		},
		remembered: () => changes.remembered,
	};
}
