import { describe, expect, test } from 'vitest';
import { createBrake } from '../../src/api/brake.ts';
import { createWaits, type Wait, type Waits } from '../../src/api/waits.ts';
import { FakeTicker } from '../live/harness.ts';
import { apiOn, failureOf, json, type Script, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const fine: Script = (_, response) => json(response, { data: { id, metadata: {} } });

/** Sleeps until its signal aborts. */
const forEver = (_: number, signal: AbortSignal | undefined): Promise<void> =>
	new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

/** Resolves with the first waits. */
function firstOf(waits: Waits): Promise<readonly Wait[]> {
	const now = waits.getState();
	if (now.length > 0) return Promise.resolve(now);
	return new Promise((resolve) => {
		const end = waits.subscribe(() => {
			if (waits.getState().length === 0) return;
			end();
			resolve(waits.getState());
		});
	});
}

describe('a wait is told of, and can be ended:', () => {
	test('a server that limits the rate', async () => {
		const ticker = new FakeTicker();
		const waits = createWaits(ticker.now, ticker.after);
		await using server = await serve((_, response) => json(response, {}, 429, { 'retry-after': '28' }));
		const reading = failureOf(apiOn(server.url, { waits, sleep: forEver }).get(id));
		expect(await firstOf(waits)).toEqual([
			{ why: 'rate-limited', since: ticker.now(), attempt: 2, most: 3, until: ticker.now() + 28_000 },
		]);
		waits.end();
		expect(await reading).toMatchObject({ kind: 'rate-limited', retryAfterMs: 28_000 });
		expect(waits.getState()).toEqual([]);
		expect(server.seen).toHaveLength(1);
	});

	test('a write that is tried again gets the error that it waits for, and is not sent again', async () => {
		const ticker = new FakeTicker();
		const waits = createWaits(ticker.now, ticker.after);
		await using server = await serve((_, response) => json(response, {}, 503));
		const writing = failureOf(apiOn(server.url, { waits, sleep: forEver }).delete(id));
		expect(await firstOf(waits)).toMatchObject([{ why: 'retrying', attempt: 2, most: 3 }]);
		waits.end();
		expect(await writing).toMatchObject({ kind: 'server', status: 503 });
		expect(server.seen).toHaveLength(1);
	});

	test('a server that does not answer', async () => {
		const ticker = new FakeTicker();
		const waits = createWaits(ticker.now, ticker.after);
		await using server = await serve(() => undefined);
		const reading = failureOf(apiOn(server.url, { waits }).get(id));
		await expect.poll(() => server.seen.length).toBe(1);
		expect(waits.getState()).toEqual([]);
		ticker.advance(3000);
		expect(waits.getState()).toMatchObject([{ why: 'slow', attempt: 1, until: null }]);
		waits.end();
		expect(await reading).toMatchObject({ sentence: 'You ended the wait.' });
		expect(waits.getState()).toEqual([]);
	});

	test('a write that has left, once no reading is waited for: nobody knows then what became of it', async () => {
		const ticker = new FakeTicker();
		const waits = createWaits(ticker.now, ticker.after);
		await using server = await serve(() => undefined);
		const api = apiOn(server.url, { waits });
		const writing = failureOf(api.delete(id));
		const reading = failureOf(api.get(id));
		await expect.poll(() => server.seen.length).toBe(2);
		ticker.advance(3000);
		waits.end();
		expect(await reading).toMatchObject({ sentence: 'You ended the wait.' });
		expect(waits.getState()).toMatchObject([{ why: 'slow' }]);
		waits.end();
		expect(await writing).toMatchObject({ kind: 'timeout', sentence: 'You ended the wait.' });
		expect(waits.getState()).toEqual([]);
		expect(server.seen).toHaveLength(2);
	});

	test('nothing is told of what is answered', async () => {
		const ticker = new FakeTicker();
		const waits = createWaits(ticker.now, ticker.after);
		let told = 0;
		waits.subscribe(() => {
			told += 1;
		});
		await using server = await serve(fine);
		await apiOn(server.url, { waits }).get(id);
		expect([told, ticker.pending]).toEqual([0, 0]);
	});
});

describe('a server that fails', () => {
	test('is asked once a second, the latest first, and left alone by what was called off', async () => {
		const ticker = new FakeTicker();
		const brake = createBrake(ticker.now, ticker.after);
		let isDown = true;
		await using server = await serve((seen, response, nth) =>
			isDown ? json(response, {}, 500) : fine(seen, response, nth),
		);
		const api = apiOn(server.url, { brake, sleep: async () => undefined });
		const first = failureOf(api.get('first'));
		await expect.poll(() => server.seen.length).toBe(1);
		const left = new AbortController();
		const gone = failureOf(api.get('gone', { signal: left.signal }));
		const last = failureOf(api.get('last'));
		await expect.poll(() => ticker.pending).toBe(1);
		left.abort();
		expect(await gone).toBe(left.signal.reason);
		for (let second = 1; second <= 5; second += 1) {
			await ticker.whenSet();
			const before = server.seen.length;
			ticker.advance(1000);
			await expect.poll(() => server.seen.length).toBe(before + 1);
		}
		expect(server.seen.map(({ url }) => url.split('/').at(-1))).not.toContain('gone');
		await Promise.all([first, last]);
		isDown = false;
		brake.release();
		await api.get(id);
		await api.get(id);
		expect(server.seen).toHaveLength(8);
	});

	test('lets everything go with its first answer', async () => {
		const ticker = new FakeTicker();
		const brake = createBrake(ticker.now, ticker.after);
		brake.answered(true);
		await using server = await serve(fine);
		const api = apiOn(server.url, { brake });
		const reading = Promise.all([api.get(id), api.get(id), api.get(id)]);
		await ticker.whenSet();
		expect(server.seen).toEqual([]);
		ticker.advance(1000);
		await reading;
		expect(ticker.pending).toBe(0);
	});

	test('does not hold back what writes', async () => {
		const ticker = new FakeTicker();
		const brake = createBrake(ticker.now, ticker.after);
		brake.answered(true);
		await using server = await serve((_, response) => void response.writeHead(204).end());
		await apiOn(server.url, { brake }).delete(id);
		expect(server.seen).toHaveLength(1);
	});
});
