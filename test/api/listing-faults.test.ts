import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationPage } from '../../src/api/types.ts';
import { emptyQuery } from '../../src/filter/tree.ts';
import { answerList, at, row } from './fake-list.ts';
import { all, apiOn, failureOf, serve } from './http-server.ts';
import { type ListHarness, pageIds, rowIds, startLists } from './list-harness.ts';

let lists: ListHarness;

beforeAll(async () => {
	lists = await startLists();
});
afterAll(async () => lists.server[Symbol.asyncDispose]());

describe('a server that misbehaves', () => {
	const rows = Array.from({ length: 20 }, (_, n) => row(n, at(n)));

	test('one that ignores the filter ends the list with a problem, not in a circle', async () => {
		await using stubborn = await serve((seen, response) =>
			answerList({ rows }, { ...seen, url: '/v2/ai/conversations?limit=5' }, response, 0),
		);
		const first = await apiOn(stubborn.url).listPage(emptyQuery, { pageSize: 5 });
		const second = await apiOn(stubborn.url).listPage(emptyQuery, { pageSize: 5, cursor: first.next });
		expect(second).toMatchObject({ rows: [], next: null });
		expect(second.problem).toContain('the same rows');
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
		expect(pageIds(pages)).toHaveLength(10);
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
					lists.given({
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
					const pages = await lists.byPages(emptyQuery, pageSize);
					const read = pages
						.flatMap((page) => page.rows)
						.map((one) => {
							const { id, name } = (one.ok ? one.value.raw : one.raw) as Record<string, unknown>;
							return id ?? name;
						});
					expect(read).toEqual(rowIds(all).toReversed());
					expect(pages.every(({ problem }) => problem === null)).toBe(true);
				},
			),
			{ numRuns: 100 },
		);
	});

	test('a row says which of its fields is wrong', async () => {
		lists.given({
			rows: rows.slice(0, 3),
			garble: (wire, index) => [{ ...wire, created_at: 'soon' }, { ...wire, name: 7 }, 'nonsense'][index],
		});
		const page = await lists.api.listPage(emptyQuery);
		expect(page.rows.map((one) => one.ok || one.problem)).toEqual([
			'created_at: not a timestamp',
			'name: expected string',
			'the row is not an object',
		]);
		expect(page.rows.map((one) => !one.ok && one.raw)[2]).toBe('nonsense');
	});

	test('null rows are skipped and counted, and end no list by making an answer short', async () => {
		lists.given({ rows, garble: (wire, index) => (index % 2 === 0 ? null : wire) });
		const pages = await lists.byPages(emptyQuery, 5);
		expect(pages.flatMap((page) => page.rows).every((one) => one.ok)).toBe(true);
		expect(pages.reduce((sum, { skipped }) => sum + skipped, 0)).toBeGreaterThan(0);
		// Rows after a null row are requested again and arrive.
		expect(new Set(pageIds(pages)).size).toBe(pageIds(pages).length);
		expect(pageIds(pages)).toContain(rowIds(rows)[0]);
	});

	test('a half-readable answer that is short does not end the list', async () => {
		let nth = 0;
		await using server = await serve((seen, response) => {
			nth += 1;
			// The second answer has only two rows, one of them unreadable.
			const half = nth === 2;
			const cap = half ? 2 : 5;
			answerList(
				{ rows, cap, garble: (wire, index) => (half && index === 1 ? { odd: 1 } : wire) },
				seen,
				response,
				0,
			);
		});
		const api = apiOn(server.url);
		const pages: ConversationPage[] = [];
		let cursor: ConversationPage['next'] = null;
		do {
			const page: ConversationPage = await api.listPage(emptyQuery, { pageSize: 5, cursor });
			pages.push(page);
			cursor = page.next;
		} while (cursor !== null);
		const shown = pages.flatMap((page) => page.rows.flatMap((one) => (one.ok ? [one.value.id] : [])));
		expect(shown.toSorted()).toEqual(rowIds(rows));
	});
});
