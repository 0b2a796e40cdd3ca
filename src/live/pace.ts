import { doublingMs } from '../api/retry-policy.ts';

/** The outcome of a poll, as far as the pace depends on it. */
export type Outcome =
	| { readonly kind: 'changed' | 'quiet' }
	| { readonly kind: 'failed'; readonly isRateLimit: boolean; readonly retryAfterMillis: number | null };

/** The time of the next poll. `waitMillis` is the result; the rest is the state behind it. */
export type Pace = {
	readonly waitMillis: number;
	/** Polls in a row without changes. */
	readonly quiet: number;
	/** Failed polls in a row. */
	readonly failures: number;
	/** 1, or the factor by which polling is slower since the server reported too many requests. */
	readonly slowness: number;
	/** Answers since `slowness` last changed. */
	readonly calm: number;
};

/** The pace of quiet polls: the first few at the requested interval, then slower up to this limit. */
const patience = 6;
const quietGrowth = 1.5;
const quietCapMillis = 30_000;

const failureCapMillis = 60_000;
/** A longer wait is a mistake or means that the day's quota is used up; asking once an hour harms in neither case. */
const retryAfterCapMillis = 3_600_000;
const slownessCap = 8;
const calmEnough = 20;

/** The initial pace: at once. */
export const firstPace: Pace = { waitMillis: 0, quiet: 0, failures: 0, slowness: 1, calm: 0 };

/** True while polls are further apart because nothing changed for a while. */
export function isSlowedByQuiet({ quiet }: Pace): boolean {
	return quiet > patience;
}

/**
 * The pace after a poll. At the requested interval (`baseMillis`) while rows change; slower, up to 30 s, while none do.
 * After a failure it waits as long as the server asks, else twice as long each time, up to a minute, spread over the
 * upper half by `random` (0 to 1). After a rate limit it stays slower for a while.
 */
export function nextPace(pace: Pace, outcome: Outcome, baseMillis: number, random: number): Pace {
	if (outcome.kind === 'failed') {
		const failures = pace.failures + 1;
		const asked = outcome.retryAfterMillis;
		return {
			waitMillis:
				asked === null
					? doublingMs(failures, baseMillis, Math.max(baseMillis, failureCapMillis), random)
					: Math.max(baseMillis, Math.min(asked, retryAfterCapMillis)),
			quiet: 0,
			failures,
			slowness: outcome.isRateLimit ? Math.min(slownessCap, pace.slowness * 2) : pace.slowness,
			calm: 0,
		};
	}
	const isCalm = pace.slowness > 1 && pace.calm + 1 >= calmEnough;
	const slowness = isCalm ? pace.slowness / 2 : pace.slowness;
	const quiet = outcome.kind === 'quiet' ? pace.quiet + 1 : 0;
	const base = baseMillis * slowness;
	const grown = base * quietGrowth ** Math.min(Math.max(0, quiet - patience), 20);
	return {
		waitMillis: Math.round(Math.min(Math.max(base, quietCapMillis), grown)),
		quiet,
		failures: 0,
		slowness,
		calm: isCalm ? 0 : pace.calm + 1,
	};
}
