import type { QueryClient } from '@tanstack/react-query';
import type { RunsService } from '../../actions/runs-service.ts';
import { sleep } from '../../api/sleep.ts';
import type { ItemState, RunHistory, RunPlan, RunTask } from '../../domain/records.ts';
import { countItems, type RunProgress } from '../../domain/run-tally.ts';
import { retryPlan } from '../../domain/run-task.ts';
import { taskWords } from '../../domain/run-words.ts';
import { isGoing, type RunView, runOf } from '../../state/runs.ts';
import { type Notice, topOverlay } from '../../state/ui-state.ts';
import { type RunResult, runMany } from '../../writes/run.ts';
import { settleCutOff } from '../../writes/settle-cut-off.ts';
import { failureWords } from '../lines/failure-words.ts';
import { runEndWords } from '../lines/run-lines.ts';
import type { Program } from '../program.ts';
import { rereadRecords } from '../queries/records-queries.ts';
import { setHeld } from './held.ts';
import { markAll } from './mark-all.ts';
import { runCaches } from './run-caches.ts';

/** A run changes the screen at most this often, in milliseconds. */
const redrawMillis = 200;

/** The runs over many conversations: one goes on at a time. `quit` leaves the program. */
export function createRuns(program: Program, client: QueryClient, quit: () => void): RunsService {
	const { store, writer } = program;
	const { runs } = writer.records;
	let going: { readonly stop: AbortController; readonly end: Promise<void> } | null = null;
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });

	const read = async (): Promise<void> => {
		try {
			const { runs: kept, unreadable } = await runs.list();
			store.dispatch({ type: 'runs-read', kept, unreadable, problem: null });
		} catch (error) {
			store.dispatch({ type: 'runs-read', kept: null, unreadable: [], problem: failureWords(error) });
		}
	};

	const work = async (plan: RunPlan, signal: AbortSignal): Promise<void> => {
		const items = new Map<string, ItemState>(plan.ids.map((id) => [id, { kind: 'waiting' }]));
		const caches = runCaches(program, client);
		const show = (view: Pick<RunView, 'history' | 'progress'> & Partial<RunView>): void => {
			const isEnding = view.history.ended === null && signal.aborted;
			store.dispatch({ type: 'run', run: { stopped: null, path: null, isEnding, ...view } });
		};
		const redraw = everySoOften((progress: RunProgress, now: ReadonlyMap<string, ItemState>) => {
			show({ history: { plan, items: new Map(now), ended: null, isAlive: true }, progress });
			caches.flush();
		});
		// A wait is counted down.
		const ticking = setInterval(() => {
			const { latest } = store.getState().runs;
			if (latest !== null && latest.progress.waitingUntil !== null)
				store.dispatch({ type: 'run', run: { ...latest } });
		}, 1000);
		const start = { ...countItems(items), millisLeft: null, concurrency: 0, waitingUntil: null };
		show({ history: { plan, items, ended: null, isAlive: true }, progress: start });
		// Begun from another run, it takes that one's place.
		const isInstead = topOverlay(store.getState())?.kind === 'run';
		const overlay = { kind: 'run', runId: plan.id, selected: null } as const;
		store.dispatch({ type: isInstead ? 'overlay-change' : 'overlay-open', overlay });
		try {
			const result = await runMany({
				writer,
				plan,
				onProgress: redraw.soon,
				onItem: caches.take,
				signal,
				sleep,
				random: Math.random,
			});
			redraw.stop();
			await caches.settle();
			const last = { ...start, ...countItems(result.history.items), millisLeft: 0 };
			const progress = { ...last, underWay: 0 };
			show({ history: result.history, progress, stopped: result.stopped, path: result.path });
			finish(plan.task, result);
		} catch (error) {
			redraw.stop();
			const history: RunHistory = { plan, items, ended: 'cancelled', isAlive: false };
			show({ history, progress: { ...start, millisLeft: 0 }, stopped: failureWords(error) });
			if (isOnTop(plan.id)) store.dispatch({ type: 'overlay-close' });
			notice('bad', failureWords(error));
		} finally {
			clearInterval(ticking);
		}
	};

	const isOnTop = (runId: string): boolean => {
		const overlay = topOverlay(store.getState());
		return overlay?.kind === 'run' && overlay.runId === runId;
	};

	const finish = (task: RunTask, result: RunResult): void => {
		const { edits } = store.getState();
		if (task.kind === 'undo') store.dispatch({ type: 'run-undone', writes: task.writes });
		else if (result.writes.length > 0)
			store.dispatch({ type: 'run-undo', undo: { writes: result.writes, after: edits.undoable.length } });
		rereadRecords(client);
		void read();
		notice(...runEndWords(result));
	};

	const begin = (plan: RunPlan): void => {
		if (going !== null || isGoing(store.getState().runs)) {
			notice('warn', 'Nothing was begun: another run goes on. :runs shows it.');
			return;
		}
		const stop = new AbortController();
		const end = work(plan, stop.signal).finally(() => {
			going = null;
		});
		going = { stop, end };
	};

	const end = (): void => {
		const { latest } = store.getState().runs;
		going?.stop.abort();
		if (latest !== null && isGoing(store.getState().runs))
			store.dispatch({ type: 'run', run: { ...latest, isEnding: true } });
	};

	const settle = async (runId: string): Promise<void> => {
		const history = runOf(store.getState().runs, runId);
		if (history === null) return;
		try {
			const settled = await settleCutOff(writer, history);
			store.dispatch({ type: 'run-settled', history: settled });
			holdSettled(history, settled);
			rereadRecords(client);
		} catch (error) {
			notice('bad', `${taskWords(history.plan.task)}: ${failureWords(error)}`);
		}
	};

	/** What a run that was cut off did take over is held, as it would be had the run got to noting that. */
	const holdSettled = ({ plan, items }: RunHistory, settled: RunHistory): void => {
		if (plan.task.kind !== 'ai-disabled') return;
		const { disabled } = plan.task;
		for (const id of plan.ids)
			if (items.get(id)?.kind === 'begun' && settled.items.get(id)?.kind === 'done')
				setHeld(program, id, disabled ? writer.now() : null);
	};

	return {
		start: (task, ids, titles) => begin({ id: writer.newId(), at: writer.now(), task, ids, titles }),
		end,
		read: () => void read(),
		settle: (runId) => void settle(runId),
		again: (runId, again) => {
			const history = runOf(store.getState().runs, runId);
			const fresh = { id: writer.newId(), at: writer.now() };
			const plan = history === null ? null : retryPlan(history, again, fresh);
			if (plan !== null) begin(plan);
		},
		markAll: () => void markAll(program, client),
		endAndQuit: () => {
			end();
			if (going === null) quit();
			else {
				notice('plain', 'Waiting for what is under way … Ctrl-c twice does not wait.');
				void going.end.then(quit);
			}
		},
	};
}

/** Calls at most so often, with the latest of what it was given; `stop` drops what is left. */
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
