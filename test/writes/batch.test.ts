import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProgress, retryPlan } from '../../src/domain/batch-task.ts';
import type { BatchTask, ItemOutcome } from '../../src/domain/records.ts';
import { type BatchOptions, workBatch } from '../../src/writes/batch.ts';
import { failureOf } from '../api/http-server.ts';
import { exportTo } from '../domain/export-task.ts';
import { callers, idOf } from '../ui/bundles.ts';
import { breaking, isDelete, isPut, refusing, type WriteBench, writeBench } from './fixtures.ts';

const tag: BatchTask = { kind: 'set-key', key: 'tier', value: 'gold' };
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => idOf(index + 1));
const about = (request: Request): string => /conversations\/([^/?]+)/.exec(request.url)?.[1] ?? '';

/** Runs a batch over the first `count` callers, on a clock that only sleeping advances. */
function start(bench: WriteBench, task: BatchTask, count: number, more: Partial<BatchOptions> = {}) {
	const progress: BatchProgress[] = [];
	const slept: number[] = [];
	const plan = { id: crypto.randomUUID(), at: bench.clock.now(), task, ids: ids(count) };
	const batch = workBatch({
		writer: bench.writer,
		plan,
		onProgress: (now) => progress.push(now),
		onItem: () => undefined,
		signal: new AbortController().signal,
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			bench.clock.set(new Date(bench.clock.instant / 1000 + milliseconds).toISOString());
		},
		random: () => 0.5,
		...more,
	});
	return { batch, plan, progress, slept };
}

const kinds = (items: ReadonlyMap<string, { kind: string }>): string[] =>
	[...items.values()].map(({ kind }) => kind);
const tierOf = ({ metadataOf }: WriteBench, id: string): unknown => metadataOf(id)?.tier;

describe('a batch', () => {
	test('runs its task on each item, and the disk agrees', async () => {
		const bench = await writeBench({ bundles: callers(20) });
		const { batch, plan, progress } = start(bench, tag, 20);
		const { history, stopped, writes } = await batch;
		expect([history.ended, stopped, writes.length]).toEqual(['finished', null, 20]);
		expect(new Set(kinds(history.items))).toEqual(new Set(['done']));
		expect(ids(20).map((id) => tierOf(bench, id))).toEqual(Array(20).fill('gold'));
		const read = await bench.records.batches.read(plan.id);
		expect([read.items, read.ended]).toEqual([history.items, 'finished']);
		expect(progress.at(-1)).toMatchObject({ total: 20, done: 20, left: 0, millisLeft: 0, underWay: 0 });
		expect((await bench.journal()).every(({ runId }) => runId === plan.id)).toBe(true);
	});

	test('writes each item to disk as begun before its request', async () => {
		const bench = await writeBench({ bundles: callers(30) });
		const seen: string[] = [];
		let runId = '';
		bench.intervene(async (request, pass) => {
			if (isPut(request)) {
				const { items } = await bench.records.batches.read(runId);
				seen.push(items.get(about(request))?.kind ?? 'missing');
			}
			return pass(request);
		});
		const { batch, plan } = start(bench, tag, 30);
		runId = plan.id;
		await batch;
		expect(seen).toEqual(Array(30).fill('begun'));
	});

	test('skips unchanged and deleted conversations, and continues after failures', async () => {
		const bench = await writeBench({ bundles: callers(4) });
		bench.store.conversations.updateMetadata(idOf(1), { tier: 'gold' }, 'replace');
		bench.store.conversations.delete(idOf(2));
		bench.intervene(refusing((request) => isPut(request) && about(request) === idOf(3), 422));
		const { history } = await start(bench, tag, 4).batch;
		expect([...history.items.values()]).toMatchObject([
			{ kind: 'skipped', note: 'No change was needed.' },
			{ kind: 'skipped', note: 'The conversation no longer exists.' },
			{ kind: 'failed', problem: expect.stringContaining('refused') },
			{ kind: 'done' },
		]);
		const again = retryPlan(history, 'failed', { id: crypto.randomUUID(), at: bench.clock.now() });
		expect(again).toMatchObject({ task: tag, ids: [idOf(3)] });
		expect(retryPlan(history, 'waiting', { id: 'x', at: bench.clock.now() })).toBeNull();
	});

	test('reports a lost answer as unknown', async () => {
		const bench = await writeBench({ bundles: callers(1) });
		bench.intervene(breaking(isPut, 'after', () => true));
		const { history } = await start(bench, tag, 1).batch;
		expect(kinds(history.items)).toEqual(['unknown']);
		expect(tierOf(bench, idOf(1))).toBe('gold');
	});

	test('never exceeds the concurrency of its pace', async () => {
		const bench = await writeBench({ bundles: callers(60) });
		let underWay = 0;
		let most = 0;
		bench.intervene(async (request, pass) => {
			underWay += 1;
			most = Math.max(most, underWay);
			await new Promise((resolve) => setImmediate(resolve));
			const answer = await pass(request);
			underWay -= 1;
			return answer;
		});
		await start(bench, tag, 60).batch;
		expect(most).toBeGreaterThanOrEqual(4);
		expect(most).toBeLessThanOrEqual(8);
	});
});

describe('a server that limits the rate', () => {
	test('is left alone as long as it asks, gets fewer requests at once, and fails no item', async () => {
		const bench = await writeBench({ bundles: callers(40) });
		let asked = 0;
		bench.intervene((request, pass) => {
			asked += 1;
			return asked % 25 === 0
				? Response.json({ errors: [] }, { status: 429, headers: { 'retry-after': '7' } })
				: pass(request);
		});
		const { batch, progress, slept } = start(bench, tag, 40);
		const { history } = await batch;
		expect(new Set(kinds(history.items))).toEqual(new Set(['done']));
		expect(slept.length).toBeGreaterThan(0);
		expect(new Set(slept)).toEqual(new Set([7000]));
		expect(Math.min(...progress.map(({ concurrency }) => concurrency))).toBeLessThan(4);
		expect(progress.some(({ waitingUntil }) => waitingUntil !== null)).toBe(true);
	});

	test('that never accepts a request fails the item after some attempts', async () => {
		const bench = await writeBench({ bundles: callers(1) });
		bench.intervene(refusing(isPut, 429));
		const { batch, slept } = start(bench, tag, 1);
		const { history } = await batch;
		expect([...history.items.values()]).toEqual([
			{ kind: 'failed', problem: 'Too many requests. The server says: as the test wants it' },
		]);
		expect(slept).toEqual([750, 1500, 3000, 6000, 12_000]);
	});
});

describe('a batch ends early', () => {
	test.each([401, 403])('if the account is refused (%d): the rest waits', async (status) => {
		const bench = await writeBench({ bundles: callers(30) });
		let puts = 0;
		bench.intervene((request, pass) => {
			if (isPut(request)) puts += 1;
			return puts > 5 ? Response.json({ errors: [] }, { status }) : pass(request);
		});
		const { batch, plan } = start(bench, tag, 30);
		const { history, stopped } = await batch;
		expect(stopped).toMatch(status === 401 ? /key was not accepted/ : /has no permission for that/);
		expect(history.ended).toBe('cancelled');
		const waiting = kinds(history.items).filter((kind) => kind === 'waiting').length;
		expect(waiting).toBeGreaterThan(15);
		expect((await bench.records.batches.read(plan.id)).items).toEqual(history.items);
	});

	test('if the connection is lost: the rest waits', async () => {
		const bench = await writeBench({ bundles: callers(40) });
		bench.intervene(() => {
			throw new TypeError('fetch failed');
		});
		const { history, stopped } = await start(bench, tag, 40).batch;
		expect(stopped).toMatch(/connection to embedded\.invalid failed/);
		expect(kinds(history.items).filter((kind) => kind === 'waiting').length).toBeGreaterThan(25);
	});

	test('if the disk takes no more notes: nothing is sent without a note', async () => {
		let notes = 0;
		const full = (): Promise<never> => Promise.reject(new Error('No space is left on the disk.'));
		const bench = await writeBench({
			bundles: callers(30),
			withRecords: (records) => ({
				...records,
				batches: {
					...records.batches,
					begin: async (plan) => {
						const open = await records.batches.begin(plan);
						return { ...open, note: (id, state) => (++notes > 12 ? full() : open.note(id, state)) };
					},
				},
			}),
		});
		const { history, stopped } = await start(bench, tag, 30).batch;
		expect(stopped).toBe('No space is left on the disk.');
		const written = ids(30).filter((id) => tierOf(bench, id) === 'gold');
		expect(written.length).toBeLessThan(12);
		for (const id of written) expect(history.items.get(id)?.kind).toBe('done');
	});

	test.each([
		['for a moment', 1],
		['until its end', 99],
	])('and counts as cut off if the disk is full %s', async (_, times) => {
		let failures = 0;
		const bench = await writeBench({
			bundles: callers(6),
			withRecords: (records) => ({
				...records,
				batches: {
					...records.batches,
					begin: async (plan) => {
						const open = await records.batches.begin(plan);
						return {
							...open,
							note: (id, state) =>
								state.kind === 'done' && failures++ < times
									? Promise.reject(new Error('No space is left on the disk.'))
									: open.note(id, state),
						};
					},
				},
			}),
		});
		const { history } = await start(bench, tag, 6).batch;
		const kept = await bench.records.batches.read(history.plan.id);
		const begun = ids(6).filter((id) => kept.items.get(id)?.kind === 'begun');
		if (kept.ended === null) expect(begun.length).toBeGreaterThan(0);
		else expect(kept.items).toEqual(history.items);
		expect(kept.ended === null).toBe(times > 1);
	});

	test('when cancelled: requests under way finish, nothing more starts', async () => {
		const bench = await writeBench({ bundles: callers(30) });
		const stop = new AbortController();
		let puts = 0;
		bench.intervene(async (request, pass) => {
			if (isPut(request) && ++puts === 6) stop.abort();
			return pass(request);
		});
		const { batch, plan } = start(bench, tag, 30, { signal: stop.signal });
		const { history, stopped } = await batch;
		expect([history.ended, stopped]).toEqual(['cancelled', null]);
		const all: Record<string, ItemOutcome | { kind: string }> = Object.fromEntries(history.items);
		for (const id of ids(30)) expect(all[id]?.kind === 'done').toBe(tierOf(bench, id) === 'gold');
		expect(kinds(history.items)).not.toContain('begun');
		expect(kinds(history.items)).toContain('waiting');
		expect((await bench.records.batches.read(plan.id)).items).toEqual(history.items);
	});

	test('when cancelled during a wait of the rate limit', async () => {
		const bench = await writeBench({ bundles: callers(3) });
		const stop = new AbortController();
		bench.intervene(refusing(isPut, 429));
		const sleep = async (): Promise<void> => stop.abort();
		const { history } = await start(bench, tag, 3, { signal: stop.signal, sleep }).batch;
		expect(new Set([...history.items.values()].map((item) => 'problem' in item && item.problem))).toEqual(
			new Set(['The batch was ended before this was sent.']),
		);
		expect(history.ended).toBe('cancelled');
	});

	test('or does not start if it cannot be written to disk', async () => {
		const bench = await writeBench({
			bundles: callers(3),
			withRecords: (records) => ({
				...records,
				batches: { ...records.batches, begin: () => Promise.reject(new Error('The disk is full.')) },
			}),
		});
		expect(await failureOf(start(bench, { kind: 'delete' }, 3).batch)).toHaveProperty(
			'message',
			'The disk is full.',
		);
		expect(bench.requests).toEqual([]);
	});
});

describe('the tasks', () => {
	test('removing a key, taking over and handing back', async () => {
		const bench = await writeBench({ bundles: callers(2) });
		bench.store.conversations.updateMetadata(idOf(1), { tier: 'gold', ai_disabled: 'true' }, 'replace');
		bench.store.conversations.updateMetadata(idOf(2), { tier: 'gold' }, 'replace');
		await start(bench, { kind: 'remove-key', key: 'tier' }, 2).batch;
		expect(bench.metadataOf(idOf(1))).toEqual({ ai_disabled: 'true' });
		const back = await start(bench, { kind: 'ai-disabled', disabled: false }, 2).batch;
		expect(kinds(back.history.items)).toEqual(['done', 'skipped']);
		expect([bench.metadataOf(idOf(1)), bench.metadataOf(idOf(2))]).toEqual([{ ai_disabled: 'false' }, {}]);
		await start(bench, { kind: 'ai-disabled', disabled: true }, 2).batch;
		expect(bench.metadataOf(idOf(2))).toEqual({ ai_disabled: 'true' });
	});

	test('removing a key fails on a server that merges', async () => {
		const bench = await writeBench({ bundles: callers(2), metadataWrites: 'merge' });
		await start(bench, tag, 1).batch;
		const { history, writes } = await start(bench, { kind: 'remove-key', key: 'tier' }, 2).batch;
		expect([...history.items.values()]).toMatchObject([
			{ kind: 'failed', problem: expect.stringContaining('stored a different result: tier') },
			{ kind: 'skipped' },
		]);
		expect([tierOf(bench, idOf(1)), writes]).toEqual(['gold', []]);
	});

	test('undoing a batch, except for keys that someone else changed since', async () => {
		const bench = await writeBench({ bundles: callers(3) });
		const before = ids(3).map((id) => bench.metadataOf(id));
		const { writes } = await start(bench, tag, 3).batch;
		bench.store.conversations.updateMetadata(idOf(2), { tier: 'bronze' }, 'merge');
		bench.store.conversations.updateMetadata(idOf(3), { other: 'kept' }, 'merge');
		const { history } = await start(bench, { kind: 'undo', writes }, 3).batch;
		expect([...history.items.values()]).toMatchObject([
			{ kind: 'done' },
			{ kind: 'conflict', problem: 'Someone else changed tier meanwhile; nothing was sent.' },
			{ kind: 'done' },
		]);
		expect(bench.metadataOf(idOf(1))).toEqual(before[0]);
		expect(tierOf(bench, idOf(2))).toBe('bronze');
		expect(bench.metadataOf(idOf(3))).toEqual({ ...(before[2] as object), other: 'kept' });
	});

	test('deleting, with a copy of each in the trash', async () => {
		const bench = await writeBench({ bundles: callers(5) });
		bench.intervene(refusing((request) => isDelete(request) && about(request) === idOf(3), 422));
		const { history } = await start(bench, { kind: 'delete' }, 5).batch;
		expect(kinds(history.items)).toEqual(['done', 'done', 'failed', 'done', 'done']);
		expect(bench.store.conversations.count()).toBe(1);
		const { entries } = await bench.records.trash.list();
		expect(entries.map(({ conversationId }) => conversationId).sort()).toEqual(
			[1, 2, 4, 5].map((number) => idOf(number)).sort(),
		);
	});

	test('exporting into a spool, in any order of answers', async () => {
		const bench = await writeBench({ bundles: callers(12) });
		bench.store.conversations.delete(idOf(4));
		const { promise, resolve } = Promise.withResolvers<void>();
		bench.intervene(async (request, pass) => {
			if (about(request) === idOf(1) && request.url.includes('/messages')) await promise;
			if (about(request) === idOf(12)) resolve();
			return pass(request);
		});
		const { batch, plan } = start(bench, exportTo(join(bench.folder, 'out.ndjson')), 12);
		const { history } = await batch;
		expect(kinds(history.items)[3]).toBe('skipped');
		const spool = await bench.records.spools.open(plan.id, null);
		expect(spool.ids).toEqual(ids(12));
		expect(ids(12).filter((id) => spool.has(id))).toEqual(ids(12).filter((id) => id !== idOf(4)));
		expect(await spool.read(idOf(12))).toMatchObject({
			conversation: { id: idOf(12) },
			messages: [{ role: 'user' }, { role: 'assistant' }],
			insights: [],
		});
		await spool.close();
	});

	test('exporting to a full disk ends the batch, and goes on later with the rest', async () => {
		let lines = 0;
		const bench = await writeBench({
			bundles: callers(20),
			withRecords: (records) => ({
				...records,
				spools: {
					...records.spools,
					open: async (id, all) => {
						const spool = await records.spools.open(id, all);
						const full = (): Promise<never> => Promise.reject(new Error('No space is left on the disk.'));
						return { ...spool, append: (one, whole) => (++lines === 5 ? full() : spool.append(one, whole)) };
					},
				},
			}),
		});
		const { batch, plan } = start(bench, exportTo(join(bench.folder, 'out.ndjson')), 20);
		const { history, stopped } = await batch;
		expect([history.ended, stopped]).toEqual(['cancelled', 'No space is left on the disk.']);
		expect((await bench.records.batches.read(plan.id)).items).toEqual(history.items);
		const fresh = { id: crypto.randomUUID(), at: bench.clock.now() };
		const again = retryPlan(history, 'waiting', fresh, new Set([plan.id]));
		expect(again?.task).toEqual({ ...plan.task, spool: plan.id });
		if (again === null) return;
		const second = await start(bench, again.task, 20, { plan: again }).batch;
		expect(new Set(kinds(second.history.items))).toEqual(new Set(['done']));
		const spool = await bench.records.spools.open(plan.id, null);
		expect(ids(20).filter((id) => !spool.has(id))).toEqual([]);
		await spool.close();
	});
});
