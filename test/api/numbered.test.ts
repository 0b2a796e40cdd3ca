import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage } from '../../src/api/decode.ts';
import { numberedPages } from '../../src/api/numbered-pages.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import { all, apiOn, failureOf, json, plain, type Script, type Seen, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';

function asked(seen: Seen): { page: number; size: number } {
	const { searchParams } = new URL(seen.url, 'http://x');
	return { page: Number(searchParams.get('page[number]')), size: Number(searchParams.get('page[size]')) };
}

/** Answers with the numbers below `total` as messages, in pages of at most `cap`. */
function messagesUpTo(total: number, cap: number): Script {
	return (seen, response) => {
		const { page, size: wished } = asked(seen);
		const size = Math.min(wished, cap);
		const data = Array.from({ length: total }, (_, n) => ({ role: 'user', text: String(n) })).slice(
			(page - 1) * size,
			page * size,
		);
		const meta = {
			page_number: page,
			page_size: size,
			total_pages: Math.ceil(total / size),
			total_results: total,
		};
		json(response, { data, meta });
	};
}

async function textsOf(url: string, pageSize: number): Promise<(string | null)[]> {
	const pages = await all(apiOn(url).messages(id, { pageSize }));
	return pages.flatMap((page) => decodedValues(page.rows).map(({ text }) => text));
}

describe('numbered pages', () => {
	test('come whole and in order, whatever size was asked for and whatever the server makes of it', async () => {
		let script: Script = () => undefined;
		await using server = await serve((...request) => script(...request));
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 20 }),
				fc.integer({ min: 1, max: 40 }),
				async (total, cap, pageSize) => {
					script = messagesUpTo(total, cap);
					expect(await textsOf(server.url, pageSize)).toEqual(
						Array.from({ length: total }, (_, n) => String(n)),
					);
				},
			),
			{ numRuns: 60 },
		);
	});

	test('5,000 messages in pages that the server caps at 50', async () => {
		await using server = await serve(messagesUpTo(5000, 50));
		const pages = await all(apiOn(server.url).messages(id));
		expect(pages).toHaveLength(100);
		expect(pages.map(({ page }) => page)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
		expect(pages[0]).toMatchObject({ totalPages: 100, totalResults: 5000 });
		const texts = pages.flatMap(({ rows }) => decodedValues(rows).map(({ text }) => text));
		expect(texts).toEqual(Array.from({ length: 5000 }, (_, n) => String(n)));
		expect(server.seen).toHaveLength(100);
	});

	test('three are under way at once, and come in order though answered backwards', async () => {
		const waiting: (() => void)[] = [];
		let most = 0;
		await using server = await serve((seen, response, nth) => {
			const answer = () => void messagesUpTo(12, 2)(seen, response, nth);
			if (nth === 0) return answer();
			waiting.push(answer);
			most = Math.max(most, waiting.length);
			// Holds answers until three wait or no more can arrive, then sends the last first.
			if (waiting.length === 3 || nth >= 4) for (const held of waiting.splice(0).reverse()) held();
		});
		expect(await textsOf(server.url, 2)).toEqual(Array.from({ length: 12 }, (_, n) => String(n)));
		expect(most).toBe(3);
	});

	test('leaving the loop cancels what is under way, and asks for no more', async () => {
		const closed = Promise.withResolvers<void>();
		await using server = await serve((seen, response, nth) => {
			if (nth === 0) return messagesUpTo(1000, 10)(seen, response, nth);
			response.on('close', closed.resolve);
		});
		for await (const page of apiOn(server.url).messages(id)) {
			expect(page.page).toBe(1);
			// Leaves only after the requests for the pages ahead, so that there are requests to cancel.
			await expect.poll(() => server.seen.length).toBe(4);
			break;
		}
		await closed.promise;
		expect(server.seen).toHaveLength(4);
	});

	test('an abort ends it with the reason of the signal', async () => {
		const controller = new AbortController();
		await using server = await serve((seen, response, nth) => {
			if (nth === 0) return messagesUpTo(100, 10)(seen, response, nth);
			controller.abort();
		});
		const error = await failureOf(all(apiOn(server.url).messages(id, { signal: controller.signal })));
		expect(error).toBe(controller.signal.reason);
	});

	test('a failure comes after the pages before it', async () => {
		await using server = await serve((seen, response, nth) => {
			if (asked(seen).page === 3) return json(response, {}, 404);
			return messagesUpTo(50, 10)(seen, response, nth);
		});
		const pages: number[] = [];
		const read = async () => {
			for await (const { page } of apiOn(server.url).messages(id)) pages.push(page);
		};
		expect(await failureOf(read())).toMatchObject({ kind: 'not-found' });
		expect(pages).toEqual([1, 2]);
	});

	test('a list that grows while it is read is followed to its new end', async () => {
		await using server = await serve((seen, response, nth) =>
			messagesUpTo(asked(seen).page < 3 ? 30 : 45, 10)(seen, response, nth),
		);
		expect(await textsOf(server.url, 10)).toHaveLength(45);
	});

	test('an empty list is one page without rows', async () => {
		await using server = await serve(messagesUpTo(0, 10));
		expect(await all(apiOn(server.url).insights(id))).toEqual([
			{ rows: [], isHole: false, page: 1, totalPages: 0, totalResults: 0 },
		]);
	});
});

describe('a server that misbehaves', () => {
	test('the same page again is an error, not a circle', async () => {
		await using server = await serve((_, response) =>
			json(response, {
				data: [{ role: 'user' }],
				meta: { page_number: 1, total_pages: 9, total_results: 9 },
			}),
		);
		expect(await failureOf(all(apiOn(server.url).messages(id)))).toMatchObject({ kind: 'bad-response' });
	});

	test('a page without rows before the last is an error: something would be missing', async () => {
		await using server = await serve((seen, response) => {
			const { page } = asked(seen);
			json(response, {
				data: page === 1 ? [{ role: 'user' }] : [],
				meta: { page_number: page, total_pages: 1_000_000_000 },
			});
		});
		expect(await failureOf(all(apiOn(server.url).messages(id)))).toMatchObject({ kind: 'bad-response' });
		expect(server.seen.length).toBeLessThan(8);
	});

	test('pages without a number of them are read while the next is named', async () => {
		await using server = await serve((seen, response) => {
			const { page } = asked(seen);
			const next_page_url = page < 3 ? `/v2/x?page[number]=${page + 1}` : null;
			json(response, { data: [{ role: 'user', text: 'same' }], meta: { next_page_url } });
		});
		expect(await textsOf(server.url, 1)).toEqual(['same', 'same', 'same']);
	});

	test('without meta pages that come again in a circle end it', async () => {
		await using server = await serve((seen, response) =>
			json(response, { data: [{ role: 'user', text: String(asked(seen).page % 3) }] }),
		);
		expect(await textsOf(server.url, 1)).toEqual(['1', '2', '0']);
	});

	test('ever more pages are an error in the end', async () => {
		const ask = async (number: number) => ({
			rows: [{ role: 'user' }],
			meta: { pageNumber: number, totalPages: number + 1, hasNext: true, totalResults: null },
		});
		const pages = numberedPages(ask, decodeMessage, {});
		expect(await failureOf(all(pages))).toMatchObject({ sentence: 'The server goes on after 10,000 pages.' });
	});

	test.each<[string, Script]>([
		['a web page', (_, response) => plain(response, 200, 'text/html', '<html>')],
		['half of it', (_, response) => plain(response, 200, 'application/json', '{"data":[{"ro')],
		['nothing, before the last one', (_, response) => json(response, { data: [], meta: { total_pages: 4 } })],
	])('a page that is %s is a hole where holes are taken, and an error elsewhere', async (_, bad) => {
		await using server = await serve((seen, response, nth) =>
			(asked(seen).page === 2 ? bad : messagesUpTo(40, 10))(seen, response, nth),
		);
		const pages = await all(apiOn(server.url).messages(id, { holes: true }));
		expect(pages.map(({ isHole, rows }) => (isHole ? 'hole' : rows.length))).toEqual([10, 'hole', 10, 10]);
		expect(pages[1]?.rows).toEqual([
			{ ok: false, problem: expect.stringMatching(/^page 2 of 4: The server/), raw: expect.any(String) },
		]);
		expect(await failureOf(all(apiOn(server.url).messages(id)))).toMatchObject({ kind: 'bad-response' });
	});

	test('a list of nothing but holes ends', async () => {
		await using server = await serve((seen, response, nth) => {
			if (asked(seen).page > 1) return plain(response, 200, 'text/html', '<html>');
			return messagesUpTo(10_000, 10)(seen, response, nth);
		});
		const read = all(apiOn(server.url).messages(id, { holes: true }));
		expect(await failureOf(read)).toMatchObject({ kind: 'bad-response' });
		expect(server.seen.length).toBeLessThan(12);
	});

	test('no meta: read until a page is empty, or comes again', async () => {
		await using paging = await serve((seen, response) => {
			const { page } = asked(seen);
			json(response, { data: page < 4 ? [{ role: 'user', text: String(page) }] : [] });
		});
		expect(await textsOf(paging.url, 1)).toEqual(['1', '2', '3']);
		await using whole = await serve((_, response) => json(response, [{ role: 'user', text: 'all' }]));
		expect(await textsOf(whole.url, 1)).toEqual(['all']);
	});

	test.each([
		[{ page_number: '2', page_size: '10', total_results: '25' }, 3],
		[{ total_pages: 2 }, 2],
		[{ total_pages: 'many', page_size: 0, total_results: 5 }, 2],
	])('meta as %j is read as far as it goes', async (meta, requests) => {
		await using server = await serve((seen, response) => {
			const { page } = asked(seen);
			const rows = page <= 3 ? [{ role: 'user', text: String(Math.min(page, requests)) }] : [];
			json(response, {
				data: rows,
				meta: { ...meta, ...('page_number' in meta ? { page_number: page } : {}) },
			});
		});
		await all(apiOn(server.url).messages(id));
		expect(new Set(server.seen.map((seen) => asked(seen).page)).size).toBeGreaterThanOrEqual(requests);
	});
});
