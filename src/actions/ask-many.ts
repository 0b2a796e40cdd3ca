import { taskWords } from '../domain/batch-task.ts';
import { type Conversation, channelOf, endUserOf, isAiDisabled, titleOf } from '../domain/conversation.ts';
import type { BatchTask, MetadataChange } from '../domain/records.ts';
import { changeTags } from '../domain/tags.ts';
import { isTelnyxKey } from '../domain/telnyx-keys.ts';
import { askDialog, type Dialog } from '../state/dialog.ts';
import { editKey } from '../state/edits.ts';
import type { UiState } from '../state/ui-state.ts';
import { countText } from '../text/count.ts';
import type { ActionContext } from './action.ts';
import { momentWords, type Targets, targetsOf } from './targets.ts';

/** Above this number of deletions, the user types the number to confirm. */
const mostUntyped = 10;
/** The most conversations that a question lists; the tallest screens have room for them. */
const mostNamed = 60;

/** `12 conversations`, `1 conversation`. */
export function conversationsText(count: number): string {
	return count === 1 ? '1 conversation' : `${countText(count)} conversations`;
}

/** Asks whether to run a task on all marked conversations. */
export function askMany(context: ActionContext, task: BatchTask): void {
	askAbout(context, task, targetsOf(context));
}

/** Asks whether to run a task on these conversations, all of which are loaded. */
export function askAbout(
	context: ActionContext,
	task: BatchTask,
	{ ids, hidden, unseen }: Pick<Targets, 'ids' | 'hidden' | 'unseen'>,
): void {
	const count = ids.length;
	const overlay = askDialog({
		ask: { what: 'batch', task, ids },
		title: titleFor(task, conversationsText(count)),
		lines: [...linesFor(context, task, ids), ...sightLines({ hidden, unseen })],
		...firstOf(context, ids),
		verb: verbFor(task),
		declined: task.kind === 'delete' ? 'Nothing was deleted.' : 'Nothing was changed.',
		...(task.kind === 'delete' && count > mostUntyped ? { mustType: String(count) } : {}),
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

/** Asks whether to take over the marked conversations, or to hand them back if the AI is disabled for all of them. */
export function askTakeoverMany(context: ActionContext): void {
	const view = context.view();
	const areAllDisabled = targetsOf(context).ids.every((id) => {
		const conversation = view.conversationOf(id);
		return conversation !== null && isAiDisabled(conversation);
	});
	askMany(context, { kind: 'ai-disabled', disabled: !areAllDisabled });
}

/** Asks whether to undo the metadata changes of a batch. */
export function askUndoBatch(context: ActionContext, writes: readonly MetadataChange[]): void {
	askAbout(context, { kind: 'undo', writes }, { ids: writes.map(({ id }) => id), hidden: 0, unseen: 0 });
}

/** The label of the confirming button: the verb of the question. */
function verbFor(task: BatchTask): string {
	switch (task.kind) {
		case 'set-key':
			return 'Set key';
		case 'remove-key':
			return 'Remove key';
		case 'change-keys':
			return 'Change keys';
		case 'ai-disabled':
			return task.disabled ? 'Take over' : 'Hand back';
		case 'triage':
			return task.status === 'done' ? 'Mark done' : 'Reopen';
		case 'delete':
			return 'Delete';
		case 'export':
			return 'Export';
		case 'undo':
			return 'Undo';
	}
}

function titleFor(task: BatchTask, what: string): string {
	switch (task.kind) {
		case 'set-key':
			return `Set ${task.key} on ${what}?`;
		case 'remove-key':
			return `Remove ${task.key} from ${what}?`;
		case 'change-keys':
			return `Change keys of ${what}?`;
		case 'ai-disabled':
			return task.disabled ? `Take over ${what}?` : `Hand ${what} back?`;
		case 'triage':
			return task.status === 'done' ? `Mark ${what} done?` : `Reopen ${what}?`;
		case 'delete':
			return `Delete ${what}?`;
		case 'export':
			return `Export ${what}?`;
		case 'undo':
			return `Undo ${changeTags(task.writes)} on ${what}?`;
	}
}

function linesFor(context: ActionContext, task: BatchTask, ids: readonly string[]): readonly string[] {
	const { services } = context;
	switch (task.kind) {
		case 'set-key':
			return [
				`Sets ${task.key} to “${task.value}”. Their other keys stay.`,
				...alreadyLines(context, ids, task.key, task.value),
				...guard(task.key),
			];
		case 'remove-key':
			return ['Their other keys stay.', ...alreadyLines(context, ids, task.key), ...guard(task.key)];
		case 'change-keys':
			return [
				`${taskWords(task)}. Their other keys stay.`,
				...[...task.set.map(({ key }) => key), ...task.unset].flatMap(guard),
			];
		case 'ai-disabled':
			return [
				task.disabled
					? 'The assistant stops answering until you hand them back. A person must answer.'
					: 'The assistant answers again.',
			];
		case 'triage':
			return [
				task.status === 'done'
					? 'Written to their metadata, for everyone. They reopen when a new message arrives.'
					: 'Written to their metadata, for everyone.',
			];
		case 'delete': {
			const { trashDays } = services.conversations;
			const days = trashDays === 1 ? '1 day' : `${countText(trashDays)} days`;
			return [
				`Telnyx deletes them for good. This machine keeps each in its trash for ${days} (:trash).`,
				...unsavedLines(context.state(), ids),
			];
		}
		case 'export':
			return [];
		case 'undo':
			return ['Changes that others made since stay. A conversation where they conflict is skipped.'];
	}
}

/** Says what was typed for these conversations and not sent: an edit, JSON, a message. The trash does not keep it. */
export function unsavedLines(
	{ edits, jsonEdits, messages }: Pick<UiState, 'edits' | 'jsonEdits' | 'messages'>,
	ids: readonly string[],
): readonly string[] {
	const edited = ids.filter(
		(id) => edits.kept.has(editKey({ kind: 'edit', id })) || jsonEdits.has(id),
	).length;
	const written = ids.filter((id) => (messages.get(id)?.area.text ?? '') !== '').length;
	const line = (count: number, one: string, many: string): string[] => {
		if (count === 0) return [];
		return [
			ids.length === 1 ? `${one} is lost with it.` : `Lost with them: ${many}, ${countText(count)} in all.`,
		];
	};
	return [
		...line(edited, 'Your unsaved edit of its metadata', 'unsaved edits of metadata'),
		...line(written, 'Your unsent message to it', 'unsent messages'),
	];
}

/** Says how many have the value already, or lack the key to remove, and how many would lose another value. */
function alreadyLines(
	{ view }: ActionContext,
	ids: readonly string[],
	key: string,
	value?: string,
): readonly string[] {
	const found = ids.map((id) => view().conversationOf(id)).filter((one) => one !== null);
	const having = found.filter(({ metadata }) => Object.hasOwn(metadata, key));
	if (value === undefined) {
		const lacking = found.length - having.length;
		if (lacking === 0) return [];
		const words =
			lacking === 1 ? '1 of them does not have it.' : `${countText(lacking)} of them do not have it.`;
		return [lacking === ids.length ? 'None of them has it: nothing would be sent.' : words];
	}
	const same = having.filter(({ metadata }) => metadata[key] === value).length;
	if (same === ids.length) return ['All of them have this value already: nothing would be sent.'];
	const other = having.length - same;
	return [
		...(same === 0 ? [] : [`${countText(same)} of them already ${same === 1 ? 'has' : 'have'} this value.`]),
		...(other === 0
			? []
			: [`${countText(other)} of them ${other === 1 ? 'has' : 'have'} another value, which it replaces.`]),
	];
}

function guard(key: string): readonly string[] {
	return isTelnyxKey(key) ? [`Telnyx itself uses ${key}: the change can affect more than a label.`] : [];
}

/** Says how many of the conversations in question are not visible: outside the list, or scrolled out of view. */
export function sightLines({ hidden, unseen }: Pick<Targets, 'hidden' | 'unseen'>): readonly string[] {
	const line = (count: number, where: string): string[] => {
		if (count === 0) return [];
		return [`${countText(count)} of them ${count === 1 ? 'is' : 'are'} ${where}.`];
	};
	return [
		...line(hidden, 'no longer in the list'),
		...line(unseen - hidden, 'in the list but scrolled out of view'),
	];
}

/** Title, end user, channel and time of the last message, on one line. */
function describe(conversation: Conversation): string {
	const { lastMessageAt } = conversation;
	const title = titleOf(conversation);
	const who = endUserOf(conversation);
	const parts = [
		title,
		who === title ? '' : who,
		channelOf(conversation).replaceAll('_', ' '),
		lastMessageAt === null ? '' : momentWords(lastMessageAt),
	];
	return parts.filter((part) => part !== '').join(' · ');
}

/** Facts for the question: conversations by their titles, and how many more there are. As many are shown as fit. */
export function firstOf(
	context: ActionContext,
	ids: readonly string[],
): Pick<Dialog, 'facts'> & { more: number } {
	const view = context.view();
	const facts = ids.slice(0, mostNamed).map((id, index) => {
		const conversation = view.conversationOf(id);
		return { name: String(index + 1), value: conversation === null ? id : describe(conversation) };
	});
	return { facts, more: ids.length - facts.length };
}
