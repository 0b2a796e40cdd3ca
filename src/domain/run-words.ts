import type { ItemState, RunTask } from './records.ts';

/** What a run does, as the beginning of a sentence: `Set tier to “gold”`. Raw: it can hold what somebody typed. */
export function taskWords(task: RunTask): string {
	switch (task.kind) {
		case 'set-key':
			return `Set ${task.key} to “${task.value}”`;
		case 'remove-key':
			return `Remove ${task.key}`;
		case 'ai-disabled':
			return task.disabled ? 'Take over' : 'Hand back';
		case 'triage':
			return task.status === 'done' ? 'Mark done' : 'Open again';
		case 'delete':
			return 'Delete';
		case 'export':
			return `Export to ${task.path}`;
		case 'undo':
			return 'Take back metadata';
	}
}

/** How an item stands, in a word or two. */
export const itemWords: Readonly<Record<ItemState['kind'], string>> = {
	done: 'done',
	skipped: 'skipped',
	failed: 'failed',
	conflict: 'conflict',
	unknown: 'not known',
	begun: 'under way',
	waiting: 'waiting',
};

/** What there is to say about an item beyond how it stands; '' for nothing. Raw. */
export function itemNote(item: ItemState): string {
	if ('problem' in item) return item.problem;
	return 'note' in item ? (item.note ?? '') : '';
}
