import type { QueryClient } from '@tanstack/react-query';
import type { BatchesService, ExportsService } from '../actions/services.ts';
import { assistantNames, assistantsOptions, templateNamesOptions } from '../data/detail-queries.ts';
import { spoolOf } from '../domain/batch-task.ts';
import { instantFromMillis } from '../domain/instant.ts';
import type { BatchHistory } from '../domain/records.ts';
import { batchOf } from '../state/batches.ts';
import { askDialog } from '../state/dialog.ts';
import { notify } from '../state/events.ts';
import { type ExportJob, exportTask } from '../state/exports.ts';
import { topOverlay } from '../state/ui-state.ts';
import { countText } from '../text/count.ts';
import { localZone } from '../text/time.ts';
import { NameTaken, type Spool } from '../writes/records.ts';
import type { Runtime } from './runtime.ts';
import { failureWords } from './saved-words.ts';
import { type ExportSources, findInExport, writeExport } from './write-export.ts';

/**
 * Exports conversations: a batch fetches them into a spool, a preview shows the redaction, and the file is written
 * from the spool. After a kill, the next start goes on from the spool. `fetched` takes a batch that has ended.
 */
export function createExports(
	runtime: Runtime,
	client: QueryClient,
	batches: () => Pick<BatchesService, 'start' | 'read'>,
): ExportsService & { readonly fetched: (history: BatchHistory) => void } {
	const { store, writer, api } = runtime;
	const { exports, spools } = writer.records;
	/** Paths whose file the user agreed to replace, in this session. */
	const replaced = new Set<string>();
	/** The path of the last file that was in the way. */
	let taken: string | null = null;
	let isChecking = false;
	let stop = new AbortController();

	const job = (): ExportJob | null => store.getState().exports.job;
	const setJob = (next: ExportJob | null): void => store.dispatch({ type: 'export-job', job: next });
	const change = (fields: Partial<ExportJob>): void => {
		const now = job();
		if (now !== null) setJob({ ...now, ...fields });
	};
	const isOnTop = (kind: 'export' | 'redaction'): boolean => topOverlay(store.getState())?.kind === kind;

	const sourcesOf = async (
		spool: Spool,
		{ task, kept, findings, spool: spoolId }: ExportJob,
	): Promise<ExportSources> => {
		const [templateNames, assistants] = await Promise.all([
			client.ensureQueryData(templateNamesOptions(api)).catch(() => new Map<string, string>()),
			client.ensureQueryData(assistantsOptions(api)).catch(() => []),
		]);
		const now = instantFromMillis(runtime.now());
		const { version, account, signals, redactCountry: country } = runtime;
		return {
			spool,
			spools,
			spoolId,
			task,
			kept,
			findings,
			country,
			context: { templateNames, assistantNames: assistantNames(assistants), zone: localZone, signals, now },
			about: { version, node: process.version, account },
			address: runtime.address,
			onProgress: (done, total) => change({ done, total }),
			signal: stop.signal,
		};
	};

	/** Runs `work` on the spool of the job. Returns null after a failure, which the job then says. */
	const onSpool = async <T>(work: (sources: ExportSources) => Promise<T>): Promise<T | null> => {
		const now = job();
		if (now === null) return null;
		stop = new AbortController();
		const { signal } = stop;
		try {
			const spool = await spools.open(now.spool, null);
			try {
				return await work(await sourcesOf(spool, now));
			} finally {
				await spool.close();
			}
		} catch (error) {
			if (signal.aborted) return null;
			const problem = failureWords(error);
			change({ phase: 'ready', problem });
			if (error instanceof NameTaken) askReplace(error);
			else notify(store, 'bad', problem);
			return null;
		}
	};

	const askReplace = ({ path, message }: NameTaken): void => {
		taken = path;
		if (!isOnTop('redaction')) {
			notify(store, 'warn', `${message} :batches, then w, goes on.`);
			return;
		}
		const overlay = askDialog({
			ask: { what: 'replace-file' },
			title: 'Replace the file?',
			lines: [`${path} already exists. Its content would be lost.`],
			verb: 'Replace',
			declined: 'Nothing was written. n chooses another name.',
		});
		store.dispatch({ type: 'overlay-open', overlay });
	};

	const read = async (): Promise<void> => {
		const found = await onSpool((sources) => findInExport(sources));
		if (found !== null) change({ phase: 'ready', ...found });
		else if (job()?.problem != null) {
			// Without a preview nothing is written.
			setJob(null);
			if (isOnTop('redaction')) store.dispatch({ type: 'overlay-close' });
		}
	};

	const write = async (replaces: boolean): Promise<void> => {
		const now = job();
		if (now === null || now.phase !== 'ready') return;
		const { task, spool } = now;
		if (replaces && taken !== null) replaced.add(taken);
		setJob({ ...now, phase: 'writing', done: 0, problem: null });
		const options = { mayReplace: (path: string) => replaced.has(path), name: spool };
		const path = await onSpool((sources) => writeExport(sources, exports, options));
		if (path === null) return;
		replaced.delete(path);
		await end(spool);
		const { latest } = store.getState().batches;
		if (latest !== null && spoolOf(latest.history.plan) === spool)
			store.dispatch({ type: 'batch', batch: { ...latest, path } });
		const left = now.missing === 0 ? '' : ` ${countText(now.missing)} could not be fetched and are missing.`;
		const reads = task.choices.format === 'ndjson' ? ' tconv serve --data reads it.' : '';
		notify(store, left === '' ? 'good' : 'warn', `Exported to ${path}.${reads}${left}`);
	};

	/** Removes the file that a killed program left under its temporary name. */
	const removeRest = async ({ task, spool }: ExportJob): Promise<void> => {
		const file = await exports.begin(task.path, { replaces: true, name: spool }).catch(() => null);
		await file?.discard();
	};

	/** Removes the spool, the job and its overlay. */
	const end = async (spool: string): Promise<void> => {
		await spools.remove(spool).catch((error: unknown) => notify(store, 'warn', failureWords(error)));
		setJob(null);
		if (isOnTop('redaction')) store.dispatch({ type: 'overlay-close' });
		batches().read();
	};

	const open = (history: BatchHistory): void => {
		const spool = spoolOf(history.plan);
		const { task, ids } = history.plan;
		if (spool === null || task.kind !== 'export') return;
		const missing = [...history.items.values()].filter(({ kind }) => kind !== 'done').length;
		const isRedacted = task.choices.isRedacted;
		const total = ids.length;
		const phase = isRedacted ? 'reading' : 'ready';
		setJob({
			spool,
			task,
			phase,
			done: 0,
			total,
			missing,
			findings: [],
			unfound: [],
			kept: new Set(),
			problem: null,
		});
	};

	/** Shows the preview in the place of the batch; elsewhere the user is busy with something else. */
	const show = (batchId: string): boolean => {
		const top = topOverlay(store.getState());
		if (top !== null && (top.kind !== 'batch' || top.batchId !== batchId)) return false;
		if (top !== null) store.dispatch({ type: 'overlay-close' });
		store.dispatch({ type: 'overlay-open', overlay: { kind: 'redaction', selected: null } });
		return true;
	};

	const proceed = (history: BatchHistory): void => {
		open(history);
		const now = job();
		if (now === null) return;
		const isShown = show(history.plan.id);
		if (!now.task.choices.isRedacted) void write(false);
		else if (isShown) void read();
		else {
			setJob(null);
			notify(store, 'plain', 'The conversations are fetched. :batches, then w, shows the redaction.');
		}
	};

	const fetched = (history: BatchHistory): void => {
		const done = [...history.items.values()].filter(({ kind }) => kind === 'done').length;
		const spool = spoolOf(history.plan);
		if (done > 0) proceed(history);
		else if (spool !== null) void spools.remove(spool).catch(() => undefined);
	};

	const begin: ExportsService['begin'] = (draft) => {
		if (isChecking) return;
		isChecking = true;
		const task = exportTask(draft);
		const refuse = (problem: string): void => {
			const top = topOverlay(store.getState());
			if (top?.kind === 'export')
				store.dispatch({ type: 'overlay-change', overlay: { ...top, draft: { ...top.draft, problem } } });
		};
		void exports
			.check(task.path)
			.then(
				// A later start may be in another folder.
				(path) => start({ ...task, path }, draft, false),
				(error: unknown) => {
					if (!(error instanceof NameTaken)) return refuse(failureWords(error));
					const overlay = askDialog({
						ask: { what: 'export', task: { ...task, path: error.path }, of: draft },
						title: 'Replace the file?',
						lines: [`${error.path} already exists. Its content would be lost.`],
						verb: 'Replace',
						declined: 'Nothing was exported. Type another file name.',
					});
					if (isOnTop('export')) store.dispatch({ type: 'overlay-open', overlay });
				},
			)
			.finally(() => {
				isChecking = false;
			});
	};

	const start: ExportsService['start'] = (task, { ids, titles }, replaces) => {
		if (!isOnTop('export')) return;
		if (replaces) replaced.add(task.path);
		store.dispatch({ type: 'overlay-close' });
		store.dispatch({ type: 'export-chosen', choices: task.choices });
		batches().start(task, ids, titles);
	};

	return {
		begin,
		start,
		fetched,
		resume: (batchId) => {
			const history = batchOf(store.getState().batches, batchId);
			if (history === null) return;
			if (job() === null) proceed(history);
			else show(batchId);
		},
		write: (replaces = false) => void write(replaces),
		pause: () => {
			stop.abort();
			setJob(null);
		},
		discard: () => {
			const now = job();
			if (now === null) return;
			stop.abort();
			void removeRest(now);
			void end(now.spool).then(() => notify(store, 'plain', 'The export was given up. Nothing was written.'));
		},
	};
}
