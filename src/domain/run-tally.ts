import type { ItemOutcome, ItemState } from './records.ts';

/** How a run stands. `left` have no outcome yet, those under way included. */
export type RunProgress = {
	readonly total: number;
	readonly done: number;
	readonly skipped: number;
	readonly failed: number;
	readonly conflict: number;
	readonly unknown: number;
	readonly left: number;
	readonly underWay: number;
	/** An estimate; null until there is something to go by. */
	readonly millisLeft: number | null;
	/** How many items may be under way at once. */
	readonly concurrency: number;
	/** The server asked to be left alone until then; milliseconds since 1970. */
	readonly waitingUntil: number | null;
};

type Counts = Pick<RunProgress, 'total' | 'left' | 'underWay'> & Record<ItemOutcome['kind'], number>;

/** Counts the items of a run by how they stand. */
export function countItems(items: ReadonlyMap<string, ItemState>): Counts {
	const counts = { done: 0, skipped: 0, failed: 0, conflict: 0, unknown: 0, begun: 0, waiting: 0 };
	for (const { kind } of items.values()) counts[kind] += 1;
	const { begun, waiting, ...outcomes } = counts;
	return { ...outcomes, total: items.size, left: begun + waiting, underWay: begun };
}

/** So many items tell how long one takes. */
const enough = 3;

/** How long the rest takes if it goes on like this: `settled` items took `elapsed` milliseconds; `pause` comes on top. */
export function timeLeft(settled: number, elapsed: number, left: number, pause: number): number | null {
	if (left === 0) return 0;
	return settled < enough ? null : Math.round((elapsed / settled) * left + pause);
}
