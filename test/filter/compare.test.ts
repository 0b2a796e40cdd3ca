import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/domain/instant.ts';
import { rowOrder } from '../../src/filter/compare.ts';
import { metadataColumn, type Order, plainColumn } from '../../src/filter/tree.ts';

const instant = (micros: number | null): Instant | null => micros as Instant | null;
const row = (id: string, last: number | null, created: number | null = 0) => ({
	id,
	name: null,
	createdAt: instant(created),
	lastMessageAt: instant(last),
	metadata: {},
});
const by = (
	name: 'id' | 'created_at' | 'last_message_at',
	direction: 'asc' | 'desc',
	nulls?: 'first' | 'last',
) => ({ column: plainColumn(name), direction, nulls: nulls ?? null }) satisfies Order;

const rows = [
	row('b', 20, 7),
	row('none', null, 9),
	row('c', 10, 7),
	row('a', 20, 8),
	row('never', null, null),
];

describe('rows in the order of the server', () => {
	test.each<[string, readonly Order[], string]>([
		['by id', [by('id', 'asc')], 'a b c never none'],
		['by id, downwards', [by('id', 'desc')], 'none never c b a'],
		[
			'an equal time is decided by the next column',
			[by('last_message_at', 'asc'), by('id', 'asc')],
			'c a b never none',
		],
		['also downwards', [by('last_message_at', 'desc'), by('id', 'desc')], 'none never b a c'],
		['by the other time', [by('created_at', 'desc', 'last'), by('id', 'asc')], 'none a b c never'],
		[
			'rows without a time first',
			[by('last_message_at', 'asc', 'first'), by('id', 'asc')],
			'never none c a b',
		],
		[
			'rows without a time last',
			[by('last_message_at', 'desc', 'last'), by('id', 'asc')],
			'a b c never none',
		],
		[
			'a tie on every column keeps the order of arrival',
			[by('last_message_at', 'desc', 'last')],
			'b a c none never',
		],
	])('%s', (_, order, expected) => {
		const compare = rowOrder(order);
		if (compare === null) throw new TypeError('The order is known.');
		expect(
			rows
				.toSorted(compare)
				.map(({ id }) => id)
				.join(' '),
		).toBe(expected);
		expect(rows.map((one) => compare(one, one))).toEqual(rows.map(() => 0));
	});

	test.each([
		['a name', plainColumn('name')],
		['a metadata key', metadataColumn('tier')],
	])('are known only to the server when %s decides', (_, column) => {
		expect(rowOrder([by('id', 'asc'), { column, direction: 'asc', nulls: null }])).toBeNull();
	});
});
