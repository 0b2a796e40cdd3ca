import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { ItemState, RunHistory, RunPlan } from '../domain/records.ts';
import { redactKeys } from '../text/redact.ts';
import type { OpenRun, RunLog } from '../writes/records.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { type LineFile, lineFile } from './line-file.ts';
import { type RunLine, readRunLine, readRunPlan, type Worker, writeRunLine, writeRunPlan } from './shapes.ts';
import { isAlive, thisWorker } from './worker.ts';

type RunTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly keptDays: number;
	readonly secrets: readonly string[];
};

const fileName = /^\d{8}T\d{6}\.\d{6}Z-([A-Za-z0-9-]{1,64})\.ndjson$/;

/**
 * The runs in this folder, a file for each: first its plan, then a line for each process that works on it, for each step
 * of an item, and for the end. What was noted in the same moment goes to the disk together.
 */
export function openRuns({ folder, now, keptDays, secrets }: RunTools): RunLog {
	async function names(): Promise<string[]> {
		try {
			return (await readdir(folder))
				.filter((name) => fileName.test(name))
				.sort()
				.reverse();
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return [];
			throw fileProblem('The runs could not be read', folder, error);
		}
	}

	async function pathOf(id: string): Promise<string> {
		const name = (await names()).find((file) => fileName.exec(file)?.[1] === id);
		if (name === undefined) throw new FileProblem(`There is no run ${JSON.stringify(id)} in ${folder}.`);
		return join(folder, name);
	}

	async function historyOf(path: string): Promise<RunHistory & { readonly worker: Worker | null }> {
		const text = await readFile(path, 'utf8').catch((error: unknown) => {
			throw fileProblem('The run could not be read', path, error);
		});
		const read = readRun(text);
		if (read === null)
			throw new FileProblem(`This file of a run is damaged: ${path}. Its plan cannot be read.`);
		const { worker, ...rest } = read;
		return { ...rest, worker, isAlive: rest.ended === null && worker !== null && (await isAlive(worker)) };
	}

	function openRun(file: LineFile, path: string): OpenRun {
		const append = async (line: RunLine): Promise<void> => {
			try {
				await file.append(writeRunLine(line));
			} catch (error) {
				throw fileProblem('How the run stands could not be written', path, error);
			}
		};
		return {
			note: (item, state) => append({ item, state: withoutKeys(state, secrets) }),
			end: (ended) => append({ ended }),
		};
	}

	return {
		begin: async (plan) => {
			const line = writeRunPlan(withoutKeysInTitles(plan, secrets));
			const path = join(folder, `${stampOf(plan.at)}-${plainName(plan.id)}.ndjson`);
			if (plainName(plan.id) !== plan.id || plan.id === '') {
				throw new FileProblem(`A run cannot go by the id ${JSON.stringify(plan.id)}.`);
			}
			// A plan is worked off as it stands: with the key taken out it would write something else than was meant.
			if (secrets.some((secret) => secret !== '' && line.includes(secret))) {
				throw new FileProblem(
					'The run was not begun: it holds your API key, and that is written to no file.',
				);
			}
			const file = lineFile(path);
			const worker = writeRunLine({ worker: await thisWorker() });
			try {
				await Promise.all([file.append(line), file.append(worker)]);
			} catch (error) {
				await rm(path, { force: true }).catch(() => undefined);
				throw fileProblem('The run was not begun, as it could not be written', path, error);
			}
			return openRun(file, path);
		},

		reopen: async (id) => {
			const path = await pathOf(id);
			const history = await historyOf(path);
			if (history.isAlive && history.worker?.pid !== process.pid) {
				throw new FileProblem(`Another tconv (process ${history.worker?.pid}) still works on this run.`);
			}
			const file = lineFile(path);
			try {
				await file.append(writeRunLine({ worker: await thisWorker() }));
			} catch (error) {
				throw fileProblem('The run could not be gone on with', path, error);
			}
			return openRun(file, path);
		},

		read: async (id) => {
			const { worker: _, ...history } = await historyOf(await pathOf(id));
			return history;
		},

		list: async () => {
			const runs: RunHistory[] = [];
			const unreadable: string[] = [];
			for (const name of await names()) {
				const path = join(folder, name);
				try {
					const { worker: _, ...history } = await historyOf(path);
					runs.push(history);
				} catch {
					unreadable.push(path);
				}
			}
			return { runs, unreadable };
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
					throw fileProblem('Old runs could not be removed', path, error);
				}
				count++;
			}
			return count;
		},
	};
}

/** A run as its lines tell it; null without a plan. A line that was cut off tells nothing: its item stands as before. */
function readRun(text: string): (Omit<RunHistory, 'isAlive'> & { readonly worker: Worker | null }) | null {
	const [first = '', ...lines] = text.split('\n');
	const plan = readRunPlan(first);
	if (plan === null) return null;
	const items = new Map<string, ItemState>(plan.ids.map((id) => [id, { kind: 'waiting' }]));
	let worker: Worker | null = null;
	let ended: RunHistory['ended'] = null;
	for (const line of lines) {
		const read = readRunLine(line);
		if (read === null) continue;
		if ('item' in read) items.set(read.item, read.state);
		else if ('ended' in read) ended = read.ended;
		else {
			worker = read.worker;
			// Whoever takes it up again has opened it again.
			ended = null;
		}
	}
	return { plan, items, ended, worker };
}

/** What a conversation is called is only shown, and keeps no run from beginning. */
function withoutKeysInTitles(plan: RunPlan, secrets: readonly string[]): RunPlan {
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
