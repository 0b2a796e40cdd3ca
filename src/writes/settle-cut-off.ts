import { spoolOf } from '../domain/batch-task.ts';
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
	if (plan.task.kind === 'export') return inSpool(history, open, writer);
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

/** Fetched conversations are in the spool; one that is not there counts as failed, so the export can go on with it. */
async function inSpool(
	{ plan, items }: BatchHistory,
	open: OpenBatch,
	writer: Writer,
): Promise<BatchHistory> {
	const spools = await writer.records.spools.list();
	const spoolId = spoolOf(plan) ?? '';
	const spool = spools.includes(spoolId) ? await writer.records.spools.open(spoolId, null) : null;
	const lost: ItemOutcome = { kind: 'failed', problem: 'The batch was cut off before this was fetched.' };
	const fetched: ItemOutcome = { kind: 'done', note: null };
	const settled = new Map(items);
	try {
		for (const [id, { kind }] of items) {
			const outcome = spool?.has(id) ? fetched : lost;
			if ((kind !== 'begun' && kind !== 'done') || outcome.kind === kind) continue;
			await open.note(id, outcome);
			settled.set(id, outcome);
		}
	} finally {
		await spool?.close();
	}
	await open.end('cancelled');
	return { plan, items: settled, ended: 'cancelled', isAlive: false };
}
