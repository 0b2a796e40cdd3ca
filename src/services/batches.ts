import type { QueryClient } from '@tanstack/react-query';
import type { BatchesService } from '../actions/services.ts';
import { sleep } from '../api/sleep.ts';
import { rereadRecords } from '../data/records-queries.ts';
import { type BatchProgress, countItems, retryPlan, taskWords } from '../domain/batch-task.ts';
import type { BatchHistory, BatchPlan, ItemState } from '../domain/records.ts';
import { type BatchView, batchOf, countsText, isGoing } from '../state/batches.ts';
import { notify } from '../state/events.ts';
import { type Notice, topOverlay } from '../state/ui-state.ts';
import { countText } from '../text/count.ts';
import { type BatchResult, workBatch } from '../writes/batch.ts';
import { settleCutOff } from '../writes/settle-cut-off.ts';
import { batchCaches, markAll } from './mark-all.ts';
import type { Runtime } from './runtime.ts';
import { failureWords } from './saved-words.ts';
import { setTakeover } from './takeover.ts';

/** A batch redraws the screen at most this often, in milliseconds. */
const redrawMillis = 200;

/**
 * Runs batches, one at a time. `quit` leaves the program; `onFetched` takes an export whose conversations are all
 * fetched.
 */
export function createBatches(
	runtime: Runtime,
	client: QueryClient,
	quit: () => void,
	onFetched: (history: BatchHistory) => void,
): BatchesService {
	const { store, writer } = runtime;
	const { batches, spools } = writer.records;
	let going: { readonly stop: AbortController; readonly end: Promise<void> } | null = null;
	const read = async (): Promise<void> => {
		try {
			const { batches: kept, unreadable } = await batches.list();
			const left = new Set(await spools.list());
			store.dispatch({ type: 'batches-read', kept, unreadable, problem: null, spools: left });
		} catch (error) {
			const problem = failureWords(error);
			const left = store.getState().batches.spools;
			store.dispatch({ type: 'batches-read', kept: null, unreadable: [], problem, spools: left });
		}
	};

	const work = async (plan: BatchPlan, signal: AbortSignal): Promise<void> => {
		const items = new Map<string, ItemState>(plan.ids.map((id) => [id, { kind: 'waiting' }]));
		const caches = batchCaches(runtime, client);
		const show = (view: Pick<BatchView, 'history' | 'progress'> & Partial<BatchView>): void => {
			const isEnding = view.history.ended === null && signal.aborted;
			store.dispatch({ type: 'batch', batch: { stopped: null, path: null, isEnding, ...view } });
		};
		const redraw = everySoOften((progress: BatchProgress, now: ReadonlyMap<string, ItemState>) => {
			show({ history: { plan, items: new Map(now), ended: null, isAlive: true }, progress });
			caches.flush();
		});
		// Redraws the countdown of a wait.
		const ticking = setInterval(() => {
			const { latest } = store.getState().batches;
			if (latest !== null && latest.progress.waitingUntil !== null)
				store.dispatch({ type: 'batch', batch: { ...latest } });
		}, 1000);
		const start = { ...countItems(items), millisLeft: null, concurrency: 0, waitingUntil: null };
		show({ history: { plan, items, ended: null, isAlive: true }, progress: start });
		// A batch started from another one's overlay replaces it there.
		const isInstead = topOverlay(store.getState())?.kind === 'batch';
		const overlay = { kind: 'batch', batchId: plan.id, selected: null } as const;
		store.dispatch({ type: isInstead ? 'overlay-change' : 'overlay-open', overlay });
		try {
			const result = await workBatch({
				writer,
				plan,
				onProgress: redraw.soon,
				onItem: caches.take,
				signal,
				sleep,
				random: Math.random,
			});
			redraw.stop();
			caches.settle();
			const last = { ...start, ...countItems(result.history.items), millisLeft: 0 };
			const progress = { ...last, underWay: 0 };
			show({ history: result.history, progress, stopped: result.stopped });
			finish(result);
		} catch (error) {
			redraw.stop();
			const history: BatchHistory = { plan, items, ended: 'cancelled', isAlive: false };
			show({ history, progress: { ...start, millisLeft: 0 }, stopped: failureWords(error) });
			if (isOnTop(plan.id)) store.dispatch({ type: 'overlay-close' });
			notify(store, 'bad', failureWords(error));
		} finally {
			clearInterval(ticking);
		}
	};

	const isOnTop = (batchId: string): boolean => {
		const overlay = topOverlay(store.getState());
		return overlay?.kind === 'batch' && overlay.batchId === batchId;
	};

	const finish = (result: BatchResult): void => {
		const { task } = result.history.plan;
		const { edits } = store.getState();
		if (task.kind === 'undo') store.dispatch({ type: 'batch-undone', writes: task.writes });
		else if (result.writes.length > 0)
			store.dispatch({ type: 'batch-undo', undo: { writes: result.writes, after: edits.undoable.length } });
		rereadRecords(client);
		void read();
		const isFetched =
			task.kind === 'export' && result.history.ended === 'finished' && result.stopped === null;
		const words = batchEndWords(result);
		// What follows says more than a count of what was fetched.
		if (!isFetched || words[0] !== 'good') notify(store, ...words);
		if (isFetched) onFetched(result.history);
	};

	const begin = (plan: BatchPlan): void => {
		if (going !== null || isGoing(store.getState().batches)) {
			notify(store, 'warn', 'Not started: another batch is running. :batches shows it.');
			return;
		}
		const stop = new AbortController();
		const end = work(plan, stop.signal).finally(() => {
			going = null;
		});
		going = { stop, end };
	};

	const end = (): void => {
		const { latest } = store.getState().batches;
		going?.stop.abort();
		if (latest !== null && isGoing(store.getState().batches))
			store.dispatch({ type: 'batch', batch: { ...latest, isEnding: true } });
	};

	const settle = async (batchId: string): Promise<void> => {
		const history = batchOf(store.getState().batches, batchId);
		if (history === null) return;
		try {
			const settled = await settleCutOff(writer, history);
			store.dispatch({ type: 'batch-settled', history: settled });
			holdSettled(history, settled);
			rereadRecords(client);
		} catch (error) {
			notify(store, 'bad', `${taskWords(history.plan.task)}: ${failureWords(error)}`);
		}
	};

	/** Notes the takeovers that a batch made before it was cut off. */
	const holdSettled = ({ plan, items }: BatchHistory, settled: BatchHistory): void => {
		if (plan.task.kind !== 'ai-disabled') return;
		const { disabled } = plan.task;
		for (const id of plan.ids)
			if (items.get(id)?.kind === 'begun' && settled.items.get(id)?.kind === 'done')
				setTakeover(runtime, id, disabled ? writer.now() : null);
	};

	return {
		start: (task, ids, titles) => begin({ id: writer.newId(), at: writer.now(), task, ids, titles }),
		end,
		read: () => void read(),
		settle: (batchId) => void settle(batchId),
		again: (batchId, again) => {
			const history = batchOf(store.getState().batches, batchId);
			const fresh = { id: writer.newId(), at: writer.now() };
			const plan =
				history === null ? null : retryPlan(history, again, fresh, store.getState().batches.spools);
			if (plan !== null) begin(plan);
		},
		markAll: () => void markAll(runtime, client),
		endAndQuit: () => {
			end();
			if (going === null) quit();
			else {
				notify(store, 'plain', 'Finishing the requests under way… Ctrl-c twice quits without waiting.');
				void going.end.then(quit);
			}
		},
	};
}

/** Limits `call` to one every `redrawMillis`, with the latest arguments. `stop` drops a pending call. */
function everySoOften<A extends readonly unknown[]>(call: (...args: A) => void) {
	let timer: ReturnType<typeof setTimeout> | null = null;
	let latest: A | null = null;
	const fire = (): void => {
		timer = null;
		if (latest === null) return;
		const args = latest;
		latest = null;
		timer = setTimeout(fire, redrawMillis);
		call(...args);
	};
	return {
		soon: (...args: A): void => {
			latest = args;
			if (timer === null) fire();
		},
		stop: (): void => {
			if (timer !== null) clearTimeout(timer);
			timer = null;
			latest = null;
		},
	};
}

/** The notice at the end of a batch: its tone and its text. */
export function batchEndWords({ history, stopped }: BatchResult): [Notice['tone'], string] {
	const counts = countItems(history.items);
	const were = counts.left === 1 ? 'was' : 'were';
	const left = counts.left === 0 ? '' : ` ${countText(counts.left)} ${were} not started.`;
	const why = stopped === null ? '' : ` It stopped: ${stopped}`;
	const odd = [...history.items.values()].filter((item) => item.kind === 'done' && item.note !== null).length;
	const noted = odd === 0 ? '' : ` Of those done, ${countText(odd)} ${odd === 1 ? 'has' : 'have'} a note.`;
	const isGood = counts.done + counts.skipped === counts.total && odd === 0;
	const words = `${taskWords(history.plan.task)}: ${countsText(counts)}.${noted}${left}${why}`;
	return [isGood ? 'good' : stopped === null ? 'warn' : 'bad', `${words} :batches shows it.`];
}
