import type { Records } from './records.ts';
import type { Writer } from './writer.ts';

/** The last write of each conversation that has one under way, for all writers that share these records. */
const turns = new WeakMap<Records, Map<string, Promise<unknown>>>();

/**
 * Does this once whatever else this program writes to the same conversation is over: an edit that reads while a run is
 * about to write would send the run's change away again. Rejects as `work` does, or with the reason of the signal.
 */
export async function inTurn<T>(
	{ records }: Writer,
	id: string,
	work: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	const underWay = turns.get(records) ?? new Map<string, Promise<unknown>>();
	turns.set(records, underWay);
	const before = underWay.get(id) ?? Promise.resolve();
	const mine = before.then(() => {
		signal?.throwIfAborted();
		return work();
	});
	const over = mine.catch(() => undefined);
	underWay.set(id, over);
	try {
		return await mine;
	} finally {
		if (underWay.get(id) === over) underWay.delete(id);
	}
}
