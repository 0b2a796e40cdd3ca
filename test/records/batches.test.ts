import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchPlan } from '../../src/domain/records.ts';
import { openBatches } from '../../src/records/batches.ts';
import { exportTo } from '../domain/export-task.ts';
import { at, Clock } from '../store/fixtures.ts';
import { modeOf, newFolder } from './fixtures.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

function runsIn(folder: string, clock = new Clock()) {
	return openBatches({ folder, now: clock.now, keptDays: 30, secrets: [key] });
}

function plan(fields: Partial<BatchPlan> = {}): BatchPlan {
	return {
		id: 'batch-1',
		at: at('2026-11-22T12:00:00.000001Z'),
		task: { kind: 'set-key', key: 'tier', value: 'gold' },
		ids: ['a', 'b', 'c'],
		...fields,
	};
}

/** The one file in a folder. */
function fileIn(folder: string): string {
	const [name = ''] = readdirSync(folder);
	return join(folder, name);
}

describe('a batch on disk', () => {
	test('holds the plan, the state of each item, and the end', async () => {
		const folder = newFolder();
		const batch = await runsIn(folder).begin(plan());
		expect(modeOf(fileIn(folder))).toBe('600');
		await batch.note('a', { kind: 'begun' });
		await batch.note('a', { kind: 'done', note: null });
		await batch.note('b', { kind: 'begun' });
		expect(await runsIn(folder).read('batch-1')).toEqual({
			plan: plan(),
			items: new Map([
				['a', { kind: 'done', note: null }],
				['b', { kind: 'begun' }],
				['c', { kind: 'waiting' }],
			]),
			ended: null,
			isAlive: true,
		});
		await batch.end('cancelled');
		expect(await runsIn(folder).list()).toMatchObject({
			batches: [{ ended: 'cancelled', isAlive: false }],
			unreadable: [],
		});
	});

	test.each<BatchPlan['task']>([
		{ kind: 'remove-key', key: 'ü\n' },
		{ kind: 'ai-disabled', disabled: true },
		{
			kind: 'triage',
			status: 'done',
			owner: 'ada',
			reaches: [{ id: 'a', at: '2026-11-22T12:00:00.123456+00:00' }],
		},
		{ kind: 'delete' },
		exportTo('/tmp/x.html', { format: 'html', isRedacted: true, words: ['Ann'] }, { spool: 'first' }),
		{ kind: 'change-keys', set: [{ key: 'tier', value: 'gold' }], unset: ['trial'] },
		{ kind: 'undo', writes: [{ id: 'a', before: JSON.parse('{"__proto__":1,"n":null}'), after: {} }] },
	])('comes back as it was planned: %j', async (task) => {
		const folder = newFolder();
		await runsIn(folder).begin(plan({ task }));
		expect(JSON.stringify((await runsIn(folder).read('batch-1')).plan.task)).toBe(JSON.stringify(task));
	});

	test('cut off at any byte, it loses at most its last line, and can be continued', async () => {
		const folder = newFolder();
		const batches = runsIn(folder);
		const batch = await batches.begin(plan());
		const steps = [
			['a', { kind: 'begun' }],
			['a', { kind: 'done', note: 'ü' }],
			['b', { kind: 'begun' }],
			['b', { kind: 'failed', problem: 'No.' }],
		] as const;
		for (const [id, state] of steps) await batch.note(id, state);
		const path = fileIn(folder);
		const bytes = readFileSync(path);
		const ends = [...bytes.keys()].filter((index) => bytes[index] === 0x0a);
		const planEnd = ends[0] ?? 0;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: planEnd, max: bytes.length }), async (length) => {
				writeFileSync(path, bytes.subarray(0, length));
				const known = new Map<string, unknown>(
					steps.slice(0, Math.max(0, ends.filter((end) => end <= length).length - 2)),
				);
				const { items } = await batches.read('batch-1');
				for (const id of plan().ids) expect(items.get(id)).toEqual(known.get(id) ?? { kind: 'waiting' });
				await (await batches.reopen('batch-1')).note('c', { kind: 'begun' });
				expect((await batches.read('batch-1')).items.get('c')).toEqual({ kind: 'begun' });
			}),
			{ numRuns: 60 },
		);
		writeFileSync(path, bytes.subarray(0, planEnd - 1));
		expect(await batches.list()).toEqual({ batches: [], unreadable: [path] });
	});

	test('a cancelled batch that is continued has not ended', async () => {
		const folder = newFolder();
		const batches = runsIn(folder);
		await (await batches.begin(plan())).end('cancelled');
		await (await batches.reopen('batch-1')).note('a', { kind: 'begun' });
		expect(await batches.read('batch-1')).toMatchObject({ ended: null, isAlive: true });
	});

	test('lists the newest first; batches older than the retention time are removed', async () => {
		const folder = newFolder();
		const clock = new Clock();
		const batches = runsIn(folder, clock);
		for (const [id, time] of [
			['x', '2026-10-01T00:00:00Z'],
			['z', '2026-11-22T00:00:00Z'],
			['y', '2026-11-21T00:00:00Z'],
		] as const)
			await batches.begin(plan({ id, at: at(time) }));
		expect((await batches.list()).batches.map((batch) => batch.plan.id)).toEqual(['z', 'y', 'x']);
		expect(await batches.purge()).toBe(1);
		expect((await batches.list()).batches.map((batch) => batch.plan.id)).toEqual(['z', 'y']);
	});

	test('titles are stored without the key, and never prevent a batch', async () => {
		const folder = newFolder();
		await runsIn(folder).begin(plan({ titles: { a: 'Caller 1', b: `my ${key}` } }));
		expect(readFileSync(fileIn(folder), 'utf8')).not.toContain(key);
		const { titles } = (await runsIn(folder).read('batch-1')).plan;
		expect(titles).toMatchObject({ a: 'Caller 1', b: expect.stringMatching(/^my /) });
	});

	test('contains no key: problems are masked, and a plan with a key is refused', async () => {
		const folder = newFolder();
		const batches = runsIn(folder);
		const batch = await batches.begin(plan());
		await batch.note('a', { kind: 'failed', problem: `401 for ${key}` });
		await batch.note('b', { kind: 'skipped', note: `Bearer ${key}` });
		expect(readFileSync(fileIn(folder), 'utf8')).not.toContain(key);
		const withKey = plan({ id: 'batch-2', task: { kind: 'set-key', key: 'token', value: key } });
		await expect(batches.begin(withKey)).rejects.toThrow('it contains your API key');
		expect(readdirSync(folder)).toHaveLength(1);
	});

	test.each(['../x', '', 'a b', 'x'.repeat(65)])('refuses an id that is not a plain name: %j', async (id) => {
		const batches = runsIn(newFolder());
		await expect(batches.begin(plan({ id }))).rejects.toThrow('A batch cannot have the id');
		await expect(batches.read(id)).rejects.toThrow('There is no batch');
		await expect(batches.reopen(id)).rejects.toThrow('There is no batch');
	});

	test('a thousand items: simultaneous notes go to disk together', async () => {
		const folder = newFolder();
		const ids = Array.from({ length: 1000 }, (_, index) => `conversation-${index}`);
		const batch = await runsIn(folder).begin(plan({ ids }));
		await Promise.all(
			ids.flatMap((id) => [batch.note(id, { kind: 'begun' }), batch.note(id, { kind: 'done', note: null })]),
		);
		const { items } = await runsIn(folder).read('batch-1');
		expect([...items.values()].every(({ kind }) => kind === 'done')).toBe(true);
	});

	test('a failed note is refused, with the path', async () => {
		const folder = newFolder();
		mkdirSync(folder, { recursive: true });
		const path = join(folder, '20261122T120000.000001Z-batch-1.ndjson');
		symlinkSync('/dev/full', path);
		await expect(runsIn(folder).begin(plan())).rejects.toThrow(
			/^The batch was not started, .*batch-1.ndjson: it is a link/,
		);
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe('a batch of another process', () => {
	const begin = (folder: string): string => `
		import { openBatches } from './src/records/batches.ts';
		const batches = openBatches({ folder: ${JSON.stringify(folder)}, now: () => 0, keptDays: 30, secrets: [] });
		const batch = await batches.begin(${JSON.stringify({ ...plan() })});
		await batch.note('a', { kind: 'begun' });
		console.log('begun');
		setInterval(() => undefined, 1000);`;

	test('is alive until it is killed; then it is cut off and can be continued', async () => {
		const folder = newFolder();
		const root = join(import.meta.dirname, '..', '..');
		const child = spawn(process.execPath, ['--input-type=module', '-e', begin(folder)], { cwd: root });
		await once(child.stdout, 'data');
		const batches = runsIn(folder);
		expect(await batches.read('batch-1')).toMatchObject({ ended: null, isAlive: true });
		await expect(batches.reopen('batch-1')).rejects.toThrow(
			`Another tconv (process ${child.pid}) still runs this batch.`,
		);
		child.kill('SIGKILL');
		await once(child, 'exit');
		const cut = await batches.read('batch-1');
		expect(cut).toMatchObject({ ended: null, isAlive: false });
		expect(cut.items.get('a')).toEqual({ kind: 'begun' });
		await (await batches.reopen('batch-1')).end('finished');
		expect(await batches.read('batch-1')).toMatchObject({ ended: 'finished', isAlive: false });
	});

	test('whose number belongs to another process is not alive', async () => {
		const folder = newFolder();
		await runsIn(folder).begin(plan());
		appendFileSync(fileIn(folder), `{"worker":{"pid":${process.pid},"started":"long ago"}}\n`);
		expect(await runsIn(folder).read('batch-1')).toMatchObject({ ended: null, isAlive: false });
		expect(dirname(fileIn(folder))).toBe(folder);
	});
});
