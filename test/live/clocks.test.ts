import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFeed } from '../../src/live/message-feed.ts';
import { following, insertAt, type LiveServer, liveServer, say } from './harness.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Follows the messages of the server; returns their texts in order of arrival. */
async function tailing(server: LiveServer, options: Parameters<typeof following>[1] = {}) {
	const feed = new MessageFeed({ api: server.api, now: server.ticker.now });
	const given: string[] = [];
	const list = following(server, {
		...options,
		onPoll: async (poll, signal) => {
			const { messages, failure } = await feed.take(poll, signal);
			given.push(...messages.map(({ row }) => (row.ok ? (row.value.text ?? '') : '?')));
			if (failure !== null) throw failure;
		},
	});
	await list.rested();
	return { given, tick: list.tick };
}

/** A conversation that starts now, with a message. */
function begin(server: LiveServer, id: string, metadata: Record<string, string> = {}): void {
	insertAt(server, id, 0, metadata);
	say(server, id, id);
}

const offs = [-day, -hour, -61_000, 61_000, hour, day];
const gold = {
	kind: 'condition',
	column: { kind: 'metadata', key: 'tier', arrow: '->' },
	negated: false,
	operator: 'eq',
	operand: 'gold',
} as const;

describe('a wrong clock loses no message and repeats none', () => {
	test.each(offs)('of the answers only, by %i ms', async (off) => {
		for (const filters of [[], [gold]]) {
			const server = await liveServer();
			server.dateAhead = off;
			insertAt(server, 'past', -30, { tier: 'gold' });
			const { given, tick } = await tailing(server, { filters: () => filters });
			const ids = Array.from({ length: 10 }, (_, at) => `call-${at}`);
			for (const id of ids) {
				begin(server, id, { tier: 'gold' });
				await tick();
			}
			expect(given).toEqual(ids);
		}
	});

	test.each(offs)('of the server, jumping by %i ms during polling', async (jump) => {
		for (const filters of [[], [gold]]) {
			const server = await liveServer();
			for (let at = 0; at < 5; at++) insertAt(server, `past-${at}`, -600 * at, { tier: 'gold' });
			// A real ticker has fractions of a microsecond, unlike the times of rows.
			let parts = 0;
			const now = () => {
				parts += 2 ** -12;
				return server.ticker.now() + parts;
			};
			const ticker = { now, after: server.ticker.after };
			const { given, tick } = await tailing(server, { filters: () => filters, ticker });
			const said: string[] = [];
			for (let at = 0; at < 12; at++) {
				if (at === 4) server.pass(jump);
				if (at === 8) server.pass(-jump);
				said.push(`call-${at}`);
				begin(server, `call-${at}`, { tier: 'gold' });
				await tick();
				if (at % 3 !== 0) continue;
				said.push(`again-${at}`);
				say(server, 'past-0', `again-${at}`);
				await tick();
			}
			expect(given).toEqual(said);
			expect(server.requests.filter((request) => /\d{2}:\d{2}\.\d*\D\d+\+00/.test(request))).toEqual([]);
		}
	});
});

test('a conversation quiet during the jump returns only new messages, for a day', async () => {
	const server = await liveServer();
	insertAt(server, 'past', -30);
	const { given, tick } = await tailing(server);
	begin(server, 'quiet');
	await tick();
	for (let at = 0; at < 5; at++) {
		server.pass(4 * hour);
		begin(server, `other-${at}`);
		await tick();
	}
	server.pass(-day);
	begin(server, 'after');
	await tick();
	say(server, 'quiet', 'fresh');
	await tick();
	expect(given).toEqual(['quiet', 'other-0', 'other-1', 'other-2', 'other-3', 'other-4', 'after', 'fresh']);
});

test('rows in any order, some of them twice, make no difference', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.infiniteStream(fc.nat(9)),
			fc.array(fc.nat(4), { minLength: 1, maxLength: 25 }),
			async (dice, steps) => {
				const server = await liveServer();
				server.between = async (request) => {
					if (request.method !== 'GET' || request.headers.has('x-through')) return null;
					const headers = new Headers(request.headers);
					headers.set('x-through', '1');
					const answer = await server.reach.fetch(new Request(request, { headers }));
					const body = JSON.parse(await answer.text());
					const rows: unknown[] = [];
					for (const row of body.data)
						for (let copies = dice.next().value % 5 === 0 ? 2 : 1; copies > 0; copies--)
							rows.splice(dice.next().value % (rows.length + 1), 0, row);
					return Response.json({ ...body, data: rows });
				};
				for (let at = 0; at < 3; at++) insertAt(server, `past-${at}`, -20 * at);
				const { given, tick } = await tailing(server);
				const said: string[] = [];
				for (const [at, which] of steps.entries()) {
					const id = `call-${which}`;
					if (server.store.conversations.get(id) === null) insertAt(server, id);
					server.pass(1);
					said.push(`${id} ${at}`);
					say(server, id, `${id} ${at}`);
					if (dice.next().value % 2 === 0) await tick();
				}
				await tick();
				await tick();
				expect(given.toSorted()).toEqual(said.toSorted());
			},
		),
		{ numRuns: 30 },
	);
}, 60_000);
