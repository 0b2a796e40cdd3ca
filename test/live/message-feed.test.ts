import { describe, expect, test } from 'vitest';
import { type FedMessage, type FeedOptions, MessageFeed, type Trouble } from '../../src/live/message-feed.ts';
import type { PollerOptions } from '../../src/live/poller.ts';
import { at } from '../store/fixtures.ts';
import { following, insertAt, type LiveServer, liveServer, refusal, say, stamp } from './harness.ts';

const messagesOf = (id: string) => new RegExp(`/${id}/messages`);

/** Follows a server's messages as `tconv tail` does, and collects their texts. */
async function feeding(
	server: LiveServer,
	more: Partial<PollerOptions> = {},
	feedOptions: Partial<FeedOptions> = {},
) {
	const feed = new MessageFeed({ api: server.api, now: server.ticker.now, ...feedOptions });
	const fed: FedMessage[] = [];
	const troubles: Trouble[] = [];
	const list = following(server, {
		...more,
		onPoll: async (poll, signal) => {
			const { messages, failure, troubles: told } = await feed.take(poll, signal);
			fed.push(...messages);
			troubles.push(...told);
			if (failure !== null) throw failure;
		},
	});
	await list.rested();
	let told = 0;
	return {
		...list,
		feed,
		troubles,
		/** The texts since the previous call. */
		texts: (): string[] => {
			const texts = fed.slice(told).map(({ row }) => (row.ok ? (row.value.text ?? '') : row.problem));
			told = fed.length;
			return texts;
		},
	};
}

/** A server with an earlier conversation whose message is this many seconds old. */
async function withPast(seconds: number): Promise<LiveServer> {
	const server = await liveServer();
	insertAt(server, 'past', seconds);
	const row = server.store.conversations.rowOf('past') ?? -1;
	const when = stamp(server, seconds);
	server.store.messages.insert(row, [{ role: 'user', text: 'old', created_at: when, sent_at: when }]);
	return server;
}

describe('new messages', () => {
	test.each([
		['an hour', -3600],
		['a minute', -60],
		['a second', -1],
	])('of a conversation that was there %s before, only what comes after the start', async (_, seconds) => {
		const server = await withPast(seconds);
		const tail = await feeding(server);
		expect(tail.texts()).toEqual([]);
		server.pass(1000);
		say(server, 'past', 'fresh');
		await tail.tick();
		expect(tail.texts()).toEqual(['fresh']);
		await tail.tick();
		expect(tail.texts()).toEqual([]);
	});

	test('are all messages of a conversation created after the start, with any dates', async () => {
		const server = await withPast(-3600);
		const tail = await feeding(server);
		server.pass(1000);
		insertAt(server, 'new');
		say(server, 'new', 'imported', -86_400);
		say(server, 'new', 'hello');
		server.store.messages.insert(server.store.conversations.rowOf('new') ?? -1, [
			{ role: 'user', text: 'undated' },
		]);
		await tail.tick();
		expect(tail.texts()).toEqual(['imported', 'hello', 'undated']);
	});

	test('are the later messages of a conversation that starts to match', async () => {
		const server = await withPast(-3600);
		const column = { kind: 'metadata', key: 'tier', arrow: '->' } as const;
		const gold = { kind: 'condition', column, negated: false, operator: 'eq', operand: 'gold' } as const;
		insertAt(server, 'quiet-gold', -7200, { tier: 'gold' });
		const tail = await feeding(server, { filters: () => [gold] });
		for (let n = 0; n < 20; n++) {
			say(server, 'past', `before ${n}`);
			await tail.tick();
		}
		server.store.conversations.updateMetadata('past', { tier: 'gold' }, 'replace');
		await tail.tick();
		say(server, 'past', 'after');
		await tail.tick();
		const texts = tail.texts();
		expect(texts.at(-1)).toBe('after');
		// Within a minute of the start of matching, before and after are indistinguishable.
		expect(texts.length).toBeLessThan(6);
	});

	test('equal messages are counted: a second “yes” at the same moment is a second message', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		for (const _ of [1, 2, 3]) say(server, 'past', 'yes');
		await tail.tick();
		expect(tail.texts()).toEqual(['yes', 'yes', 'yes']);
		say(server, 'past', 'yes');
		for (let n = 0; n < 5; n++) await tail.tick();
		expect(tail.texts()).toEqual(['yes']);
	});

	test('are sorted by time over all conversations of a poll', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		insertAt(server, 'new');
		say(server, 'past', 'third', 3);
		say(server, 'new', 'second', 2);
		say(server, 'past', 'first', 1);
		await tail.tick();
		expect(tail.texts()).toEqual(['first', 'second', 'third']);
	});

	test('with a start time are the messages since then, and none before', async () => {
		const server = await withPast(-3600);
		server.pass(-1_000_000);
		say(server, 'past', 'lately');
		server.pass(1_000_000);
		const tail = await feeding(server, { since: at('2026-11-22T11:30:00Z') });
		expect(tail.texts()).toEqual(['lately']);
	});

	test('a conversation of many pages', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		for (let n = 0; n < 250; n++) say(server, 'past', `m${n}`, n / 1000);
		await tail.tick();
		expect(tail.texts()).toEqual(Array.from({ length: 250 }, (_, n) => `m${n}`));
		await tail.tick();
		expect(tail.texts()).toEqual([]);
	});
});

describe('messages at risk of loss or repetition', () => {
	test('a message visible after its conversation changed, or dated before the last one', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		say(server, 'past', 'answer');
		await tail.tick();
		// The conversation's last message stays the same.
		say(server, 'past', 'question, written late', -8);
		await tail.tick();
		expect(tail.ids()).toEqual([]);
		for (let n = 0; n < 4; n++) await tail.tick();
		expect(tail.texts()).toEqual(['answer', 'question, written late']);
	});

	test('a message with the same time as the last one before the start', async () => {
		const server = await withPast(0);
		const tail = await feeding(server);
		say(server, 'past', 'at once');
		for (let n = 0; n < 3; n++) await tail.tick();
		expect(tail.texts()).toEqual(['at once']);
	});

	test('a message visible half a minute late, in a conversation quiet for long', async () => {
		const server = await withPast(-3600);
		insertAt(server, 'other');
		const tail = await feeding(server);
		await tail.tick();
		server.pass(-40_000);
		say(server, 'past', 'late');
		server.pass(40_000);
		await tail.tick();
		expect(tail.texts()).toEqual(['late']);
	});

	test('an outage during a poll: messages read so far are returned, the rest follows', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
			insertAt(server, id);
			say(server, id, id);
		}
		server.between = (request) => {
			if (messagesOf('[def]').test(request.url)) throw new TypeError('fetch failed');
			return null;
		};
		await tail.tick();
		expect(tail.live.getState()).toMatchObject({ phase: 'failing', lastError: { kind: 'network' } });
		const before = tail.texts();
		say(server, 'a', 'more');
		server.between = null;
		await tail.tick();
		expect([...before, ...tail.texts()].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'more']);
	});

	test('a failed start that succeeds later returns nothing old and loses nothing', async () => {
		const server = await withPast(-60);
		server.between = (request) => (messagesOf('past').test(request.url) ? refusal(429) : null);
		const tail = await feeding(server);
		expect(tail.live.getState().phase).toBe('failing');
		for (let n = 0; n < 10; n++) await tail.tick();
		insertAt(server, 'other');
		server.between = null;
		server.pass(600_000);
		insertAt(server, 'another');
		await tail.tick();
		expect(tail.texts()).toEqual([]);
		say(server, 'past', 'fresh');
		await tail.tick();
		expect(tail.texts()).toEqual(['fresh']);
	});

	test('an unreadable conversation does not block the others, is reported, and retried', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		server.between = (request) => (messagesOf('bad').test(request.url) ? refusal(500) : null);
		insertAt(server, 'bad');
		say(server, 'bad', 'there after all');
		say(server, 'past', 'fine');
		await tail.tick();
		expect(tail.texts()).toEqual(['fine']);
		expect(tail.live.getState().phase).toBe('waiting');
		for (let n = 0; n < 3; n++) await tail.tick();
		expect(tail.troubles).toMatchObject([{ id: 'bad', error: { kind: 'server' }, isGivenUp: false }]);
		server.between = null;
		for (let n = 0; n < 6; n++) await tail.tick();
		expect(tail.texts()).toEqual(['there after all']);
	});

	test('a permanently unreadable conversation is given up once', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		server.between = (request) => (messagesOf('bad').test(request.url) ? refusal(500) : null);
		insertAt(server, 'bad');
		for (let n = 0; n < 200; n++) await tail.tick();
		expect(tail.troubles.map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]);
		const asked = server.requests.filter((url) => messagesOf('bad').test(url)).length;
		for (let n = 0; n < 20; n++) await tail.tick();
		expect(server.requests.filter((url) => messagesOf('bad').test(url)).length).toBe(asked);
	});

	test('a server that fails for all messages is an outage, not a problem of each conversation', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		for (let n = 0; n < 50; n++) insertAt(server, `c-${n}`);
		const before = server.requests.length;
		server.between = (request) => (messagesOf('c-\\d+').test(request.url) ? refusal(500) : null);
		await tail.tick();
		expect(tail.troubles).toEqual([]);
		expect(tail.live.getState()).toMatchObject({ phase: 'failing', lastError: { kind: 'server' } });
		expect(server.requests.length - before).toBeLessThan(30);
	});

	test('a conversation deleted between the list and its messages', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		insertAt(server, 'brief');
		server.between = (request) => {
			if (messagesOf('brief').test(request.url)) server.store.conversations.delete('brief');
			return null;
		};
		say(server, 'past', 'stays');
		await tail.tick();
		expect(tail.texts()).toEqual(['stays']);
		expect(tail.live.getState().phase).toBe('waiting');
		expect(tail.troubles).toEqual([]);
	});

	test('a new message that moves another onto the next page does not repeat it', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server);
		for (let n = 0; n < 150; n++) say(server, 'past', `m${n}`, n / 1000);
		// Newest first: during page 2, a new message moves all others by one place.
		const newestFirst = Array.from({ length: 150 }, (_, n) => ({ role: 'user', text: `m${149 - n}` }));
		server.between = (request) => {
			const { searchParams, pathname } = new URL(request.url);
			if (!messagesOf('past').test(pathname)) return null;
			const number = Number(searchParams.get('page[number]'));
			const rows = number === 1 ? newestFirst : [{ role: 'user', text: 'extra' }, ...newestFirst];
			const data = rows.slice((number - 1) * 100, number * 100);
			const meta = { page_number: number, page_size: 100, total_pages: 2, total_results: rows.length };
			return Response.json({ data, meta });
		};
		await tail.tick();
		const texts = tail.texts();
		expect(new Set(texts).size).toBe(texts.length);
		expect(texts).toHaveLength(150);
	});

	test('a forgotten conversation that returns yields only new messages', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server, {}, { keepMillis: 3_600_000 });
		insertAt(server, 'comes-back');
		say(server, 'comes-back', 'one');
		await tail.tick();
		expect(tail.texts()).toEqual(['one']);
		for (let n = 0; n < 30; n++) {
			server.pass(300_000);
			insertAt(server, `other-${n}`);
			await tail.tick();
		}
		expect(tail.feed.remembered).toBeLessThan(18);
		say(server, 'comes-back', 'two');
		await tail.tick();
		expect(tail.texts()).toEqual(['two']);
	});

	test('the number of remembered quiet conversations is limited', async () => {
		const server = await withPast(-60);
		const tail = await feeding(server, {}, { most: 10 });
		for (let n = 0; n < 60; n++) {
			server.pass(60_000);
			insertAt(server, `c-${n}`);
			say(server, `c-${n}`, String(n));
			await tail.tick();
		}
		expect(tail.feed.remembered).toBeLessThanOrEqual(12);
		expect(tail.texts()).toEqual(Array.from({ length: 60 }, (_, n) => String(n)));
		say(server, 'c-1', 'again');
		await tail.tick();
		expect(tail.texts()).toEqual(['again']);
	});
});
