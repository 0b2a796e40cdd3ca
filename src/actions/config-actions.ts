import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { movementRows } from './movement.ts';

const row = rowsIn('config', 'Overlays and typing', 'config', 'Config: ');

function move({ state, dispatch }: ActionContext, by: number): void {
	const top = topOverlay(state());
	if (top?.kind !== 'config') return;
	const { files, selected } = top.draft;
	const draft = { files, selected: (selected + by + files.length) % Math.max(1, files.length) };
	dispatch({ type: 'overlay-change', overlay: { kind: 'config', draft } });
}

function edit({ state, services }: ActionContext): void {
	const top = topOverlay(state());
	const file = top?.kind === 'config' ? top.draft.files[top.draft.selected] : undefined;
	if (file !== undefined) services.outside.editConfig(file);
}

/** The settings and views files: where they are, their problems, and the editor at the line of the problem. */
export const configActions: readonly Action[] = [
	{
		...row('show', '', [], ({ services }) => services.outside.showConfig()),
		title: 'Config: the files of settings and saved views, and what is wrong with them',
		words: ['theme', 'colours', 'colors', 'preferences', 'options'],
		group: 'Program',
		scope: 'app',
	},
	row('edit', 'open the file at that line in $VISUAL or $EDITOR', ['Enter', 'E'], edit, 'edit'),
	...movementRows(row, { move }, [
		['next', 'next file', ['j', 'Down', 'Tab'], 'next file'],
		['previous', 'previous file', ['k', 'Up', 'Shift-Tab']],
	]),
	row('close', 'close', ['Esc', 'q'], ({ dispatch }) => dispatch({ type: 'overlay-close' }), 'close'),
];
