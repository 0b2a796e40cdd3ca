import { titleOf } from '../domain/conversation.ts';
import { formatInstant } from '../domain/instant.ts';
import { toQueryString } from '../filter/format.ts';
import { formatQueryText } from '../filter/query-text/format-query-text.ts';
import { resolveQuery } from '../filter/resolve.ts';
import { isGoing } from '../state/batches.ts';
import { notify } from '../state/events.ts';
import {
	type ExportDraft,
	type ExportJob,
	exportDraft,
	keepFindings,
	moveInExport,
	turnInExport,
} from '../state/exports.ts';
import { clamp } from '../state/scroll.ts';
import { editorOf } from '../state/typing/line-editor.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { conversationsText } from './ask-many.ts';
import { movementRows } from './movement.ts';
import { actsOnMarks, conversationAtHand, noneAtHand, targetsOf, titlesOf } from './targets.ts';

function draftOf({ state }: ActionContext): ExportDraft | null {
	const top = topOverlay(state());
	return top?.kind === 'export' ? top.draft : null;
}

function change(context: ActionContext, next: (draft: ExportDraft) => ExportDraft): void {
	const draft = draftOf(context);
	if (draft !== null)
		context.dispatch({ type: 'overlay-change', overlay: { kind: 'export', draft: next(draft) } });
}

function open(context: ActionContext): void {
	const { ids, areMarked } = targetsOf(context);
	const one = areMarked ? null : conversationAtHand(context);
	const { last, left } = context.state().exports;
	const isSame = left !== null && left.ids.length === ids.length && ids.every((id) => left.ids.includes(id));
	const draft = isSame
		? left
		: freshDraft(context, ids, one === null ? conversationsText(ids.length) : titleOf(one), last);
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'export', draft } });
}

function freshDraft(
	context: ActionContext,
	ids: readonly string[],
	about: string,
	last: Parameters<typeof exportDraft>[1],
): ExportDraft {
	const language = context.language().context;
	const { query } = context.state();
	const stamp = formatInstant(language.now).replaceAll(/[-:]/g, '').slice(0, 15);
	const filter = {
		queryText: formatQueryText(query, language),
		query: toQueryString(resolveQuery(query, language)),
	};
	return exportDraft({ ids, about, titles: titlesOf(context, ids), filter }, last, `conversations-${stamp}`);
}

/** Begins the export of the form on top. */
export function sendExport(context: ActionContext): void {
	const draft = draftOf(context);
	if (draft !== null) context.services.exports.begin(draft);
}

/** Why the export on top cannot begin, as a sentence; null if it can. */
export function cannotExport(context: ActionContext): string | null {
	const draft = draftOf(context);
	if (draft?.path.text.trim() === '') return 'Type a file name first.';
	if (isGoing(context.state().batches)) return 'A batch is running: wait for its end, or end it (:batches).';
	const { job } = context.state().exports;
	if (job === null) return null;
	return job.phase === 'writing'
		? 'Another export is being written: wait for its end.'
		: 'Another export is not written yet: :batches shows it, w writes it.';
}

/** Closes the form and keeps it. */
export function leaveExport(context: ActionContext): void {
	const draft = draftOf(context);
	context.dispatch({ type: 'overlay-close' });
	if (draft === null) return;
	context.dispatch({ type: 'export-left', draft });
	notify(context, 'plain', 'Nothing was exported. X reopens the form as you left it.');
}

/** Closes the form and drops it. */
export function discardExport(context: ActionContext): void {
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'export-left', draft: null });
	notify(context, 'plain', 'Nothing was exported.');
}

function jobOf({ state }: ActionContext): ExportJob | null {
	const top = topOverlay(state());
	return top?.kind === 'redaction' ? state().exports.job : null;
}

/** The index of the finding under the cursor. */
function cursorOf(context: ActionContext, { findings }: ExportJob): number {
	const top = topOverlay(context.state());
	const selected = top?.kind === 'redaction' ? top.selected : null;
	return Math.max(
		0,
		findings.findIndex(({ key }) => key === selected),
	);
}

function moveInFindings(context: ActionContext, by: number): void {
	const job = jobOf(context);
	if (job === null) return;
	const at = clamp(cursorOf(context, job) + by, 0, Math.max(0, job.findings.length - 1));
	const selected = job.findings[at]?.key ?? null;
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'redaction', selected } });
}

function toggle(context: ActionContext): void {
	const job = jobOf(context);
	const finding = job?.findings[cursorOf(context, job)];
	if (job === null || finding === undefined || job.phase !== 'ready') return;
	const isKept = !job.kept.has(finding.key);
	context.dispatch({ type: 'export-job', job: keepFindings(job, [finding.key], isKept) });
}

function toggleKind(context: ActionContext): void {
	const job = jobOf(context);
	const finding = job?.findings[cursorOf(context, job)];
	if (job === null || finding === undefined || job.phase !== 'ready') return;
	const keys = job.findings.filter(({ kind }) => kind === finding.kind).map(({ key }) => key);
	const isKept = !keys.every((key) => job.kept.has(key));
	context.dispatch({ type: 'export-job', job: keepFindings(job, keys, isKept) });
}

function nothingToToggle(context: ActionContext): string | null {
	const job = jobOf(context);
	if (job === null || job.phase !== 'ready') return 'The export is still being read.';
	return job.findings.length > 0 ? null : 'Nothing was found to redact.';
}

/** Writes the file of the export on top. */
export function writeExport(context: ActionContext): void {
	if (jobOf(context) !== null) context.services.exports.write();
}

/** Why the file on top cannot be written now, as a sentence; null if it can. */
export function cannotWriteExport(context: ActionContext): string | null {
	const phase = jobOf(context)?.phase;
	if (phase === 'ready') return null;
	return phase === 'reading' ? 'The export is still being read.' : 'The file is being written.';
}

/** Closes the preview. The conversations stay on this machine until the file is written. */
export function leaveRedaction(context: ActionContext): void {
	const job = jobOf(context);
	context.dispatch({ type: 'overlay-close' });
	if (job === null || job.phase === 'writing') return;
	context.services.exports.pause();
	notify(context, 'plain', 'Nothing was written yet. :batches, then w, goes on with this export.');
}

/** Gives the export on top up. */
export function discardRedaction(context: ActionContext): void {
	if (jobOf(context) !== null) context.services.exports.discard();
}

function askName(context: ActionContext): void {
	const job = jobOf(context);
	if (job === null) return;
	const editor = editorOf(job.task.path);
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'prompt', purpose: 'export-path', editor } });
}

const form = rowsIn('export', 'Overlays and typing', 'export', 'Export: ');
const choice = rowsIn('export', 'Overlays and typing', 'choice', 'Export: ');
const redaction = rowsIn('redaction', 'Overlays and typing', 'redaction', 'Redaction: ');

/** Exporting conversations to a file: the form, and the preview of the redaction. */
export const exportActions: readonly Action[] = [
	{
		...rowsIn('conversation', 'Conversation', 'app')('export', 'Export to a file', ['X'], open),
		words: ['download', 'redact', 'bundle'],
		disabled: (context) => (actsOnMarks(context) ? null : noneAtHand(context)),
	},
	form(
		'next',
		'next row',
		['Down', 'Tab', 'Enter'],
		(context) => change(context, (draft) => moveInExport(draft, 1)),
		'row',
	),
	form('previous', 'previous row', ['Up', 'Shift-Tab'], (context) =>
		change(context, (draft) => moveInExport(draft, -1)),
	),
	choice('down', 'next row', ['j'], (context) => change(context, (draft) => moveInExport(draft, 1))),
	choice('up', 'previous row', ['k'], (context) => change(context, (draft) => moveInExport(draft, -1))),
	choice(
		'turn',
		'next choice',
		['Right', 'Space', 'l'],
		(context) => change(context, (draft) => turnInExport(draft, 1)),
		'change',
	),
	choice('turn-back', 'previous choice', ['Left', 'h'], (context) =>
		change(context, (draft) => turnInExport(draft, -1)),
	),
	{
		...redaction('toggle', 'take the finding back, or redact it again', ['Space'], toggle, 'take back'),
		disabled: nothingToToggle,
	},
	{
		...redaction('toggle-kind', 'the same for all findings of its kind', ['a'], toggleKind, 'whole kind'),
		disabled: nothingToToggle,
	},
	redaction('rename', 'another file name', ['n'], askName, 'file name'),
	...movementRows(
		redaction,
		{ move: moveInFindings, page: ({ view }) => Math.max(1, view().help.height - 10) },
		[
			['down', 'a line down', ['j', 'Down']],
			['up', 'a line up', ['k', 'Up']],
			['page-down', 'a page down', ['PgDn', 'Ctrl-d']],
			['page-up', 'a page up', ['PgUp', 'Ctrl-u']],
			['first', 'to the top', ['g', 'Home']],
			['last', 'to the bottom', ['G', 'End']],
		],
	),
];
