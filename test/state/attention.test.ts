import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankRows } from '../../src/state/attention.ts';
import { createUiStore } from '../../src/state/store.ts';

const row = (id: string, score = 0, isDone = false) => ({ id, score, isDone });
const anyRows = fc
	.array(fc.record({ score: fc.nat(4), isDone: fc.boolean() }), { maxLength: 20 })
	.map((rows) => rows.map(({ score, isDone }, index) => row(`c${index}`, score, isDone)));

describe('ranking', () => {
	test('puts urgent rows first, done rows last, and keeps the order of equal ones', () => {
		const rows = [row('a'), row('b', 1), row('c', 9, true), row('d', 1), row('e', 3), row('f')];
		expect(rankRows(rows, [], null)).toEqual({ ids: ['e', 'b', 'd', 'a', 'f', 'c'], heldId: null });
	});

	test('keeps every row once, the cursor’s row in its place, and the others in order', () => {
		fc.assert(
			fc.property(anyRows, fc.nat(19), (rows, at) => {
				const before = rows.map(({ id }) => id);
				const cursor = before[at] ?? null;
				const { ids, heldId } = rankRows(rows, before, cursor);
				expect([...ids].sort()).toEqual([...before].sort());
				if (cursor !== null) expect(ids.indexOf(cursor)).toBe(at);
				const free = rankRows(rows, before, null).ids;
				expect(ids.filter((id) => id !== cursor)).toEqual(free.filter((id) => id !== cursor));
				expect(heldId === null).toBe(free.join() === ids.join());
			}),
		);
	});

	test('rows deleted above the cursor’s row put no worse ones over it', () => {
		const rows = [row('e', 5), row('f', 4), row('g', 3), row('h', 2)];
		const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		expect(rankRows(rows, before, 'e')).toEqual({ ids: ['e', 'f', 'g', 'h'], heldId: null });
		expect(rankRows(rows, before, 'g').ids.indexOf('g')).toBe(2);
	});

	test('a cursor’s row that left the list keeps no place', () => {
		expect(rankRows([row('a'), row('b', 1)], ['x', 'a', 'b'], 'x')).toEqual({
			ids: ['b', 'a'],
			heldId: null,
		});
	});

	test('a cursor’s row that has just come in has no place to keep', () => {
		expect(rankRows([row('a'), row('b', 1), row('x')], ['a', 'b'], 'x')).toEqual({
			ids: ['b', 'a', 'x'],
			heldId: null,
		});
	});

	test('a ranking that arrives after the order is switched off changes nothing', () => {
		const store = createUiStore();
		const ranked = { ids: ['a'], heldId: null, looked: 1, isRefused: false };
		store.dispatch({ type: 'attention-ranked', ranked });
		expect(store.getState().attention.ids).toEqual([]);
		store.dispatch({ type: 'attention', isOn: true });
		store.dispatch({ type: 'attention-ranked', ranked });
		expect(store.getState().attention).toEqual({ ...ranked, isOn: true });
		store.dispatch({ type: 'attention', isOn: true });
		expect(store.getState().attention.ids).toEqual(['a']);
		store.dispatch({ type: 'attention', isOn: false });
		expect(store.getState().attention).toMatchObject({ isOn: false, ids: [] });
	});
});
