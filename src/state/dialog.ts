import type { Again } from '../domain/batch-task.ts';
import type { Instant } from '../domain/instant.ts';
import type { BatchTask, ExportTask } from '../domain/records.ts';
import type { ExportDraft } from './exports.ts';
import type { Live } from './live.ts';
import type { Marks } from './marks.ts';
import type { TakeoverState } from './takeovers.ts';
import { editorOf, type LineEditor } from './typing/line-editor.ts';

/** The meaning of a yes. The answer depends only on this: a dialog holds no code. */
export type DialogAsk =
	/** `title` names the conversation after it is deleted. */
	| { readonly what: 'delete'; readonly id: string; readonly title: string }
	/** Restores the entry of the trash with this name. */
	| { readonly what: 'restore'; readonly name: string }
	/** Runs this task on each conversation. */
	| { readonly what: 'batch'; readonly task: BatchTask; readonly ids: readonly string[] }
	/** Exports to a file that exists, and replaces it. */
	| { readonly what: 'export'; readonly task: ExportTask; readonly of: Pick<ExportDraft, 'ids' | 'titles'> }
	/** Writes the current export over the file that has its name. */
	| { readonly what: 'replace-file' }
	/** Repeats the unfinished part of a batch. */
	| { readonly what: 'again'; readonly batchId: string; readonly again: Again }
	| { readonly what: 'quit' }
	/** Runs the held-back action, although the typed text looks like an API key. */
	| { readonly what: 'typed-key'; readonly actionId: string }
	/** Disables the AI, or enables it again. */
	| {
			readonly what: 'takeover';
			readonly id: string;
			readonly title: string;
			readonly disabled: boolean;
	  }
	/** Marks these conversations done through a message on this machine, or open again (null). */
	| { readonly what: 'done'; readonly doneThrough: ReadonlyMap<string, Instant | null> };

/** A fact that the user should know before the answer. */
export type DialogFact = { readonly name: string; readonly value: string };

/** The focus of Enter: the field, or one of the two buttons. */
type DialogFocus = 'field' | 'cancel' | 'yes';

/** A question with two buttons. All text is raw and made safe when drawn. */
export type Dialog = {
	readonly ask: DialogAsk;
	readonly title: string;
	/** The consequences of a yes; each line holds one or more sentences. */
	readonly lines: readonly string[];
	/** The facts as of opening; those of one conversation are read anew for every frame (see `askedAbout`). */
	readonly facts: readonly DialogFact[];
	/** Where the facts are the first of several conversations: how many more there are. Null for other facts. */
	readonly more: number | null;
	/** The message after a no, such as `Nothing was deleted.`. */
	readonly declined: string;
	/** The label of the confirming button, such as `Delete`. */
	readonly verb: string;
	readonly focus: DialogFocus;
	/** The text that must be typed to confirm, and the text so far; null if none is needed. */
	readonly typed: { readonly wanted: string; readonly editor: LineEditor } | null;
};

/** A dialog as it opens: on the field if the user must type, else on Cancel, never on the confirming button. */
export function askDialog(
	fields: Pick<Dialog, 'ask' | 'title' | 'lines' | 'verb'> & {
		readonly facts?: readonly DialogFact[];
		readonly more?: number | null;
		readonly mustType?: string;
		readonly declined?: string;
	},
): { readonly kind: 'dialog'; readonly dialog: Dialog } {
	const { mustType, facts = [], more = null, declined = 'Nothing was done.', ...rest } = fields;
	const typed = mustType === undefined ? null : { wanted: mustType, editor: editorOf('') };
	const focus = typed === null ? 'cancel' : 'field';
	return { kind: 'dialog', dialog: { ...rest, facts, more, declined, focus, typed } };
}

/** The single conversation of a question; null if it is about several, or about something else. */
export function askedAbout(ask: DialogAsk): { readonly id: string; readonly title: string } | null {
	return ask.what === 'delete' || ask.what === 'takeover' ? ask : null;
}

/** The marked conversations of a question; null if it is about something else. */
function askedAboutMarked(ask: DialogAsk): readonly string[] | null {
	if (ask.what === 'done') return [...ask.doneThrough.keys()];
	return ask.what === 'batch' && ask.task.kind !== 'undo' ? ask.ids : null;
}

/** The parts of the UI state that can make a question stale. */
type Present = {
	readonly selectedId: string | null;
	readonly deletions: TakeoverState['deletions'];
	readonly live: Pick<Live, 'gone'>;
	readonly marks: Marks;
};

/** Why a question no longer fits the state, as a sentence; null if it still does. */
export function staleReason({ ask }: Dialog, { selectedId, deletions, live, marks }: Present): string | null {
	const one = askedAbout(ask);
	if (one !== null) {
		if (deletions.get(one.id) === 'deleted') return `${one.title} is deleted.`;
		if (live.gone.has(one.id)) return `${one.title} was deleted elsewhere.`;
		return selectedId === one.id ? null : `${one.title} is no longer the current conversation.`;
	}
	const gone = askedAboutMarked(ask)?.filter((id) => !marks.ids.has(id)).length ?? 0;
	if (gone === 0) return null;
	return gone === 1
		? '1 of the marked conversations was deleted.'
		: `${gone} of the marked conversations were deleted.`;
}

/** Moves the focus by one stop, wrapping around at the ends. */
export function moveDialogFocus(dialog: Dialog, by: 1 | -1): Dialog {
	const stops: readonly DialogFocus[] =
		dialog.typed === null ? ['cancel', 'yes'] : ['field', 'cancel', 'yes'];
	const at = stops.indexOf(dialog.focus);
	return { ...dialog, focus: stops[(at + by + stops.length) % stops.length] ?? 'cancel' };
}

/** The text still to type before confirming; null if none is missing. */
export function missingWord({ typed }: Dialog): string | null {
	return typed === null || typed.editor.text.trim() === typed.wanted ? null : typed.wanted;
}

/** Types into the dialog's field; does nothing without a field. */
export function typeInDialog(dialog: Dialog, change: (editor: LineEditor) => LineEditor): Dialog {
	return dialog.typed === null
		? dialog
		: { ...dialog, typed: { ...dialog.typed, editor: change(dialog.typed.editor) } };
}
