import { ApiError } from '../api/errors.ts';
import { ListWatch, type Look, type WatchOptions } from './list-watch.ts';
import { firstPace, nextPace, type Pace } from './pace.ts';
import type { Ticker } from './ticker.ts';

/** `failing` is the wait after a look that failed; while it is tried again the phase is `asking`, with `lastError` set. */
export type LivePhase = 'off' | 'waiting' | 'asking' | 'paused' | 'failing';

/** How the following goes, for a screen. A new object at every change. */
export type LiveState = {
	readonly phase: LivePhase;
	/** When it looks again, on the ticker's clock; null while it looks, rests or is over. */
	readonly nextAt: number | null;
	/** When the last whole answer came; null before the first. */
	readonly lastAnsweredAt: number | null;
	/** Why the last look failed; null once one has not. */
	readonly lastError: Error | null;
	/** Milliseconds between two looks at the pace of now. */
	readonly interval: number;
};

export type FollowOptions = WatchOptions & {
	/** Milliseconds between two looks while things change; 5,000 unless given. */
	readonly interval?: number;
	readonly ticker: Ticker;
	readonly random: () => number;
	/**
	 * Takes what a look brought; called after every look, even where that brought no rows. The next look waits for it. Where
	 * it throws, the look counts as failed, and its rows are given again; they are, too, where it gives false.
	 */
	readonly onLook: (look: Look, signal: AbortSignal) => unknown;
};

/** A list that is being followed. `getState` and `subscribe` are made for `useSyncExternalStore`. */
export type Following = {
	readonly getState: () => LiveState;
	/** Calls the listener after every change of the state; gives what ends that. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Looks at once, and is fast again; not before a server that named a time wants to be asked. */
	readonly askNow: () => void;
	/** Calls off the look under way and rests, until `resume` looks at once: for a terminal that is suspended. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Calls off everything, for good. Settles when nothing is under way any more. */
	readonly stop: () => Promise<void>;
	/** How many rows are remembered so that none is given twice: for measuring. */
	readonly remembered: () => number;
};

const usualIntervalMillis = 5_000;

/** Follows the list under a filter, beginning at once, until it is stopped. Two looks never overlap. */
export function follow(options: FollowOptions): Following {
	const { interval = usualIntervalMillis, ticker, random, onLook } = options;
	const watch = new ListWatch(options);
	const listeners = new Set<() => void>();
	let state: LiveState = {
		phase: 'asking',
		nextAt: null,
		lastAnsweredAt: null,
		lastError: null,
		interval,
	};
	let pace: Pace = firstPace;
	/** No look before this, because the server said so. */
	let notBefore = Number.NEGATIVE_INFINITY;
	let request: AbortController | null = null;
	let underWay: Promise<void> | null = null;
	let callOff: (() => void) | null = null;

	const set = (change: Partial<LiveState>): void => {
		state = { ...state, ...change };
		for (const listener of [...listeners]) listener();
	};
	const isResting = (): boolean => state.phase === 'off' || state.phase === 'paused';
	const schedule = (phase: 'waiting' | 'failing', millis: number, change: Partial<LiveState>): void => {
		callOff = ticker.after(millis, begin);
		set({ ...change, phase, nextAt: ticker.now() + millis, interval: Math.max(interval, pace.waitMillis) });
	};
	const begin = (): void => {
		callOff?.();
		callOff = null;
		const controller = new AbortController();
		request = controller;
		// After a pause, the look that was called off may still be winding up: this one comes behind it.
		const before = underWay;
		const mine = (
			before === null ? look(controller.signal) : before.then(() => look(controller.signal))
		).then(() => {
			if (underWay === mine) underWay = null;
		});
		underWay = mine;
		set({ phase: 'asking', nextAt: null });
	};
	const look = async (signal: AbortSignal): Promise<void> => {
		try {
			signal.throwIfAborted();
			const answer = await watch.look(signal);
			const isTaken = (await onLook(answer, signal)) !== false;
			if (isTaken) answer.commit();
			pace = nextPace(pace, { kind: answer.rows.length > 0 ? 'changed' : 'quiet' }, interval, random());
			if (signal.aborted) return;
			const change = { lastAnsweredAt: ticker.now(), lastError: null };
			schedule('waiting', answer.hasMore && isTaken ? 0 : pace.waitMillis, change);
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
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		askNow: () => {
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
		remembered: () => watch.remembered,
	};
}
