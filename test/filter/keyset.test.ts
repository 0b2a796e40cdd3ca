import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../../src/domain/instant.ts';
import { formatListQuery } from '../../src/filter/format.ts';
import { afterRow, type KeysetRow, withTiebreak } from '../../src/filter/keyset.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { emptyQuery, type Filter, type Order, plainColumn } from '../../src/filter/tree.ts';
import { rows, usedFilters, usedOrder } from './arbitraries.ts';
import { databaseOf } from './database.ts';
import { holds, sorted } from './reference.ts';

const row: KeysetRow = {
	id: '705469e5-59ae-54ef-9443-92a1828be8c6',
	name: null,
	createdAt: parseInstant('2026-10-15T16:05:41.651903+00:00'),
	lastMessageAt: parseInstant('2026-10-15T16:06:42.651680Z'),
	metadata: { 'a.b': 'x,y', n: 1.5 },
};

function by(name: 'created_at' | 'last_message_at' | 'name' | 'id', direction: Order['direction']): Order {
	return { column: plainColumn(name), direction, nulls: null };
}

function written(filter: Filter): string {
	return formatListQuery({ ...emptyQuery, filters: [filter] })
		.map((pair) => pair.join('='))
		.join('&');
}

describe('withTiebreak', () => {
	test('sorts newest first by default', () => {
		expect(withTiebreak([])).toEqual([by('last_message_at', 'desc'), by('id', 'desc')]);
	});

	test('adds the id in the direction of the column before it', () => {
		const order = [by('created_at', 'desc'), by('name', 'asc')];
		expect(withTiebreak(order)).toEqual([...order, by('id', 'asc')]);
	});

	test('keeps an order that contains the id', () => {
		const order = [by('id', 'asc'), by('name', 'asc')];
		expect(withTiebreak(order)).toEqual(order);
	});
});

describe('afterRow', () => {
	test('produces the filter of the API reference, to the microsecond', () => {
		const time = '"2026-10-15T16:05:41.651903+00:00"';
		expect(written(afterRow(withTiebreak([by('created_at', 'desc')]), row))).toBe(
			`or=(created_at.lt.${time},and(created_at.eq.${time},id.lt.${row.id}))`,
		);
	});

	test('counts nulls that sort last as after', () => {
		const time = '"2026-10-15T16:05:41.651903+00:00"';
		expect(written(afterRow(withTiebreak([by('created_at', 'asc')]), row))).toBe(
			`or=(created_at.gt.${time},created_at.is.null,and(created_at.eq.${time},id.gt.${row.id}))`,
		);
	});

	test('handles a row without a value', () => {
		expect(written(afterRow(withTiebreak([by('name', 'asc')]), row))).toBe(
			`or=(and(name.is.null,id.gt.${row.id}))`,
		);
		expect(written(afterRow(withTiebreak([by('name', 'desc')]), row))).toBe(
			`or=(name.not.is.null,and(name.is.null,id.lt.${row.id}))`,
		);
	});

	test('compares metadata as text, ignoring inherited keys', () => {
		const order = ['a.b', 'n', 'constructor'].map(
			(key): Order => ({ column: { kind: 'metadata', key, arrow: '->' }, direction: 'asc', nulls: 'first' }),
		);
		expect(written(afterRow(order, row))).toBe(
			'or=(metadata->"a.b".gt."x,y",and(metadata->"a.b".eq."x,y",metadata->n.gt."1.5"),' +
				'and(metadata->"a.b".eq."x,y",metadata->n.eq."1.5",metadata->constructor.not.is.null))',
		);
	});

	test('matches nothing if nothing can follow', () => {
		expect(holds(afterRow([by('name', 'asc')], row), { ...row, id: 'x', name: 'a' })).toBe(false);
		expect(written(afterRow([by('name', 'asc')], row))).toBe('id=is.null');
	});

	test('matches exactly the rows that sort after the row', () => {
		fc.assert(
			fc.property(rows, usedOrder, (all, asked) => {
				const order = withTiebreak(asked);
				const inOrder = sorted(all, order);
				for (const [index, last] of inOrder.entries()) {
					const filter = afterRow(order, last);
					expect(inOrder.filter((candidate) => holds(filter, candidate) === true)).toEqual(
						inOrder.slice(index + 1),
					);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('pages through a database without losing or repeating a row', () => {
		fc.assert(
			fc.property(
				rows,
				usedFilters,
				usedOrder,
				fc.integer({ min: 1, max: 6 }),
				(all, filters, asked, limit) => {
					const order = withTiebreak(asked);
					const database = databaseOf(all);
					try {
						const found: string[] = [];
						let after: Filter[] = [];
						for (let page = 0; page <= all.length; page++) {
							const query = { filters: [...filters, ...after], order, limit, offset: null };
							const ids = database.idsOf(parseListQuery(formatListQuery(query)));
							found.push(...ids);
							const last = all.find(({ id }) => id === ids.at(-1));
							if (last === undefined) break;
							after = [afterRow(order, last)];
						}
						const expected = all.filter((candidate) => filters.every((filter) => holds(filter, candidate)));
						expect(found).toEqual(sorted(expected, order).map(({ id }) => id));
					} finally {
						database.close();
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	test('separates rows that differ by a microsecond', () => {
		const later = { ...row, createdAt: ((row.createdAt ?? 0) + 1) as Instant };
		const order = [by('created_at', 'asc')];
		expect(holds(afterRow(order, row), later)).toBe(true);
		expect(holds(afterRow(order, later), row)).toBe(false);
		expect(holds(afterRow(order, row), row)).toBe(false);
	});
});
