import { describe, expect, test } from 'vitest';
import { type Column, metadataColumn, type Order, plainColumn } from '../../../src/filter/tree.ts';
import {
	chosenOrder,
	cycle,
	cycleNulls,
	isSameColumn,
	listSortDraft,
	sortRows,
} from '../../../src/state/filter/sort-draft.ts';

const created = plainColumn('created_at');
const name = plainColumn('name');
const tier = metadataColumn('tier');
const term = (
	column: Column,
	direction: Order['direction'] = 'desc',
	nulls: Order['nulls'] = 'last',
): Order => ({
	column,
	direction,
	nulls,
});
const words = (column: Column): string => (column.kind === 'plain' ? column.name : `meta.${column.key}`);

describe('the sort menu', () => {
	test('opens on the order in force', () => {
		expect(listSortDraft([], true).selected).toBe(0);
		expect(listSortDraft([], false).selected).toBe(1);
	});

	test('lists attention, the fields, the keys in use and the keys seen, each once', () => {
		const draft = listSortDraft([term(metadataColumn('gone')), term(created)], false);
		const rows = sortRows(draft, ['tier', 'gone', 'name']);
		expect(rows.map((row) => (row.kind === 'column' ? words(row.column) : '!'))).toEqual([
			'!',
			'last_message_at',
			'created_at',
			'name',
			'id',
			'meta.gone',
			'meta.tier',
			'meta.name',
		]);
		expect(sortRows({ ...draft, attention: null }, []).map(({ kind }) => kind)).toEqual(
			Array(5).fill('column'),
		);
	});

	test.each([
		[created, created, true],
		[created, name, false],
		[tier, metadataColumn('tier'), true],
		[tier, metadataColumn('other'), false],
		[name, metadataColumn('name'), false],
		[metadataColumn('name'), name, false],
	])('tells fields and keys apart: %o %o', (a, b, expected) => {
		expect(isSameColumn(a, b)).toBe(expected);
	});

	test('steps a column through downwards, upwards and off, and leaves the others', () => {
		const start = [term(name, 'asc')];
		const once = cycle(start, tier);
		expect(once).toEqual([term(name, 'asc'), term(tier, 'desc')]);
		const twice = cycle(once, tier);
		expect(twice).toEqual([term(name, 'asc'), term(tier, 'asc')]);
		expect(cycle(twice, tier)).toEqual(start);
		expect(cycle(twice, name)).toEqual([term(tier, 'asc')]);
	});

	test('steps the rows without a value through last, first and the default', () => {
		const start = [term(name), term(tier)];
		const first = cycleNulls(start, tier);
		expect(first).toEqual([term(name), term(tier, 'desc', 'first')]);
		const unset = cycleNulls(first, tier);
		expect(unset).toEqual([term(name), term(tier, 'desc', null)]);
		expect(cycleNulls(unset, tier)).toEqual(start);
		expect(cycleNulls(start, created)).toBe(start);
	});

	test('sorts by the column under the cursor only if it is not switched on', () => {
		const draft = listSortDraft([term(name, 'asc'), term(tier, 'asc')], false);
		expect(chosenOrder(draft, tier)).toBe(draft.order);
		expect(chosenOrder(draft, undefined)).toBe(draft.order);
		expect(chosenOrder(draft, created)).toEqual([term(created, 'desc')]);
	});
});
