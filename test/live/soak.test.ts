import { expect, test } from 'vitest';
import { MessageFeed } from '../../src/live/message-feed.ts';
import { following, insertAt, liveServer, refusal, say } from './harness.ts';

const dayMillis = 86_400_000;

test('a day of calls and outages: memory does not grow, no message is lost or repeated', async () => {
	const server = await liveServer();
	const feed = new MessageFeed({ api: server.api, now: server.ticker.now, keepMillis: 3_600_000 });
	const got = new Map<string, number>();
	const list = following(server, {
		onPoll: async (poll, signal) => {
			const { messages, failure } = await feed.take(poll, signal);
			for (const { row } of messages) {
				const text = row.ok ? (row.value.text ?? '') : '?';
				got.set(text, (got.get(text) ?? 0) + 1);
			}
			if (failure !== null) throw failure;
			list.polls.length = 0;
		},
	});
	await list.rested();
	const said: string[] = [];
	const peaks: { rows: number; conversations: number; timers: number }[] = [];
	const start = server.ticker.now();
	let calls = 0;
	let polls = 0;
	while (server.ticker.now() - start < dayMillis) {
		const minute = Math.floor((server.ticker.now() - start) / 60_000);
		const isNight = minute % 1440 > 1080;
		server.between = minute % 200 < 3 ? () => refusal(minute % 2 === 0 ? 503 : 429) : null;
		// A call starts every few minutes and runs beside earlier ones for a while.
		if (!isNight && minute / 4 >= calls) {
			calls += 1;
			insertAt(server, `call-${calls}`);
		}
		for (let call = Math.max(1, calls - 2); !isNight && call <= calls; call++) {
			if ((polls + call) % 11 !== 0) continue;
			said.push(`call-${call} ${said.length}`);
			say(server, `call-${call}`, said.at(-1) ?? '');
		}
		await list.tick();
		polls += 1;
		const peak = {
			rows: list.live.remembered(),
			conversations: feed.remembered,
			timers: server.ticker.pending,
		};
		const hour = Math.floor(minute / 60);
		peaks[hour] = {
			rows: Math.max(peaks[hour]?.rows ?? 0, peak.rows),
			conversations: Math.max(peaks[hour]?.conversations ?? 0, peak.conversations),
			timers: Math.max(peaks[hour]?.timers ?? 0, peak.timers),
		};
	}
	server.between = null;
	for (let n = 0; n < 5; n++) await list.tick();

	expect(said.filter((text) => got.get(text) !== 1)).toEqual([]);
	expect(got.size).toBe(said.length);
	expect(calls).toBeGreaterThan(200);
	expect(polls).toBeGreaterThan(5000);
	expect(Math.max(...peaks.map(({ rows }) => rows))).toBeLessThan(10);
	expect(Math.max(...peaks.map(({ conversations }) => conversations))).toBeLessThan(25);
	expect(Math.max(...peaks.map(({ timers }) => timers))).toBe(1);
}, 120_000);
