import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idsAgain, retryPlan } from '../../src/domain/batch-task.ts';
import type { BatchHistory, BatchTask } from '../../src/domain/records.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { settleCutOff } from '../../src/writes/settle-cut-off.ts';
import { exportTo } from '../domain/export-task.ts';
import { callers, idOf } from '../ui/bundles.ts';
import { type WriteBench, writeBench } from './fixtures.ts';

const count = 40;
const ids = Array.from({ length: count }, (_, index) => idOf(index + 1));

/** Runs the batch in its own process and kills it (-9) at its nth write, before or after the server carries it out. */
async function cutOff(
	bench: WriteBench,
	task: BatchTask,
	nth: number,
	when: 'before' | 'after',
): Promise<BatchHistory> {
	const plan = { id: crypto.randomUUID(), at: bench.clock.now(), task, ids };
	const server = createServer({
		store: bench.store,
		key: 'KEY-1',
		now: bench.clock.now,
		newId: () => crypto.randomUUID(),
	});
	let writes = 0;
	let isDead = false;
	const fetch = async (request: Request): Promise<Response> => {
		const isWrite = request.method !== 'GET';
		if (isWrite) writes += 1;
		// After the kill nothing arrives; requests still in the kernel count as not sent.
		if (isDead) return new Response(null, { status: 503 });
		if (!isWrite || writes !== nth) return server.fetch(request);
		if (when === 'after') await server.fetch(request);
		isDead = true;
		worker.kill('SIGKILL');
		return new Response(null, { status: 503 });
	};
	const listening = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
	const url = `http://127.0.0.1:${listening.port}/v2`;
	const script = join(import.meta.dirname, 'cut-off-worker.ts');
	const worker = spawn(process.execPath, [script, url, bench.folder, JSON.stringify(plan)], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const [, signal] = await once(worker, 'exit');
	await listening.close();
	expect(signal).toBe('SIGKILL');
	return bench.records.batches.read(plan.id);
}

const of = ({ items }: BatchHistory, kind: string): string[] =>
	ids.filter((id) => items.get(id)?.kind === kind);

describe.each(['before', 'after'] as const)(
	'a batch killed in the middle, %s its write was carried out,',
	(when) => {
		test('is distinguished from a running one, and settles each item', async () => {
			const bench = await writeBench({ bundles: callers(count) });
			const history = await cutOff(bench, { kind: 'set-key', key: 'tier', value: 'gold' }, 15, when);
			expect([history.ended, history.isAlive]).toEqual([null, false]);
			const written = ids.filter((id) => bench.metadataOf(id)?.tier === 'gold');
			expect(of(history, 'begun').length).toBeGreaterThan(0);
			// The disk knew of every write, so no waiting item was sent.
			for (const id of of(history, 'waiting')) expect(written).not.toContain(id);

			const settled = await settleCutOff(bench.writer, history);
			expect(of(settled, 'done')).toEqual(written);
			expect([...of(settled, 'begun'), ...of(settled, 'unknown')]).toEqual([]);
			const again = new Set([...idsAgain(settled, 'failed'), ...idsAgain(settled, 'waiting')]);
			expect([...again].sort()).toEqual(ids.filter((id) => !written.includes(id)).sort());
			const kept = await bench.records.batches.read(history.plan.id);
			expect([kept.items, kept.ended]).toEqual([settled.items, 'cancelled']);
		});

		test('has all deleted conversations in the trash, and settles the pending ones', async () => {
			const bench = await writeBench({ bundles: callers(count) });
			const history = await cutOff(bench, { kind: 'delete' }, 8, when);
			const gone = ids.filter((id) => bench.metadataOf(id) === null);
			const settled = await settleCutOff(bench.writer, history);
			expect(of(settled, 'done')).toEqual(gone);
			const { entries } = await bench.records.trash.list();
			const named = (wanted: string): string[] =>
				entries.filter(({ state }) => state === wanted).map(({ conversationId }) => conversationId);
			expect(named('deleted').sort()).toEqual([...gone].sort());
			// Another tconv may be about to delete it, so its copy must stay.
			expect(named('pending').filter((id) => gone.includes(id))).toEqual([]);
		});
	},
);

test('an item that cannot be checked is unknown, and can be checked again', async () => {
	const bench = await writeBench({ bundles: callers(count) });
	const history = await cutOff(bench, { kind: 'set-key', key: 'tier', value: 'gold' }, 5, 'after');
	bench.intervene(() => Response.json({}, { status: 503 }));
	const unsettled = await settleCutOff(bench.writer, history);
	expect(of(unsettled, 'unknown')).toEqual(of(history, 'begun'));
	bench.intervene(null);
	const kept = await bench.records.batches.read(history.plan.id);
	expect(of(kept, 'begun')).toEqual(of(history, 'begun'));
	expect(of(await settleCutOff(bench.writer, kept), 'unknown')).toEqual([]);
});

test('an export that was cut off keeps what is in its spool, and goes on with the rest', async () => {
	const bench = await writeBench({ bundles: callers(3) });
	const plan = {
		id: crypto.randomUUID(),
		at: bench.clock.now(),
		task: exportTo(join(bench.folder, 'out.ndjson')),
		ids: ids.slice(0, 4),
	};
	const open = await bench.records.batches.begin(plan);
	const spool = await bench.records.spools.open(plan.id, plan.ids);
	await spool.append(idOf(1), { conversation: { id: idOf(1) }, messages: [], insights: [] });
	await spool.append(idOf(2), { conversation: { id: idOf(2) }, messages: [], insights: [] });
	await spool.close();
	await open.note(idOf(1), { kind: 'done', note: null });
	await open.note(idOf(2), { kind: 'begun' });
	await open.note(idOf(3), { kind: 'begun' });
	const settled = await settleCutOff(bench.writer, await bench.records.batches.read(plan.id));
	expect([...settled.items.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'failed', 'waiting']);
	expect(bench.requests).toEqual([]);
	const spools = new Set(await bench.records.spools.list());
	const again = retryPlan(settled, 'waiting', { id: 'x', at: bench.clock.now() }, spools);
	expect([again?.ids, again?.task]).toEqual([ids.slice(2, 4), { ...plan.task, spool: plan.id }]);
});
