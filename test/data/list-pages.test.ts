import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConversationPage } from '../../src/api/types.ts';
import { flattenPages, mergeHead } from '../../src/data/list-pages.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import type { Decoded } from '../../src/domain/decoded.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { newestFirst as query } from '../../src/state/ui-state.ts';

type Row = { readonly id: string; readonly at: number };

const newestFirst = (rows: readonly Row[]): Row[] =>
	[...rows].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));

function decoded({ id, at }: Row): Decoded<Conversation> {
	const instant = instantFromMillis(at * 1000);
	const value = { id, name: null, createdAt: instant, lastMessageAt: instant, metadata: {}, raw: { id } };
	return { ok: true, value };
}

const somewhere = { row: null, again: 0, seen: [], given: 0, full: 0 };

/** The first `count` pages of a list, as a server with these rows sends them. */
function pagesOf(rows: readonly Row[], size: number, count: number): ConversationPage[] {
	const sorted = newestFirst(rows);
	return Array.from({ length: count }, (_, index) => {
		const isLast = (index + 1) * size >= sorted.length;
		return {
			rows: sorted.slice(index * size, (index + 1) * size).map(decoded),
			next: isLast ? null : somewhere,
			skipped: 0,
			problem: null,
		};
	}).filter((page, index) => index === 0 || page.rows.length > 0);
}

const ids = (pages: readonly ConversationPage[]) => flattenPages(pages).map(({ id }) => id);

/** Refreshes as the program does: page by page from the top until it reaches the old pages. */
function refresh(old: readonly ConversationPage[], rows: readonly Row[], size: number) {
	const most = Math.max(1, Math.ceil(rows.length / size));
	for (let count = 1; count <= most; count += 1) {
		const head = pagesOf(rows, size, count);
		const merged = mergeHead(old, head, query.order);
		if (merged !== null) return { merged, fetched: count * size };
	}
	return null;
}

const anyList = fc.uniqueArray(fc.record({ id: fc.nat(60).map(String), at: fc.nat(30) }), {
	minLength: 1,
	maxLength: 40,
	selector: ({ id }) => id,
});

/** Changes on the server: rows with new messages, new rows, and deleted ones. */
const happened = fc.record({
	spoke: fc.array(fc.nat(60).map(String), { maxLength: 6 }),
	came: fc.uniqueArray(fc.integer({ min: 100, max: 130 }).map(String), { maxLength: 12 }),
	gone: fc.array(fc.nat(60).map(String), { maxLength: 8 }),
});

describe('a refresh of the top', () => {
	test('shows no row twice, loses none, and has the newest first, for any change on the server', () => {
		fc.assert(
			fc.property(
				anyList,
				happened,
				fc.integer({ min: 1, max: 9 }),
				fc.integer({ min: 1, max: 5 }),
				(before, { spoke, came, gone }, size, loaded) => {
					const old = pagesOf(before, size, loaded);
					const moved = before
						.filter(({ id }) => !gone.includes(id))
						.map((row) => (spoke.includes(row.id) ? { id: row.id, at: 40 + spoke.indexOf(row.id) } : row));
					const now = [...moved, ...came.map((id, index) => ({ id, at: 50 + (index % 4) }))];
					const result = refresh(old, now, size);
					if (result === null) {
						expect(now).toHaveLength(0);
						return;
					}
					const shown = ids(result.merged);
					expect(new Set(shown).size).toBe(shown.length);
					// The refreshed part equals the server's.
					const fresh = newestFirst(now).map(({ id }) => id);
					const top = fresh.slice(0, result.fetched);
					expect(shown.slice(0, top.length)).toEqual(top);
					// No loaded row that still exists is lost.
					const present = new Set(fresh);
					for (const id of ids(old)) if (present.has(id)) expect(shown).toContain(id);
					// Below are only rows that were loaded, in their old order.
					const below = shown.slice(top.length);
					expect(below).toEqual(ids(old).filter((id) => below.includes(id)));
					// No row of the server is missing above the last row that still exists.
					const last = shown.findLast((id) => present.has(id)) ?? '';
					const reach = fresh.slice(0, fresh.indexOf(last) + 1);
					expect(reach.filter((id) => !shown.includes(id))).toEqual([]);
				},
			),
			{ numRuns: 1000 },
		);
	});

	test('continues with the next page after the old ones', () => {
		const rows = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, at: index }));
		const old = pagesOf(rows, 5, 2);
		const result = refresh(old, rows, 5);
		expect(result?.merged.at(-1)?.next).toBe(old.at(-1)?.next);
	});

	test('leaves no empty pages after many refreshes', () => {
		const rows = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, at: index }));
		let pages = pagesOf(rows, 5, 2);
		for (let time = 0; time < 10; time += 1) pages = refresh(pages, rows, 5)?.merged ?? [];
		expect(ids(pages)).toHaveLength(10);
		expect(pages.length).toBeLessThanOrEqual(3);
	});

	test('needs a head that reaches the old rows, as rows may be missing between', () => {
		const old = pagesOf(
			[
				{ id: 'a', at: 1 },
				{ id: 'b', at: 0 },
			],
			1,
			1,
		);
		const now = [5, 4, 3, 2].map((at) => ({ id: `n${at}`, at }));
		expect(mergeHead(old, pagesOf([...now, { id: 'a', at: 1 }], 2, 1), query.order)).toBeNull();
	});

	test('accepts any head if there are no old rows', () => {
		const head = pagesOf(
			[
				{ id: 'a', at: 1 },
				{ id: 'b', at: 0 },
			],
			1,
			1,
		);
		expect(mergeHead([], head, query.order)).toEqual(head);
		expect(mergeHead([{ rows: [], next: null, skipped: 0, problem: null }], head, query.order)).toEqual(head);
	});

	test('shows a row once that was unreadable and now is readable', () => {
		const broken: Decoded<Conversation> = {
			ok: false,
			problem: 'created_at',
			raw: { id: 'b', created_at: 5 },
		};
		const page = (row: Decoded<Conversation>): ConversationPage => ({
			rows: [decoded({ id: 'a', at: 3 }), row, decoded({ id: 'c', at: 1 })],
			next: somewhere,
			skipped: 0,
			problem: null,
		});
		const merged = mergeHead([page(broken)], [page(decoded({ id: 'b', at: 2 }))], query.order);
		expect(ids(merged ?? [])).toEqual(['a', 'b', 'c']);
	});

	test('keeps unreadable rows further down', () => {
		const broken: Decoded<Conversation> = { ok: false, problem: 'x', raw: { y: 1 } };
		const old: ConversationPage[] = [
			{
				rows: [decoded({ id: 'a', at: 3 }), decoded({ id: 'b', at: 2 }), broken],
				next: somewhere,
				skipped: 0,
				problem: null,
			},
		];
		const head: ConversationPage[] = [
			{ rows: [decoded({ id: 'a', at: 3 })], next: somewhere, skipped: 0, problem: null },
		];
		expect(ids(mergeHead(old, head, query.order) ?? [])).toHaveLength(3);
	});
});
