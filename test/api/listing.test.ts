import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../../src/api/types.ts';
import { uniqueRows } from '../../src/api/unique-rows.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import { emptyQuery, type ListQuery, metadataColumn, plainColumn } from '../../src/filter/tree.ts';
import { rows as anyRows, usedFilters, usedOrder } from '../filter/arbitraries.ts';
import { holds, sorted } from '../filter/reference.ts';
import { answerList, at, type FakeList, row } from './fake-list.ts';
import { all, apiOn, failureOf, serve, type TestServer } from './http-server.ts';

const newestFirst = { column: plainColumn('last_message_at'), direction: 'desc', nulls: null } as const;
const oldestFirst = { ...newestFirst, direction: 'asc' } as const;
const byId = { column: plainColumn('id'), direction: 'desc', nulls: null } as const;

let server: TestServer;
let api: ConversationsApi;
let list: FakeList;
let nth = 0;

beforeAll(async () => {
	server = await serve((seen, response) => answerList(list, seen, response, nth++));
	api = apiOn(server.url);
});
afterAll(async () => server[Symbol.asyncDispose]());

function given(fake: FakeList): FakeList {
	list = fake;
	nth = 0;
	return fake;
}

const ids = (pages: readonly ConversationPage[]): string[] =>
	pages.flatMap((page) => page.rows.map((one) => (one.ok ? one.value.id : one.problem)));
const idsOf = (rows: readonly KeysetRow[]): string[] => rows.map(({ id }) => id);
const query = (more: Partial<ListQuery>): ListQuery => ({ ...emptyQuery, ...more });

/** All pages by cursor, each cursor sent through JSON as a cache would. */
async function byPages(asked: ListQuery, pageSize: number): Promise<ConversationPage[]> {
	const pages: ConversationPage[] = [];
	let cursor: PageCursor | null = null;
	do {
		const page: ConversationPage = await api.listPage(asked, { cursor, pageSize });
		pages.push(page);
		cursor = page.next === null ? null : JSON.parse(JSON.stringify(page.next));
		if (pages.length > 500) throw new Error('no end');
	} while (cursor !== null);
	return pages;
}

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
				given({ rows, ...(cap === undefined ? {} : { cap }) });
				const asked = query({ filters, order, limit });
				const pages = await byPages(asked, pageSize);
				const complete =
					order.length === 0
						? [newestFirst, byId]
						: [...order, { ...byId, direction: order.at(-1)?.direction ?? 'desc' }];
				const matching = rows.filter((one) => filters.every((filter) => holds(filter, one) === true));
				const expected = idsOf(sorted(matching, complete)).slice(0, limit ?? undefined);
				expect(ids(pages)).toEqual(expected);
				expect(pages.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
				expect(ids(await all(api.list(asked, { pageSize })))).toEqual(expected);
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
					given({ rows, millis: true });
					const expected = idsOf(sorted(rows, [order]));
					const pages = await byPages(query({ order: [order] }), pageSize);
					expect(ids(pages)).toEqual(expected);
					expect(ids(await all(api.list(query({ order: [order] }), { pageSize })))).toEqual(expected);
				},
			),
			{ numRuns: 60 },
		);
	});

	test('three digits, a cap below the crowd in one millisecond: the known rows are left out by id', async () => {
		const rows = Array.from({ length: 45 }, (_, n) => row(n, at(n * 10)));
		given({ rows, millis: true, cap: 20 });
		expect(ids(await byPages(emptyQuery, 20)).length).toBe(45);
	});

	test('2,000 rows with ties, in forty requests and one', async () => {
		const rows = Array.from({ length: 2000 }, (_, n) => row(n, at(Math.floor(n / 70))));
		given({ rows });
		const pages = await byPages(emptyQuery, 50);
		expect(ids(pages)).toEqual(idsOf(sorted(rows, [newestFirst, byId])));
		expect(nth).toBe(41);
	});

	test('a short answer after a full one is the end; a short first one is asked again', async () => {
		const rows = Array.from({ length: 7 }, (_, n) => row(n, at(n)));
		given({ rows });
		expect((await byPages(emptyQuery, 5)).map((page) => page.rows.length)).toEqual([5, 2]);
		expect(nth).toBe(2);
		given({ rows });
		expect((await byPages(emptyQuery, 50)).map((page) => page.rows.length)).toEqual([7, 0]);
	});

	test('an order by a metadata key that some rows lack', async () => {
		const rows = Array.from({ length: 12 }, (_, n) =>
			row(n, at(0), { metadata: n % 3 === 0 ? {} : { 'a.b "c"': `v${n % 2}` } }),
		);
		const order = [{ column: metadataColumn('a.b "c"'), direction: 'asc', nulls: 'first' } as const];
		given({ rows });
		const expected = idsOf(sorted(rows, [...order, { ...byId, direction: 'asc' }]));
		expect(ids(await byPages(query({ order }), 3))).toEqual(expected);
	});

	test('a limit is the total, not the size of a page', async () => {
		given({ rows: Array.from({ length: 30 }, (_, n) => row(n, at(n))) });
		const pages = await byPages(query({ limit: 12 }), 5);
		expect(pages.map((page) => page.rows.length)).toEqual([5, 5, 2]);
		expect(nth).toBe(3);
	});

	test('an offset is refused', async () => {
		expect(await failureOf(api.listPage(query({ offset: 3 })))).toMatchObject({ kind: 'invalid' });
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
				given({
					rows,
					before: (request, fake) => {
						for (const n of moves[request - 1] ?? []) move(n, fake);
					},
				});
				const read = ids(await all(api.list(query({ order }), { pageSize })));
				expect(read.toSorted()).toEqual(idsOf(rows).toSorted());
			}),
			{ numRuns: 100 },
		);
	});

	test('a row that jumps above the first page is caught up with', async () => {
		const rows = Array.from({ length: 9 }, (_, n) => row(n, at(n * 1_000_000)));
		given({
			rows,
			before: (request, fake) => {
				if (request !== 1) return;
				fake.rows = fake.rows.map((one, n) =>
					n === 0 ? { ...one, lastMessageAt: at(60_000_000_000) } : one,
				);
			},
		});
		const pages = await all(api.list(emptyQuery, { pageSize: 3 }));
		expect(ids(pages)).toEqual(idsOf([8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => row(n, null))));
	});

	test('rows that were deleted between two pages take no others with them', async () => {
		const rows = Array.from({ length: 10 }, (_, n) => row(n, at(n)));
		given({
			rows,
			before: (request, fake) => {
				if (request === 1) fake.rows = fake.rows.filter(({ id }) => !id.endsWith('7') && !id.endsWith('4'));
			},
		});
		expect(ids(await byPages(emptyQuery, 3))).toEqual(
			idsOf([9, 8, 7, 6, 5, 3, 2, 1, 0].map((n) => row(n, null))),
		);
	});

	test('a row that comes on two pages of a cache is one row in its first place, as it was last', async () => {
		const first = row(1, at(1));
		given({ rows: [first, row(2, at(2))] });
		const one = await api.listPage(query({ order: [oldestFirst] }), { pageSize: 2 });
		given({ rows: [{ ...first, lastMessageAt: at(9) }] });
		const two = await api.listPage(query({ order: [oldestFirst] }), { pageSize: 2 });
		const unique = uniqueRows([one, two]);
		expect(unique.map((each) => each.ok && each.value.lastMessageAt)).toEqual([at(9), at(2)]);
	});
});

describe('a server that misbehaves', () => {
	const rows = Array.from({ length: 20 }, (_, n) => row(n, at(n)));

	test('one that ignores the filter ends the list with a problem, not in a circle', async () => {
		await using stubborn = await serve((seen, response) =>
			answerList({ rows }, { ...seen, url: '/v2/ai/conversations?limit=5' }, response, 0),
		);
		const first = await apiOn(stubborn.url).listPage(emptyQuery, { pageSize: 5 });
		const second = await apiOn(stubborn.url).listPage(emptyQuery, { pageSize: 5, cursor: first.next });
		expect(second).toMatchObject({ rows: [], next: null });
		expect(second.problem).toContain('same rows again');
		const read = all(apiOn(stubborn.url).list(emptyQuery, { pageSize: 5 }));
		expect(await failureOf(read)).toMatchObject({ kind: 'bad-response' });
	});

	test('one that sends two pages in turn is found out', async () => {
		await using turning = await serve((seen, response, count) =>
			answerList(
				{ rows: count % 2 === 0 ? rows.slice(0, 5) : rows.slice(5, 10) },
				{ ...seen, url: '/v2/ai/conversations' },
				response,
				0,
			),
		);
		const pages: ConversationPage[] = [];
		const read = async () => {
			for await (const page of apiOn(turning.url).list(emptyQuery, { pageSize: 5 })) pages.push(page);
		};
		expect(await failureOf(read())).toMatchObject({ kind: 'bad-response' });
		expect(ids(pages)).toHaveLength(10);
		expect(turning.seen.length).toBeLessThan(8);
	});

	test('broken rows keep their place and cost nobody theirs', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom('fine', 'no time', 'bad time', 'missing time', 'no id'), { maxLength: 25 }),
				fc.integer({ min: 1, max: 7 }),
				async (states, pageSize) => {
					const all = states.map((_, n) => row(n, at(n)));
					const state = (id: unknown): string => states[Number(String(id).slice(-4))] ?? 'fine';
					given({
						rows: all,
						garble: (wire) => {
							switch (state(wire.id)) {
								case 'no time':
									return { ...wire, last_message_at: '' };
								case 'bad time':
									return { ...wire, last_message_at: 'yesterday' };
								case 'missing time':
									return { ...wire, last_message_at: undefined };
								case 'no id':
									return { ...wire, id: undefined, name: String(wire.id) };
								default:
									return wire;
							}
						},
					});
					const pages = await byPages(emptyQuery, pageSize);
					const read = pages
						.flatMap((page) => page.rows)
						.map((one) => {
							const { id, name } = (one.ok ? one.value.raw : one.raw) as Record<string, unknown>;
							return id ?? name;
						});
					expect(read).toEqual(idsOf(all).toReversed());
					expect(pages.every(({ problem }) => problem === null)).toBe(true);
				},
			),
			{ numRuns: 100 },
		);
	});

	test('a row says which of its fields is wrong', async () => {
		given({
			rows: rows.slice(0, 3),
			garble: (wire, index) => [{ ...wire, created_at: 'soon' }, { ...wire, name: 7 }, 'nonsense'][index],
		});
		const page = await api.listPage(emptyQuery);
		expect(page.rows.map((one) => one.ok || one.problem)).toEqual([
			'created_at: not a timestamp',
			'name: expected string',
			'the row is not an object',
		]);
		expect(page.rows.map((one) => !one.ok && one.raw)[2]).toBe('nonsense');
	});
});

test('a phone number and a comparison go out as they must', async () => {
	given({ rows: [] });
	const condition = { kind: 'condition', column: metadataColumn('to'), negated: false } as const;
	await api.listPage(query({ filters: [{ ...condition, operator: 'eq', operand: '+1312 (x)' }] }));
	expect(server.seen.at(-1)?.url).toContain('metadata-%3Eto=eq.%2B1312%20');
	expect(server.seen.at(-1)?.url).toContain('order=last_message_at.desc%2Cid.desc');
});
