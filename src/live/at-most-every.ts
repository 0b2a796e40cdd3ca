import type { Ticker } from './ticker.ts';

/** Passes things on, summed up where they come fast. */
export type Limited<T> = {
	readonly push: (items: readonly T[]) => void;
	/** Drops what waits. */
	readonly stop: () => void;
};

/**
 * Passes on at once what comes after a rest, and what comes within `millis` of that together, at its end. The next time
 * waits for `pass` to settle, too; it must not reject.
 */
export function atMostEvery<T>(
	ticker: Ticker,
	millis: number,
	pass: (items: readonly T[]) => void | Promise<void>,
): Limited<T> {
	let waiting: T[] = [];
	let isResting = true;
	let isStopped = false;
	let callOff = (): void => undefined;
	const go = (): void => {
		if (isStopped) return;
		isResting = waiting.length === 0;
		if (isResting) return;
		const items = waiting;
		waiting = [];
		const begun = ticker.now();
		void Promise.resolve(pass(items)).then(() => {
			if (!isStopped) callOff = ticker.after(Math.max(0, begun + millis - ticker.now()), go);
		});
	};
	return {
		push: (items) => {
			waiting.push(...items);
			if (isResting) go();
		},
		stop: () => {
			isStopped = true;
			waiting = [];
			callOff();
		},
	};
}
