import { ApiError } from '../api/errors.ts';
import { type BatchProgress, countItems, timeLeft } from '../domain/batch-task.ts';
import { millisOf } from '../domain/instant.ts';
import type {
	BatchHistory,
	BatchPlan,
	ItemOutcome,
	ItemState,
	MetadataChange,
	WholeConversation,
} from '../domain/records.ts';
import type { Writer } from './attempt.ts';
import { type Worked, workItem } from './batch-item.ts';
import { afterAnswer, afterRefusal, concurrencyOf, startPace, waitOf } from './pace.ts';
import type { ExportFile, OpenBatch } from './records.ts';
import { problemOf, refuseReadOnly } from './write-error.ts';

export type BatchOptions = {
	readonly writer: Writer;
	readonly plan: BatchPlan;
	readonly onProgress: (progress: BatchProgress, items: ReadonlyMap<string, ItemState>) => void;
	/** Called with each item as it ends. */
	readonly onItem: (id: string, worked: Worked) => void;
	/** Ends the batch: no further item starts, reading stops, and requests that change something finish. */
	readonly signal: AbortSignal;
	/** Waits; rejects when the signal aborts. */
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** A number in [0, 1). */
	readonly random: () => number;
};

export type BatchResult = {
	readonly history: BatchHistory;
	/** Why it ended early, as a sentence; null if it finished or was cancelled. */
	readonly stopped: string | null;
	/** The completed metadata writes, for undoing them. */
	readonly writes: readonly MetadataChange[];
	/** The path of the export; null for other tasks. */
	readonly path: string | null;
};

/** An item fails after this many 429s. */
const mostTries = 6;
/** After this many connection failures in a row, the connection counts as lost. */
const mostUnreached = 5;

const ended: ItemOutcome = { kind: 'failed', problem: 'The batch was ended before this was sent.' };

/**
 * Runs a batch, several items at a time, through the same writes as single changes. Each item is on disk before its
 * request is sent. A refused key or account, a lost connection or a full disk ends the batch, and the rest stays
 * waiting. Throws if the batch cannot begin; later failures are in the result.
 */
export async function workBatch(options: BatchOptions): Promise<BatchResult> {
	const { writer, plan } = options;
	if (plan.task.kind !== 'export') refuseReadOnly(writer.api);
	const file = plan.task.kind === 'export' ? await writer.records.exports.begin(plan.task.path) : null;
	const open = await writer.records.batches.begin(plan).catch(async (error: unknown) => {
		await file?.discard();
		throw error;
	});
	return new Batch(options, open, file).work();
}

class Batch {
	readonly #options: BatchOptions;
	readonly #open: OpenBatch;
	readonly #file: ExportFile | null;
	/** The writer without retries of 429s: this class sets the pace for all items together. */
	readonly #writer: Writer;
	readonly #items: Map<string, ItemState>;
	readonly #queue: { readonly id: string; readonly tries: number }[];
	readonly #active = new Set<Promise<void>>();
	readonly #writes: MetadataChange[] = [];
	readonly #begunAt: number;
	/** Ends reading for good when the batch stops early. */
	readonly #stop = new AbortController();
	#pace = startPace;
	#settled = 0;
	#unreached = 0;
	#stopped: string | null = null;
	/** Data to export by id, until all earlier items have ended, and the position reached in the batch. */
	readonly #ready = new Map<string, WholeConversation>();
	#exported = 0;
	/** Why there will be no file. */
	#lost: string | null = null;
	/** Outcomes that could not be written to disk. */
	readonly #unnoted = new Map<string, ItemOutcome>();
	#exporting: Promise<void> = Promise.resolve();

	constructor(options: BatchOptions, open: OpenBatch, file: ExportFile | null) {
		const { writer, plan } = options;
		this.#options = options;
		this.#open = open;
		this.#file = file;
		this.#writer = { ...writer, api: writer.api.pacedByCaller() };
		this.#items = new Map(plan.ids.map((id) => [id, { kind: 'waiting' }]));
		this.#queue = [...this.#items.keys()].map((id) => ({ id, tries: 0 }));
		this.#begunAt = this.#now();
	}

	async work(): Promise<BatchResult> {
		const { signal, sleep } = this.#options;
		while (!this.#isOver() && (this.#queue.length > 0 || this.#active.size > 0)) {
			const wait = waitOf(this.#pace, this.#now());
			if (wait > 0 && this.#queue.length > 0) {
				this.#tell();
				// Cancelling ends the wait; the loop does the rest.
				await sleep(wait, AbortSignal.any([signal, this.#stop.signal])).catch(() => undefined);
				continue;
			}
			const room = concurrencyOf(this.#pace) - this.#active.size;
			for (const next of this.#queue.splice(0, Math.max(0, room))) this.#start(next);
			this.#tell();
			await Promise.race(this.#active);
		}
		await Promise.all(this.#active);
		// Items queued for a retry that will not take place.
		for (const { id, tries } of this.#queue) if (tries > 0) await this.#settle(id, ended);
		const path = await this.#finishFile();
		const how = this.#isOver() && this.#queue.length > 0 ? 'cancelled' : 'finished';
		await this.#end(how).catch((error: unknown) => this.#halt(problemOf(error)));
		this.#tell();
		const { plan } = this.#options;
		const history = { plan, items: new Map(this.#items), ended: how, isAlive: false } as const;
		return { history, stopped: this.#stopped, writes: this.#writes, path };
	}

	/**
	 * A batch that is over on disk has all its outcomes there; otherwise it counts as cut off and can be settled later.
	 */
	async #end(how: 'finished' | 'cancelled'): Promise<void> {
		for (const [id, outcome] of this.#unnoted) await this.#open.note(id, outcome);
		await this.#open.end(how);
	}

	#isOver(): boolean {
		return this.#options.signal.aborted || this.#stopped !== null;
	}

	#now(): number {
		return millisOf(this.#options.writer.now());
	}

	#start(next: { readonly id: string; readonly tries: number }): void {
		const working = this.#work(next.id, next.tries).finally(() => this.#active.delete(working));
		this.#active.add(working);
	}

	/** Runs one item until its outcome is on disk, or puts it back into the queue. Never rejects. */
	async #work(id: string, tries: number): Promise<void> {
		const { plan, signal } = this.#options;
		const begunAt = this.#now();
		try {
			if (tries === 0) await this.#open.note(id, { kind: 'begun' });
		} catch (error) {
			// Nothing is sent before the disk has a record of it.
			this.#queue.unshift({ id, tries });
			this.#halt(problemOf(error));
			return;
		}
		this.#items.set(id, { kind: 'begun' });
		this.#tell();
		const either = AbortSignal.any([signal, this.#stop.signal]);
		try {
			const worked = await workItem(this.#writer, plan, id, either);
			const { outcome, write, whole } = worked;
			if (whole !== undefined) this.#ready.set(id, whole);
			this.#options.onItem(id, worked);
			if (write !== undefined) this.#writes.push(write);
			this.#unreached = 0;
			this.#pace = afterAnswer(this.#pace, this.#now());
			await this.#settle(id, outcome);
		} catch (error) {
			await this.#fail(id, tries, begunAt, error);
		}
	}

	async #fail(id: string, tries: number, begunAt: number, error: unknown): Promise<void> {
		const kind = error instanceof ApiError ? error.kind : null;
		if (kind === 'rate-limited') {
			const askedMs = error instanceof ApiError ? error.retryAfterMs : null;
			const random = this.#options.random();
			this.#pace = afterRefusal(this.#pace, { now: this.#now(), begunAt, askedMs, random });
			if (tries + 1 < mostTries && !this.#isOver()) {
				this.#queue.unshift({ id, tries: tries + 1 });
				return;
			}
		}
		if (kind === 'auth' || kind === 'forbidden') this.#halt(problemOf(error));
		this.#unreached = kind === 'network' ? this.#unreached + 1 : 0;
		if (this.#unreached >= mostUnreached) this.#halt(problemOf(error));
		const isEnded = kind === null && this.#isOver();
		await this.#settle(id, isEnded ? ended : { kind: 'failed', problem: problemOf(error) });
	}

	async #settle(id: string, outcome: ItemOutcome): Promise<void> {
		this.#items.set(id, outcome);
		this.#settled += 1;
		await this.#open.note(id, outcome).catch((error: unknown) => {
			this.#unnoted.set(id, outcome);
			this.#halt(problemOf(error));
		});
		if (this.#file !== null) await this.#exportReady(this.#file);
		this.#tell();
	}

	/** Writes all items whose turn has come: the file keeps the order of the batch. One call at a time. */
	#exportReady(file: ExportFile): Promise<void> {
		const write = async (): Promise<void> => {
			const { ids } = this.#options.plan;
			for (; this.#exported < ids.length && this.#lost === null; this.#exported += 1) {
				const id = ids[this.#exported] ?? '';
				const kind = this.#items.get(id)?.kind;
				// Items left waiting by the batch are skipped at its end.
				if (kind === 'begun' || (kind === 'waiting' && !this.#isOver())) return;
				const whole = this.#ready.get(id);
				this.#ready.delete(id);
				if (whole === undefined) continue;
				await file.append(whole).catch((error: unknown) => {
					this.#lost = problemOf(error);
					this.#halt(this.#lost);
				});
			}
		};
		this.#exporting = this.#exporting.then(write);
		return this.#exporting;
	}

	/** Gives the export file its name if it has any content. Without content, nothing counts as done. */
	async #finishFile(): Promise<string | null> {
		const file = this.#file;
		if (file === null) return null;
		await this.#exportReady(file);
		const done = [...this.#items].flatMap(([id, { kind }]) => (kind === 'done' ? [id] : []));
		try {
			if (done.length > 0 && this.#lost === null) {
				await file.finish();
				return file.path;
			}
			await file.discard();
		} catch (error) {
			this.#lost = problemOf(error);
			this.#halt(this.#lost);
		}
		const problem = this.#lost;
		if (problem !== null) for (const id of done) await this.#settle(id, { kind: 'failed', problem });
		return null;
	}

	#halt(why: string): void {
		this.#stopped ??= why;
		this.#stop.abort();
	}

	#tell(): void {
		const now = this.#now();
		const counts = countItems(this.#items);
		const pause = waitOf(this.#pace, now);
		this.#options.onProgress(
			{
				...counts,
				millisLeft: timeLeft(this.#settled, now - this.#begunAt, counts.left, pause),
				concurrency: concurrencyOf(this.#pace),
				waitingUntil: pause > 0 ? this.#pace.waitingUntil : null,
			},
			this.#items,
		);
	}
}
