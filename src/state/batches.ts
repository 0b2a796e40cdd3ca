import { type BatchProgress, type countItems, itemWords } from '../domain/batch-task.ts';
import type { BatchHistory, ItemState, MetadataChange } from '../domain/records.ts';
import { countText } from '../text/count.ts';

/** The latest batch of this program, running or ended. */
export type BatchView = {
	readonly history: BatchHistory;
	readonly progress: BatchProgress;
	/** True after the user ended it, while requests are still under way. */
	readonly isEnding: boolean;
	/** Why it ended early, as a sentence. */
	readonly stopped: string | null;
	/** Path of the exported file. */
	readonly path: string | null;
};

/** Metadata writes of a batch that can be undone together. */
type BatchUndo = {
	readonly writes: readonly MetadataChange[];
	/** Number of single writes that could be undone when the batch ended; later ones are undone first. */
	readonly after: number;
};

export type Batches = {
	readonly latest: BatchView | null;
	/** The batches on disk, newest first; null until they are read. */
	readonly kept: readonly BatchHistory[] | null;
	/** Batch files that cannot be parsed, and why the batches could not be read at all. */
	readonly unreadable: readonly string[];
	readonly problem: string | null;
	/** The exports whose file is not written yet, by the ids of their spools. */
	readonly spools: ReadonlySet<string>;
	/** The batches that can be undone, the latest last. */
	readonly undos: readonly BatchUndo[];
};

export type BatchEvent =
	| { readonly type: 'batch'; readonly batch: BatchView }
	| {
			readonly type: 'batches-read';
			readonly kept: readonly BatchHistory[] | null;
			readonly unreadable: readonly string[];
			readonly problem: string | null;
			readonly spools: ReadonlySet<string>;
	  }
	/** The outcome of a batch on disk, as far as it is known. */
	| { readonly type: 'batch-settled'; readonly history: BatchHistory }
	| { readonly type: 'batch-undo'; readonly undo: BatchUndo }
	/** These writes were undone, as far as possible. */
	| { readonly type: 'batch-undone'; readonly writes: readonly MetadataChange[] };

export const noBatches: Batches = {
	latest: null,
	kept: null,
	unreadable: [],
	problem: null,
	spools: new Set(),
	undos: [],
};

/** Most batches that can be undone. */
const undoLimit = 20;

/** The batches after an event. */
export function reduceBatches(batches: Batches, event: BatchEvent): Batches {
	switch (event.type) {
		case 'batch':
			return { ...batches, latest: event.batch };
		case 'batches-read':
			return {
				...batches,
				kept: event.kept ?? batches.kept,
				unreadable: event.unreadable,
				problem: event.problem,
				spools: event.spools,
			};
		case 'batch-settled': {
			const { id } = event.history.plan;
			const kept = batches.kept?.map((one) => (one.plan.id === id ? event.history : one)) ?? null;
			return { ...batches, kept };
		}
		case 'batch-undo':
			return { ...batches, undos: [...batches.undos, event.undo].slice(-undoLimit) };
		case 'batch-undone':
			return { ...batches, undos: batches.undos.filter(({ writes }) => writes !== event.writes) };
	}
}

/** True while this program runs a batch. */
export function isGoing({ latest }: Batches): boolean {
	return latest !== null && latest.history.ended === null;
}

/** A batch by its id: the one of this program, else the one on disk. */
export function batchOf({ latest, kept }: Batches, id: string): BatchHistory | null {
	if (latest?.history.plan.id === id) return latest.history;
	return kept?.find(({ plan }) => plan.id === id) ?? null;
}

const urgency: Readonly<Record<ItemState['kind'], number>> = {
	failed: 0,
	unknown: 0,
	conflict: 0,
	begun: 1,
	done: 1,
	skipped: 1,
	waiting: 1,
};

/** The items of a batch in display order: problems first, else in the order of the batch. */
export function listedItems({ plan, items }: BatchHistory): readonly (readonly [string, ItemState])[] {
	return plan.ids
		.map((id): readonly [string, ItemState] => [id, items.get(id) ?? { kind: 'waiting' }])
		.toSorted(([, a], [, b]) => urgency[a.kind] - urgency[b.kind]);
}

/** True for an unfinished batch that no process runs any more. */
export function isCutOff({ ended, isAlive }: BatchHistory): boolean {
	return ended === null && !isAlive;
}

/** How an item of a batch can end, in the order of the counts. */
export const endedKinds = ['done', 'skipped', 'failed', 'conflict', 'unknown'] as const;

/** The results of the items, without empty counts: `118 done, 2 failed`. Raw. */
export function countsText(counts: ReturnType<typeof countItems>): string {
	const parts = endedKinds.flatMap((kind) =>
		counts[kind] === 0 ? [] : [`${countText(counts[kind])} ${itemWords[kind]}`],
	);
	return parts.length === 0 ? 'nothing done' : parts.join(', ');
}
