import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemState, RunHistory, RunTask } from '../../src/domain/records.ts';
import { countItems } from '../../src/domain/run-tally.ts';
import { changeOf, idsAgain, retryPlan } from '../../src/domain/run-task.ts';
import { at } from '../store/fixtures.ts';

const problem = 'x';
const states = fc.constantFrom<ItemState>(
	{ kind: 'waiting' },
	{ kind: 'begun' },
	{ kind: 'done', note: null },
	{ kind: 'skipped', note: problem },
	{ kind: 'failed', problem },
	{ kind: 'conflict', problem },
	{ kind: 'unknown', problem },
);

function history(all: readonly ItemState[], task: RunTask): RunHistory {
	const ids = all.map((_, index) => `id-${index}`);
	const items = new Map<string, ItemState>(ids.map((id, index) => [id, all[index] ?? { kind: 'waiting' }]));
	const plan = { id: 'run', at: at('2026-11-22T12:00:00Z'), task, ids };
	return { plan, items, ended: 'cancelled', isAlive: false };
}

const fresh = { id: 'next', at: at('2026-11-22T13:00:00Z') };

describe('what a run leaves', () => {
	test('is in one of the two ways to go on, unless it is done or needed nothing', () => {
		fc.assert(
			fc.property(fc.array(states), (all) => {
				const run = history(all, { kind: 'delete' });
				const again = [...idsAgain(run, 'failed'), ...idsAgain(run, 'waiting')];
				const { done, skipped, total } = countItems(run.items);
				expect(new Set(again).size).toBe(again.length);
				expect(again.length).toBe(total - done - skipped);
				const plan = retryPlan(run, 'failed', fresh);
				expect(plan?.ids ?? []).toEqual(idsAgain(run, 'failed'));
			}),
		);
	});

	test('of an undo takes only those writes along', () => {
		const writes = ['id-0', 'id-1'].map((id) => ({ id, before: {}, after: { a: '1' } }));
		const run = history(
			[
				{ kind: 'done', note: null },
				{ kind: 'failed', problem },
			],
			{ kind: 'undo', writes },
		);
		expect(retryPlan(run, 'failed', fresh)).toEqual({
			...fresh,
			task: { kind: 'undo', writes: writes.slice(1) },
			ids: ['id-1'],
		});
	});

	test.each([
		['out.ndjson', 'out-retry.ndjson'],
		['out-retry.ndjson', 'out-retry-2.ndjson'],
		['out-retry-2.ndjson', 'out-retry-3.ndjson'],
		['/a.b/out', '/a.b/out-retry'],
		['2026-11-22', '2026-11-22-retry'],
	])('of an export to %s goes to %s', (path, next) => {
		const run = history([{ kind: 'failed', problem }], { kind: 'export', path });
		expect(retryPlan(run, 'failed', fresh)?.task).toEqual({ kind: 'export', path: next });
	});
});

describe('a task on metadata', () => {
	const keys = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'ai_disabled');
	const maps = fc.dictionary(keys, fc.constantFrom('1', 'true', 'false'), { noNullPrototype: true });
	const tasks: fc.Arbitrary<RunTask> = fc.oneof(
		fc.record({ kind: fc.constant('set-key' as const), key: keys, value: fc.constantFrom('1', '2') }),
		fc.record({ kind: fc.constant('remove-key' as const), key: keys }),
		fc.record({ kind: fc.constant('ai-disabled' as const), disabled: fc.boolean() }),
	);

	test('touches its own key alone, and done again changes nothing', () => {
		fc.assert(
			fc.property(tasks, maps, (task, map) => {
				const change = changeOf(task, 'id');
				const once = change?.(map).merged ?? {};
				expect(change?.(once).merged).toEqual(once);
				const own = 'key' in task ? task.key : 'ai_disabled';
				const others = (all: object) => Object.entries(all).filter(([key]) => key !== own);
				expect(others(once)).toEqual(others(map));
				if (task.kind === 'set-key') expect(Object.entries(once)).toContainEqual([task.key, task.value]);
				if (task.kind === 'remove-key') expect(Object.hasOwn(once, task.key)).toBe(false);
			}),
		);
	});

	test('hands back what was taken over, and makes no key where none was', () => {
		const back = changeOf({ kind: 'ai-disabled', disabled: false }, 'id');
		expect(back?.({ ai_disabled: 'true' }).merged).toEqual({ ai_disabled: 'false' });
		expect(back?.({ a: '1' }).merged).toEqual({ a: '1' });
	});

	test('is none of deleting or exporting', () => {
		expect(changeOf({ kind: 'delete' }, 'id')).toBeNull();
		expect(changeOf({ kind: 'export', path: 'x' }, 'id')).toBeNull();
	});
});
