import type { ItemState, MetadataChange, RunHistory } from '../domain/records.ts';
import type { RunProgress } from '../domain/run-tally.ts';

/** The run that this program works on, or worked on last. */
export type RunView = {
	readonly history: RunHistory;
	readonly progress: RunProgress;
	/** The user ended it, and what is under way is waited for. */
	readonly isEnding: boolean;
	/** Why it ended before its end, in a sentence. */
	readonly stopped: string | null;
	/** Where an export is to be found. */
	readonly path: string | null;
};

/** Metadata writes of a run that can be taken back together. */
type RunUndo = {
	readonly writes: readonly MetadataChange[];
	/** How many single writes could be taken back when it ended: later ones are taken back first. */
	readonly after: number;
};

export type Runs = {
	readonly latest: RunView | null;
	/** The runs on disk, the newest first; null until they are read. */
	readonly kept: readonly RunHistory[] | null;
	/** Files of runs that cannot be understood, and why the runs could not be read at all. */
	readonly unreadable: readonly string[];
	readonly problem: string | null;
	/** What can be taken back, the last run at the end. */
	readonly undos: readonly RunUndo[];
};

export type RunEvent =
	| { readonly type: 'run'; readonly run: RunView }
	| {
			readonly type: 'runs-read';
			readonly kept: readonly RunHistory[] | null;
			readonly unreadable: readonly string[];
			readonly problem: string | null;
	  }
	/** What is known by now of a run on disk. */
	| { readonly type: 'run-settled'; readonly history: RunHistory }
	| { readonly type: 'run-undo'; readonly undo: RunUndo }
	/** Those very writes were taken back, as far as that could be done. */
	| { readonly type: 'run-undone'; readonly writes: readonly MetadataChange[] };

export const noRuns: Runs = { latest: null, kept: null, unreadable: [], problem: null, undos: [] };

/** So many runs can be taken back. */
const undoLimit = 20;

/** The runs after an event. */
export function reduceRuns(runs: Runs, event: RunEvent): Runs {
	switch (event.type) {
		case 'run':
			return { ...runs, latest: event.run };
		case 'runs-read':
			return { ...runs, kept: event.kept ?? runs.kept, unreadable: event.unreadable, problem: event.problem };
		case 'run-settled': {
			const { id } = event.history.plan;
			const kept = runs.kept?.map((one) => (one.plan.id === id ? event.history : one)) ?? null;
			return { ...runs, kept };
		}
		case 'run-undo':
			return { ...runs, undos: [...runs.undos, event.undo].slice(-undoLimit) };
		case 'run-undone':
			return { ...runs, undos: runs.undos.filter(({ writes }) => writes !== event.writes) };
	}
}

/** True while this program works on a run. */
export function isGoing({ latest }: Runs): boolean {
	return latest !== null && latest.history.ended === null;
}

/** What is known of a run: here, where this program works on it, else from the disk. */
export function runOf({ latest, kept }: Runs, id: string): RunHistory | null {
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

/** The items of a run as they are listed: what went wrong in front, else in the order of the run. */
export function listedItems({ plan, items }: RunHistory): readonly (readonly [string, ItemState])[] {
	return plan.ids
		.map((id): readonly [string, ItemState] => [id, items.get(id) ?? { kind: 'waiting' }])
		.toSorted(([, a], [, b]) => urgency[a.kind] - urgency[b.kind]);
}

/** True for a run that nobody works on any more, and that did not come to an end. */
export function isCutOff({ ended, isAlive }: RunHistory): boolean {
	return ended === null && !isAlive;
}
