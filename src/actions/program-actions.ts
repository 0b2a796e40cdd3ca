import { taskWords } from '../domain/batch-task.ts';
import { isGoing } from '../state/batches.ts';
import { askDialog } from '../state/dialog.ts';
import { notify } from '../state/events.ts';
import { editorOf } from '../state/typing/line-editor.ts';
import { isWorthKeeping } from '../state/typing/message-draft.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import type { Action, ActionContext } from './action.ts';

function row(
	id: string,
	title: string,
	keys: readonly string[],
	run: (context: ActionContext) => void,
	hint?: string,
): Action {
	return {
		id,
		title,
		group: 'Program',
		scope: 'app',
		keys,
		...(hint === undefined ? {} : { hint }),
		mutates: false,
		run,
	};
}

function quit({ state, dispatch, services }: ActionContext): void {
	const { latest } = state().batches;
	if (latest === null || !isGoing(state().batches)) {
		const open = unfinishedWork(state());
		if (open === null || state().quitArmed) {
			services.quit();
			return;
		}
		dispatch({ type: 'quit-armed', armed: true });
		notify({ dispatch }, 'warn', `${open} Press q again to quit anyway.`);
		return;
	}
	const { left, total } = latest.progress;
	const overlay = askDialog({
		ask: { what: 'quit' },
		title: 'Quit and end the batch?',
		lines: [
			`${taskWords(latest.history.plan.task)}: ${left} of ${total} left. tconv waits for the requests under way; :batches can continue with the rest later.`,
		],
		verb: 'Quit',
		declined: 'The batch keeps running.',
	});
	dispatch({ type: 'overlay-open', overlay });
}

/** Opens help over the panes or any overlay, which stays as it is below. */
function openHelp({ state, dispatch }: ActionContext): void {
	if (topOverlay(state())?.kind === 'help') return;
	dispatch({ type: 'overlay-open', overlay: { kind: 'help', top: 0 } });
}

/** Actions for refresh, help, the palette, suspending and quitting. */
export const programActions: readonly Action[] = [
	{
		...row('refresh.pane', 'Refresh this pane', ['r'], ({ state, services }) =>
			services.refresh(state().focus),
		),
		words: ['reload', 'update'],
	},
	row('refresh.all', 'Refresh everything on screen', ['R'], ({ services }) => services.refreshAll()),
	{
		...row('open.by-id', 'Open by id, call control id or phone number', ['o'], ({ dispatch }) => {
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'prompt', purpose: 'open', editor: editorOf('') },
			});
		}),
		words: ['jump', 'go'],
		group: 'Conversation',
	},
	row(
		'palette.open',
		'Palette: run any action by name',
		[':'],
		({ dispatch }) => {
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'palette', editor: editorOf(''), selected: 0 },
			});
		},
		'palette',
	),
	{
		...row('help.open', 'Help: the keys of this place, then all others', ['?', 'F1'], openHelp, 'help'),
		words: ['shortcuts', 'legend'],
		scope: 'global',
	},
	{ ...row('program.quit', 'Quit', ['q'], quit, 'quit'), words: ['exit', 'leave'] },
	{
		...row(
			'program.interrupt',
			'Quit from anywhere (press twice)',
			['Ctrl-c'],
			({ state, dispatch, services }) => {
				if (state().quitArmed) {
					services.quit();
					return;
				}
				dispatch({ type: 'quit-armed', armed: true });
				const text = isGoing(state().batches)
					? 'Press Ctrl-c again to quit. This cuts the batch off; :batches shows how far it got.'
					: 'Press Ctrl-c again to quit.';
				notify({ dispatch }, 'warn', text);
			},
		),
		scope: 'global',
	},
	{
		...row('program.suspend', 'Suspend to the shell (fg comes back)', ['Ctrl-z'], ({ services }) =>
			services.suspend(),
		),
		scope: 'global',
	},
	{
		...row('program.redraw', 'Draw the screen again', ['Ctrl-l'], ({ services }) => services.redraw()),
		scope: 'global',
	},
];

/** The unfinished work that quitting now would lose or interrupt, as a sentence; null for none. */
export function unfinishedWork({ edits, jsonEdits, messages, deletions, exports }: UiState): string | null {
	const count = (many: number, one: string, more: string): string[] =>
		many === 0 ? [] : [many === 1 ? `1 ${one}` : `${many} ${more}`];
	const written = [...messages.values()].filter((draft) => !draft.isSending && isWorthKeeping(draft)).length;
	const sending = [...messages.values()].filter(({ isSending }) => isSending).length;
	const deleting = [...deletions.values()].filter((stage) => stage === 'deleting').length;
	const parts = [
		...count(
			edits.saving.size + edits.making + sending + deleting,
			'write is still under way',
			'writes are still under way',
		),
		...count(edits.kept.size + jsonEdits.size, 'edit was not saved', 'edits were not saved'),
		...count(written, 'message was not sent', 'messages were not sent'),
		...count(
			exports.job?.phase === 'writing' ? 1 : 0,
			'export is being written',
			'exports are being written',
		),
	];
	return parts.length === 0 ? null : `${parts.join(', ')}.`;
}
