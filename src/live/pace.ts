/** How a look at the list went, as far as the pace goes by it. */
export type Outcome =
	| { readonly kind: 'changed' | 'quiet' }
	| { readonly kind: 'failed'; readonly isRateLimit: boolean; readonly retryAfterMillis: number | null };

/** When to look again. `waitMillis` is the answer, the rest is what it goes by. */
export type Pace = {
	readonly waitMillis: number;
	/** Looks in a row that found nothing. */
	readonly quiet: number;
	/** Looks in a row that failed. */
	readonly failures: number;
	/** 1, or how many times slower than asked for, since the server said that it was too fast. */
	readonly slowness: number;
	/** Answers since `slowness` last changed. */
	readonly calm: number;
};

/** Where the pace of quiet looks goes: the first few are as fast as asked for, the last never slower than this. */
const patience = 6;
const quietGrowth = 1.5;
const quietCapMillis = 30_000;

const failureCapMillis = 60_000;
/** A server that asks for more than this made a mistake, or a day's quota is gone: asking once an hour hurts neither. */
const retryAfterCapMillis = 3_600_000;
const slownessCap = 8;
const calmEnough = 20;

/** The pace to begin with: at once. */
export const firstPace: Pace = { waitMillis: 0, quiet: 0, failures: 0, slowness: 1, calm: 0 };

/**
 * The pace after a look. As fast as asked for (`baseMillis`) while things change; slower, up to 30 s, while nothing does;
 * after a failure when the server wants to be asked again, or, where it does not say, twice as long each time, up to a
 * minute, spread over its upper half by `random` (0 to 1). Who was told to slow down stays slower for a while after it.
 */
export function nextPace(pace: Pace, outcome: Outcome, baseMillis: number, random: number): Pace {
	if (outcome.kind === 'failed') {
		const failures = pace.failures + 1;
		const full = Math.min(
			Math.max(baseMillis, failureCapMillis),
			baseMillis * 2 ** Math.min(failures - 1, 20),
		);
		const asked = outcome.retryAfterMillis;
		return {
			waitMillis:
				asked === null
					? Math.round(full * (0.5 + random / 2))
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
