import type { Metadata } from './conversation.ts';
import { parseInstant } from './instant.ts';
import { withJsonKey, withJsonKeys } from './json.ts';
import { type MetadataMerge, mergeMetadata } from './metadata-merge.ts';
import type { BatchHistory, BatchPlan, BatchTask, ItemOutcome, ItemState } from './records.ts';
import { changeTags } from './tags.ts';
import { withTriage } from './triage.ts';

/** The change that a task makes to a conversation's current metadata; null for tasks that do not touch metadata. */
export function changeOf(task: BatchTask, id: string): ((now: Metadata) => MetadataMerge) | null {
	switch (task.kind) {
		case 'set-key':
			return (now) => changed(withJsonKey(now, task.key, task.value));
		case 'remove-key':
			return (now) => changed(withJsonKey(now, task.key, undefined));
		case 'change-keys':
			return (now) => changed(withChangedKeys(now, task));
		case 'ai-disabled':
			return (now) => changed(withAiDisabled(now, task.disabled));
		case 'triage': {
			const at = task.reaches.find((candidate) => candidate.id === id)?.at;
			const doneThrough = at === undefined ? null : parseInstant(at);
			if (doneThrough === null) return changed;
			return (now) => changed(withTriage(now, { ...task, doneThrough }));
		}
		case 'undo': {
			const write = task.writes.find((candidate) => candidate.id === id);
			return write === undefined ? changed : (now) => mergeMetadata(write.after, write.before, now);
		}
		default:
			return null;
	}
}

/** The keys to set with their values, and those to remove. */
export type KeyChanges = Pick<Extract<BatchTask, { kind: 'change-keys' }>, 'set' | 'unset'>;

/** Sets and removes keys; all others stay. */
export function withChangedKeys(metadata: Metadata, { set, unset }: KeyChanges): Metadata {
	const changes = new Map<string, string | undefined>(set.map(({ key, value }) => [key, value]));
	for (const key of unset) changes.set(key, undefined);
	return withJsonKeys(metadata, changes);
}

/**
 * Sets or clears `ai_disabled`. Handing back sets an existing key to "false": a server that merges cannot remove it.
 */
function withAiDisabled(metadata: Metadata, disabled: boolean): Metadata {
	if (disabled) return withJsonKey(metadata, 'ai_disabled', 'true');
	return Object.hasOwn(metadata, 'ai_disabled') ? withJsonKey(metadata, 'ai_disabled', 'false') : metadata;
}

function changed(merged: Metadata): MetadataMerge {
	return { merged, conflicts: [], fromThem: [] };
}

/** Which items to repeat: those that began and did not end well, or, with `waiting`, every item that remains. */
export type Again = 'failed' | 'waiting';

/** The ids of a batch still to be done, in its order. */
export function idsAgain({ plan, items }: BatchHistory, again: Again): readonly string[] {
	const kindOf = (id: string): ItemState['kind'] => items.get(id)?.kind ?? 'waiting';
	const unwell = ['failed', 'conflict', 'unknown', 'begun'];
	if (again === 'failed') return plan.ids.filter((id) => unwell.includes(kindOf(id)));
	// Without waiting items there is nothing to continue. A conflict needs a person's decision first.
	if (plan.ids.every((id) => kindOf(id) !== 'waiting')) return [];
	return plan.ids.filter((id) => ['waiting', 'failed', 'unknown', 'begun'].includes(kindOf(id)));
}

/** The title of a conversation when the batch began; else its id. */
export function titleInBatch({ titles = {} }: BatchPlan, id: string): string {
	return Object.hasOwn(titles, id) ? (titles[id] ?? id) : id;
}

/**
 * A new batch over the items that another one left; null if it left none. An export goes on in its spool if that is
 * still there (`spools`), else to a new file.
 */
export function retryPlan(
	history: BatchHistory,
	again: Again,
	fresh: Pick<BatchPlan, 'id' | 'at'>,
	spools: ReadonlySet<string> = new Set(),
): BatchPlan | null {
	const ids = idsAgain(history, again);
	const { task } = history.plan;
	const { titles } = history.plan;
	const named = titles === undefined ? {} : { titles };
	return ids.length === 0
		? null
		: { ...fresh, task: taskAgain(task, ids, spoolOf(history.plan), spools), ids, ...named };
}

/** The spool of an export; null for another task. */
export function spoolOf({ id, task }: Pick<BatchPlan, 'id' | 'task'>): string | null {
	return task.kind === 'export' ? (task.spool ?? id) : null;
}

function taskAgain(
	task: BatchTask,
	ids: readonly string[],
	spool: string | null,
	spools: ReadonlySet<string>,
): BatchTask {
	if (task.kind === 'export')
		return spool !== null && spools.has(spool)
			? { ...task, spool }
			: { ...task, path: nextName(task.path), spool: null };
	if (task.kind === 'undo') return { ...task, writes: task.writes.filter(({ id }) => ids.includes(id)) };
	return task;
}

/** `out.ndjson`, `out-retry.ndjson`, `out-retry-2.ndjson` … */
function nextName(path: string): string {
	const [, start = path, retry, number, end = ''] =
		/^(.*?)(-retry(?:-(\d{1,6}))?)?((?:\.tar)?\.[^./]*)?$/s.exec(path) ?? [];
	const next = retry === undefined ? '' : `-${Number(number ?? 1) + 1}`;
	return `${start}-retry${next}${end}`;
}

/** The task as the start of a sentence: `Set tier to “gold”`. Raw: it can contain typed text. */
export function taskWords(task: BatchTask): string {
	switch (task.kind) {
		case 'set-key':
			return `Set ${task.key} to “${task.value}”`;
		case 'remove-key':
			return `Remove ${task.key}`;
		case 'change-keys': {
			const set = task.set.map(({ key, value }) => `set ${key} to “${value}”`);
			const words = [...set, ...task.unset.map((key) => `remove ${key}`)].join(', ');
			return words.charAt(0).toUpperCase() + words.slice(1);
		}
		case 'ai-disabled':
			return task.disabled ? 'Take over' : 'Hand back';
		case 'triage':
			return task.status === 'done' ? 'Mark done' : 'Open again';
		case 'delete':
			return 'Delete';
		case 'export':
			return `Export to ${task.path}`;
		case 'undo':
			return `Undo ${changeTags(task.writes)}`;
	}
}

/** The state of an item in a word or two. */
export const itemWords: Readonly<Record<ItemState['kind'], string>> = {
	done: 'done',
	skipped: 'skipped',
	failed: 'failed',
	conflict: 'conflict',
	unknown: 'not known',
	begun: 'under way',
	waiting: 'waiting',
};

/** The note or problem of an item, or ''. Raw. */
export function itemNote(item: ItemState): string {
	if ('problem' in item) return item.problem;
	return 'note' in item ? (item.note ?? '') : '';
}

/** The progress of a batch. `left` counts the items without an outcome, including those under way. */
export type BatchProgress = {
	readonly total: number;
	readonly done: number;
	readonly skipped: number;
	readonly failed: number;
	readonly conflict: number;
	readonly unknown: number;
	readonly left: number;
	readonly underWay: number;
	/** An estimate; null until enough items have ended. */
	readonly millisLeft: number | null;
	/** The most items under way at once. */
	readonly concurrency: number;
	/** The server asked for a pause until this time, in milliseconds since 1970. */
	readonly waitingUntil: number | null;
};

type Counts = Pick<BatchProgress, 'total' | 'left' | 'underWay'> & Record<ItemOutcome['kind'], number>;

/** Counts the items of a batch by state. */
export function countItems(items: ReadonlyMap<string, ItemState>): Counts {
	const counts = { done: 0, skipped: 0, failed: 0, conflict: 0, unknown: 0, begun: 0, waiting: 0 };
	for (const { kind } of items.values()) counts[kind] += 1;
	const { begun, waiting, ...outcomes } = counts;
	return { ...outcomes, total: items.size, left: begun + waiting, underWay: begun };
}

/** The number of ended items needed for an estimate. */
const enough = 3;

/** Estimates the remaining milliseconds: `settled` items took `elapsed` milliseconds, and `pause` is added on top. */
export function timeLeft(settled: number, elapsed: number, left: number, pause: number): number | null {
	if (left === 0) return 0;
	return settled < enough ? null : Math.round((elapsed / settled) * left + pause);
}
