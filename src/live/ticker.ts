/** A clock in milliseconds with timers; `after` returns a function that cancels its timer. */
export type Ticker = {
	readonly now: () => number;
	readonly after: (millis: number, run: () => void) => () => void;
};

/** A ticker on the process's own timers, with this clock. */
export function systemTicker(now: () => number): Ticker {
	return {
		now,
		after: (millis, run) => {
			const timer = setTimeout(run, millis);
			return () => clearTimeout(timer);
		},
	};
}
