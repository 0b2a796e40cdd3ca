import { formatInstant } from '../domain/instant.ts';
import type { RunHistory } from '../domain/records.ts';
import { type Again, idsAgain } from '../domain/run-task.ts';
import { taskWords } from '../domain/run-words.ts';
import { askDialog } from '../state/dialog.ts';
import { editorOf } from '../state/line-editor.ts';
import { isCutOff, isGoing, listedItems, runOf } from '../state/runs.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { conversationsText } from './ask-many.ts';
import { noneAtHand } from './at-hand.ts';
import { actsOnMarks } from './targets.ts';

function shownRun(context: ActionContext): RunHistory | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'run' ? runOf(context.state().runs, overlay.runId) : null;
}

/** Rows of whatever list is on top, and where its cursor is. */
function rowsOnTop(context: ActionContext): { readonly keys: readonly string[]; readonly at: number } {
	const { runs } = context.state();
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'run' && overlay?.kind !== 'runs') return { keys: [], at: 0 };
	const run = shownRun(context);
	const keys =
		overlay.kind === 'runs'
			? (runs.kept ?? []).map(({ plan }) => plan.id)
			: run === null
				? []
				: listedItems(run).map(([id]) => id);
	return { keys, at: Math.max(0, keys.indexOf(overlay.selected ?? '')) };
}

function move(context: ActionContext, by: number): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'run' && overlay?.kind !== 'runs') return;
	const { keys, at } = rowsOnTop(context);
	const selected = keys[clamp(at + by, 0, Math.max(0, keys.length - 1))] ?? null;
	context.dispatch({ type: 'overlay-change', overlay: { ...overlay, selected } });
}

function page({ view }: ActionContext): number {
	return Math.max(1, view().help.height - 8);
}

function moves(prefix: 'run' | 'runs'): readonly Action[] {
	const row = rowsIn(prefix, 'Overlays and typing', prefix, prefix === 'run' ? 'Run: ' : 'Runs: ');
	return [
		row('down', 'a line down', ['j', 'Down'], (context) => move(context, 1), 'move'),
		row('up', 'a line up', ['k', 'Up'], (context) => move(context, -1)),
		row('page-down', 'a page down', ['PgDn', 'Space', 'Ctrl-d'], (context) => move(context, page(context))),
		row('page-up', 'a page up', ['PgUp', 'Ctrl-u'], (context) => move(context, -page(context))),
		row('first', 'to the top', ['g', 'Home'], (context) => move(context, -1e6)),
		row('last', 'to the bottom', ['G', 'End'], (context) => move(context, 1e6)),
	];
}

function close({ dispatch }: ActionContext): void {
	dispatch({ type: 'overlay-close' });
}

function leaveRun(context: ActionContext): void {
	const run = shownRun(context);
	close(context);
	const { runs, overlays } = context.state();
	const isLatest = run !== null && runs.latest?.history.plan.id === run.plan.id;
	if (!isLatest || !isGoing(runs) || overlays.length > 0) return;
	const text = 'The run goes on. :runs shows it again.';
	context.dispatch({ type: 'notice', notice: { tone: 'plain', text } });
}

function openConversation(context: ActionContext): void {
	const { keys, at } = rowsOnTop(context);
	const id = keys[at];
	if (id === undefined) return;
	for (const _ of context.state().overlays) close(context);
	context.services.jump(id);
}

function openRun(context: ActionContext): void {
	const { keys, at } = rowsOnTop(context);
	const runId = keys[at];
	if (runId === undefined) return;
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'run', runId, selected: null } });
	const run = runOf(context.state().runs, runId);
	if (run !== null && isCutOff(run)) context.services.runs.settle(runId);
}

function openRuns({ dispatch, services }: ActionContext): void {
	services.runs.read();
	dispatch({ type: 'overlay-open', overlay: { kind: 'runs', selected: null } });
}

function askAgain(again: Again): (context: ActionContext) => void {
	return (context) => {
		const run = shownRun(context);
		if (run === null) return;
		const count = idsAgain(run, again).length;
		const which = again === 'failed' ? 'that did not come to a good end' : 'that were never begun';
		const overlay = askDialog({
			ask: { what: 'again', runId: run.plan.id, again },
			title: again === 'failed' ? 'Try again?' : 'Go on?',
			lines: [`${taskWords(run.plan.task)}: ${conversationsText(count)} ${which}. It is a run of its own.`],
			verb: again === 'failed' ? 'Try again' : 'Go on',
		});
		context.dispatch({ type: 'overlay-open', overlay });
	};
}

const elsewhere = 'Another tconv works on this run: it is ended, or gone on with, from there.';

function nothingAgain(again: Again): (context: ActionContext) => string | null {
	return (context) => {
		const run = shownRun(context);
		if (run === null) return 'The run is not read yet.';
		if (isGoing(context.state().runs)) return 'A run goes on: wait for its end, or end it with x.';
		if (isCutOff(run)) return 'It is still being found out what was done.';
		if (run.ended === null) return elsewhere;
		if (idsAgain(run, again).length > 0) return null;
		return again === 'failed' ? 'Nothing failed in this run.' : 'Nothing is left of this run.';
	};
}

/** Why the run on top cannot be ended; null where it can. */
function notGoing(context: ActionContext): string | null {
	const { runs } = context.state();
	const run = shownRun(context);
	const isThis = run !== null && isGoing(runs) && runs.latest?.history.plan.id === run.plan.id;
	if (!isThis) return run?.ended === null && run.isAlive ? elsewhere : 'This run does not go on.';
	return runs.latest?.isEnding ? 'It is being ended: what is under way is waited for.' : null;
}

function askExport(context: ActionContext): void {
	const now = formatInstant(context.language().context.now).replaceAll(/[-:]/g, '');
	const editor = editorOf(`conversations-${now.slice(0, 15)}.ndjson`);
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose: 'export', editor } });
}

const run = rowsIn('run', 'Overlays and typing', 'run', 'Run: ');
const runs = rowsIn('runs', 'Overlays and typing', 'runs', 'Runs: ');
const app = rowsIn('runs', 'Program', 'app');

/** Exporting, the runs over many conversations, and what can be done in them. */
export const runActions: readonly Action[] = [
	{
		...rowsIn('conversation', 'Conversation', 'app')('export', 'Export to a file (NDJSON)', ['X'], askExport),
		disabled: (context) => (actsOnMarks(context) ? null : noneAtHand(context)),
	},
	app('open', 'Runs over many conversations: what was done', [], openRuns),
	...moves('run'),
	run('open-conversation', 'open the conversation', ['Enter'], openConversation, 'open'),
	{
		...run('retry', 'try again what failed', ['r'], askAgain('failed'), 'retry'),
		mutates: true,
		disabled: nothingAgain('failed'),
	},
	{
		...run('go-on', 'go on with what was never begun', ['c'], askAgain('waiting'), 'go on'),
		mutates: true,
		disabled: nothingAgain('waiting'),
	},
	{
		...run('end', 'end it', ['x', 'Ctrl-x'], ({ services }) => services.runs.end(), 'end it'),
		disabled: notGoing,
	},
	run('close', 'close; it goes on', ['Esc', 'q'], leaveRun, 'close'),
	...moves('runs'),
	runs('open-run', 'what was done in it', ['Enter', 'Right', 'l'], openRun, 'open'),
	runs('refresh', 'read them again', ['r'], ({ services }) => services.runs.read()),
	runs('close', 'close', ['Esc', 'q'], close, 'close'),
];
