import type { BatchHistory, ItemOutcome, ItemState } from '../domain/records.ts';
import type { Writer } from './attempt.ts';
import { settleItem } from './batch-item.ts';
import type { OpenBatch } from './records.ts';
import { problemOf } from './write-error.ts';

/**
 * Asks the server for the outcome of every unfinished item of a batch that was cut off, and writes it to disk. An item
 * that cannot be checked now is returned as unknown and stays unfinished on disk, so it can be checked again. Rejects
 * if the disk cannot be written.
 */
export async function settleCutOff(writer: Writer, history: BatchHistory): Promise<BatchHistory> {
	const { plan } = history;
	const open = await writer.records.batches.reopen(plan.id);
	const begun = plan.ids.filter((id) => history.items.get(id)?.kind === 'begun');
	if (plan.task.kind === 'export') return withoutFile(history, open);
	const pending = (await writer.records.trash.list()).entries.filter(({ state }) => state === 'pending');
	const items = new Map<string, ItemState>(history.items);
	let isKnown = true;
	for (const id of begun) {
		try {
			const outcome = await settleItem(writer, plan.task, id, pending);
			await open.note(id, outcome);
			items.set(id, outcome);
		} catch (error) {
			isKnown = false;
			items.set(id, { kind: 'unknown', problem: problemOf(error) });
		}
	}
	if (isKnown) await open.end('cancelled');
	return { plan, items, ended: isKnown ? 'cancelled' : null, isAlive: false };
}

/** An export gets its name at the end, so a batch that was cut off leaves no file. */
async function withoutFile({ plan, items }: BatchHistory, open: OpenBatch): Promise<BatchHistory> {
	const problem =
		'The batch was cut off before the file was complete; a hidden .tmp file in its folder has the first part.';
	const lost: ItemOutcome = { kind: 'failed', problem };
	const settled = new Map(items);
	for (const [id, { kind }] of items) {
		if (kind !== 'begun' && kind !== 'done') continue;
		await open.note(id, lost);
		settled.set(id, lost);
	}
	await open.end('cancelled');
	return { plan, items: settled, ended: 'cancelled', isAlive: false };
}
