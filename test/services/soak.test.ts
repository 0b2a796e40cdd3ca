import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { listOptions } from '../../src/data/list-query.ts';
import { instantFromMillis, millisOf } from '../../src/domain/instant.ts';
import { createServer } from '../../src/server/server.ts';
import { createLive } from '../../src/services/live-list.ts';
import { createTerminalPresence } from '../../src/services/terminal-presence.ts';
import { createUiStore } from '../../src/state/store.ts';
import { loadBundles } from '../../src/store/store.ts';
import { FakeTicker } from '../live/harness.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { callers, idOf } from '../ui/bundles.ts';

setFlagsFromString('--expose_gc');
const collect: () => void = runInNewContext('gc');

/** The used heap after a collection, in megabytes. */
function heap(): number {
	collect();
	return process.memoryUsage().heapUsed / 1e6;
}

test('six hours of calls leave no timer, listener, query or mark, and the heap does not grow', async () => {
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, callers(200));
	const server = createServer({ store, key: 'key', now: clock.now, newId: countedIds() });
	let requests = 0;
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'key',
		fetch: async (input, init) => {
			requests += 1;
			// One request in forty is refused, one in fifty gets no answer.
			if (requests % 40 === 0) return Response.json({ errors: [] }, { status: 429 });
			if (requests % 50 === 0) throw new TypeError('fetch failed');
			return server.fetch(new Request(input, init));
		},
		sleep: async () => undefined,
		random: () => 0.5,
		now: () => millisOf(clock.now()),
	});
	const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
	const ui = createUiStore({});
	const { query } = ui.getState();
	await client.prefetchInfiniteQuery(listOptions({ api, now: () => millisOf(clock.now()) }, query));
	ui.dispatch({ type: 'list-select', ids: [idOf(1)], height: 30, id: idOf(1) });
	ui.dispatch({ type: 'open', id: idOf(1) });
	const ticker = new FakeTicker();
	const terminalPresence = createTerminalPresence();
	const live = createLive({
		api,
		client,
		store: ui,
		now: () => millisOf(clock.now()),
		ticker,
		random: () => 0.5,
		intervalMillis: 5_000,
		terminalPresence,
	});
	live.show([idOf(1), idOf(2)]);
	ui.dispatch({ type: 'live', isOn: true });

	const settled = (): Promise<void> =>
		new Promise((resolve) => {
			const look = (): void => {
				const phase = live.getState()?.phase;
				if (phase === 'waiting' || phase === 'failing') resolve();
				else setImmediate(look);
			};
			look();
		});
	const hours: { readonly heap: number; readonly timers: number; readonly queries: number }[] = [];
	for (let hour = 0; hour < 6; hour += 1) {
		for (let step = 0; step < 360; step += 1) {
			clock.instant = instantFromMillis(millisOf(clock.instant) + 10_000);
			const row = store.conversations.rowOf(idOf(1 + ((hour * 360 + step) % 200)));
			if (row !== null && step % 2 === 0) store.messages.add(row, { role: 'user', text: `line ${step}` });
			if (step % 60 === 0) store.conversations.create({ name: `hour ${hour}, step ${step}` });
			ticker.advance(10_000);
			await settled();
		}
		hours.push({ heap: heap(), timers: ticker.pending, queries: client.getQueryCache().getAll().length });
	}
	expect(requests).toBeGreaterThan(1_500);
	for (const { timers, queries } of hours) {
		expect(timers).toBeLessThanOrEqual(2);
		expect(queries).toBeLessThanOrEqual(3);
	}
	// The first hour fills caches; the server's own store grows by some kB an hour.
	expect((hours.at(-1)?.heap ?? 0) - (hours.at(0)?.heap ?? 0)).toBeLessThan(10);
	expect(ui.getState().live.fresh.size).toBeLessThanOrEqual(236);
	ui.dispatch({ type: 'live', isOn: false });
	await live.close();
	expect(ticker.pending).toBe(0);
	expect(live.getState()).toBeNull();
	client.clear();
}, 60_000);
