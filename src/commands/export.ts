import { ApiError } from '../api/errors.ts';
import { decodedValues } from '../domain/decoded.ts';
import {
	type ExportChoices,
	type ExportFormat,
	endingOf,
	exportFormats,
	isRedactedAtFirst,
} from '../domain/export-choices.ts';
import type { BatchPlan, ExportTask } from '../domain/records.ts';
import { toQueryString } from '../filter/format.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import { workBatch } from '../writes/batch.ts';
import { NameTaken } from '../writes/records.ts';
import type { Account } from './account.ts';
import { allPages } from './all-rows.ts';
import type { GivenOptions } from './command-line.ts';
import { accountWish } from './command-options.ts';
import { bundleDeclaration, type ExportOption, exportDeclaration } from './declarations/export.ts';
import { manyCode } from './each-id.ts';
import { exitCodes } from './exit-codes.ts';
import { exactIds, givenIds } from './ids.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { withoutKeys } from './masked.ts';
import { readFilter } from './query.ts';
import { type Runner, runner, type Work } from './runner.ts';

const usage = (problem: string) => new CommandProblem(exitCodes.usage, problem);

/** `tconv export`. */
export const runExport: Runner = runner(exportDeclaration, (parts) =>
	exportTo(parts, formatOf(parts.options.text('format'), parts.options.text('to') ?? '')),
);

/** `tconv bundle`. */
export const runBundle: Runner = runner(bundleDeclaration, (parts) => exportTo(parts, 'bundle'));

/** The format as typed, else by the end of the file's name, else NDJSON. */
export function formatOf(typed: string | null, path: string): ExportFormat {
	const names = exportFormats.filter((name) => name !== 'bundle');
	if (typed === null) return names.find((name) => path.endsWith(endingOf(name))) ?? 'ndjson';
	const format = names.find((name) => name === typed);
	if (format === undefined) throw usage(`There is no format “${typed}”. Choose ${names.join(', ')}.`);
	return format;
}

function choicesOf(options: GivenOptions<ExportOption>, format: ExportFormat): ExportChoices {
	const [isOn, isOff] = [options.has('redact'), options.has('unredacted')];
	if (isOn && isOff) throw usage('--redact and --unredacted exclude each other');
	const words = options.texts('word');
	const isRedacted = !isOff && (isOn || words.length > 0 || isRedactedAtFirst(format));
	if (!isRedacted && words.length > 0) throw usage('--word needs a redaction: leave out --unredacted');
	return { format, rows: options.has('turns') ? 'turns' : 'conversations', isRedacted, words };
}

/** Fetches conversations into a spool, as a batch of this machine, and writes the file from it. */
async function exportTo(
	{ options, args, io, open, say }: Parameters<Work<ExportOption>>[0],
	format: ExportFormat,
): Promise<number> {
	const path = options.text('to');
	if (path === null || path.trim() === '') throw usage('--to FILE is missing');
	const choices = choicesOf(options, format);
	const isFiltered = options.has('filter') || options.has('view') || options.has('all');
	if (isFiltered && args.length > 0) throw usage('Give ids, or a filter, not both');
	const given = isFiltered ? [] : await exactIds(givenIds(args, io.input));
	const account = await open(accountWish(options));
	const { ids, filter } = isFiltered
		? await filtered(account, options, io)
		: { ids: given, filter: noFilter };
	if (ids.length === 0)
		throw new CommandProblem(exitCodes.notFound, 'No conversation matches: no file was written.');

	const writer = account.openWriter((problem) => say(safe(problem)));
	const task: ExportTask = { kind: 'export', path, choices, spool: null, filter };
	const plan: BatchPlan = { id: writer.newId(), at: writer.now(), task, ids };
	const progress = (what: 'read' | 'written') => (done: number, total: number) =>
		io.progress(
			t`${safe(countText(done))} of ${safe(countText(total))} ${what === 'read' ? t`read` : t`written`}`,
		);
	const { history, stopped } = await workBatch({
		writer,
		plan,
		onProgress: ({ total, left }) => progress('read')(total - left, total),
		onItem: () => undefined,
		signal: io.stop,
		sleep: io.sleep,
		random: io.random,
	});
	try {
		io.stop.throwIfAborted();
		const done = ids.filter((id) => history.items.get(id)?.kind === 'done').length;
		for (const [id, state] of history.items)
			if (state.kind !== 'done' && ('problem' in state || 'note' in state))
				say(
					t`${safe(id)}: ${withoutKeys('problem' in state ? state.problem : (state.note ?? ''), io.environment)}`,
				);
		if (stopped !== null) say(t`ended early: ${withoutKeys(stopped, io.environment)}`);
		const areGone = [...history.items.values()].every(({ kind }) => kind === 'skipped');
		if (done === 0)
			throw new CommandProblem(
				areGone ? exitCodes.notFound : exitCodes.failed,
				'No conversation could be read: no file was written.',
			);
		const replaces = options.has('force');
		const written = await account.writeExport(writer, plan, {
			replaces,
			signal: io.stop,
			zone: io.zone,
			onProgress: progress('written'),
		});
		io.progress(null);
		await io.stdout(safe(written.path));
		if (choices.isRedacted)
			say(t`${safe(countText(written.findings))} personal data were replaced; names without a pattern stay`);
		return manyCode(done, done < ids.length ? [exitCodes.failed] : []);
	} catch (error) {
		if (!(error instanceof NameTaken)) throw error;
		throw new CommandProblem(
			exitCodes.failed,
			`${error.path} already exists. Choose another name, or add --force.`,
		);
	} finally {
		await writer.records.spools.remove(plan.id).catch(() => undefined);
	}
}

const noFilter = { queryText: '', query: '' } as const;

/** The ids of all conversations of the filter, and the filter for the file. */
async function filtered(
	{ api, savedViews }: Account,
	options: GivenOptions<ExportOption>,
	io: CommandIo,
): Promise<{ readonly ids: readonly string[]; readonly filter: ExportTask['filter'] }> {
	const typed = { filter: options.text('filter'), view: options.text('view') };
	const context = { api, nowMillis: io.now(), zone: io.zone, stop: io.stop };
	const { query } = await readFilter(typed, savedViews, context);
	const ids = new Set<string>();
	for await (const { rows } of allPages(api, query, io.stop)) {
		if (rows.some((row) => !row.ok))
			throw new ApiError({
				kind: 'bad-response',
				sentence: 'A row of the list could not be read.',
				advice: 'Narrow the filter.',
			});
		for (const { id } of decodedValues(rows)) ids.add(id);
		io.progress(t`${safe(countText(ids.size))} conversations`);
	}
	return { ids: [...ids], filter: { queryText: typed.filter ?? '', query: toQueryString(query) } };
}
