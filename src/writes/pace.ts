import { doublingMs } from '../api/retry-policy.ts';

/**
 * The pace of a batch: the number of items at once, and the time until which none starts. Times are milliseconds since
 * 1970.
 */
export type Pace = {
	/** Grows by fractions; its integer part counts. */
	readonly level: number;
	/** Null without a wait. */
	readonly waitingUntil: number | null;
	/** When the level was last halved: refusals of requests sent before then belong to the same event. */
	readonly halvedAt: number;
	/** Refusals in a row, for a server that does not send a wait time. */
	readonly refusals: number;
};

export const startLevel = 4;
export const highestLevel = 8;
/** This many successful items at the full level raise it by one. */
const itemsForOneMore = 6;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

/** The pace at the start of a batch. */
export const startPace: Pace = {
	level: startLevel,
	waitingUntil: null,
	halvedAt: Number.NEGATIVE_INFINITY,
	refusals: 0,
};

/** The number of items that may be under way at once. */
export function concurrencyOf({ level }: Pace): number {
	return Math.max(1, Math.floor(level));
}

/** Milliseconds until the next item may start. */
export function waitOf({ waitingUntil }: Pace, now: number): number {
	return waitingUntil === null ? 0 : Math.max(0, waitingUntil - now);
}

/** The pace after a successful item. */
export function afterAnswer(pace: Pace, now: number): Pace {
	const isOver = waitOf(pace, now) === 0;
	return {
		...pace,
		level: Math.min(highestLevel, pace.level + 1 / (itemsForOneMore * concurrencyOf(pace))),
		waitingUntil: isOver ? null : pace.waitingUntil,
		refusals: isOver ? 0 : pace.refusals,
	};
}

/**
 * The pace after a 429 for a request that began at `begunAt`: halved, once for all requests that were under way
 * together, with a pause as long as the server asks (`askedMs`), else a longer one each time. `random` is in [0, 1).
 */
export function afterRefusal(
	pace: Pace,
	{ now, begunAt, askedMs, random }: { now: number; begunAt: number; askedMs: number | null; random: number },
): Pace {
	const isNew = begunAt > pace.halvedAt;
	const refusals = isNew ? pace.refusals + 1 : pace.refusals;
	const until = now + (askedMs ?? doublingMs(refusals, firstWaitMs, longestWaitMs, random));
	return {
		level: isNew ? Math.max(1, pace.level / 2) : pace.level,
		waitingUntil: Math.max(pace.waitingUntil ?? until, until),
		halvedAt: isNew ? now : pace.halvedAt,
		refusals,
	};
}
