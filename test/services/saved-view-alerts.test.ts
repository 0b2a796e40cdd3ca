import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatInstant, millisOf } from '../../src/domain/instant.ts';
import { builtInSavedViews } from '../../src/filter/saved-views.ts';
import { atMostEvery, createSavedViewAlerts } from '../../src/services/saved-view-alerts.ts';
import { createTerminalPresence } from '../../src/services/terminal-presence.ts';
import { createUiStore } from '../../src/state/store.ts';
import { FakeTicker, type LiveServer, liveServer } from '../live/harness.ts';
import { caller } from '../ui/bundles.ts';

/** Two saved views with alerts over a test server, and the alerts sent. */
async function alerting() {
	const server = await liveServer();
	const terminalPresence = createTerminalPresence();
	const views = builtInSavedViews.views
		.slice(0, 2)
		.map((view) => ({ ...view, queryText: 'channel:phone_call', alert: 'bell' as const }));
	const store = createUiStore({ saved: { views, startId: null } });
	const sent: string[] = [];
	const alerts = createSavedViewAlerts({
		api: server.api,
		store,
		now: () => millisOf(server.clock.now()),
		ticker: server.ticker,
		random: () => 0.5,
		terminalPresence,
		context: async () => ({ now: server.clock.now(), zone: () => 0 }),
		send: (_, news) => void sent.push(...news.map(({ view, conversation }) => `${view} ${conversation.id}`)),
	});
	return { server, terminalPresence, store, sent, alerts };
}

/** Advances the ticker and the server's clock until the assertion in `until` passes. */
async function pass(server: LiveServer, millis: number, until: () => void): Promise<void> {
	await vi.waitFor(() => {
		server.ticker.advance(millis);
		server.pass(millis);
		until();
	}, 10_000);
}

function begins(server: LiveServer, number: number): void {
	const now = formatInstant(server.clock.now());
	server.store.conversations.insert({
		...caller(number).conversation,
		created_at: now,
		last_message_at: now,
	});
}

test('24 hours send one alert per conversation and view; close leaves no timer and ends all requests', async () => {
	const { server, sent, alerts } = await alerting();
	await pass(server, 2_000, () => expect(server.requests.length).toBeGreaterThan(1));
	for (let hour = 0; hour < 24; hour += 1) {
		begins(server, hour);
		await pass(server, 30_000, () => expect(sent).toHaveLength((hour + 1) * 2));
		server.ticker.advance(3_600_000);
		server.pass(3_600_000);
	}
	expect(new Set(sent).size).toBe(48);
	expect(server.ticker.pending).toBeLessThan(10);
	await alerts.close();
	expect(server.ticker.pending).toBe(0);
	const asked = server.requests.length;
	server.ticker.advance(3_600_000);
	expect(server.requests).toHaveLength(asked);
});

test('polling pauses while another program has the terminal, and misses nothing of that time', async () => {
	const { server, terminalPresence, sent, alerts } = await alerting();
	await pass(server, 2_000, () => expect(server.requests.length).toBeGreaterThan(1));
	const back = Promise.withResolvers<void>();
	const away = terminalPresence.awayDuring(() => back.promise);
	const asked = server.requests.length;
	begins(server, 1);
	server.pass(600_000);
	server.ticker.advance(600_000);
	expect(server.requests).toHaveLength(asked);
	expect(sent).toEqual([]);
	back.resolve();
	await away;
	await pass(server, 30_000, () => expect(sent).toHaveLength(2));
	await alerts.close();
	expect(server.ticker.pending).toBe(0);
});

/** Lets resolved promises continue. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('atMostEvery', () => {
	test('passes the first item at once and the following ones together at the end of the time', async () => {
		const ticker = new FakeTicker();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 10_000, (items) => void passed.push(items));
		limit.push([1, 2]);
		expect(passed).toEqual([[1, 2]]);
		await turn();
		limit.push([3]);
		limit.push([4]);
		ticker.advance(9_999);
		expect(passed).toHaveLength(1);
		ticker.advance(1);
		await turn();
		expect(passed).toEqual([
			[1, 2],
			[3, 4],
		]);
		ticker.advance(10_000);
		expect(ticker.pending).toBe(0);
		limit.push([5]);
		expect(passed.at(-1)).toEqual([5]);
	});

	test('waits for a slow receiver', async () => {
		const ticker = new FakeTicker();
		const gate = Promise.withResolvers<void>();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 1_000, (items) => {
			passed.push(items);
			return passed.length === 1 ? gate.promise : undefined;
		});
		limit.push([1]);
		limit.push([2]);
		ticker.advance(60_000);
		await turn();
		expect(passed).toEqual([[1]]);
		gate.resolve();
		await turn();
		ticker.advance(0);
		expect(passed).toEqual([[1], [2]]);
	});

	test('passes nothing on after stop, and leaves no timer', async () => {
		const ticker = new FakeTicker();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 1_000, (items) => void passed.push(items));
		limit.push([1]);
		await turn();
		limit.push([2]);
		limit.stop();
		expect(ticker.pending).toBe(0);
		limit.push([3]);
		expect(passed).toEqual([[1]]);
	});

	test('for any timing, passes all items once, in order, never closer than the interval', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(4_000), { maxLength: 20 }), async (pauses) => {
				const ticker = new FakeTicker();
				const passed: { readonly at: number; readonly items: readonly number[] }[] = [];
				const limit = atMostEvery<number>(
					ticker,
					3_000,
					(items) => void passed.push({ at: ticker.now(), items }),
				);
				for (const [number, pause] of pauses.entries()) {
					limit.push([number]);
					await turn();
					ticker.advance(pause);
					await turn();
				}
				ticker.advance(3_000);
				expect(passed.flatMap(({ items }) => items)).toEqual(pauses.map((_, number) => number));
				for (const [index, { at }] of passed.entries())
					expect(at - (passed[index - 1]?.at ?? -3_000)).toBeGreaterThanOrEqual(3_000);
			}),
			{ numRuns: 50 },
		);
	});
});
