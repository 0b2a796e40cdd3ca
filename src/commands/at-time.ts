import type { Ticker } from '../live/ticker.ts';

/** Node's timers wait 24.8 days at most. Milliseconds. */
const longestTimer = 86_400_000;

/**
 * Calls `run` at a time of the wall clock, in milliseconds since 1970; never for null. Returns the function that calls
 * it off.
 */
export function atTime(
	millis: number | null,
	now: () => number,
	ticker: Ticker,
	run: () => void,
): () => void {
	if (millis === null) return () => undefined;
	let callOff = (): void => undefined;
	const wait = (): void => {
		const left = millis - now();
		callOff = left > longestTimer ? ticker.after(longestTimer, wait) : ticker.after(Math.max(0, left), run);
	};
	wait();
	return () => callOff();
}
