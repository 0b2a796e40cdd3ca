import { describe, expect, test } from 'vitest';
import { countItems } from '../../src/domain/batch-task.ts';
import type { BatchHistory, ItemState } from '../../src/domain/records.ts';
import {
	type Batches,
	type BatchView,
	batchOf,
	countsText,
	isCutOff,
	isGoing,
	listedItems,
	noBatches,
	reduceBatches,
} from '../../src/state/batches.ts';
import { at } from '../store/fixtures.ts';

const history = (id: string, changes: Partial<BatchHistory> = {}): BatchHistory => ({
	plan: { id, at: at('2026-11-22T12:00:00Z'), task: { kind: 'delete' }, ids: ['a', 'b', 'c', 'd'] },
	items: new Map(),
	ended: null,
	isAlive: true,
	...changes,
});
const view = (batch: BatchHistory): BatchView => ({
	history: batch,
	progress: {
		total: 4,
		done: 0,
		skipped: 0,
		failed: 0,
		conflict: 0,
		unknown: 0,
		left: 4,
		underWay: 0,
		millisLeft: null,
		concurrency: 4,
		waitingUntil: null,
	},
	isEnding: false,
	stopped: null,
	path: null,
});
const read = (kept: readonly BatchHistory[] | null, before: Batches = noBatches): Batches =>
	reduceBatches(before, { type: 'batches-read', spools: new Set(), kept, unreadable: ['x'], problem: null });
const change = { id: 'a', before: {}, after: {} };
const items = (...states: readonly (readonly [string, ItemState])[]): ReadonlyMap<string, ItemState> =>
	new Map(states);

describe('a batch', () => {
	test.each([
		['was cut off if it has no end and no process', null, false, true],
		['is not cut off while its process lives', null, true, false],
		['is not cut off once it finished', 'finished', false, false],
		['is not cut off once it was cancelled', 'cancelled', false, false],
	] as const)('%s', (_, ended, isAlive, expected) => {
		expect(isCutOff(history('x', { ended, isAlive }))).toBe(expected);
	});

	test('is going from its start to its end', () => {
		expect(isGoing(noBatches)).toBe(false);
		const going = reduceBatches(noBatches, { type: 'batch', batch: view(history('x')) });
		expect(isGoing(going)).toBe(true);
		expect(isGoing({ ...going, latest: view(history('x', { ended: 'cancelled' })) })).toBe(false);
	});

	test('is found by its id: the one of this program before its older copy on disk', () => {
		const own = history('x', { ended: 'finished' });
		const batches = { ...read([history('x'), history('y')]), latest: view(own) };
		expect(batchOf(batches, 'x')).toBe(own);
		expect(batchOf(batches, 'y')?.plan.id).toBe('y');
		expect(batchOf(batches, 'z')).toBeNull();
		expect(batchOf(noBatches, 'x')).toBeNull();
	});

	test('lists its problems first, and keeps the order of the rest', () => {
		const batch = history('x', {
			items: items(
				['b', { kind: 'done', note: null }],
				['c', { kind: 'failed', problem: 'No.' }],
				['d', { kind: 'conflict', problem: 'Changed.' }],
			),
		});
		expect(listedItems(batch).map(([id, { kind }]) => `${id} ${kind}`)).toEqual([
			'c failed',
			'd conflict',
			'a waiting',
			'b done',
		]);
	});

	test.each<[string, ReadonlyMap<string, ItemState>]>([
		['nothing done', items(['a', { kind: 'waiting' }], ['b', { kind: 'begun' }])],
		[
			'1 done, 2 failed',
			items(
				['a', { kind: 'failed', problem: '' }],
				['b', { kind: 'done', note: null }],
				['c', { kind: 'failed', problem: '' }],
			),
		],
		[
			'1 skipped, 1 conflict, 1 not known',
			items(
				['a', { kind: 'unknown', problem: '' }],
				['b', { kind: 'conflict', problem: '' }],
				['c', { kind: 'skipped', note: '' }],
			),
		],
	])('says in its counts: %s', (text, states) => {
		expect(countsText(countItems(states))).toBe(text);
	});
});

describe('the batches on disk', () => {
	test('stay as read before when reading them fails', () => {
		const before = read([history('x')]);
		const after = reduceBatches(before, {
			type: 'batches-read',
			spools: new Set(),
			kept: null,
			unreadable: [],
			problem: 'The folder cannot be read.',
		});
		expect(after).toMatchObject({ kept: before.kept, unreadable: [], problem: 'The folder cannot be read.' });
		expect(read([], after).kept).toEqual([]);
	});

	test('take the outcome of one that was settled, and none before they are read', () => {
		const settled = { type: 'batch-settled', history: history('x', { ended: 'finished' }) } as const;
		const { kept } = reduceBatches(read([history('y'), history('x')]), settled);
		expect(kept?.map(({ plan, ended }) => [plan.id, ended])).toEqual([
			['y', null],
			['x', 'finished'],
		]);
		expect(reduceBatches(noBatches, settled).kept).toBeNull();
	});
});

describe('the batches that can be undone', () => {
	test('are the latest twenty, without those that were undone', () => {
		const undos = Array.from({ length: 22 }, (_, after) => ({ writes: [change], after }));
		const batches = undos.reduce((now, undo) => reduceBatches(now, { type: 'batch-undo', undo }), noBatches);
		expect(batches.undos).toEqual(undos.slice(2));
		const last = undos.at(-1);
		const left = reduceBatches(batches, { type: 'batch-undone', writes: last?.writes ?? [] });
		expect(left.undos).toEqual(undos.slice(2, -1));
	});
});
