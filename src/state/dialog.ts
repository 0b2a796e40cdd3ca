import type { RunTask } from '../domain/records.ts';
import type { Again } from '../domain/run-task.ts';
import { editorOf, type LineEditor } from './line-editor.ts';

/** What a yes means. It is all that the answer goes by: a dialog holds no code. */
export type DialogAsk =
	/** `title` is what the conversation is called afterwards, when nobody can be asked any more. */
	| { readonly what: 'delete'; readonly id: string; readonly title: string }
	/** Makes what the trash has under this name anew. */
	| { readonly what: 'restore'; readonly name: string }
	/** Does this to each of them. */
	| { readonly what: 'run'; readonly task: RunTask; readonly ids: readonly string[] }
	/** Does what a run left undone. */
	| { readonly what: 'again'; readonly runId: string; readonly again: Again }
	| { readonly what: 'quit' }
	/** `disabled` is what the AI is to be afterwards. */
	| { readonly what: 'take-over'; readonly id: string; readonly disabled: boolean };

/** A thing to know before the answer. The messages of a conversation are counted while the dialog is open. */
export type DialogFact = {
	readonly name: string;
	readonly value: string | { readonly messagesOf: string };
};

/** Where Enter goes: into the field, or to one of the two buttons. */
type DialogFocus = 'field' | 'cancel' | 'yes';

/** A question with two buttons. All text is raw, and is made safe where it is drawn. */
export type Dialog = {
	readonly ask: DialogAsk;
	readonly title: string;
	/** What is going to happen, a sentence or more each. */
	readonly lines: readonly string[];
	readonly facts: readonly DialogFact[];
	/** What the button that does it is called, such as `Delete`. */
	readonly verb: string;
	readonly focus: DialogFocus;
	/** What must be typed before it can be done, and what has been; null where nothing need be. */
	readonly typed: { readonly wanted: string; readonly editor: LineEditor } | null;
};

/** A dialog as it opens: on the field where something must be typed, else on Cancel, and never on the deed. */
export function askDialog(
	fields: Pick<Dialog, 'ask' | 'title' | 'lines' | 'verb'> & {
		readonly facts?: readonly DialogFact[];
		readonly mustType?: string;
	},
): { readonly kind: 'dialog'; readonly dialog: Dialog } {
	const { mustType, facts = [], ...rest } = fields;
	const typed = mustType === undefined ? null : { wanted: mustType, editor: editorOf('') };
	return { kind: 'dialog', dialog: { ...rest, facts, focus: typed === null ? 'cancel' : 'field', typed } };
}

/** Moves the focus on by one stop, round and round. */
export function moveDialogFocus(dialog: Dialog, by: 1 | -1): Dialog {
	const stops: readonly DialogFocus[] =
		dialog.typed === null ? ['cancel', 'yes'] : ['field', 'cancel', 'yes'];
	const at = stops.indexOf(dialog.focus);
	return { ...dialog, focus: stops[(at + by + stops.length) % stops.length] ?? 'cancel' };
}

/** What is still to be typed before it can be done; null where it can. */
export function missingWord({ typed }: Dialog): string | null {
	return typed === null || typed.editor.text.trim() === typed.wanted ? null : typed.wanted;
}

/** Types into the dialog's field; nothing happens where it has none. */
export function typeInDialog(dialog: Dialog, change: (editor: LineEditor) => LineEditor): Dialog {
	return dialog.typed === null
		? dialog
		: { ...dialog, typed: { ...dialog.typed, editor: change(dialog.typed.editor) } };
}
