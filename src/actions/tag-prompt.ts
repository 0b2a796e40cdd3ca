import type { BatchTask } from '../domain/records.ts';
import { editKey } from '../state/edits.ts';
import { notify } from '../state/events.ts';
import { type Overlay, type PromptAbout, tagKey } from '../state/overlay.ts';
import { editorOf } from '../state/typing/line-editor.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { ActionContext } from './action.ts';
import { cannotWriteTo, noneAtHand } from './targets.ts';

/** A key to set or to remove. */
export type TagTask = Extract<BatchTask, { kind: 'set-key' | 'remove-key' }>;

/**
 * Opens the prompt for a key to set or to remove, with the text left in it: on all marked conversations, or on the one
 * of `about`. It opens even where nothing can be set, for the text typed next would run as keys; it then says why, and
 * Enter refuses.
 */
export function askTag(context: ActionContext, about?: PromptAbout): void {
	const text = context.state().tagsLeft.get(tagKey(about)) ?? '';
	const overlay = { kind: 'prompt', purpose: 'tag', editor: editorOf(text) } as const;
	context.dispatch({
		type: 'overlay-open',
		overlay: about === undefined ? overlay : { ...overlay, about },
	});
	const id = about?.ids[0] ?? '';
	const why = context.readOnly === null ? reasonAgainstTag(context, about) : `Read-only: ${context.readOnly}`;
	if (why !== null) notify(context, 'warn', why);
	else if (text.trim() !== '') notify(context, 'warn', 'Not set yet. Ctrl-r discards it.');
	else if (context.state().edits.kept.has(editKey({ kind: 'edit', id })))
		notify(context, 'plain', 'Joins your unsaved edit.');
}

/** Why no key can be set on the conversation of a prompt, as a sentence; null if one can. */
function reasonAgainstTag(context: ActionContext, about: PromptAbout | undefined): string | null {
	if (about === undefined) return null;
	const id = about.ids[0];
	if (id === undefined) return noneAtHand(context) ?? 'No conversation is selected.';
	if (context.view().conversationOf(id) === null) return 'This conversation is not loaded any more.';
	return cannotWriteTo(context, id);
}

/** Why the typed key cannot be set, as a sentence; null if it can, or if there is none. */
export function cannotTag(context: ActionContext): string | null {
	return tagText(context).trim() === '' ? null : reasonAgainstTag(context, tagPrompt(context)?.about);
}

/**
 * The typed tag: `key=value` sets, `-key` removes, nothing drops the text kept and gives null. Reopens the prompt for
 * anything else, and gives null. The text is kept until its change is shown or begins: a question can be declined.
 */
export function typedTag(context: ActionContext, text: string, about?: PromptAbout): TagTask | null {
	context.dispatch({ type: 'tag-leave', text, about });
	const task = readTag(text);
	if (task !== null || text.trim() === '') return task;
	askTag(context, about);
	notify(context, 'warn', 'Write key=value to set a key, or -key to remove it.');
	return null;
}

type TagPrompt = Extract<Overlay, { kind: 'prompt' }>;

function tagPrompt({ state }: ActionContext): TagPrompt | null {
	const overlay = topOverlay(state());
	return overlay?.kind === 'prompt' && overlay.purpose === 'tag' ? overlay : null;
}

function tagText(context: ActionContext): string {
	return tagPrompt(context)?.editor.text ?? '';
}

/** Closes the prompt for a key to set and keeps its text, if there is any. */
export function leaveTag(context: ActionContext): void {
	const text = tagText(context);
	const about = tagPrompt(context)?.about;
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'tag-leave', text, about });
	if (text.trim() !== '') notify(context, 'plain', 'Nothing was set. tconv keeps the text; + reopens it.');
}

/** Empties the prompt for a key to set. It stays open: what is typed next is another key, not commands. */
export function discardTag(context: ActionContext): void {
	context.dispatch({ type: 'tag-leave', text: '', about: tagPrompt(context)?.about });
	context.dispatch({ type: 'field-replace', text: '' });
	notify(context, 'plain', 'The text was discarded. Nothing was set.');
}

/** Why there is no text of a key to set to discard, as a sentence; null if there is one. */
export function noTagToDiscard(context: ActionContext): string | null {
	return tagText(context).trim() === '' ? 'There is nothing to discard.' : null;
}

/** Parses a tag: `key=value` or `-key`; null for any other text. */
export function readTag(text: string): TagTask | null {
	const equals = text.indexOf('=');
	const key = (equals < 0 ? text.replace(/^\s*-/, '') : text.slice(0, equals)).trim();
	if (key === '') return null;
	if (equals >= 0) return { kind: 'set-key', key, value: text.slice(equals + 1).trim() };
	return /^\s*-/.test(text) ? { kind: 'remove-key', key } : null;
}
