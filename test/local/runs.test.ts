import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunPlan } from '../../src/domain/records.ts';
import { openRuns } from '../../src/local/runs.ts';
import { at, Clock } from '../store/fixtures.ts';
import { modeOf, newFolder } from './fixtures.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

function runsIn(folder: string, clock = new Clock()) {
	return openRuns({ folder, now: clock.now, keptDays: 30, secrets: [key] });
}

function plan(fields: Partial<RunPlan> = {}): RunPlan {
	return {
		id: 'run-1',
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

describe('a run on disk', () => {
	test('tells what was planned, how each item stands, and how it ended', async () => {
		const folder = newFolder();
		const run = await runsIn(folder).begin(plan());
		expect(modeOf(fileIn(folder))).toBe('600');
		await run.note('a', { kind: 'begun' });
		await run.note('a', { kind: 'done', note: null });
		await run.note('b', { kind: 'begun' });
		expect(await runsIn(folder).read('run-1')).toEqual({
			plan: plan(),
			items: new Map([
				['a', { kind: 'done', note: null }],
				['b', { kind: 'begun' }],
				['c', { kind: 'waiting' }],
			]),
			ended: null,
			isAlive: true,
		});
		await run.end('cancelled');
		expect(await runsIn(folder).list()).toMatchObject({
			runs: [{ ended: 'cancelled', isAlive: false }],
			unreadable: [],
		});
	});

	test.each<RunPlan['task']>([
		{ kind: 'remove-key', key: 'ü\n' },
		{ kind: 'ai-disabled', disabled: true },
		{
			kind: 'triage',
			status: 'done',
			owner: 'ada',
			reaches: [{ id: 'a', at: '2026-11-22T12:00:00.123456+00:00' }],
		},
		{ kind: 'delete' },
		{ kind: 'export', path: '/tmp/x.ndjson' },
		{ kind: 'undo', writes: [{ id: 'a', before: JSON.parse('{"__proto__":1,"n":null}'), after: {} }] },
	])('comes back as it was planned: %j', async (task) => {
		const folder = newFolder();
		await runsIn(folder).begin(plan({ task }));
		expect(JSON.stringify((await runsIn(folder).read('run-1')).plan.task)).toBe(JSON.stringify(task));
	});

	test('cut off at any byte, it forgets at most its last line, and can be gone on with', async () => {
		const folder = newFolder();
		const runs = runsIn(folder);
		const run = await runs.begin(plan());
		const steps = [
			['a', { kind: 'begun' }],
			['a', { kind: 'done', note: 'ü' }],
			['b', { kind: 'begun' }],
			['b', { kind: 'failed', problem: 'No.' }],
		] as const;
		for (const [id, state] of steps) await run.note(id, state);
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
				const { items } = await runs.read('run-1');
				for (const id of plan().ids) expect(items.get(id)).toEqual(known.get(id) ?? { kind: 'waiting' });
				await (await runs.reopen('run-1')).note('c', { kind: 'begun' });
				expect((await runs.read('run-1')).items.get('c')).toEqual({ kind: 'begun' });
			}),
			{ numRuns: 60 },
		);
		writeFileSync(path, bytes.subarray(0, planEnd - 1));
		expect(await runs.list()).toEqual({ runs: [], unreadable: [path] });
	});

	test('one that was cancelled and is gone on with has not ended', async () => {
		const folder = newFolder();
		const runs = runsIn(folder);
		await (await runs.begin(plan())).end('cancelled');
		await (await runs.reopen('run-1')).note('a', { kind: 'begun' });
		expect(await runs.read('run-1')).toMatchObject({ ended: null, isAlive: true });
	});

	test('of many, the newest is first; those older than what is kept go', async () => {
		const folder = newFolder();
		const clock = new Clock();
		const runs = runsIn(folder, clock);
		for (const [id, time] of [
			['x', '2026-10-01T00:00:00Z'],
			['z', '2026-11-22T00:00:00Z'],
			['y', '2026-11-21T00:00:00Z'],
		] as const)
			await runs.begin(plan({ id, at: at(time) }));
		expect((await runs.list()).runs.map((run) => run.plan.id)).toEqual(['z', 'y', 'x']);
		expect(await runs.purge()).toBe(1);
		expect((await runs.list()).runs.map((run) => run.plan.id)).toEqual(['z', 'y']);
	});

	test('what a conversation was called comes back, without the key, and is no reason to refuse the run', async () => {
		const folder = newFolder();
		await runsIn(folder).begin(plan({ titles: { a: 'Caller 1', b: `my ${key}` } }));
		expect(readFileSync(fileIn(folder), 'utf8')).not.toContain(key);
		const { titles } = (await runsIn(folder).read('run-1')).plan;
		expect(titles).toMatchObject({ a: 'Caller 1', b: expect.stringMatching(/^my /) });
	});

	test('holds no key: not in a problem, and a plan with one is refused', async () => {
		const folder = newFolder();
		const runs = runsIn(folder);
		const run = await runs.begin(plan());
		await run.note('a', { kind: 'failed', problem: `401 for ${key}` });
		await run.note('b', { kind: 'skipped', note: `Bearer ${key}` });
		expect(readFileSync(fileIn(folder), 'utf8')).not.toContain(key);
		const withKey = plan({ id: 'run-2', task: { kind: 'set-key', key: 'token', value: key } });
		await expect(runs.begin(withKey)).rejects.toThrow('it holds your API key');
		expect(readdirSync(folder)).toHaveLength(1);
	});

	test.each(['../x', '', 'a b', 'x'.repeat(65)])('takes no id that is no name: %j', async (id) => {
		const runs = runsIn(newFolder());
		await expect(runs.begin(plan({ id }))).rejects.toThrow('A run cannot go by the id');
		await expect(runs.read(id)).rejects.toThrow('There is no run');
		await expect(runs.reopen(id)).rejects.toThrow('There is no run');
	});

	test('a thousand items: what is noted together goes to the disk together', async () => {
		const folder = newFolder();
		const ids = Array.from({ length: 1000 }, (_, index) => `conversation-${index}`);
		const run = await runsIn(folder).begin(plan({ ids }));
		await Promise.all(
			ids.flatMap((id) => [run.note(id, { kind: 'begun' }), run.note(id, { kind: 'done', note: null })]),
		);
		const { items } = await runsIn(folder).read('run-1');
		expect([...items.values()].every(({ kind }) => kind === 'done')).toBe(true);
	});

	test.runIf(existsSync('/dev/full'))('what cannot be noted is refused, with the place', async () => {
		const folder = newFolder();
		mkdirSync(folder, { recursive: true });
		const path = join(folder, '20261122T120000.000001Z-run-1.ndjson');
		symlinkSync('/dev/full', path);
		await expect(runsIn(folder).begin(plan())).rejects.toThrow(
			/^The run was not begun, .*no space is left on the disk/,
		);
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe('a run of another process', () => {
	const begin = (folder: string): string => `
		import { openRuns } from './src/local/runs.ts';
		const runs = openRuns({ folder: ${JSON.stringify(folder)}, now: () => 0, keptDays: 30, secrets: [] });
		const run = await runs.begin(${JSON.stringify({ ...plan() })});
		await run.note('a', { kind: 'begun' });
		console.log('begun');
		setInterval(() => undefined, 1000);`;

	test('is alive until it is killed; then it was cut off, and can be gone on with', async () => {
		const folder = newFolder();
		const root = join(import.meta.dirname, '..', '..');
		const child = spawn(process.execPath, ['--input-type=module', '-e', begin(folder)], { cwd: root });
		await once(child.stdout, 'data');
		const runs = runsIn(folder);
		expect(await runs.read('run-1')).toMatchObject({ ended: null, isAlive: true });
		await expect(runs.reopen('run-1')).rejects.toThrow(
			`Another tconv (process ${child.pid}) still works on this run.`,
		);
		child.kill('SIGKILL');
		await once(child, 'exit');
		const cut = await runs.read('run-1');
		expect(cut).toMatchObject({ ended: null, isAlive: false });
		expect(cut.items.get('a')).toEqual({ kind: 'begun' });
		await (await runs.reopen('run-1')).end('finished');
		expect(await runs.read('run-1')).toMatchObject({ ended: 'finished', isAlive: false });
	});

	test('that has given its number to another process is not alive', async () => {
		const folder = newFolder();
		await runsIn(folder).begin(plan());
		appendFileSync(fileIn(folder), `{"worker":{"pid":${process.pid},"started":"long ago"}}\n`);
		expect(await runsIn(folder).read('run-1')).toMatchObject({ ended: null, isAlive: false });
		expect(dirname(fileIn(folder))).toBe(folder);
	});
});
