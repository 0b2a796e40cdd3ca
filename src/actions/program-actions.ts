import { taskWords } from '../domain/run-words.ts';
import { askDialog } from '../state/dialog.ts';
import { editorOf } from '../state/line-editor.ts';
import { isGoing } from '../state/runs.ts';
import { unfinishedWork } from '../state/unfinished.ts';
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
	const { latest } = state().runs;
	if (latest === null || !isGoing(state().runs)) {
		const open = unfinishedWork(state());
		if (open === null || state().quitArmed) {
			services.quit();
			return;
		}
		dispatch({ type: 'quit-armed', armed: true });
		const text = `${open} q once more quits all the same.`;
		dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		return;
	}
	const { left, total } = latest.progress;
	const overlay = askDialog({
		ask: { what: 'quit' },
		title: 'Quit, and end the run?',
		lines: [
			`${taskWords(latest.history.plan.task)}: ${left} of ${total} are left. What is under way is waited for; :runs can go on with the rest another time.`,
		],
		verb: 'Quit',
	});
	dispatch({ type: 'overlay-open', overlay });
}

/** Refresh, help, palette and the ways out. */
export const programActions: readonly Action[] = [
	row('refresh.pane', 'Refresh this pane', ['r'], ({ state, services }) => services.refresh(state().focus)),
	row('refresh.all', 'Refresh everything on screen', ['R'], ({ services }) => services.refreshAll()),
	{
		...row('open.by-id', 'Open by id, call control id or phone number', ['o'], ({ dispatch }) => {
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'prompt', purpose: 'open', editor: editorOf('') },
			});
		}),
		group: 'Conversation',
	},
	row(
		'palette.open',
		'Palette: every action by name',
		[':'],
		({ dispatch }) => {
			dispatch({
				type: 'overlay-open',
				overlay: { kind: 'palette', editor: editorOf(''), selected: 0 },
			});
		},
		'palette',
	),
	row(
		'help.open',
		'Help: every key',
		['?'],
		({ dispatch }) => dispatch({ type: 'overlay-open', overlay: { kind: 'help', top: 0 } }),
		'help',
	),
	row('program.quit', 'Quit', ['q'], quit, 'quit'),
	{
		...row(
			'program.interrupt',
			'Quit, from anywhere, when pressed twice',
			['Ctrl-c'],
			({ state, dispatch, services }) => {
				if (state().quitArmed) {
					services.quit();
					return;
				}
				dispatch({ type: 'quit-armed', armed: true });
				const text = isGoing(state().runs)
					? 'Press Ctrl-c once more to quit. The run is cut off then; :runs will say what was done.'
					: 'Press Ctrl-c once more to quit.';
				dispatch({ type: 'notice', notice: { tone: 'warn', text } });
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
		...row('program.redraw', 'Draw the screen anew', ['Ctrl-l'], ({ services }) => services.redraw()),
		scope: 'global',
	},
];
