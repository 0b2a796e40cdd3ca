import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { BatchHistory, BatchPlan, ItemState } from '../domain/records.ts';
import { holdsSecret, redactKeys } from '../text/redact.ts';
import type { BatchLog, OpenBatch } from '../writes/records.ts';
import { isAlive, thisWorker } from './file-lock.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { type LineFile, lineFile } from './line-file.ts';
import { readOwn } from './own-file.ts';
import {
	type BatchLine,
	readBatchLine,
	readBatchPlan,
	type Worker,
	writeBatchLine,
	writeBatchPlan,
} from './shapes.ts';

type BatchTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly keptDays: number;
	readonly secrets: readonly string[];
};

const fileName = /^\d{8}T\d{6}\.\d{6}Z-([A-Za-z0-9-]{1,64})\.ndjson$/;

/**
 * The batches in this folder, one file each: its plan, then a line for each process that runs it, for each step of an
 * item, and for the end. Notes of the same moment go to disk together.
 */
export function openBatches({ folder, now, keptDays, secrets }: BatchTools): BatchLog {
	async function names(): Promise<string[]> {
		try {
			return (await readdir(folder))
				.filter((name) => fileName.test(name))
				.sort()
				.reverse();
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return [];
			throw fileProblem('The batches could not be read', folder, error);
		}
	}

	async function pathOf(id: string): Promise<string> {
		const name = (await names()).find((file) => fileName.exec(file)?.[1] === id);
		if (name === undefined) throw new FileProblem(`There is no batch ${JSON.stringify(id)} in ${folder}.`);
		return join(folder, name);
	}

	async function historyOf(path: string): Promise<BatchHistory & { readonly worker: Worker | null }> {
		const text = await readOwn(path).catch((error: unknown) => {
			throw fileProblem('The batch could not be read', path, error);
		});
		const read = readBatch(text);
		if (read === null) throw new FileProblem(`This batch file is damaged: ${path}. Its plan cannot be read.`);
		const { worker, ...rest } = read;
		return { ...rest, worker, isAlive: rest.ended === null && worker !== null && (await isAlive(worker)) };
	}

	function openBatch(file: LineFile, path: string): OpenBatch {
		const append = async (line: BatchLine): Promise<void> => {
			try {
				await file.append(writeBatchLine(line));
			} catch (error) {
				throw fileProblem('The state of the batch could not be written', path, error);
			}
		};
		return {
			note: (item, state) => append({ item, state: withoutKeys(state, secrets) }),
			end: (ended) => append({ ended }),
		};
	}

	return {
		begin: async (plan) => {
			const line = writeBatchPlan(withoutKeysInTitles(plan, secrets));
			const path = join(folder, `${stampOf(plan.at)}-${plainName(plan.id)}.ndjson`);
			if (plainName(plan.id) !== plan.id || plan.id === '') {
				throw new FileProblem(`A batch cannot have the id ${JSON.stringify(plan.id)}.`);
			}
			// A plan runs exactly as written: with the key masked, it would write something else.
			if (holdsSecret(line, secrets)) {
				throw new FileProblem(
					'The batch was not started: it contains your API key, which is never written to a file.',
				);
			}
			const file = lineFile(path);
			const worker = writeBatchLine({ worker: await thisWorker() });
			try {
				await Promise.all([file.append(line), file.append(worker)]);
			} catch (error) {
				await rm(path, { force: true }).catch(() => undefined);
				throw fileProblem('The batch was not started, because it could not be written', path, error);
			}
			return openBatch(file, path);
		},

		reopen: async (id) => {
			const path = await pathOf(id);
			const history = await historyOf(path);
			if (history.isAlive && history.worker?.pid !== process.pid) {
				throw new FileProblem(`Another tconv (process ${history.worker?.pid}) still runs this batch.`);
			}
			const file = lineFile(path);
			try {
				await file.append(writeBatchLine({ worker: await thisWorker() }));
			} catch (error) {
				throw fileProblem('The batch could not be continued', path, error);
			}
			return openBatch(file, path);
		},

		read: async (id) => {
			const { worker: _, ...history } = await historyOf(await pathOf(id));
			return history;
		},

		list: async () => {
			const batches: BatchHistory[] = [];
			const unreadable: string[] = [];
			for (const name of await names()) {
				const path = join(folder, name);
				try {
					const { worker: _, ...history } = await historyOf(path);
					batches.push(history);
				} catch {
					unreadable.push(path);
				}
			}
			return { batches, unreadable };
		},

		purge: async () => {
			const oldest = now() - keptDays * 24 * 60 * 60 * 1_000_000;
			let count = 0;
			for (const name of await names()) {
				const at = stampedAt(name);
				if (at === null || at >= oldest) continue;
				const path = join(folder, name);
				try {
					await rm(path, { force: true });
				} catch (error) {
					throw fileProblem('Old batches could not be removed', path, error);
				}
				count++;
			}
			return count;
		},
	};
}

/**
 * Parses a batch from its lines; null without a plan. An incomplete line is skipped, so its item keeps its earlier
 * state.
 */
function readBatch(
	text: string,
): (Omit<BatchHistory, 'isAlive'> & { readonly worker: Worker | null }) | null {
	const [first = '', ...lines] = text.split('\n');
	const plan = readBatchPlan(first);
	if (plan === null) return null;
	const items = new Map<string, ItemState>(plan.ids.map((id) => [id, { kind: 'waiting' }]));
	let worker: Worker | null = null;
	let ended: BatchHistory['ended'] = null;
	for (const line of lines) {
		const read = readBatchLine(line);
		if (read === null) continue;
		if ('item' in read) items.set(read.item, read.state);
		else if ('ended' in read) ended = read.ended;
		else {
			worker = read.worker;
			// A process that continues the batch reopens it.
			ended = null;
		}
	}
	return { plan, items, ended, worker };
}

/** Masks keys in titles: a title is only displayed, so it does not prevent a batch. */
function withoutKeysInTitles(plan: BatchPlan, secrets: readonly string[]): BatchPlan {
	if (plan.titles === undefined) return plan;
	const titles = Object.entries(plan.titles).map(([id, title]) => [id, redactKeys(title, secrets)] as const);
	return { ...plan, titles: Object.fromEntries(titles) };
}

function withoutKeys<S extends Exclude<ItemState, { kind: 'waiting' }>>(
	state: S,
	secrets: readonly string[],
): S {
	if ('problem' in state) return { ...state, problem: redactKeys(state.problem, secrets) };
	if ('note' in state && state.note !== null) return { ...state, note: redactKeys(state.note, secrets) };
	return state;
}
