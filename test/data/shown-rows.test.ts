import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListRow } from '../../src/data/list-row.ts';
import { withHeld, withPinned } from '../../src/data/shown-rows.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { emptyQuery, plainColumn } from '../../src/filter/tree.ts';

const made = (id: string, second: number): Conversation => ({
	id,
	name: id,
	createdAt: instantFromMillis(second * 1000),
	lastMessageAt: instantFromMillis(second * 1000),
	metadata: { was: 'there' },
	raw: {},
});
const rowOf = (conversation: Conversation): ListRow => ({
	kind: 'conversation',
	id: conversation.id,
	conversation,
});
const newest = [{ column: plainColumn('last_message_at'), direction: 'desc', nulls: 'last' }] as const;
const byName = [{ column: plainColumn('name'), direction: 'asc', nulls: null }] as const;
const broken: ListRow = { kind: 'broken', id: 'unreadable', problem: 'no id', raw: {} };
const ids = (rows: readonly ListRow[]): string => rows.map(({ id }) => id).join(' ');
const rows = [made('d', 40), made('c', 30), made('b', 20)].map(rowOf);

describe('pinned conversations', () => {
	test('stand in their place by the order, once', () => {
		expect(ids(withPinned(rows, [made('x', 25), made('y', 50)], newest, false))).toBe('y d c x b');
		expect(ids(withPinned(rows, [made('c', 30)], newest, false))).toBe('d c b');
		expect(withPinned(rows, [], newest, false)).toBe(rows);
		expect(ids(withPinned([], [made('x', 1)], emptyQuery.order, false))).toBe('x');
	});

	test('stand at the top if only the server knows the order, the latest first', () => {
		expect(ids(withPinned(rows, [made('x', 25), made('y', 50)], byName, false))).toBe('x y d c b');
	});

	test('stand at the top if their place is not loaded: at the end they made the list load for ever', () => {
		expect(ids(withPinned(rows, [made('x', 1)], newest, true))).toBe('x d c b');
		expect(ids(withPinned(rows, [made('x', 1)], newest, false))).toBe('d c b x');
	});

	test('leave all other rows in place, unreadable ones too', () => {
		const all = [...rows.slice(0, 1), broken, ...rows.slice(1)];
		fc.assert(
			fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), fc.boolean(), (seconds, hasMore) => {
				const pinned = seconds.map((second) => made(`p${second}`, second));
				const shown = withPinned(all, pinned, newest, hasMore);
				expect(shown).toHaveLength(all.length + pinned.length);
				expect(shown.filter((row) => all.includes(row))).toEqual(all);
			}),
		);
	});
});

test('a held row stays under the row above it, or goes to its place by the order', () => {
	const held = made('c', 30);
	const without = rows.filter(({ id }) => id !== 'c');
	expect(ids(withHeld(without, held, ['d', 'c', 'b'], byName, false))).toBe('d c b');
	expect(ids(withHeld(without, held, ['x', 'c', 'd', 'b'], byName, false))).toBe('c d b');
	expect(ids(withHeld([], held, ['d', 'c', 'b'], newest, false))).toBe('c');
	expect(ids(withHeld(without, held, [], newest, false))).toBe('d c b');
	expect(withHeld(rows, held, ['d', 'c', 'b'], newest, false)).toBe(rows);
});
