import type { EditCommand } from '../state/line-editor.ts';
import type { Overlay } from '../state/overlay.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, ActionContext, ScopeName } from './action.ts';
import { takeTag } from './ask-many.ts';
import { stepHit } from './find-actions.ts';
import { noneFound } from './narrow-actions.ts';
import { chosenTrash } from './records-actions.ts';
import { takeTagOffer } from './tag-offer.ts';
import { targetsOf, titlesOf } from './targets.ts';
import { nameView } from './view-actions.ts';

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

function submitPrompt(context: ActionContext): void {
	const overlay = overlayOf(context, 'prompt');
	if (overlay === null) return;
	close(context);
	const text = overlay.editor.text.trim();
	if ((overlay.purpose === 'view-new' || overlay.purpose === 'view-name') && text !== '')
		nameView(context, overlay.purpose, text);
	if (overlay.purpose === 'open' && text !== '') context.services.jump(text);
	if (overlay.purpose === 'tag' && text !== '') takeTag(context, overlay.editor.text);
	if (overlay.purpose === 'export' && text !== '') {
		const { ids } = targetsOf(context);
		context.services.runs.start({ kind: 'export', path: text }, ids, titlesOf(context, ids));
	}
	const trashed = overlay.purpose === 'trash-export' ? chosenTrash(context) : null;
	if (trashed !== null && text !== '') context.services.trash.export(trashed.name, text);
	const none = overlay.purpose === 'narrow' ? noneFound(context) : null;
	if (none !== null) context.dispatch({ type: 'notice', notice: { tone: 'warn', text: none } });
	if (overlay.purpose === 'find' && overlay.editor.text !== '' && context.view().hits.length === 0) {
		context.dispatch({
			type: 'notice',
			notice: { tone: 'warn', text: `“${overlay.editor.text}” is not in this pane.` },
		});
	}
}

function cancelPrompt(context: ActionContext): void {
	const overlay = overlayOf(context, 'prompt');
	close(context);
	if (overlay?.purpose === 'find') context.dispatch({ type: 'find', find: null });
	if (overlay?.purpose === 'narrow') context.dispatch({ type: 'narrow', text: null });
}

function stepWhileFinding(context: ActionContext, by: 1 | -1): void {
	const overlay = overlayOf(context, 'prompt');
	if (overlay?.purpose === 'find' || overlay?.purpose === 'narrow') stepHit(context, by);
}

function row(
	scope: ScopeName,
	verb: string,
	title: string,
	keys: readonly string[],
	run: (context: ActionContext) => void,
	hint?: string,
): Action {
	return {
		id: `${scope}.${verb}`,
		title,
		group: 'Overlays and typing',
		scope,
		keys,
		...(hint === undefined ? {} : { hint }),
		mutates: false,
		run,
	};
}

function editRow(command: EditCommand, title: string, keys: readonly string[]): Action {
	return row('field', command, title, keys, ({ dispatch }) => dispatch({ type: 'field-edit', command }));
}

function helpPage(context: ActionContext): number {
	return Math.max(1, context.view().help.height - 1);
}

/** What can be done in help, in the palette, in a prompt, and in any line of text. */
export const overlayActions: readonly Action[] = [
	row('help', 'close', 'Close help', ['Esc', '?', 'q', 'Enter'], close, 'close'),
	row('help', 'down', 'Help: a line down', ['j', 'Down'], (context) => scrollHelp(context, 1), 'scroll'),
	row('help', 'up', 'Help: a line up', ['k', 'Up'], (context) => scrollHelp(context, -1)),
	row('help', 'page-down', 'Help: a page down', ['PgDn', 'Space', 'Ctrl-d'], (context) =>
		scrollHelp(context, helpPage(context)),
	),
	row('help', 'page-up', 'Help: a page up', ['PgUp', 'Ctrl-u'], (context) =>
		scrollHelp(context, -helpPage(context)),
	),
	row('help', 'first', 'Help: to the top', ['g', 'Home'], (context) => scrollHelp(context, -1e6)),
	row('help', 'last', 'Help: to the bottom', ['G', 'End'], (context) => scrollHelp(context, 1e6)),
	row('palette', 'close', 'Close the palette', ['Esc'], close, 'close'),
	row('palette', 'run', 'Run the chosen action', ['Enter'], performSelected, 'run'),
	row(
		'palette',
		'next',
		'Next in the palette',
		['Down', 'Ctrl-n', 'Tab'],
		(context) => selectInPalette(context, 1),
		'next',
	),
	row('palette', 'previous', 'Previous in the palette', ['Up', 'Ctrl-p', 'Shift-Tab'], (context) =>
		selectInPalette(context, -1),
	),
	row('prompt', 'submit', 'Take what was typed', ['Enter'], submitPrompt, 'ok'),
	row('prompt', 'cancel', 'Cancel', ['Esc'], cancelPrompt, 'cancel'),
	row('prompt', 'complete', 'Take what is offered, for a key to set', ['Tab'], takeTagOffer),
	row('prompt', 'next', 'Next hit, while finding', ['Down', 'Ctrl-n'], (context) =>
		stepWhileFinding(context, 1),
	),
	row('prompt', 'previous', 'Previous hit, while finding', ['Up', 'Ctrl-p'], (context) =>
		stepWhileFinding(context, -1),
	),
	editRow('left', 'A letter back', ['Left']),
	editRow('right', 'A letter on', ['Right', 'Ctrl-f']),
	editRow('word-left', 'A word back', ['Alt-b', 'Alt-Left', 'Ctrl-Left']),
	editRow('word-right', 'A word on', ['Alt-f', 'Alt-Right', 'Ctrl-Right']),
	editRow('start', 'To the start of the line', ['Home', 'Ctrl-a']),
	editRow('end', 'To the end of the line', ['End', 'Ctrl-e']),
	editRow('delete-back', 'Delete the letter before', ['Backspace', 'Ctrl-h']),
	editRow('delete-forward', 'Delete the letter after', ['Delete', 'Ctrl-d']),
	editRow('delete-word', 'Delete the word before', ['Ctrl-w', 'Alt-Backspace']),
	editRow('delete-to-start', 'Delete to the start of the line', ['Ctrl-u']),
	editRow('delete-to-end', 'Delete to the end of the line', ['Ctrl-k']),
];
