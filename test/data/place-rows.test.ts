import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConversationPage } from '../../src/api/types.ts';
import { flattenPages } from '../../src/data/list-pages.ts';
import { placeRows } from '../../src/data/place-rows.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { plainColumn } from '../../src/filter/tree.ts';
import { newestFirst } from '../../src/state/ui-state.ts';

const { order } = newestFirst;
const nobody: ReadonlySet<string> = new Set();
const somewhere = { row: null, again: 0, seen: [], given: 0, full: 0 };

function row(id: string, at: number): Conversation {
	const instant = instantFromMillis(at * 1000);
	return { id, name: null, createdAt: instant, lastMessageAt: instant, metadata: {}, raw: { id, at } };
}

function page(rows: readonly Conversation[], hasMore = false): ConversationPage {
	return {
		rows: rows.map((value) => ({ ok: true, value })),
		next: hasMore ? somewhere : null,
		skipped: 0,
		problem: null,
	};
}

const sorted = (rows: readonly Conversation[]): Conversation[] =>
	[...rows].sort((a, b) => (b.lastMessageAt ?? 0) - (a.lastMessageAt ?? 0) || (a.id < b.id ? 1 : -1));
const ids = (pages: readonly ConversationPage[] | null): string[] =>
	flattenPages(pages ?? []).map(({ id }) => id);

describe('placing rows', () => {
	test('puts a new row in its place by the order, and moves a changed one', () => {
		const pages = [page([row('c', 30), row('b', 20)], true), page([row('a', 10)])];
		expect(ids(placeRows(pages, [row('a', 25), row('d', 40)], order, nobody))).toEqual(['d', 'c', 'a', 'b']);
	});

	test('updates the selected row in place', () => {
		const pages = [page([row('c', 30), row('b', 20), row('a', 10)])];
		const placed = placeRows(pages, [row('a', 99)], order, new Set(['a']));
		expect(ids(placed)).toEqual(['c', 'b', 'a']);
		expect(flattenPages(placed ?? []).at(-1)).toMatchObject({ conversation: { raw: { at: 99 } } });
	});

	test('puts a new row above a held one: it used to push the rows below down', () => {
		const pages = [page([row('held', 30), row('b', 20)])];
		expect(ids(placeRows(pages, [row('new', 90)], order, new Set(['held'])))).toEqual(['new', 'held', 'b']);
	});

	test('leaves a row below the last loaded one to its page, and appends it to a fully loaded list', () => {
		const rows = [row('c', 30), row('b', 20)];
		expect(ids(placeRows([page(rows, true)], [row('a', 10)], order, nobody))).toEqual(['c', 'b']);
		expect(ids(placeRows([page(rows)], [row('a', 10)], order, nobody))).toEqual(['c', 'b', 'a']);
	});

	test('gives null for an order that only the server knows', () => {
		const byName = [{ column: plainColumn('name'), direction: 'asc', nulls: null } as const];
		expect(placeRows([page([row('a', 1)])], [row('b', 2)], byName, nobody)).toBeNull();
	});

	test('keeps every row once and in order, for any rows', () => {
		const anyRows = fc
			.uniqueArray(fc.record({ id: fc.nat(20).map(String), at: fc.nat(50) }), { selector: ({ id }) => id })
			.map((rows) => rows.map(({ id, at }) => row(id, at)));
		fc.assert(
			fc.property(anyRows, anyRows, fc.integer({ min: 1, max: 5 }), (old, came, size) => {
				const all = sorted(old);
				const pages: ConversationPage[] = [];
				for (let at = 0; at < Math.max(1, all.length); at += size)
					pages.push(page(all.slice(at, at + size), at + size < all.length));
				const now = new Map([...old, ...came].map((one) => [one.id, one]));
				const placed = placeRows(pages, came, order, nobody);
				expect(ids(placed)).toEqual(sorted([...now.values()]).map(({ id }) => id));
				expect((placed ?? []).flatMap(({ rows }) => rows)).toHaveLength(now.size);
			}),
		);
	});
});
