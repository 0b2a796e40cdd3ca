import { isAiDisabled, titleOf } from '../domain/conversation.ts';
import type { MetadataChange, RunTask } from '../domain/records.ts';
import { isTelnyxKey } from '../domain/telnyx-keys.ts';
import { askDialog, type DialogFact } from '../state/dialog.ts';
import { editorOf } from '../state/line-editor.ts';
import { countText } from '../text/count.ts';
import type { ActionContext } from './action.ts';
import { type Targets, targetsOf } from './targets.ts';

/** More deletions than this want their number typed. */
const mostUntyped = 10;
/** So many of them are named. */
const named = 4;

/** `12 conversations`, `1 conversation`. */
export function conversationsText(count: number): string {
	return count === 1 ? '1 conversation' : `${countText(count)} conversations`;
}

/** Asks whether a task is to be done to everything that is marked. */
export function askMany(context: ActionContext, task: RunTask): void {
	askAbout(context, task, targetsOf(context));
}

/** Asks whether a task is to be done to these conversations, all of them known. */
export function askAbout(
	context: ActionContext,
	task: RunTask,
	{ ids, hidden }: Pick<Targets, 'ids' | 'hidden'>,
): void {
	const count = ids.length;
	const overlay = askDialog({
		ask: { what: 'run', task, ids },
		title: titleFor(task, conversationsText(count)),
		lines: [...linesFor(context, task), ...hiddenLine(hidden)],
		facts: firstOf(context, ids),
		verb: verbs[task.kind],
		...(task.kind === 'delete' && count > mostUntyped ? { mustType: String(count) } : {}),
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

/** Asks whether the marked ones are to be taken over; where the AI is disabled for all of them, whether to hand them back. */
export function askTakeOverMany(context: ActionContext): void {
	const view = context.view();
	const areAllDisabled = targetsOf(context).ids.every((id) => {
		const conversation = view.conversationOf(id);
		return conversation !== null && isAiDisabled(conversation);
	});
	askMany(context, { kind: 'ai-disabled', disabled: !areAllDisabled });
}

/** Asks whether what a run wrote is to be taken back. */
export function askUndoRun(context: ActionContext, writes: readonly MetadataChange[]): void {
	askAbout(context, { kind: 'undo', writes }, { ids: writes.map(({ id }) => id), hidden: 0 });
}

/** Asks for the key that is to be set on everything marked, or removed from it. */
export function askTag({ dispatch }: ActionContext, text = ''): void {
	dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose: 'tag', editor: editorOf(text) } });
}

/** Takes what was typed there: `key=value` sets, `-key` removes. Anything else is asked for again. */
export function takeTag(context: ActionContext, text: string): void {
	const task = readTag(text);
	if (task !== null) {
		askMany(context, task);
		return;
	}
	askTag(context, text);
	const words = 'Write key=value, or -key to remove.';
	context.dispatch({ type: 'notice', notice: { tone: 'warn', text: words } });
}

/** A tag as it is typed; null for what is none. */
export function readTag(text: string): RunTask | null {
	const equals = text.indexOf('=');
	const key = (equals < 0 ? text.replace(/^\s*-/, '') : text.slice(0, equals)).trim();
	if (key === '') return null;
	if (equals >= 0) return { kind: 'set-key', key, value: text.slice(equals + 1).trim() };
	return /^\s*-/.test(text) ? { kind: 'remove-key', key } : null;
}

const verbs: Readonly<Record<RunTask['kind'], string>> = {
	'set-key': 'Set it',
	'remove-key': 'Remove it',
	'ai-disabled': 'Do it',
	triage: 'Do it',
	delete: 'Delete',
	export: 'Export',
	undo: 'Take back',
};

function titleFor(task: RunTask, what: string): string {
	switch (task.kind) {
		case 'set-key':
			return `Set ${task.key} on ${what}?`;
		case 'remove-key':
			return `Remove ${task.key} from ${what}?`;
		case 'ai-disabled':
			return task.disabled ? `Take over ${what}?` : `Hand ${what} back?`;
		case 'triage':
			return task.status === 'done' ? `Mark ${what} done?` : `Open ${what} again?`;
		case 'delete':
			return `Delete ${what}?`;
		case 'export':
			return `Export ${what}?`;
		case 'undo':
			return `Take back the metadata of ${what}?`;
	}
}

function linesFor({ services }: ActionContext, task: RunTask): readonly string[] {
	switch (task.kind) {
		case 'set-key':
			return [
				`${task.key} becomes “${task.value}”. Nothing else of their metadata changes.`,
				...guard(task.key),
			];
		case 'remove-key':
			return ['Nothing else of their metadata changes.', ...guard(task.key)];
		case 'ai-disabled':
			return [
				task.disabled
					? 'The assistant stops answering there until they are handed back: a person has to.'
					: 'The assistant answers there again.',
			];
		case 'triage':
			return [
				task.status === 'done'
					? 'It is written to their metadata, for everybody. What something new is said in comes back.'
					: 'It is written to their metadata, for everybody.',
			];
		case 'delete': {
			const { trashDays } = services.conversations;
			const days = trashDays === 1 ? '1 day' : `${countText(trashDays)} days`;
			return [
				`Telnyx keeps nothing of them. Each goes to the trash on this machine first, for ${days}; :trash shows it.`,
			];
		}
		case 'export':
			return [];
		case 'undo':
			return ['What others changed since stays; where they changed the same, nothing is sent.'];
	}
}

function guard(key: string): readonly string[] {
	return isTelnyxKey(key) ? [`${key} is Telnyx’s own: what hangs on it is not only a label.`] : [];
}

function hiddenLine(hidden: number): readonly string[] {
	if (hidden === 0) return [];
	return [
		hidden === 1
			? '1 of them is not in the list now.'
			: `${countText(hidden)} of them are not in the list now.`,
	];
}

function firstOf(context: ActionContext, ids: readonly string[]): readonly DialogFact[] {
	const view = context.view();
	const facts = ids.slice(0, named).map((id, index) => {
		const conversation = view.conversationOf(id);
		return { name: String(index + 1), value: conversation === null ? id : titleOf(conversation) };
	});
	const more = ids.length - facts.length;
	return more <= 0 ? facts : [...facts, { name: 'and', value: `${countText(more)} more` }];
}
