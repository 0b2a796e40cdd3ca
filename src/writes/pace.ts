/** How fast a run goes: how many items at once, and until when nobody begins. Times are milliseconds since 1970. */
export type Pace = {
	/** Grows by fractions; whole ones count. */
	readonly level: number;
	/** Null while nothing is waited for. */
	readonly waitingUntil: number | null;
	/** When it was last halved: refusals of requests that were under way by then are the same one. */
	readonly halvedAt: number;
	/** Refusals in a row, for a server that does not say how long it wants to be left alone. */
	readonly refusals: number;
};

export const startLevel = 4;
export const highestLevel = 8;
/** So many items well done at the full level raise it by one. */
const itemsForOneMore = 6;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

/** The pace at the start of a run. */
export const startPace: Pace = {
	level: startLevel,
	waitingUntil: null,
	halvedAt: Number.NEGATIVE_INFINITY,
	refusals: 0,
};

/** How many items may be under way at once. */
export function concurrencyOf({ level }: Pace): number {
	return Math.max(1, Math.floor(level));
}

/** How long, in milliseconds, until the next item may begin. */
export function waitOf({ waitingUntil }: Pace, now: number): number {
	return waitingUntil === null ? 0 : Math.max(0, waitingUntil - now);
}

/** The pace after an item went through. */
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
 * The pace after a request that began at `begunAt` was refused as one too many: half, once for all that were under way
 * together, and a pause as long as the server asks for (`askedMs`), else a longer one each time. `random` is in [0, 1).
 */
export function afterRefusal(
	pace: Pace,
	{ now, begunAt, askedMs, random }: { now: number; begunAt: number; askedMs: number | null; random: number },
): Pace {
	const isNew = begunAt > pace.halvedAt;
	const refusals = isNew ? pace.refusals + 1 : pace.refusals;
	const backoff = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, refusals - 1));
	const until = now + (askedMs ?? Math.round(backoff * (0.5 + random / 2)));
	return {
		level: isNew ? Math.max(1, pace.level / 2) : pace.level,
		waitingUntil: Math.max(pace.waitingUntil ?? until, until),
		halvedAt: isNew ? now : pace.halvedAt,
		refusals,
	};
}
