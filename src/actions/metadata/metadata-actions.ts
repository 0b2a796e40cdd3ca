import { type Metadata, titleOf } from '../../domain/conversation.ts';
import { jsonEntries } from '../../domain/json.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import type { Condition, SaidFilter, SaidQuery } from '../../filter/tree.ts';
import { editKey } from '../../state/edits.ts';
import { notify } from '../../state/events.ts';
import {
	createDraft,
	editDraft,
	type MetadataDraft,
	type MetadataTarget,
	rowProblems,
	withMap,
} from '../../state/metadata/metadata-draft.ts';
import { remembering, stepOut, takeTyped, withKey } from '../../state/metadata/metadata-edit.ts';
import { complete, fillOffer, moveOffer } from '../../state/metadata/metadata-offers.ts';
import { openArea, valueProblem } from '../../state/metadata/metadata-typing.ts';
import type { PromptAbout } from '../../state/overlay.ts';
import type { UiState } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { askMany } from '../ask-many.ts';
import { askTag, type TagTask, typedTag } from '../tag-prompt.ts';
import { actsOnMarks, cannotWrite, conversationAtHand } from '../targets.ts';
import { changing, draftOnTop } from './metadata-step-actions.ts';

function openDraft({ state, dispatch }: ActionContext, draft: MetadataDraft): void {
	const kept = keptEdit(state(), draft.target);
	dispatch({ type: 'overlay-open', overlay: { kind: 'metadata', draft: kept ?? draft } });
	if (kept === null) return;
	notify({ dispatch }, 'warn', 'This is your edit, not saved yet. Ctrl-r discards it.');
}

function keptEdit({ edits }: UiState, target: MetadataTarget): MetadataDraft | null {
	return edits.kept.get(editKey(target)) ?? null;
}

function edit(context: ActionContext): void {
	if (actsOnMarks(context)) {
		askTag(context);
		return;
	}
	const conversation = conversationAtHand(context);
	if (conversation === null) return;
	const { edits } = context.state();
	const saving = edits.saving.get(conversation.id);
	const draft = editDraft(saving === undefined ? conversation : { ...conversation, metadata: saving });
	openDraft(context, draft);
	if (saving === undefined || edits.kept.has(editKey(draft.target))) return;
	notify(context, 'warn', 'Your last change is still being saved; it is included here.');
}

/** Opens the prompt for a key: of the marks, or of the conversation at hand. */
function addTag(context: ActionContext): void {
	const one = conversationAtHand(context);
	if (actsOnMarks(context)) askTag(context);
	else if (one === null) askTag(context, { ids: [], words: 'no conversation' });
	else askTag(context, { ids: [one.id], words: titleOf(one) });
}

/**
 * Takes a typed tag: asks about the marked conversations, or shows before and after of the one it is about. An edit of
 * that one that was left gets the change too.
 */
export function takeTag(context: ActionContext, text: string, about?: PromptAbout): void {
	const task = typedTag(context, text, about);
	if (task === null) return;
	if (about === undefined) {
		askMany(context, task);
		return;
	}
	const conversation = context.view().conversationOf(about.ids[0] ?? '');
	if (conversation === null) return;
	context.dispatch({ type: 'tag-leave', text: '', about });
	const { id, name } = conversation;
	const kept = context.state().edits.kept.get(editKey({ kind: 'edit', id }));
	if (kept !== undefined) {
		joinEdit(context, kept, task);
		return;
	}
	const base = context.state().edits.saving.get(id) ?? conversation.metadata;
	const mine = tagged(base, task);
	if (diffMetadata(base, mine).length > 0) reviewMetadata(context, { id, name, base }, mine);
	else notify(context, 'plain', `Nothing to change: ${unchangedWords(task)}.`);
}

/** Adds the change to an edit that was left, and shows it with the others; first its open field, if it has one. */
function joinEdit(context: ActionContext, kept: MetadataDraft, task: TagTask): void {
	const joined = withKey(kept, task.key, task.kind === 'set-key' ? task.value : null);
	const isOpen = joined.step !== null || rowProblems(joined).size > 0;
	const draft: MetadataDraft = isOpen ? joined : { ...joined, step: { kind: 'diff', top: 0 } };
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'metadata', draft } });
	const rest = isOpen ? 'finish what it has open first' : 'all of it would be saved';
	const words =
		joined === kept ? `Nothing to change: ${unchangedWords(task)}` : `${task.key} is in your edit`;
	notify(context, 'warn', `${words}. This edit is not saved yet: ${rest}.`);
}

function tagged(base: Metadata, task: TagTask): Metadata {
	if (task.kind === 'set-key') return { ...base, [task.key]: task.value };
	return Object.fromEntries(jsonEntries(base).filter(([key]) => key !== task.key));
}

function unchangedWords(task: TagTask): string {
	return task.kind === 'set-key'
		? `${task.key} is “${task.value}” already`
		: `there is no metadata key ${task.key}`;
}

/** The values that a new conversation needs for the list to show it. */
type CreateDefaults = { readonly name: string; readonly metadata: Metadata };

/**
 * The values that a filter demands of every conversation: those it compares with “is”. Values it demands only in part,
 * or in alternatives, are left out.
 */
export function createDefaults({ filters }: Pick<SaidQuery, 'filters'>): CreateDefaults {
	let name = '';
	const metadata = new Map<string, string>();
	for (const condition of filters.flatMap(demanded)) {
		const value = exactValue(condition);
		if (value === null) continue;
		if (condition.column.kind === 'metadata') metadata.set(condition.column.key, value);
		else if (condition.column.name === 'name') name = value;
	}
	return { name, metadata: Object.fromEntries(metadata) };
}

/** The conditions that hold for every match. */
function demanded(filter: SaidFilter): readonly Condition[] {
	if (filter.negated || filter.kind === 'date') return [];
	if (filter.kind === 'condition') return [filter];
	return filter.join === 'and' || filter.children.length === 1 ? filter.children.flatMap(demanded) : [];
}

/** The single text that a condition matches, ignoring case; null if several match. */
function exactValue({ operator, operand }: Condition): string | null {
	if (operator === 'eq') return operand;
	if (operator === 'in') return operand.length === 1 ? (operand[0] ?? null) : null;
	const isPlain = (operator === 'like' || operator === 'ilike') && !/[*%_\\]/.test(operand);
	return isPlain ? operand : null;
}

function create(context: ActionContext): void {
	const { name, metadata } = createDefaults(context.state().query);
	openDraft(context, createDraft(name, metadata));
}

/**
 * Opens the editor on the step before sending, with `mine` in place of the metadata the conversation had at `base`. For
 * metadata edited in an external editor; replaces a stored edit.
 */
export function reviewMetadata(
	{ dispatch }: Pick<ActionContext, 'dispatch'>,
	conversation: { readonly id: string; readonly name: string | null; readonly base: Metadata },
	mine: Metadata,
): void {
	const { id, name, base } = conversation;
	const before = editDraft({ id, name, metadata: base });
	const draft = remembering(before, withMap(before, mine));
	dispatch({
		type: 'overlay-open',
		overlay: { kind: 'metadata', draft: { ...draft, step: { kind: 'diff', top: 0 } } },
	});
}

const row = rowsIn('metadata', 'Conversation', 'app');

/** Opens the metadata editor for an existing or a new conversation. */
export const metadataActions: readonly Action[] = [
	{
		...row('edit', 'Edit the metadata; with marks, set or remove a key on all', ['e'], edit, 'edit'),
		words: ['tag', 'label'],
		mutates: true,
		disabled: (context) => (actsOnMarks(context) ? null : cannotWrite(context)),
	},
	// Read-only mode refuses at Enter, not here: text typed after a refused key would run as keys.
	row('tag', 'Set or remove a key (tier=gold, -tier), on this conversation or the marks', ['+'], addTag),
	{
		...row('create', 'Create a conversation that matches the filter', ['c'], create),
		words: ['new', 'add'],
		mutates: true,
	},
];

/** Goes one step back and keeps the text; JSON that cannot be read stays open. */
function back(context: ActionContext): void {
	const draft = draftOnTop(context);
	const problem = draft === null ? null : valueProblem(draft);
	if (problem !== null)
		notify(context, 'warn', `${problem.problem} Correct it, or press Esc to leave and keep it.`);
	changing(stepOut)(context);
}

const inputRow = rowsIn('input', 'Overlays and typing', 'input', 'Key or value: ');
const editorRow = rowsIn('editor', 'Overlays and typing', 'editor', 'Long value: ');

/** Actions while the user types a key, a value or a name. */
export const metadataTypingActions: readonly Action[] = [
	inputRow(
		'take',
		'confirm',
		['Enter'],
		changing((draft, known) => takeTyped(fillOffer(draft, known, false))),
		'ok',
	),
	inputRow('back', 'one step back, with the text', ['Shift-Tab'], back, 'back'),
	inputRow(
		'fill',
		'insert the suggestion; from a key, go on to its value',
		['Tab'],
		changing(complete),
		'fill',
	),
	inputRow(
		'next',
		'next suggestion',
		['Down', 'Ctrl-n'],
		changing((draft, known) => moveOffer(draft, known, 1)),
		'choose',
	),
	inputRow(
		'previous',
		'previous suggestion',
		['Up', 'Ctrl-p'],
		changing((draft, known) => moveOffer(draft, known, -1)),
	),
	inputRow('editor', 'switch to multi-line text', ['Ctrl-t'], changing(openArea)),
	editorRow('back', 'one step back, with the text', ['Shift-Tab'], back, 'back'),
];
