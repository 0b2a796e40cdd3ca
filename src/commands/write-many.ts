import type { BatchTask, ItemState } from '../domain/records.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Writer } from '../writes/attempt.ts';
import { workBatch } from '../writes/batch.ts';
import type { Worked } from '../writes/batch-item.ts';
import { manyCode } from './each-id.ts';
import { exitCodes } from './exit-codes.ts';
import type { CommandIo } from './io.ts';
import { withoutKeys } from './masked.ts';

type ManyWrites = {
	readonly writer: Writer;
	readonly task: BatchTask;
	readonly ids: readonly string[];
	readonly io: CommandIo;
	readonly say: (words: SafeText) => void;
	/** Prints the result of one conversation. */
	readonly print: (id: string, worked: Worked) => Promise<void>;
};

/**
 * Runs a task on many conversations as a batch of this machine, which `:batches` shows. A signal lets the requests
 * under way finish. A reader that has gone does not stop the writes. Returns the exit code.
 */
export async function writeMany({ writer, task, ids, io, say, print }: ManyWrites): Promise<number> {
	let printing = Promise.resolve();
	let done = 0;
	const plan = { id: writer.newId(), at: writer.now(), task, ids };
	const { history, stopped } = await workBatch({
		writer,
		plan,
		onProgress: ({ total, left }) =>
			io.progress(t`${safe(countText(total - left))} of ${safe(countText(total))} conversations`),
		onItem: (id, worked) => {
			const isGone = worked.outcome.kind === 'skipped' && worked.conversation === null;
			if (!isGone && (worked.outcome.kind === 'done' || worked.outcome.kind === 'skipped')) done += 1;
			printing = printing.then(() => print(id, worked)).catch(() => undefined);
		},
		signal: signalOnly(io.stop),
		sleep: io.sleep,
		random: io.random,
	});
	await printing;
	io.progress(null);
	const waiting = ids.filter((id) => history.items.get(id)?.kind === 'waiting').length;
	for (const [id, state] of history.items) {
		const problem = problemOf(state);
		if (problem !== null) say(t`${safe(id)}: ${withoutKeys(problem, io.environment)}`);
	}
	if (stopped !== null) say(t`ended early: ${withoutKeys(stopped, io.environment)}`);
	if (waiting > 0)
		say(
			t`${safe(countText(waiting))} of ${safe(countText(ids.length))} were not begun: :batches on the screen goes on`,
		);
	if (io.stop.aborted && io.stop.reason.kind === 'signal') throw io.stop.reason;
	return manyCode(done, ids.length > done ? [exitCodes.failed] : []);
}

function problemOf(state: ItemState): string | null {
	if ('problem' in state) return state.problem;
	return 'note' in state && state.note !== null ? state.note : null;
}

/** Aborts where a signal ends the command, and not where the reader of its output has gone. */
export function signalOnly(stop: AbortSignal): AbortSignal {
	const ended = new AbortController();
	const end = (): void => {
		if (stop.reason.kind === 'signal') ended.abort(stop.reason);
	};
	if (stop.aborted) end();
	else stop.addEventListener('abort', end, { once: true });
	return ended.signal;
}
