/** A clock in milliseconds, and a way to be called later; the function that it gives calls that off. */
export type Ticker = {
	readonly now: () => number;
	readonly after: (millis: number, run: () => void) => () => void;
};

/** A ticker on the process's own timers, by this clock. */
export function systemTicker(now: () => number): Ticker {
	return {
		now,
		after: (millis, run) => {
			const timer = setTimeout(run, millis);
			return () => clearTimeout(timer);
		},
	};
}
