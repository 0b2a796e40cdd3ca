import { ApiError } from '../api/errors.ts';
import { type BatchProgress, countItems, spoolOf, timeLeft } from '../domain/batch-task.ts';
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
import type { OpenBatch, Spool } from './records.ts';
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
	const spoolId = spoolOf(plan);
	const spool = spoolId === null ? null : await writer.records.spools.open(spoolId, plan.ids);
	try {
		const open = await writer.records.batches.begin(plan);
		return await new Batch(options, open, spool).work();
	} finally {
		await spool?.close();
	}
}

class Batch {
	readonly #options: BatchOptions;
	readonly #open: OpenBatch;
	/** Takes the conversations of an export. */
	readonly #spool: Spool | null;
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
	/** Outcomes that could not be written to disk. */
	readonly #unnoted = new Map<string, ItemOutcome>();

	constructor(options: BatchOptions, open: OpenBatch, spool: Spool | null) {
		const { writer, plan } = options;
		this.#options = options;
		this.#open = open;
		this.#spool = spool;
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
		const how = this.#isOver() && this.#queue.length > 0 ? 'cancelled' : 'finished';
		await this.#end(how).catch((error: unknown) => this.#halt(problemOf(error)));
		this.#tell();
		const { plan } = this.#options;
		const history = { plan, items: new Map(this.#items), ended: how, isAlive: false } as const;
		return { history, stopped: this.#stopped, writes: this.#writes };
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
			this.#options.onItem(id, worked);
			if (write !== undefined) this.#writes.push(write);
			this.#unreached = 0;
			this.#pace = afterAnswer(this.#pace, this.#now());
			await this.#settle(id, whole === undefined ? outcome : await this.#spooled(id, whole, outcome));
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
		this.#tell();
	}

	/** The outcome once the conversation is in the spool. A full disk ends the batch; the rest can follow later. */
	async #spooled(id: string, whole: WholeConversation, outcome: ItemOutcome): Promise<ItemOutcome> {
		try {
			await this.#spool?.append(id, whole);
			return outcome;
		} catch (error) {
			const problem = problemOf(error);
			this.#halt(problem);
			return { kind: 'failed', problem };
		}
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
