import { createListeners } from '../domain/listeners.ts';
import { ApiError } from './errors.ts';

/** A wait long enough to show. Times are on the clock given to `createWaits`. */
export type Wait = {
	readonly why: 'slow' | 'rate-limited' | 'retrying' | 'held-back';
	/** Start of the wait. */
	readonly since: number;
	/** The current or next attempt, from 1; `most` is the last. */
	readonly attempt: number;
	readonly most: number;
	/** Time of the next attempt; null while an attempt is under way. */
	readonly until: number | null;
};

/** The waits of one program, for a screen to show and the user to end. */
export type Waits = {
	/** The current waits; a new list at every change. */
	readonly getState: () => readonly Wait[];
	readonly subscribe: (listener: () => void) => () => void;
	/**
	 * Ends all shown waits; waits for writes only if no wait for a read is shown. The server may still carry out a write
	 * that was sent, so the caller must check its outcome.
	 */
	readonly end: () => void;
	readonly begin: (method: string, most: number) => OpenWait;
};

/** The wait for one call. */
export type OpenWait = {
	/** Aborts, with an `ApiError`, when the user ends the wait for an answer. */
	readonly ended: AbortSignal;
	/** Aborts when the user ends the wait for the next attempt; the call then throws the last attempt's error. */
	readonly givenUp: AbortSignal;
	/** Begins the wait for an attempt: its reason, the attempt's number, its length in milliseconds. */
	readonly next: (why: Exclude<Wait['why'], 'slow'>, attempt: number, millis: number) => void;
	/** An attempt is sent now. */
	readonly sent: () => void;
	readonly over: () => void;
};

/** An answer that takes longer than this, in milliseconds, is slow. */
const slowMillis = 3000;

/** Keeps the list of waits. `after` schedules a callback and returns its cancellation. */
export function createWaits(
	now: () => number,
	after: (millis: number, run: () => void) => () => void,
): Waits {
	type Open = {
		readonly ended: AbortController;
		readonly givenUp: AbortController;
		readonly isWrite: boolean;
		wait: Wait | null;
	};
	const open = new Set<Open>();
	const listeners = createListeners();
	let state: readonly Wait[] = [];
	const tell = (): void => {
		state = [...open].flatMap(({ wait }) => wait ?? []);
		listeners.call();
	};
	const put = (one: Open, wait: Wait | null): void => {
		if (one.wait === wait) return;
		one.wait = wait;
		tell();
	};
	return {
		getState: () => state,
		subscribe: listeners.subscribe,
		end: () => {
			const told = [...open].filter(({ wait }) => wait !== null);
			const reads = told.filter(({ isWrite }) => !isWrite);
			for (const { wait, ended, givenUp } of reads.length > 0 ? reads : told) {
				if (wait?.why === 'rate-limited' || wait?.why === 'retrying') givenUp.abort();
				else ended.abort(endedError());
			}
		},
		begin: (method, most) => {
			const isWrite = method !== 'GET';
			const one: Open = { ended: new AbortController(), givenUp: new AbortController(), isWrite, wait: null };
			let attempt = 1;
			let callOff = (): void => undefined;
			const sent = (): void => {
				const since = now();
				callOff();
				callOff = after(slowMillis, () => put(one, { why: 'slow', since, attempt, most, until: null }));
				put(one, null);
			};
			open.add(one);
			sent();
			return {
				ended: one.ended.signal,
				givenUp: one.givenUp.signal,
				sent,
				next: (why, which, millis) => {
					attempt = which;
					callOff();
					const since = now();
					put(one, { why, since, attempt, most, until: since + millis });
				},
				over: () => {
					callOff();
					put(one, null);
					open.delete(one);
				},
			};
		},
	};
}

function endedError(): ApiError {
	return new ApiError({ kind: 'timeout', sentence: 'You ended the wait.', advice: 'r asks again.' });
}
