import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	changeOf,
	countItems,
	idsAgain,
	itemNote,
	retryPlan,
	taskWords,
	timeLeft,
	titleInBatch,
} from '../../src/domain/batch-task.ts';
import type { BatchHistory, BatchTask, ItemState } from '../../src/domain/records.ts';
import { at } from '../store/fixtures.ts';
import { exportTo } from './export-task.ts';

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

function history(all: readonly ItemState[], task: BatchTask): BatchHistory {
	const ids = all.map((_, index) => `id-${index}`);
	const items = new Map<string, ItemState>(ids.map((id, index) => [id, all[index] ?? { kind: 'waiting' }]));
	const plan = { id: 'batch', at: at('2026-11-22T12:00:00Z'), task, ids };
	return { plan, items, ended: 'cancelled', isAlive: false };
}

const fresh = { id: 'next', at: at('2026-11-22T13:00:00Z') };

describe('continuing a batch', () => {
	test('offers every item in one of the two ways, unless it is done or skipped', () => {
		fc.assert(
			fc.property(fc.array(states), (all) => {
				const batch = history(all, { kind: 'delete' });
				const rest = idsAgain(batch, 'waiting');
				const again = new Set([...idsAgain(batch, 'failed'), ...rest]);
				const { done, skipped, conflict, total, left, underWay } = countItems(batch.items);
				expect(again.size).toBe(total - done - skipped);
				// Continuing covers all remaining items except conflicts, which need a person.
				expect(rest.length).toBe(left === underWay ? 0 : total - done - skipped - conflict);
				const plan = retryPlan(batch, 'failed', fresh);
				expect(plan?.ids ?? []).toEqual(idsAgain(batch, 'failed'));
			}),
		);
	});

	test('counts as left the items that wait and those under way', () => {
		const all: ItemState[] = [
			{ kind: 'waiting' },
			{ kind: 'waiting' },
			{ kind: 'begun' },
			{ kind: 'done', note: null },
			{ kind: 'unknown', problem },
		];
		expect(countItems(history(all, { kind: 'delete' }).items)).toEqual({
			total: 5,
			done: 1,
			skipped: 0,
			failed: 0,
			conflict: 0,
			unknown: 1,
			left: 3,
			underWay: 1,
		});
	});

	test('keeps only the affected writes of an undo', () => {
		const writes = ['id-0', 'id-1'].map((id) => ({ id, before: {}, after: { a: '1' } }));
		const batch = history(
			[
				{ kind: 'done', note: null },
				{ kind: 'failed', problem },
			],
			{ kind: 'undo', writes },
		);
		expect(retryPlan(batch, 'failed', fresh)).toEqual({
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
		['a.tar.gz', 'a-retry.tar.gz'],
	])('sends the export after %s to %s', (path, next) => {
		const batch = history([{ kind: 'failed', problem }], exportTo(path));
		expect(retryPlan(batch, 'failed', fresh)?.task).toEqual(exportTo(next));
	});
});

test('an export goes on in its spool, to the same file, while the spool is there', () => {
	const batch = history([{ kind: 'failed', problem }], exportTo('out.html'));
	const spools = new Set([batch.plan.id]);
	const again = retryPlan(batch, 'failed', fresh, spools);
	expect(again?.task).toEqual(exportTo('out.html', {}, { spool: batch.plan.id }));
	if (again === null) return;
	const third = { ...batch, plan: { ...again, ids: batch.plan.ids } };
	expect(retryPlan(third, 'failed', fresh, spools)?.task).toEqual(again.task);
});

describe('a metadata task', () => {
	const keys = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'ai_disabled');
	const maps = fc.dictionary(keys, fc.constantFrom('1', 'true', 'false'), { noNullPrototype: true });
	const tasks: fc.Arbitrary<BatchTask> = fc.oneof(
		fc.record({ kind: fc.constant('set-key' as const), key: keys, value: fc.constantFrom('1', '2') }),
		fc.record({ kind: fc.constant('remove-key' as const), key: keys }),
		fc.record({ kind: fc.constant('ai-disabled' as const), disabled: fc.boolean() }),
	);

	test('changes only its own key, and changes nothing when repeated', () => {
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

	test('takes over an assistant, whether it was handed back before or not', () => {
		const over = changeOf({ kind: 'ai-disabled', disabled: true }, 'id');
		expect(over?.({ tier: 'gold' }).merged).toEqual({ tier: 'gold', ai_disabled: 'true' });
		expect(over?.({ ai_disabled: 'false' }).merged).toEqual({ ai_disabled: 'true' });
	});

	test('changes several keys at once, in their places, and keeps all others', () => {
		const set = [
			{ key: 'tier', value: 'gold' },
			{ key: 'new', value: '' },
		];
		const change = changeOf({ kind: 'change-keys', set, unset: ['trial', 'absent'] }, 'id');
		const merged = change?.({ tier: 'x', trial: 'y', other: 'z' }).merged ?? {};
		expect(Object.entries(merged)).toEqual([
			['tier', 'gold'],
			['other', 'z'],
			['new', ''],
		]);
	});

	test('hands back a takeover, and adds no key if there was none', () => {
		const back = changeOf({ kind: 'ai-disabled', disabled: false }, 'id');
		expect(back?.({ ai_disabled: 'true' }).merged).toEqual({ ai_disabled: 'false' });
		expect(back?.({ a: '1' }).merged).toEqual({ a: '1' });
	});

	test('marks only the conversations that it reaches, each through its own message', () => {
		const at = '2026-11-22T12:00:00.000001+00:00';
		const task = {
			kind: 'triage',
			status: 'done',
			owner: '',
			reaches: [
				{ id: 'a', at },
				{ id: 'b', at: 'lately' },
			],
		} as const;
		expect(changeOf(task, 'a')?.({ tier: 'gold' }).merged).toEqual({
			tier: 'gold',
			'triage.status': 'done',
			'triage.at': at,
		});
		expect(changeOf(task, 'b')?.({ tier: 'gold' }).merged).toEqual({ tier: 'gold' });
		expect(changeOf(task, 'c')?.({ tier: 'gold' }).merged).toEqual({ tier: 'gold' });
	});

	test('undoes its own write of a conversation, and keeps what changed since', () => {
		const writes = [
			{ id: 'a', before: { tier: 'gold' }, after: { tier: 'silver' } },
			{ id: 'b', before: {}, after: { tier: 'silver' } },
		];
		const back = (id: string) =>
			changeOf({ kind: 'undo', writes }, id)?.({ tier: 'silver', new: '1' }).merged;
		expect(back('a')).toEqual({ tier: 'gold', new: '1' });
		expect(back('b')).toEqual({ new: '1' });
		expect(back('c')).toEqual({ tier: 'silver', new: '1' });
	});

	test('does not exist for delete and export', () => {
		expect(changeOf({ kind: 'delete' }, 'id')).toBeNull();
		expect(changeOf(exportTo('x'), 'id')).toBeNull();
	});
});

describe('a batch in words', () => {
	test.each<[BatchTask, string]>([
		[{ kind: 'set-key', key: 'tier', value: 'gold' }, 'Set tier to “gold”'],
		[{ kind: 'remove-key', key: 'tier' }, 'Remove tier'],
		[
			{ kind: 'change-keys', set: [{ key: 'tier', value: 'gold' }], unset: ['trial', 'a'] },
			'Set tier to “gold”, remove trial, remove a',
		],
		[{ kind: 'change-keys', set: [], unset: ['trial'] }, 'Remove trial'],
		[{ kind: 'ai-disabled', disabled: true }, 'Take over'],
		[{ kind: 'ai-disabled', disabled: false }, 'Hand back'],
		[{ kind: 'triage', status: 'done', owner: '', reaches: [] }, 'Mark done'],
		[{ kind: 'triage', status: 'open', owner: '', reaches: [] }, 'Open again'],
		[{ kind: 'delete' }, 'Delete'],
		[exportTo('out.ndjson'), 'Export to out.ndjson'],
		[
			{ kind: 'undo', writes: [{ id: 'a', before: { team: 'x' }, after: { tier: 'gold' } }] },
			'Undo -team, tier=gold',
		],
	])('is its task: %o', (task, words) => {
		expect(taskWords(task)).toBe(words);
	});

	test.each<[ItemState, string]>([
		[{ kind: 'failed', problem: 'No.' }, 'No.'],
		[{ kind: 'skipped', note: 'gone' }, 'gone'],
		[{ kind: 'done', note: null }, ''],
		[{ kind: 'waiting' }, ''],
	])('notes of %o', (item, note) => {
		expect(itemNote(item)).toBe(note);
	});

	test('names a conversation by its title when the batch began, else by its id', () => {
		const { plan } = history([{ kind: 'waiting' }], { kind: 'delete' });
		expect(titleInBatch({ ...plan, titles: { 'id-0': 'Refund' } }, 'id-0')).toBe('Refund');
		expect(titleInBatch({ ...plan, titles: {} }, 'toString')).toBe('toString');
		expect(titleInBatch(plan, 'id-0')).toBe('id-0');
	});

	test('keeps its titles when it is continued', () => {
		const batch = history([{ kind: 'failed', problem }], { kind: 'delete' });
		const titles = { 'id-0': 'Refund' };
		expect(retryPlan({ ...batch, plan: { ...batch.plan, titles } }, 'failed', fresh)).toMatchObject({
			titles,
		});
		expect(retryPlan(batch, 'failed', fresh)).toStrictEqual({
			...fresh,
			task: { kind: 'delete' },
			ids: ['id-0'],
		});
		expect(
			retryPlan(history([{ kind: 'done', note: null }], { kind: 'delete' }), 'failed', fresh),
		).toBeNull();
	});
});

test.each([
	['nothing is left', 0, 0, 0, 500, 0],
	['too few have ended', 2, 1_000, 8, 0, null],
	['three have ended', 3, 1_000, 8, 0, 2_667],
	['the server asks for a pause', 4, 1_000, 8, 500, 2_500],
])('the time left of a batch when %s', (_, settled, elapsed, left, pause, expected) => {
	expect(timeLeft(settled, elapsed, left, pause)).toBe(expected);
});
