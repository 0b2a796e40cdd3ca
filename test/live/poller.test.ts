import { describe, expect, test } from 'vitest';
import { decodedValues } from '../../src/domain/decoded.ts';
import type { Filter } from '../../src/filter/tree.ts';
import { goneIds } from '../../src/services/live-list.ts';
import { at } from '../store/fixtures.ts';
import { following, insertAt, liveServer, refusal, say } from './harness.ts';

const hour = 3_600_000;

/** Starts following a server with one conversation, and waits for the first walk. */
async function started(more: Parameters<typeof following>[1] = {}) {
	const server = await liveServer();
	insertAt(server, 'old', -60);
	const list = following(server, more);
	await list.rested();
	return { server, list };
}

describe('the result of a poll', () => {
	test('has the rows of the window first, then only changes', async () => {
		const { server, list } = await started();
		expect(list.polls).toMatchObject([{ isFirst: true, newFrom: null, hasMore: false }]);
		expect(list.ids()).toEqual(['old']);
		expect(await list.tick()).toBe(5000);
		expect(list.ids()).toEqual([]);
		insertAt(server, 'new');
		say(server, 'old', 'hello');
		await list.tick();
		expect(list.ids().sort()).toEqual(['new', 'old']);
		expect(list.polls.at(-1)?.isFirst).toBe(false);
		await list.tick();
		expect(list.ids()).toEqual([]);
	});

	test('costs one request for a quiet list', async () => {
		const { server, list } = await started();
		for (let n = 0; n < 60; n++) insertAt(server, `bulk-${n}`, -3600 - n);
		await list.live.stop();
		const other = following(server);
		await other.rested();
		const before = server.requests.length;
		await other.tick();
		await other.tick();
		expect(server.requests.slice(before)).toHaveLength(2);
		expect(server.requests.at(-1)).toMatch(
			/^ai\/conversations\?last_message_at=gte\.2026-11-22T11:57:00\.000000\+00:00&order=last_message_at\.asc\.nullsfirst,id\.asc&limit=50$/,
		);
	});

	test('costs one request under a rare filter, once the server’s page size is known', async () => {
		const server = await liveServer();
		for (let n = 0; n < 60; n++) insertAt(server, `bulk-${n}`, -3600 - n);
		insertAt(server, 'gold', -10, { tier: 'gold' });
		const column = { kind: 'metadata', key: 'tier', arrow: '->' } as const;
		const gold: Filter = { kind: 'condition', column, negated: false, operator: 'eq', operand: 'gold' };
		const list = following(server, { filters: () => [gold] });
		await list.rested();
		const before = server.requests.length;
		for (let n = 0; n < 5; n++) await list.tick();
		expect(server.requests.length - before).toBe(5);
	});

	test('metadata that changes within the window is a change', async () => {
		const { server, list } = await started();
		server.store.conversations.updateMetadata('old', { tier: 'gold' }, 'replace');
		await list.tick();
		expect(decodedValues(list.polls.at(-1)?.rows ?? [])).toMatchObject([{ metadata: { tier: 'gold' } }]);
		await list.tick();
		expect(list.ids()).toEqual([]);
	});

	test('of an empty list has every later row as new', async () => {
		const server = await liveServer();
		const list = following(server);
		await list.rested();
		await list.tick();
		insertAt(server, 'first', -7200);
		await list.tick();
		expect(list.ids()).toEqual(['first']);
		await list.tick();
		expect(list.ids()).toEqual([]);
	});

	test('has only matches of the filter, and recent rows that start to match', async () => {
		const column = { kind: 'metadata', key: 'tier', arrow: '->' } as const;
		const gold: Filter = { kind: 'condition', column, negated: false, operator: 'eq', operand: 'gold' };
		const { server, list } = await started({ filters: () => [gold] });
		insertAt(server, 'tin', 0, { tier: 'tin' });
		insertAt(server, 'gold', 0, { tier: 'gold' });
		await list.tick();
		expect(list.ids()).toEqual(['gold']);
		server.store.conversations.updateMetadata('tin', { tier: 'gold' }, 'replace');
		await list.tick();
		expect(list.ids()).toEqual(['tin']);
	});

	test('with a start time has everything since then', async () => {
		const server = await liveServer();
		insertAt(server, 'long-ago', -7200);
		insertAt(server, 'lately', -600);
		const list = following(server, { since: at('2026-11-22T11:30:00Z') });
		await list.rested();
		expect(list.ids()).toEqual(['lately']);
		expect(list.polls[0]).toMatchObject({ isFirst: true, newFrom: at('2026-11-22T11:30:00Z') });
	});
});

describe('rows at risk', () => {
	test('a burst of many pages arrives completely, in several polls without a wait', async () => {
		const { server, list } = await started({ pageSize: 20, pagesPerPoll: 2 });
		for (let n = 0; n < 333; n++) insertAt(server, `burst-${n}`, n / 1000);
		const got: string[] = [];
		const waits: number[] = [];
		do {
			waits.push(await list.tick());
			got.push(...list.ids());
		} while (list.polls.at(-1)?.hasMore === true);
		expect(waits).toEqual([5000, 0, 0, 0, 0, 0, 0, 0, 0]);
		expect(got).toHaveLength(333);
		expect(new Set(got).size).toBe(333);
		await list.tick();
		expect(list.ids()).toEqual([]);
	});

	test('more rows with one and the same timestamp than fit on a page', async () => {
		const { server, list } = await started({ pageSize: 10 });
		for (let n = 0; n < 35; n++) insertAt(server, `same-${n}`, 3);
		await list.tick();
		expect(list.ids()).toHaveLength(35);
		insertAt(server, 'same-again', 3);
		server.pass(-5000);
		await list.tick();
		expect(list.ids()).toEqual(['same-again']);
	});

	test('a row that becomes visible after a newer one', async () => {
		const { server, list } = await started();
		insertAt(server, 'newer', 0);
		await list.tick();
		insertAt(server, 'late', -110);
		await list.tick();
		expect(list.ids()).toEqual(['late']);
	});

	test('a late row behind the reader, while the rest of a long list is still read', async () => {
		const server = await liveServer();
		server.dateAhead = null;
		insertAt(server, 'old', -60);
		const list = following(server, { pageSize: 1, pagesPerPoll: 1, overlapMillis: 60_000 });
		await list.rested();
		insertAt(server, 'a', -50);
		insertAt(server, 'b');
		await list.tick();
		expect(list.ids()).toEqual(['a']);
		insertAt(server, 'late', -58);
		server.pass(40_000);
		insertAt(server, 'c');
		const got: string[] = [];
		for (let n = 0; n < 12; n++) {
			await list.tick();
			got.push(...list.ids());
		}
		expect(got.sort()).toEqual(['b', 'c', 'late']);
	});

	test.each([
		['ahead', 5 * hour],
		['behind', -5 * hour],
	])('the clocks of server and machine are hours apart: ours %s', async (_, ours) => {
		const server = await liveServer();
		server.ticker.advance(ours);
		insertAt(server, 'old', -60);
		const list = following(server);
		await list.rested();
		insertAt(server, 'new', 1);
		await list.tick();
		expect(list.ids()).toEqual(['new']);
	});

	test.each([
		['ahead of', 5 * hour],
		['behind', -5 * hour],
		['missing beside', null],
	])("what the server's answers say is %s what its rows are written by", async (_, ahead) => {
		const server = await liveServer();
		server.dateAhead = ahead;
		insertAt(server, 'old', -60);
		const list = following(server);
		await list.rested();
		for (const id of ['a', 'b', 'c']) {
			insertAt(server, id);
			await list.tick();
			expect(list.ids()).toEqual([id]);
		}
	});

	test('a row dated into the future does not hide later rows', async () => {
		const { server, list } = await started();
		insertAt(server, 'future', 7 * 86_400);
		await list.tick();
		expect(list.ids()).toEqual(['future']);
		for (const id of ['a', 'b', 'c']) {
			server.pass(600_000);
			insertAt(server, id);
			await list.tick();
			expect(list.ids()).toEqual([id]);
		}
	});

	test('a row dated into the future at the start does not hide later rows', async () => {
		const server = await liveServer();
		insertAt(server, 'future', 7 * 86_400);
		insertAt(server, 'now');
		const list = following(server);
		await list.rested();
		expect(list.ids()).toEqual(['now', 'future']);
		insertAt(server, 'new');
		await list.tick();
		expect(list.ids()).toEqual(['new']);
	});

	test('a start in the future, taken from such a row', async () => {
		const server = await liveServer();
		insertAt(server, 'future', 7 * 86_400);
		const list = following(server, { since: at('2026-11-29T12:00:00Z') });
		await list.rested();
		await list.tick();
		insertAt(server, 'new');
		await list.tick();
		expect(list.ids()).toEqual(['new']);
	});

	test('rows of a failed receiver are returned again', async () => {
		let fails = false;
		const { server, list } = await started({
			onPoll: () => {
				if (fails) throw new Error('the disk is full');
			},
		});
		insertAt(server, 'new');
		fails = true;
		await list.tick();
		expect(list.live.getState()).toMatchObject({
			phase: 'failing',
			lastError: { message: 'the disk is full' },
		});
		fails = false;
		await list.tick();
		expect(list.ids()).toEqual(['new']);
		expect(list.live.getState()).toMatchObject({ phase: 'waiting', lastError: null });
	});

	test('an interrupted burst is read again from its start, without repeating its known part', async () => {
		const { server, list } = await started({ pageSize: 10, pagesPerPoll: 1 });
		for (let n = 0; n < 30; n++) insertAt(server, `burst-${n}`, n / 1000);
		await list.tick();
		const got = list.ids();
		server.between = () => refusal(503);
		await list.tick();
		expect(list.live.getState().phase).toBe('failing');
		server.between = null;
		do {
			await list.tick();
			got.push(...list.ids());
		} while (list.polls.at(-1)?.hasMore === true);
		expect(got).toHaveLength(30);
		expect(new Set(got).size).toBe(30);
	});

	test('a server that repeats the same page is reported, not polled forever', async () => {
		const { server, list } = await started({ pageSize: 2 });
		const rows = ['x', 'y'].map((id) => ({
			id,
			created_at: '2026-11-22T12:00:00Z',
			last_message_at: '2026-11-22T12:00:00Z',
			metadata: {},
		}));
		server.between = () => Response.json({ data: rows });
		await list.tick();
		expect(list.live.getState()).toMatchObject({ phase: 'failing', lastError: { kind: 'bad-response' } });
	});

	test('an unreadable row is returned once', async () => {
		const { server, list } = await started();
		insertAt(server, 'broken');
		server.garble = (row) => (row.id === 'broken' ? { ...row, metadata: 7 } : row);
		await list.tick();
		expect(list.polls.at(-1)?.rows).toMatchObject([{ raw: { id: 'broken' } }]);
		await list.tick();
		expect(list.polls.at(-1)?.rows).toEqual([]);
	});
});

describe('pace and phases', () => {
	test('slows down to half a minute without changes, and is fast again at once', async () => {
		const { server, list } = await started();
		const waits: number[] = [];
		for (let n = 0; n < 20; n++) waits.push(await list.tick());
		expect(waits.slice(0, 9)).toEqual([5000, 5000, 5000, 5000, 5000, 5000, 5000, 7500, 11_250]);
		expect(waits.slice(-3)).toEqual([30_000, 30_000, 30_000]);
		expect(list.live.getState()).toMatchObject({ phase: 'waiting', interval: 30_000 });
		insertAt(server, 'new');
		await list.tick();
		expect(await list.tick()).toBe(5000);
	});

	test('a key polls at once and restores the fast pace', async () => {
		const { list } = await started();
		for (let n = 0; n < 20; n++) await list.tick();
		const polls = list.polls.length;
		list.live.pollNow();
		expect(list.live.getState().phase).toBe('asking');
		list.live.pollNow();
		await list.rested();
		expect(list.polls.length).toBe(polls + 1);
		expect(await list.tick()).toBe(5000);
	});

	test('a series of 429 makes it wait as asked, even after a key, and be slower afterwards', async () => {
		const { server, list } = await started();
		server.between = () => refusal(429, { 'retry-after': '45' });
		await list.tick();
		expect(list.live.getState()).toMatchObject({
			phase: 'failing',
			lastError: { kind: 'rate-limited' },
			interval: 45_000,
		});
		const asked = server.requests.length;
		list.live.pollNow();
		expect(list.live.getState().phase).toBe('failing');
		expect(server.requests.length).toBe(asked);
		for (let n = 0; n < 10; n++) expect(await list.tick()).toBe(45_000);
		server.between = null;
		insertAt(server, 'meanwhile');
		await list.tick();
		expect(list.ids()).toEqual(['meanwhile']);
		expect(await list.tick()).toBe(40_000);
	});

	test('an unreachable server is polled less and less, down to once a minute', async () => {
		const { server, list } = await started();
		server.between = () => {
			throw new TypeError('fetch failed');
		};
		await list.tick();
		const waits: number[] = [];
		for (let n = 0; n < 7; n++) waits.push(await list.tick());
		expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
		expect(list.live.getState()).toMatchObject({ phase: 'failing', lastError: { kind: 'network' } });
		server.between = null;
		await list.tick();
		expect(list.live.getState()).toMatchObject({ phase: 'waiting', lastError: null, interval: 5000 });
	});

	test('pausing cancels the running request, and resuming polls at once; nothing overlaps', async () => {
		const { server, list } = await started();
		let open = 0;
		let most = 0;
		const released = Promise.withResolvers<void>();
		server.between = async () => {
			open += 1;
			most = Math.max(most, open);
			await released.promise;
			open -= 1;
			return null;
		};
		list.live.pollNow();
		await expect.poll(() => open).toBe(1);
		list.live.pause();
		expect(list.live.getState()).toMatchObject({ phase: 'paused', nextAt: null });
		expect(server.ticker.pending).toBe(0);
		insertAt(server, 'new');
		server.between = null;
		list.live.resume();
		await list.rested();
		released.resolve();
		expect(list.ids()).toEqual(['new']);
		expect(list.live.getState()).toMatchObject({ phase: 'waiting', lastError: null });
		expect(most).toBe(1);
	});

	test('a slow receiver is waited for, also over a pause; its rows are not repeated', async () => {
		const released = Promise.withResolvers<void>();
		let taking = 0;
		let most = 0;
		const { server, list } = await started({
			onPoll: async ({ isFirst }) => {
				taking += 1;
				most = Math.max(most, taking);
				if (!isFirst) await released.promise;
				taking -= 1;
			},
		});
		insertAt(server, 'new');
		list.live.pollNow();
		await expect.poll(() => taking).toBe(1);
		list.live.pause();
		list.live.resume();
		expect(list.live.getState().phase).toBe('asking');
		const asked = server.requests.length;
		// Enough time for a poll that does not wait.
		for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
		expect(server.requests.length).toBe(asked);
		released.resolve();
		await list.rested();
		expect(most).toBe(1);
		expect(list.polls.map(({ rows }) => rows.length)).toEqual([1, 1, 0]);
	});

	test('stopping during a request ends it at once, for good', async () => {
		const { server, list } = await started();
		server.between = () => new Promise(() => undefined);
		list.live.pollNow();
		await expect.poll(() => server.requests.length).toBeGreaterThan(3);
		await list.live.stop();
		list.live.pollNow();
		list.live.resume();
		expect(list.live.getState().phase).toBe('off');
		expect(server.ticker.pending).toBe(0);
	});

	test('reports the time of the next poll and of the last answer', async () => {
		const { server, list } = await started();
		const seen: string[] = [];
		const end = list.live.subscribe(() => seen.push(list.live.getState().phase));
		expect(list.live.getState()).toEqual({
			phase: 'waiting',
			nextAt: server.ticker.now() + 5000,
			lastAnsweredAt: server.ticker.now(),
			lastError: null,
			interval: 5000,
			isQuiet: false,
		});
		await list.tick();
		end();
		await list.tick();
		expect(seen).toEqual(['asking', 'waiting']);
	});
});

test('goneIds finds deleted conversations over several requests', async () => {
	const server = await liveServer();
	const ids = Array.from({ length: 120 }, (_, n) => `c-${n}`);
	for (const id of ids) insertAt(server, id);
	expect(await goneIds(server.api, ids)).toEqual([]);
	expect(server.requests).toHaveLength(3);
	server.store.conversations.delete('c-7');
	server.store.conversations.delete('c-119');
	expect(await goneIds(server.api, [...ids, 'c-7', 'never'])).toEqual(['c-7', 'c-119', 'never']);
	expect(await goneIds(server.api, [])).toEqual([]);
});
