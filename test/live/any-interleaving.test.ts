import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodedValues } from '../../src/domain/decoded.ts';
import { jsonText } from '../../src/domain/json.ts';
import { MessageFeed } from '../../src/live/message-feed.ts';
import { following, insertAt, type LiveServer, liveServer, refusal, say } from './harness.ts';

type Step =
	| { readonly kind: 'insert'; readonly secondsAgo: number }
	| { readonly kind: 'say' | 'tag' | 'delete'; readonly which: number }
	| { readonly kind: 'pass'; readonly millis: number }
	| { readonly kind: 'poll' | 'fail' | 'rest' };

const change: fc.Arbitrary<Step> = fc.oneof(
	// As late as the overlap allows: a row can become visible when newer ones were seen long ago.
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('insert'), secondsAgo: fc.nat(59) }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('say'), which: fc.nat() }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('tag'), which: fc.nat() }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), which: fc.nat() }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: change },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('pass'), millis: fc.nat(20_000) }) },
	{ weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'poll' }, { kind: 'fail' }, { kind: 'rest' }) },
);

/** Applies a step to the server. Every state of a row is unique. */
function changer(server: LiveServer) {
	const ids: string[] = [];
	let count = 0;
	return (one: Step): void => {
		count += 1;
		switch (one.kind) {
			case 'insert':
				ids.push(`c-${count}`);
				insertAt(server, `c-${count}`, -one.secondsAgo);
				return;
			case 'pass':
				server.pass(one.millis);
				return;
			case 'say':
			case 'tag':
			case 'delete': {
				const id = ids[one.which % Math.max(1, ids.length)];
				if (id === undefined || server.store.conversations.get(id) === null) return;
				server.pass(1);
				if (one.kind === 'delete') server.store.conversations.delete(id);
				else say(server, id, String(count));
				// Only recent rows are read again; a tag on an old conversation would not be detected.
				if (one.kind === 'tag')
					server.store.conversations.updateMetadata(id, { tag: String(count) }, 'replace');
				return;
			}
			default:
				return;
		}
	};
}

test('for any changes between and during polls, every row arrives in its last state, and no state twice', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { maxLength: 60 }),
			fc.array(change, { maxLength: 40 }),
			fc.record({
				pageSize: fc.integer({ min: 1, max: 5 }),
				pagesPerLook: fc.integer({ min: 1, max: 3 }),
				ahead: fc.constantFrom(0, 3_600_000, -3_600_000, null),
			}),
			async (steps, meanwhile, { pageSize, pagesPerLook, ahead }) => {
				const server = await liveServer();
				server.dateAhead = ahead;
				const apply = changer(server);
				insertAt(server, 'before', -30);
				const list = following(server, { pageSize, pagesPerPoll: pagesPerLook, overlapMillis: 60_000 });
				await list.rested();
				// A change before each answer, while changes are left.
				const between = () => {
					const next = meanwhile.shift();
					if (next !== undefined) apply(next);
					return null;
				};
				server.between = between;
				for (const one of steps) {
					if (one.kind === 'poll') await list.tick();
					else if (one.kind === 'fail') {
						server.between = () => refusal(502);
						await list.tick();
						server.between = between;
					} else if (one.kind === 'rest') {
						list.live.pollNow();
						list.live.pause();
						list.live.resume();
						await list.rested();
					} else apply(one);
				}
				server.between = null;
				// The first of these may end a walk that started before the last change.
				for (let walks = 0; walks < 3; ) {
					await list.tick();
					if (list.polls.at(-1)?.hasMore === false) walks += 1;
				}
				expect(list.ids()).toEqual([]);

				const given = list.polls.flatMap(({ rows }) => decodedValues(rows).map(({ raw }) => jsonText(raw)));
				expect(new Set(given).size).toBe(given.length);
				const there = (await server.api.listPage({ filters: [], order: [], limit: 500, offset: null })).rows;
				const known = new Set(given);
				expect(decodedValues(there).filter(({ raw }) => !known.has(jsonText(raw)))).toEqual([]);
				await list.live.stop();
			},
		),
		{ numRuns: 60 },
	);
}, 60_000);

test('messages between and during polls arrive once, over outages, bursts and pauses', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { maxLength: 60 }),
			fc.array(fc.record({ kind: fc.constant<'say'>('say'), which: fc.nat() }), { maxLength: 30 }),
			fc.constantFrom(0, 3_600_000, -3_600_000, 86_400_000, -86_400_000, null),
			async (steps, meanwhile, ahead) => {
				const server = await liveServer();
				server.dateAhead = ahead;
				const apply = changer(server);
				for (const secondsAgo of [7200, 600, 30]) insertAt(server, `before-${secondsAgo}`, -secondsAgo);
				const feed = new MessageFeed({ api: server.api, now: server.ticker.now, most: 3 });
				const given: string[] = [];
				const list = following(server, {
					pageSize: 3,
					pagesPerPoll: 1,
					onPoll: async (poll, signal) => {
						const { messages, failure } = await feed.take(poll, signal);
						given.push(...messages.map(({ row }) => (row.ok ? (row.value.text ?? '') : '?')));
						if (failure !== null) throw failure;
					},
				});
				await list.rested();
				while (list.polls.at(-1)?.hasMore !== false) await list.tick();
				const said: string[] = [];
				const tell = (which: number) => {
					const id = ['before-7200', 'before-600', 'before-30', 'c-1', 'c-2'][which % 5] ?? '';
					if (server.store.conversations.get(id) === null) insertAt(server, id);
					said.push(`${id} ${said.length}`);
					server.pass(1);
					say(server, id, said.at(-1) ?? '');
				};
				const between = () => {
					const next = meanwhile.shift();
					if (next !== undefined) tell(next.which);
					return null;
				};
				server.between = between;
				for (const one of steps) {
					if (one.kind === 'poll') await list.tick();
					else if (one.kind === 'fail') {
						let left = 4;
						server.between = () => (left-- > 0 ? null : refusal(429));
						await list.tick();
						server.between = between;
					} else if (one.kind === 'rest') {
						list.live.pollNow();
						list.live.pause();
						list.live.resume();
						await list.rested();
					} else if (one.kind === 'say') tell(one.which);
					else if (one.kind === 'pass') apply(one);
				}
				server.between = null;
				for (let walks = 0; walks < 3; ) {
					await list.tick();
					if (list.polls.at(-1)?.hasMore === false) walks += 1;
				}
				expect(given.toSorted()).toEqual(said.toSorted());
				await list.live.stop();
			},
		),
		{ numRuns: 60 },
	);
}, 60_000);
