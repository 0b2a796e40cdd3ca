import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	keepListCursor,
	type ListCursor,
	listTop,
	moveListCursor,
	placeListCursor,
} from '../../src/state/list-cursor.ts';

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
const counts = fc.integer({ min: 1, max: 60 });
const heights = fc.integer({ min: 1, max: 30 });
const start: ListCursor = { selectedId: null, cursorRow: 0 };

/** Checks that the selected row is visible, on the cursor's row of the pane. */
function holds(cursor: ListCursor, ids: readonly string[], height: number): void {
	const index = ids.indexOf(cursor.selectedId ?? '');
	const top = listTop(cursor, ids, height);
	expect(index).toBeGreaterThanOrEqual(0);
	expect(index - top).toBe(cursor.cursorRow);
	expect(cursor.cursorRow).toBeGreaterThanOrEqual(0);
	expect(cursor.cursorRow).toBeLessThan(height);
}

const at = (index: number, ids: readonly string[], height: number): ListCursor =>
	placeListCursor(start, ids, index, height);

describe('the cursor of the list', () => {
	test('follows moves, stops at the ends, and is always visible', () => {
		fc.assert(
			fc.property(
				counts,
				heights,
				fc.array(fc.integer({ min: -70, max: 70 }), { maxLength: 12 }),
				(count, height, steps) => {
					const ids = idsOf(count);
					let cursor = at(0, ids, height);
					let expected = 0;
					for (const by of steps) {
						cursor = moveListCursor(cursor, ids, by, height);
						expected = Math.max(0, Math.min(expected + by, count - 1));
						expect(cursor.selectedId).toBe(`id${expected}`);
						holds(cursor, ids, height);
					}
				},
			),
		);
	});

	test('on the first row, new rows above it are visible', () => {
		const kept = keepListCursor({ selectedId: 'a', cursorRow: 0 }, ['a', 'b'], ['x', 'y', 'a', 'b'], 10);
		expect(kept).toEqual({ selectedId: 'a', cursorRow: 2 });
		expect(listTop(kept, ['x', 'y', 'a', 'b'], 10)).toBe(0);
	});

	test('stays on its row and at its height while other rows come, go and move', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.nat(80), { minLength: 1, maxLength: 50 }),
				fc.uniqueArray(fc.nat(80), { maxLength: 50 }),
				fc.nat(1000),
				fc.nat(1000),
				heights,
				(before, after, pick, place, height) => {
					const old = before.map((number) => `id${number}`);
					const cursor = at(pick % old.length, old, height);
					const selected = cursor.selectedId ?? '';
					const others = after.map((number) => `id${number}`).filter((id) => id !== selected);
					const ids = others.toSpliced(place % (others.length + 1), 0, selected);
					const kept = keepListCursor(cursor, old, ids, height);
					expect(kept.selectedId).toBe(selected);
					holds(kept, ids, height);
					const index = ids.indexOf(selected);
					const room = Math.max(0, ids.length - height);
					// Only the ends of the list can make it move on the screen.
					const wasFirst = selected === old[0] && cursor.cursorRow === 0;
					if (!wasFirst && index >= cursor.cursorRow && index - cursor.cursorRow <= room)
						expect(kept.cursorRow).toBe(cursor.cursorRow);
				},
			),
		);
	});

	test('moves from a removed row to the nearest row below, else above', () => {
		fc.assert(
			fc.property(counts, fc.nat(1000), fc.array(fc.nat(60)), heights, (count, pick, gone, height) => {
				const before = idsOf(count);
				const index = pick % count;
				const ids = before.filter((_, nth) => nth !== index && !gone.includes(nth));
				const kept = keepListCursor(at(index, before, height), before, ids, height);
				if (ids.length === 0) {
					expect(kept).toEqual({ selectedId: null, cursorRow: 0 });
					return;
				}
				const left = new Set(ids);
				const below = before.slice(index).find((id) => left.has(id));
				const above = before.slice(0, index).findLast((id) => left.has(id));
				expect(kept.selectedId).toBe(below ?? above);
				holds(kept, ids, height);
			}),
		);
	});

	test('selects the first row if none is selected', () => {
		expect(keepListCursor(start, [], idsOf(3), 10).selectedId).toBe('id0');
	});

	test('goes to the first row if its own was in neither list', () => {
		const lost = { selectedId: 'gone', cursorRow: 1 };
		expect(keepListCursor(lost, ['a', 'b', 'c'], ['a', 'b'], 10).selectedId).toBe('a');
	});

	test('a list that gets lower keeps the selected row in sight', () => {
		fc.assert(
			fc.property(counts, fc.nat(1000), heights, heights, (count, pick, height, lower) => {
				const ids = idsOf(count);
				const cursor = at(pick % count, ids, height);
				holds(keepListCursor(cursor, ids, ids, lower), ids, lower);
			}),
		);
	});

	test('the last rows fill the pane, except where rows arrived above', () => {
		const last = { selectedId: 'id9', cursorRow: 0 };
		expect(moveListCursor(last, idsOf(10), 0, 5).cursorRow).toBe(4);
		expect(moveListCursor(last, idsOf(10), 0, 5, true).cursorRow).toBe(0);
		expect(keepListCursor(last, idsOf(10), idsOf(10), 5).cursorRow).toBe(4);
		expect(keepListCursor(last, idsOf(10), idsOf(10), 5, true).cursorRow).toBe(0);
	});

	test('in an empty list nothing moves', () => {
		expect(moveListCursor(start, [], 5, 10)).toBe(start);
	});
});
