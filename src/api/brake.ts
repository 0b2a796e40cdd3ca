import { createWaits, type Waits } from './waits.ts';

/**
 * Limits reads to one a second while the server fails, for example when the user moves quickly through rows. All reads
 * share one brake; the first answer without a 5xx or 429 releases it.
 */
export type Brake = {
	/** Waits for a turn; rejects with the signal's reason. `onHeld` gets the longest expected wait. */
	readonly turn: (signal: AbortSignal, onHeld: (millis: number) => void) => Promise<void>;
	readonly answered: (isFailure: boolean) => void;
	/** Sends held and new requests at once, after a deliberate key press. */
	readonly release: () => void;
};

/** A fetch for one read under the brake. Calls `onHeld` if the request has to wait, and `onSent` when it leaves. */
export function braked(
	fetch: typeof globalThis.fetch,
	brake: Brake,
	signal: AbortSignal,
	{ onHeld, onSent }: { readonly onHeld: (millis: number) => void; readonly onSent: () => void },
): typeof globalThis.fetch {
	return async (input, init) => {
		await brake.turn(signal, onHeld);
		onSent();
		try {
			const response = await fetch(input, init);
			brake.answered(response.status >= 500 || response.status === 429);
			return response;
		} catch (error) {
			// An aborted request is no sign of a failing server.
			if (!signal.aborted) brake.answered(true);
			throw error;
		}
	};
}

/** Milliseconds between two requests to a failing server. */
const gapMillis = 1000;

/** A brake on a clock in milliseconds; `after` schedules a callback and returns its cancellation. */
export function createBrake(
	now: () => number,
	after: (millis: number, run: () => void) => () => void,
): Brake {
	let isOn = false;
	let nextAt = Number.NEGATIVE_INFINITY;
	const queue = new Set<() => void>();
	let callOff: (() => void) | null = null;
	const letGo = (): void => {
		callOff?.();
		callOff = null;
		for (const go of [...queue]) go();
	};
	const schedule = (): void => {
		if (callOff !== null || queue.size === 0) return;
		callOff = after(Math.max(0, nextAt - now()), () => {
			callOff = null;
			// The newest request belongs to the row that the user is on now.
			const go = [...queue].at(-1);
			if (go === undefined) return;
			nextAt = now() + gapMillis;
			go();
			schedule();
		});
	};
	return {
		turn: (signal, onHeld) => {
			if (!isOn) return Promise.resolve();
			if (queue.size === 0 && now() >= nextAt) {
				nextAt = now() + gapMillis;
				return Promise.resolve();
			}
			onHeld(nextAt - now() + queue.size * gapMillis);
			return new Promise((resolve, reject) => {
				const go = (): void => {
					leave();
					resolve();
				};
				const stop = (): void => {
					leave();
					reject(signal.reason);
				};
				const leave = (): void => {
					queue.delete(go);
					signal.removeEventListener('abort', stop);
				};
				if (signal.aborted) return stop();
				signal.addEventListener('abort', stop, { once: true });
				queue.add(go);
				schedule();
			});
		},
		answered: (isFailure) => {
			if (isFailure && !isOn) nextAt = now() + gapMillis;
			isOn = isFailure;
			if (!isOn) letGo();
		},
		release: () => {
			isOn = false;
			letGo();
		},
	};
}

/** The waits shown to the user, and the brake that spares a failing server. */
export type Patience = { readonly waits: Waits; readonly brake: Brake };

/** Both on one clock in milliseconds; `after` schedules a callback and returns its cancellation. */
export function createPatience(
	now: () => number,
	after: (millis: number, run: () => void) => () => void,
): Patience {
	return { waits: createWaits(now, after), brake: createBrake(now, after) };
}
