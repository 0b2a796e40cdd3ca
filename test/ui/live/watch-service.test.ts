import { expect, test, vi } from 'vitest';
import { formatInstant } from '../../../src/domain/instant.ts';
import { builtInViews } from '../../../src/filter/saved-views.ts';
import { createUiStore } from '../../../src/state/store.ts';
import { createPresence } from '../../../src/ui/live/presence.ts';
import { createWatches } from '../../../src/ui/live/watch-service.ts';
import { type LiveServer, liveServer } from '../../live/harness.ts';
import { caller } from '../bundles.ts';

/** Two watched views over a server of its own, and what they tell of. */
async function watching() {
	const server = await liveServer();
	const presence = createPresence();
	const views = builtInViews.views
		.slice(0, 2)
		.map((view) => ({ ...view, line: 'channel:phone_call', watch: 'bell' as const }));
	const store = createUiStore({ saved: { views, startId: null } });
	const told: string[] = [];
	const watches = createWatches({
		api: server.api,
		store,
		ticker: server.ticker,
		random: () => 0.5,
		presence,
		context: async () => ({ now: server.clock.now(), zone: () => 0 }),
		tell: (_, news) => void told.push(...news.map(({ view, conversation }) => `${view} ${conversation.id}`)),
	});
	return { server, presence, store, told, watches };
}

/** Lets the next timers go off, with time passing for the server too, until something has come of it. */
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

test('a day of watching tells once of each conversation in each view, and leaves no timer and asks nothing afterwards', async () => {
	const { server, told, watches } = await watching();
	await pass(server, 2_000, () => expect(server.requests.length).toBeGreaterThan(1));
	for (let hour = 0; hour < 24; hour += 1) {
		begins(server, hour);
		await pass(server, 30_000, () => expect(told).toHaveLength((hour + 1) * 2));
		// The filters are read again in every hour.
		server.ticker.advance(3_600_000);
		server.pass(3_600_000);
	}
	expect(new Set(told).size).toBe(48);
	expect(server.ticker.pending).toBeLessThan(10);
	await watches.close();
	expect(server.ticker.pending).toBe(0);
	const asked = server.requests.length;
	server.ticker.advance(3_600_000);
	expect(server.requests).toHaveLength(asked);
});

test('nothing is asked while the terminal is somebody else’s, and nothing of that time is missed', async () => {
	const { server, presence, told, watches } = await watching();
	await pass(server, 2_000, () => expect(server.requests.length).toBeGreaterThan(1));
	const back = Promise.withResolvers<void>();
	const away = presence.awayDuring(() => back.promise);
	const asked = server.requests.length;
	begins(server, 1);
	server.pass(600_000);
	server.ticker.advance(600_000);
	expect(server.requests).toHaveLength(asked);
	expect(told).toEqual([]);
	back.resolve();
	await away;
	await pass(server, 30_000, () => expect(told).toHaveLength(2));
	await watches.close();
	expect(server.ticker.pending).toBe(0);
});
