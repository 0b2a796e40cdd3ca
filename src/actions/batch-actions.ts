import { type Again, idsAgain, spoolOf, taskWords } from '../domain/batch-task.ts';
import type { BatchHistory } from '../domain/records.ts';
import { batchOf, isCutOff, isGoing, listedItems } from '../state/batches.ts';
import { askDialog } from '../state/dialog.ts';
import { notify } from '../state/events.ts';
import { clamp } from '../state/scroll.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { conversationsText } from './ask-many.ts';
import { movementRows } from './movement.ts';

/** What the reasons below follow from. */
type Stated = Pick<ActionContext, 'state'>;

function shownBatch(context: Stated): BatchHistory | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'batch' ? batchOf(context.state().batches, overlay.batchId) : null;
}

/** Row keys of the batch overlay on top, and the index of its cursor. */
function rowsOnTop(context: ActionContext): { readonly keys: readonly string[]; readonly at: number } {
	const { batches } = context.state();
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'batch' && overlay?.kind !== 'batches') return { keys: [], at: 0 };
	const batch = shownBatch(context);
	const keys =
		overlay.kind === 'batches'
			? (batches.kept ?? []).map(({ plan }) => plan.id)
			: batch === null
				? []
				: listedItems(batch).map(([id]) => id);
	return { keys, at: Math.max(0, keys.indexOf(overlay.selected ?? '')) };
}

function move(context: ActionContext, by: number): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'batch' && overlay?.kind !== 'batches') return;
	const { keys, at } = rowsOnTop(context);
	const selected = keys[clamp(at + by, 0, Math.max(0, keys.length - 1))] ?? null;
	context.dispatch({ type: 'overlay-change', overlay: { ...overlay, selected } });
}

/** Rows of the box around the items, at most: the head of a batch, and the note of the item under the cursor. */
const rowsAround = 8;

function page({ view }: ActionContext): number {
	return Math.max(1, view().help.height - rowsAround);
}

function moves(prefix: 'batch' | 'batches'): readonly Action[] {
	const row = rowsIn(prefix, 'Overlays and typing', prefix, prefix === 'batch' ? 'Batch: ' : 'Batches: ');
	return movementRows(row, { move, page }, [
		['down', 'a line down', ['j', 'Down'], 'move'],
		['up', 'a line up', ['k', 'Up']],
		['page-down', 'a page down', ['PgDn', 'Space', 'Ctrl-d']],
		['page-up', 'a page up', ['PgUp', 'Ctrl-u']],
		['first', 'to the top', ['g', 'Home']],
		['last', 'to the bottom', ['G', 'End']],
	]);
}

function close({ dispatch }: ActionContext): void {
	dispatch({ type: 'overlay-close' });
}

function leaveBatch(context: ActionContext): void {
	const batch = shownBatch(context);
	close(context);
	const { batches, overlays } = context.state();
	const isLatest = batch !== null && batches.latest?.history.plan.id === batch.plan.id;
	if (!isLatest || !isGoing(batches) || overlays.length > 0) return;
	notify(context, 'plain', 'The batch keeps running. :batches shows it again.');
}

function openConversation(context: ActionContext): void {
	const { keys, at } = rowsOnTop(context);
	const id = keys[at];
	if (id === undefined) return;
	for (const _ of context.state().overlays) close(context);
	context.services.jump(id);
}

function openBatch(context: ActionContext): void {
	const { keys, at } = rowsOnTop(context);
	const batchId = keys[at];
	if (batchId === undefined) return;
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'batch', batchId, selected: null } });
	const batch = batchOf(context.state().batches, batchId);
	if (batch !== null && isCutOff(batch)) context.services.batches.settle(batchId);
}

function openBatches({ dispatch, services }: ActionContext): void {
	services.batches.read();
	dispatch({ type: 'overlay-open', overlay: { kind: 'batches', selected: null } });
}

function askAgain(again: Again): (context: ActionContext) => void {
	return (context) => {
		const batch = shownBatch(context);
		if (batch === null) return;
		const count = idsAgain(batch, again).length;
		const isMixed = idsAgain(batch, 'failed').some((id) => batch.items.get(id)?.kind !== 'conflict');
		const left = isMixed ? 'left over, failed ones included' : 'not started';
		const which = again === 'failed' ? 'not completed' : left;
		const overlay = askDialog({
			ask: { what: 'again', batchId: batch.plan.id, again },
			title: again === 'failed' ? 'Try again?' : 'Continue?',
			lines: [
				`${taskWords(batch.plan.task)}: ${conversationsText(count)} ${which}. This starts a new batch.`,
			],
			verb: again === 'failed' ? 'Try again' : 'Continue',
			declined: 'Nothing was started.',
		});
		context.dispatch({ type: 'overlay-open', overlay });
	};
}

const elsewhere = 'Another tconv runs this batch: end it or continue it there.';

function nothingAgain(again: Again): (context: Stated) => string | null {
	return (context) => {
		const batch = shownBatch(context);
		if (batch === null) return 'The batch is still loading.';
		if (isGoing(context.state().batches))
			return 'A batch is running: wait for its end, or press x to end it.';
		if (isCutOff(batch)) return 'tconv is still checking how far this batch got.';
		if (batch.ended === null) return elsewhere;
		if (idsAgain(batch, again).length > 0) return null;
		return again === 'failed' ? 'Nothing failed in this batch.' : 'Nothing is left to do in this batch.';
	};
}

/** Why the batch on top cannot be ended, as a sentence; null if it can. */
function notGoing(context: Stated): string | null {
	const { batches } = context.state();
	const batch = shownBatch(context);
	const isThis = batch !== null && isGoing(batches) && batches.latest?.history.plan.id === batch.plan.id;
	if (!isThis) return batch?.ended === null && batch.isAlive ? elsewhere : 'This batch is not running.';
	return batches.latest?.isEnding ? 'The batch is ending: it waits for the requests under way.' : null;
}

/** An export only reads, so read-only mode does not stop it. */
function writesToAccount(state: UiState): boolean {
	const overlay = topOverlay(state);
	const batch = overlay?.kind === 'batch' ? batchOf(state.batches, overlay.batchId) : null;
	return batch?.plan.task.kind !== 'export';
}

function writeFile(context: ActionContext): void {
	const batch = shownBatch(context);
	if (batch !== null) context.services.exports.resume(batch.plan.id);
}

/** Why the batch on top has no file to write, as a sentence; null if it has. */
function nothingToWrite(context: Stated): string | null {
	const batch = shownBatch(context);
	const { batches, exports } = context.state();
	const spool = batch === null ? null : spoolOf(batch.plan);
	if (batch === null || spool === null) return 'This batch is no export.';
	if (batch.ended === null) return 'The export is still fetching its conversations.';
	if (!batches.spools.has(spool)) return 'This export has nothing more to write. X exports again.';
	const { job } = exports;
	return job === null || job.spool === spool ? null : 'Another export is not written yet.';
}

const batch = rowsIn('batch', 'Overlays and typing', 'batch', 'Batch: ');
const batches = rowsIn('batches', 'Overlays and typing', 'batches', 'Batches: ');
const app = rowsIn('batches', 'Program', 'app');

/** A hint that the footer leaves out where the key only gives a reason. */
function hintWhere(hint: string, reasonAgainst: (context: Stated) => string | null): Action['hint'] {
	return (state) => (reasonAgainst({ state: () => state }) === null ? hint : null);
}

/** Actions of the overlays that show batches. */
export const batchActions: readonly Action[] = [
	app('open', 'Show the batches and their results', [], openBatches),
	...moves('batch'),
	batch('open-conversation', 'open the conversation', ['Enter'], openConversation, 'open'),
	{
		...batch(
			'retry',
			'retry the failed ones',
			['r'],
			askAgain('failed'),
			hintWhere('retry', nothingAgain('failed')),
		),
		mutates: writesToAccount,
		disabled: nothingAgain('failed'),
	},
	{
		...batch(
			'go-on',
			'continue with the rest',
			['c'],
			askAgain('waiting'),
			hintWhere('go on', nothingAgain('waiting')),
		),
		mutates: writesToAccount,
		disabled: nothingAgain('waiting'),
	},
	{
		...batch(
			'write',
			'preview and write the file of an export',
			['w'],
			writeFile,
			hintWhere('write', nothingToWrite),
		),
		disabled: nothingToWrite,
	},
	{
		...batch(
			'end',
			'end the batch',
			['x'],
			({ services }) => services.batches.end(),
			hintWhere('end it', notGoing),
		),
		disabled: notGoing,
	},
	batch('close', 'close (the batch keeps running)', ['Esc', 'q'], leaveBatch, 'close'),
	...moves('batches'),
	batches('open-batch', 'show the batch', ['Enter', 'Right', 'l'], openBatch, 'open'),
	batches('refresh', 'reload the batches', ['r'], ({ services }) => services.batches.read()),
	batches('close', 'close', ['Esc', 'q'], close, 'close'),
];
