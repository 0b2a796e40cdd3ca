import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyQuery, metadataColumn, plainColumn } from '../../src/filter/tree.ts';
import { uniqueRows } from '../../src/live/seen-rows.ts';
import { rows as anyRows, usedFilters, usedOrder } from '../filter/arbitraries.ts';
import { holds, sorted } from '../filter/reference.ts';
import { at, type FakeList, row } from './fake-list.ts';
import { all, failureOf } from './http-server.ts';
import { type ListHarness, pageIds, query, rowIds, startLists } from './list-harness.ts';

const newestFirst = { column: plainColumn('last_message_at'), direction: 'desc', nulls: null } as const;
const oldestFirst = { ...newestFirst, direction: 'asc' } as const;
const byId = { column: plainColumn('id'), direction: 'desc', nulls: null } as const;

let lists: ListHarness;

beforeAll(async () => {
	lists = await startLists();
});
afterAll(async () => lists.server[Symbol.asyncDispose]());

describe('a list that stands still', () => {
	const setting = fc.record({
		rows: anyRows,
		filters: usedFilters,
		order: usedOrder,
		pageSize: fc.integer({ min: 1, max: 30 }),
		cap: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
		limit: fc.option(fc.integer({ min: 0, max: 30 })),
	});

	test('comes whole and in order, whatever order, filter, page size and cap', async () => {
		await fc.assert(
			fc.asyncProperty(setting, async ({ rows, filters, order, pageSize, cap, limit }) => {
				lists.given({ rows, ...(cap === undefined ? {} : { cap }) });
				const asked = query({ filters, order, limit });
				const pages = await lists.byPages(asked, pageSize);
				const complete =
					order.length === 0
						? [newestFirst, byId]
						: [...order, { ...byId, direction: order.at(-1)?.direction ?? 'desc' }];
				const matching = rows.filter((one) => filters.every((filter) => holds(filter, one) === true));
				const expected = rowIds(sorted(matching, complete)).slice(0, limit ?? undefined);
				expect(pageIds(pages)).toEqual(expected);
				expect(pages.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
				expect(pageIds(await all(lists.api.list(asked, { pageSize })))).toEqual(expected);
			}),
			{ numRuns: 100 },
		);
	});

	test('loses nothing where the server tells three digits and sorts by six', async () => {
		const crowd = fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(
				crowd,
				fc.constantFrom(newestFirst, oldestFirst),
				fc.integer({ min: 1, max: 10 }),
				async (micros, order, pageSize) => {
					const rows = micros.map((offset, n) => row(n, at(offset)));
					lists.given({ rows, millis: true });
					const expected = rowIds(sorted(rows, [order]));
					const pages = await lists.byPages(query({ order: [order] }), pageSize);
					expect(pageIds(pages)).toEqual(expected);
					expect(pageIds(await all(lists.api.list(query({ order: [order] }), { pageSize })))).toEqual(
						expected,
					);
				},
			),
			{ numRuns: 60 },
		);
	});

	test('three digits, a cap below the crowd in one millisecond: the known rows are left out by id', async () => {
		const rows = Array.from({ length: 45 }, (_, n) => row(n, at(n * 10)));
		lists.given({ rows, millis: true, cap: 20 });
		expect(pageIds(await lists.byPages(emptyQuery, 20)).length).toBe(45);
	});

	test('2,000 rows with ties, in forty requests and one', async () => {
		const rows = Array.from({ length: 2000 }, (_, n) => row(n, at(Math.floor(n / 70))));
		lists.given({ rows });
		const pages = await lists.byPages(emptyQuery, 50);
		expect(pageIds(pages)).toEqual(rowIds(sorted(rows, [newestFirst, byId])));
		expect(lists.requests()).toBe(41);
	});

	test('a short answer after a full one is the end; a short first one is asked again', async () => {
		const rows = Array.from({ length: 7 }, (_, n) => row(n, at(n)));
		lists.given({ rows });
		expect((await lists.byPages(emptyQuery, 5)).map((page) => page.rows.length)).toEqual([5, 2]);
		expect(lists.requests()).toBe(2);
		lists.given({ rows });
		expect((await lists.byPages(emptyQuery, 50)).map((page) => page.rows.length)).toEqual([7, 0]);
	});

	test('an order by a metadata key that some rows lack', async () => {
		const rows = Array.from({ length: 12 }, (_, n) =>
			row(n, at(0), { metadata: n % 3 === 0 ? {} : { 'a.b "c"': `v${n % 2}` } }),
		);
		const order = [{ column: metadataColumn('a.b "c"'), direction: 'asc', nulls: 'first' } as const];
		lists.given({ rows });
		const expected = rowIds(sorted(rows, [...order, { ...byId, direction: 'asc' }]));
		expect(pageIds(await lists.byPages(query({ order }), 3))).toEqual(expected);
	});

	test('a limit is the total, not the size of a page', async () => {
		lists.given({ rows: Array.from({ length: 30 }, (_, n) => row(n, at(n))) });
		const pages = await lists.byPages(query({ limit: 12 }), 5);
		expect(pages.map((page) => page.rows.length)).toEqual([5, 5, 2]);
		expect(lists.requests()).toBe(3);
	});

	test('an offset is refused', async () => {
		expect(await failureOf(lists.api.listPage(query({ offset: 3 })))).toMatchObject({ kind: 'invalid' });
	});
});

describe('a list that moves', () => {
	test('every row once, whatever rows get a new message between requests, in either direction', async () => {
		const setting = fc.record({
			times: fc.array(fc.option(fc.integer({ min: 0, max: 10 }), { freq: 5 }), {
				minLength: 1,
				maxLength: 30,
			}),
			moves: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 12 }),
			order: fc.constantFrom(
				[],
				[oldestFirst],
				[{ ...newestFirst, nulls: 'last' } as const],
				[{ ...oldestFirst, nulls: 'first' } as const],
				[{ column: plainColumn('name'), direction: 'asc', nulls: null } as const, newestFirst],
			),
			pageSize: fc.integer({ min: 1, max: 6 }),
		});
		await fc.assert(
			fc.asyncProperty(setting, async ({ times, moves, order, pageSize }) => {
				const rows = times.map((time, n) =>
					row(n, time === null ? null : at(time), { name: n % 2 === 0 ? 'a' : 'b' }),
				);
				let clock = Date.now() * 1000;
				const move = (n: number, fake: FakeList): void => {
					fake.rows = fake.rows.map((one, index) =>
						index === n % fake.rows.length ? { ...one, lastMessageAt: at(clock++ - at(0)) } : one,
					);
				};
				lists.given({
					rows,
					before: (request, fake) => {
						for (const n of moves[request - 1] ?? []) move(n, fake);
					},
				});
				const read = pageIds(await all(lists.api.list(query({ order }), { pageSize })));
				expect(read.toSorted()).toEqual(rowIds(rows).toSorted());
			}),
			{ numRuns: 100 },
		);
	});

	test('a row that jumps above the first page is caught up with', async () => {
		const rows = Array.from({ length: 9 }, (_, n) => row(n, at(n * 1_000_000)));
		lists.given({
			rows,
			before: (request, fake) => {
				if (request !== 1) return;
				fake.rows = fake.rows.map((one, n) =>
					n === 0 ? { ...one, lastMessageAt: at(60_000_000_000) } : one,
				);
			},
		});
		const pages = await all(lists.api.list(emptyQuery, { pageSize: 3 }));
		expect(pageIds(pages)).toEqual(rowIds([8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => row(n, null))));
	});

	test('rows that were deleted between two pages take no others with them', async () => {
		const rows = Array.from({ length: 10 }, (_, n) => row(n, at(n)));
		lists.given({
			rows,
			before: (request, fake) => {
				if (request === 1) fake.rows = fake.rows.filter(({ id }) => !id.endsWith('7') && !id.endsWith('4'));
			},
		});
		expect(pageIds(await lists.byPages(emptyQuery, 3))).toEqual(
			rowIds([9, 8, 7, 6, 5, 3, 2, 1, 0].map((n) => row(n, null))),
		);
	});

	test('a row that comes on two pages of a cache is one row in its first place, as it was last', async () => {
		const first = row(1, at(1));
		lists.given({ rows: [first, row(2, at(2))] });
		const one = await lists.api.listPage(query({ order: [oldestFirst] }), { pageSize: 2 });
		lists.given({ rows: [{ ...first, lastMessageAt: at(9) }] });
		const two = await lists.api.listPage(query({ order: [oldestFirst] }), { pageSize: 2 });
		const unique = uniqueRows([one, two]);
		expect(unique.map((each) => each.ok && each.value.lastMessageAt)).toEqual([at(9), at(2)]);
	});
});

test('a phone number and a comparison go out as they must', async () => {
	lists.given({ rows: [] });
	const condition = { kind: 'condition', column: metadataColumn('to'), negated: false } as const;
	await lists.api.listPage(query({ filters: [{ ...condition, operator: 'eq', operand: '+1312 (x)' }] }));
	expect(lists.server.seen.at(-1)?.url).toContain('metadata-%3Eto=eq.%2B1312%20');
	expect(lists.server.seen.at(-1)?.url).toContain('order=last_message_at.desc%2Cid.desc');
});
