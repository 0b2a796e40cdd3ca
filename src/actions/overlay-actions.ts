import { notify } from '../state/events.ts';
import { oneBack } from '../state/filter/filter-steps.ts';
import { stepBack } from '../state/metadata/metadata-edit.ts';
import type { Overlay } from '../state/overlay.ts';
import { clamp } from '../state/scroll.ts';
import { fieldText } from '../state/typing/key-guard.ts';
import { type EditCommand, editorOf } from '../state/typing/line-editor.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { changeStep } from './filter/filter-step-actions.ts';
import { noneFound } from './filter/narrow-actions.ts';
import { nameSavedView } from './filter/saved-view-actions.ts';
import { stepHit } from './find-actions.ts';
import { takeTagOffer } from './mark-actions.ts';
import { takeTag } from './metadata/metadata-actions.ts';
import { changing } from './metadata/metadata-step-actions.ts';
import { movementRows } from './movement.ts';
import { chosenTrash } from './records-actions.ts';
import { cannotTag, leaveTag } from './tag-prompt.ts';

function close({ dispatch }: ActionContext): void {
	dispatch({ type: 'overlay-close' });
}

function overlayOf<K extends Overlay['kind']>(
	context: ActionContext,
	kind: K,
): Extract<Overlay, { kind: K }> | null {
	const overlay = topOverlay(context.state());
	return overlay !== null && isKind(overlay, kind) ? overlay : null;
}

function isKind<K extends Overlay['kind']>(
	overlay: Overlay,
	kind: K,
): overlay is Extract<Overlay, { kind: K }> {
	return overlay.kind === kind;
}

function scrollHelp(context: ActionContext, by: number): void {
	const overlay = overlayOf(context, 'help');
	if (overlay === null) return;
	const { lineCount, height } = context.view().help;
	const top = clamp(overlay.top + by, 0, Math.max(0, lineCount - height));
	context.dispatch({ type: 'overlay-change', overlay: { ...overlay, top } });
}

/** Puts the next or previous part of help at the top of its box. */
function stepPart(context: ActionContext, by: 1 | -1): void {
	const overlay = overlayOf(context, 'help');
	if (overlay === null) return;
	const { parts } = context.view().help;
	const { top } = overlay;
	const to = by > 0 ? parts.find((part) => part > top) : parts.findLast((part) => part < top);
	if (to !== undefined) scrollHelp(context, to - top);
}

function searchHelp(context: ActionContext): void {
	const overlay = overlayOf(context, 'help');
	if (overlay === null) return;
	const editor = overlay.search?.editor ?? editorOf('');
	context.dispatch({ type: 'overlay-change', overlay: { ...overlay, search: { editor, isTyping: true } } });
}

/** Gives the keyboard back to help, which goes on to show the rows found; without a text, all rows. */
function takeSearch(context: ActionContext): void {
	const overlay = overlayOf(context, 'help');
	if (overlay?.search === undefined) return;
	const { editor } = overlay.search;
	if (editor.text.trim() === '') endSearch(context);
	else
		context.dispatch({
			type: 'overlay-change',
			overlay: { ...overlay, search: { editor, isTyping: false } },
		});
}

function endSearch({ dispatch }: ActionContext): void {
	dispatch({ type: 'overlay-change', overlay: { kind: 'help', top: 0 } });
}

function backInHelp(context: ActionContext): void {
	if (overlayOf(context, 'help')?.search === undefined) close(context);
	else endSearch(context);
}

function backInHelpHint(state: UiState): string {
	const overlay = topOverlay(state);
	return overlay?.kind === 'help' && overlay.search !== undefined ? 'end search' : 'close';
}

function selectInPalette(context: ActionContext, by: number): void {
	const overlay = overlayOf(context, 'palette');
	const count = context.paletteIds().length;
	if (overlay === null || count === 0) return;
	const selected = (overlay.selected + by + count) % count;
	context.dispatch({ type: 'overlay-change', overlay: { ...overlay, selected } });
}

function performSelected(context: ActionContext): void {
	const overlay = overlayOf(context, 'palette');
	const id = overlay === null ? undefined : context.paletteIds()[overlay.selected];
	if (id === undefined) return;
	close(context);
	context.perform(id);
}

export function submitPrompt(context: ActionContext): void {
	const overlay = overlayOf(context, 'prompt');
	if (overlay === null) return;
	close(context);
	const text = overlay.editor.text.trim();
	if ((overlay.purpose === 'view-new' || overlay.purpose === 'view-name') && text !== '')
		nameSavedView(context, overlay.purpose, text);
	if (overlay.purpose === 'open' && text !== '') context.services.jump(text);
	if (overlay.purpose === 'tag') takeTag(context, overlay.editor.text, overlay.about);
	const { job } = context.state().exports;
	if (overlay.purpose === 'export-path' && job !== null && text !== '') {
		const task = { ...job.task, path: text };
		context.dispatch({ type: 'export-job', job: { ...job, task, problem: null } });
	}
	const trashed = overlay.purpose === 'trash-export' ? chosenTrash(context) : null;
	if (trashed !== null && text !== '') context.services.trash.export(trashed.name, text);
	if (overlay.purpose === 'narrow') {
		const none = noneFound(context);
		if (none === null) context.dispatch({ type: 'narrow-keep' });
		else notify(context, 'warn', none);
	}
	if (overlay.purpose === 'find' && overlay.editor.text !== '' && context.view().hits.length === 0) {
		notify(context, 'warn', `This pane does not contain “${overlay.editor.text}”.`);
	}
}

/** True if Enter would go on to set or remove a key. */
function isTagTyped(state: UiState): boolean {
	const top = topOverlay(state);
	return top?.kind === 'prompt' && top.purpose === 'tag' && top.editor.text.trim() !== '';
}

function cancelPrompt(context: ActionContext): void {
	const overlay = overlayOf(context, 'prompt');
	if (overlay?.purpose === 'tag') {
		leaveTag(context);
		return;
	}
	close(context);
	if (overlay?.purpose === 'find') context.dispatch({ type: 'find', find: null });
	if (overlay?.purpose === 'narrow') context.dispatch({ type: 'narrow', text: null });
}

function stepWhileFinding(context: ActionContext, by: number): void {
	const overlay = overlayOf(context, 'prompt');
	if (overlay?.purpose === 'find' || overlay?.purpose === 'narrow') stepHit(context, by < 0 ? -1 : 1);
}

const help = rowsIn('help', 'Overlays and typing', 'help');
const search = rowsIn('search', 'Overlays and typing', 'search');
const palette = rowsIn('palette', 'Overlays and typing', 'palette');
const prompt = rowsIn('prompt', 'Overlays and typing', 'prompt');
const field = rowsIn('field', 'Overlays and typing', 'field');

function editRow(command: EditCommand, title: string, keys: readonly string[]): Action {
	return field(command, title, keys, ({ dispatch }) => dispatch({ type: 'field-edit', command }));
}

/** Deletes a character; in an empty field of a form, goes one step back. */
function deleteBack(context: ActionContext): void {
	const isEmpty = fieldText(context.state()) === '';
	if (isEmpty && isInMetadata(context)) changing(stepBack)(context);
	else if (isEmpty && topOverlay(context.state())?.kind === 'filter') changeStep(context, oneBack);
	else context.dispatch({ type: 'field-edit', command: 'delete-back' });
}

function isInMetadata({ state }: ActionContext): boolean {
	return topOverlay(state())?.kind === 'metadata';
}

function helpPage(context: ActionContext): number {
	return Math.max(1, context.view().help.height - 1);
}

/** Actions of help, the palette, prompts and text fields. */
export const overlayActions: readonly Action[] = [
	help('back', 'Help: end the search, or close', ['Esc'], backInHelp, backInHelpHint),
	help('close', 'Help: close', ['q', '?', 'F1', 'Enter'], close),
	help('next', 'Help: next place', ['Tab'], (context) => stepPart(context, 1), 'next place'),
	help('previous', 'Help: previous place', ['Shift-Tab'], (context) => stepPart(context, -1)),
	help('search', 'Help: search keys, words and names', ['/'], searchHelp, 'search'),
	...movementRows(help, { move: scrollHelp, page: helpPage }, [
		['down', 'Help: a line down', ['j', 'Down'], 'scroll'],
		['up', 'Help: a line up', ['k', 'Up']],
		['page-down', 'Help: a page down', ['PgDn', 'Space', 'Ctrl-d']],
		['page-up', 'Help: a page up', ['PgUp', 'Ctrl-u']],
		['first', 'Help: to the top', ['g', 'Home']],
		['last', 'Help: to the bottom', ['G', 'End']],
	]),
	search('take', 'Help search: keep the rows found', ['Enter'], takeSearch, 'keep'),
	search('end', 'Help search: end it', ['Esc'], endSearch, 'end'),
	...movementRows(search, { move: scrollHelp, page: helpPage }, [
		['down', 'Help search: a line down', ['Down', 'Ctrl-n'], 'scroll'],
		['up', 'Help search: a line up', ['Up', 'Ctrl-p']],
		['page-down', 'Help search: a page down', ['PgDn']],
		['page-up', 'Help search: a page up', ['PgUp']],
	]),
	palette('close', 'Close the palette', ['Esc'], close, 'close'),
	palette('run', 'Run the chosen action', ['Enter'], performSelected, 'run'),
	...movementRows(palette, { move: selectInPalette }, [
		['next', 'Next action in the palette', ['Down', 'Ctrl-n', 'Tab'], 'next'],
		['previous', 'Previous action in the palette', ['Up', 'Ctrl-p', 'Shift-Tab']],
	]),
	{
		...prompt('submit', 'Submit the text', ['Enter'], submitPrompt, 'ok'),
		mutates: (state) => isTagTyped(state),
		disabled: cannotTag,
	},
	prompt('cancel', 'Cancel; the text of a key to set is kept', ['Esc'], cancelPrompt, 'cancel'),
	prompt('complete', 'Insert the suggestion for a key to set', ['Tab'], takeTagOffer),
	...movementRows(prompt, { move: stepWhileFinding }, [
		['next', 'Next hit, while searching', ['Down', 'Ctrl-n']],
		['previous', 'Previous hit, while searching', ['Up', 'Ctrl-p']],
	]),
	editRow('left', 'One character left', ['Left']),
	editRow('right', 'One character right', ['Right', 'Ctrl-f']),
	editRow('word-left', 'One word left', ['Alt-b', 'Alt-Left', 'Ctrl-Left']),
	editRow('word-right', 'One word right', ['Alt-f', 'Alt-Right', 'Ctrl-Right']),
	editRow('start', 'To the start of the line', ['Home', 'Ctrl-a']),
	editRow('end', 'To the end of the line', ['End', 'Ctrl-e']),
	field('delete-back', 'Delete the character to the left', ['Backspace', 'Ctrl-h'], deleteBack),
	editRow('delete-forward', 'Delete the character to the right', ['Delete', 'Ctrl-d']),
	editRow('delete-word', 'Delete the word to the left', ['Ctrl-w', 'Alt-Backspace']),
	editRow('delete-to-start', 'Delete to the start of the line', ['Ctrl-u']),
	editRow('delete-to-end', 'Delete to the end of the line', ['Ctrl-k']),
];
