import type { Writer } from './attempt.ts';
import type { Records } from './records.ts';

/** The latest write under way for each conversation, across all writers that share these records. */
const turns = new WeakMap<Records, Map<string, Promise<unknown>>>();

/**
 * Runs `work` after all earlier writes of this program to the same conversation: an edit that reads just before a batch
 * writes would undo the batch's change. Rejects as `work` does, or with the reason of the signal.
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
