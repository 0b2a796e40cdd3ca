import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { emptyQuery, plainColumn } from '../../../src/filter/tree.ts';
import type { ListRow } from '../../../src/ui/model/list-row.ts';
import { withPinned, withSaving } from '../../../src/ui/model/shown-rows.ts';

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

describe('conversations made here', () => {
	test('are in their place by the order, and not twice', () => {
		expect(ids(withPinned(rows, [made('x', 25), made('y', 50)], newest, false))).toBe('y d c x b');
		expect(ids(withPinned(rows, [made('c', 30)], newest, false))).toBe('d c b');
		expect(withPinned(rows, [], newest, false)).toBe(rows);
		expect(ids(withPinned([], [made('x', 1)], emptyQuery.order, false))).toBe('x');
	});

	test('are at the top where nobody here knows their place, the last one made first', () => {
		expect(ids(withPinned(rows, [made('x', 25), made('y', 50)], byName, false))).toBe('x y d c b');
	});

	test('that belong below all that is loaded went to the end, which then was loaded for ever', () => {
		expect(ids(withPinned(rows, [made('x', 1)], newest, true))).toBe('x d c b');
		expect(ids(withPinned(rows, [made('x', 1)], newest, false))).toBe('d c b x');
	});

	test('leave everything else where it is, rows that cannot be read too', () => {
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

test('rows that are being saved have what they will have; the others are the same objects', () => {
	const shown = withSaving([...rows, broken], new Map([['c', { is: 'new' }]]));
	expect(shown[1]).toMatchObject({ id: 'c', conversation: { metadata: { is: 'new' }, raw: {} } });
	expect(shown.filter((row) => row !== rows[0] && row !== rows[2] && row !== broken)).toHaveLength(1);
	expect(withSaving(rows, new Map())).toBe(rows);
});
