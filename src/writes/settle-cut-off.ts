import type { ItemOutcome, ItemState, RunHistory } from '../domain/records.ts';
import type { OpenRun } from './records.ts';
import { settleItem } from './run-item.ts';
import { problemOf } from './write-error.ts';
import type { Writer } from './writer.ts';

/**
 * Finds out about a run that was cut off what became of each item that had been begun, by asking the server, and puts it
 * on the disk. An item that cannot be asked about now is given as unknown, and stays begun on the disk: it can be asked
 * about again. Rejects where the disk does not take it.
 */
export async function settleCutOff(writer: Writer, history: RunHistory): Promise<RunHistory> {
	const { plan } = history;
	const open = await writer.records.runs.reopen(plan.id);
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

/** The file of an export gets its name at the end: where the run was cut off, nothing is in it. */
async function withoutFile({ plan, items }: RunHistory, open: OpenRun): Promise<RunHistory> {
	const problem =
		'The run was cut off before the file was whole; what there is of it is a hidden .tmp file in its folder.';
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
