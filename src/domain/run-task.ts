import type { Metadata } from './conversation.ts';
import { parseInstant } from './instant.ts';
import type { JsonValue } from './json.ts';
import { type MetadataMerge, mergeMetadata } from './metadata-merge.ts';
import type { ItemState, RunHistory, RunPlan, RunTask } from './records.ts';
import { withTriage } from './triage.ts';

/** What a task makes of the metadata of a conversation, as it is now; null for a task that is not about metadata. */
export function changeOf(task: RunTask, id: string): ((now: Metadata) => MetadataMerge) | null {
	switch (task.kind) {
		case 'set-key':
			return (now) => changed(withKey(now, task.key, task.value));
		case 'remove-key':
			return (now) => changed(withoutKey(now, task.key));
		case 'ai-disabled':
			return (now) => changed(withAiDisabled(now, task.disabled));
		case 'triage': {
			const at = task.reaches.find((candidate) => candidate.id === id)?.at;
			const reach = at === undefined ? null : parseInstant(at);
			if (reach === null) return changed;
			return (now) => changed(withTriage(now, { ...task, reach }));
		}
		case 'undo': {
			const write = task.writes.find((candidate) => candidate.id === id);
			return write === undefined ? changed : (now) => mergeMetadata(write.after, write.before, now);
		}
		default:
			return null;
	}
}

/**
 * The metadata with the AI told not to answer, or to answer again. Handing back leaves a key that is there, as "false":
 * a server that merges would not let it be removed.
 */
export function withAiDisabled(metadata: Metadata, disabled: boolean): Metadata {
	if (disabled) return withKey(metadata, 'ai_disabled', 'true');
	return Object.hasOwn(metadata, 'ai_disabled') ? withKey(metadata, 'ai_disabled', 'false') : metadata;
}

function withKey(metadata: Metadata, key: string, value: JsonValue): Metadata {
	return Object.fromEntries([...Object.entries(metadata), [key, value]]);
}

function withoutKey(metadata: Metadata, key: string): Metadata {
	return Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== key));
}

function changed(merged: Metadata): MetadataMerge {
	return { merged, conflicts: [], fromThem: [] };
}

/** What can be done once more: what was begun and did not come to its end well, or what was never begun. */
export type Again = 'failed' | 'waiting';

/** The conversations of a run that are still to be done, in its order. */
export function idsAgain({ plan, items }: RunHistory, again: Again): readonly string[] {
	const kinds: readonly ItemState['kind'][] =
		again === 'waiting' ? ['waiting'] : ['failed', 'conflict', 'unknown', 'begun'];
	return plan.ids.filter((id) => kinds.includes(items.get(id)?.kind ?? 'waiting'));
}

/** What a conversation of a run was called when it was begun; else its id. */
export function titleInRun({ titles = {} }: RunPlan, id: string): string {
	return Object.hasOwn(titles, id) ? (titles[id] ?? id) : id;
}

/** A run of its own over what another one left; null where it left nothing. An export goes to a file of its own. */
export function retryPlan(
	history: RunHistory,
	again: Again,
	fresh: Pick<RunPlan, 'id' | 'at'>,
): RunPlan | null {
	const ids = idsAgain(history, again);
	const { task } = history.plan;
	const { titles } = history.plan;
	const named = titles === undefined ? {} : { titles };
	return ids.length === 0 ? null : { ...fresh, task: taskAgain(task, ids), ids, ...named };
}

function taskAgain(task: RunTask, ids: readonly string[]): RunTask {
	if (task.kind === 'export') return { ...task, path: nextName(task.path) };
	if (task.kind === 'undo') return { ...task, writes: task.writes.filter(({ id }) => ids.includes(id)) };
	return task;
}

/** `out.ndjson`, `out-retry.ndjson`, `out-retry-2.ndjson` … */
function nextName(path: string): string {
	const [, start = path, retry, number, end = ''] =
		/^(.*?)(-retry(?:-(\d{1,6}))?)?(\.[^./]*)?$/s.exec(path) ?? [];
	const next = retry === undefined ? '' : `-${Number(number ?? 1) + 1}`;
	return `${start}-retry${next}${end}`;
}
