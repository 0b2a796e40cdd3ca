import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { backoffMs, retryAfterMs } from '../../src/api/retry-policy.ts';
import { sleep } from '../../src/api/sleep.ts';
import { apiOn, cutOff, failureOf, json, plain, type Script, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const conversation = { id, created_at: '2026-10-15T16:05:41.651903+00:00', metadata: {} };
const answer = { data: conversation };

/** One given failure per request, then success. */
function failing(...failures: Script[]): Script {
	return (seen, response, nth) => (failures[nth] ?? ((_, ok) => json(ok, answer)))(seen, response, nth);
}

const status =
	(code: number, headers = {}): Script =>
	(_, response) =>
		json(response, {}, code, headers);

describe('what is repeated', () => {
	test.each<[string, Script]>([
		['408', status(408)],
		['429', status(429)],
		['500', status(500)],
		['502 as HTML', (_, response) => plain(response, 502, 'text/html', '<html>')],
		['503', status(503)],
		['599', status(599)],
		['a broken connection', (_, response) => void response.destroy()],
		['a body that breaks off', (_, response) => cutOff(response, 200, '{"data":{')],
	])('%s, twice, then it works', async (_name, failure) => {
		await using server = await serve(failing(failure, failure));
		const waits: number[] = [];
		expect((await apiOn(server.url, {}, waits).get(id)).id).toBe(id);
		expect(server.seen).toHaveLength(3);
		expect(waits).toEqual([250, 500]);
	});

	test.each([400, 401, 403, 404, 409, 422])('%i is not, on a GET', async (code) => {
		await using server = await serve(failing(status(code)));
		await failureOf(apiOn(server.url).get(id));
		expect(server.seen).toHaveLength(1);
	});

	test.each([
		[503, 'false', 1],
		[429, 'False', 1],
		[400, 'true', 2],
		[503, 'maybe', 2],
	])('%i with x-should-retry: %s makes %i requests', async (code, said, requests) => {
		await using server = await serve(failing(status(code, { 'x-should-retry': said })));
		await apiOn(server.url)
			.get(id)
			.catch(() => undefined);
		expect(server.seen).toHaveLength(requests);
	});

	test('it gives up after three attempts', async () => {
		await using server = await serve((_, response) => json(response, {}, 500));
		expect(await failureOf(apiOn(server.url).get(id))).toMatchObject({ kind: 'server' });
		expect(server.seen).toHaveLength(3);
	});

	test('a create keeps one idempotency key, and waits for one in flight', async () => {
		await using server = await serve(failing(status(503), status(409)));
		await apiOn(server.url).create({ name: 'x', metadata: { a: '+1 312' } });
		const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
		expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(server.seen.map(({ body }) => body)).toEqual(
			new Array(3).fill('{"name":"x","metadata":{"a":"+1 312"}}'),
		);
	});

	test('a write sends its whole body again', async () => {
		await using server = await serve(failing((_, response) => void response.destroy()));
		await apiOn(server.url).updateMetadata(id, { k: 'ü' });
		expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
			['PUT', '{"metadata":{"k":"ü"}}'],
			['PUT', '{"metadata":{"k":"ü"}}'],
		]);
	});

	test('each operation has its own key, and takes one from outside', async () => {
		await using server = await serve(({ url }, response) => {
			if (url.endsWith('/message')) response.end();
			else json(response, answer);
		});
		const api = apiOn(server.url);
		await api.create({});
		await api.create({});
		await api.addMessage(id, { role: 'user', content: 'hi' }, { idempotencyKey: 'mine-1' });
		const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
		expect(new Set(keys).size).toBe(3);
		expect(keys[2]).toBe('mine-1');
	});
});

describe('a delete whose answer was lost', () => {
	const gone = status(404);

	test('is done when the second attempt finds nothing', async () => {
		await using server = await serve(failing((_, response) => void response.destroy(), gone));
		await expect(apiOn(server.url).delete(id)).resolves.toBeUndefined();
	});

	test('is not when there was nothing from the start, or the first was only put off', async () => {
		await using absent = await serve(failing(gone));
		expect(await failureOf(apiOn(absent.url).delete(id))).toMatchObject({ kind: 'not-found' });
		await using busy = await serve(failing(status(429), gone));
		expect(await failureOf(apiOn(busy.url).delete(id))).toMatchObject({ kind: 'not-found' });
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2026-11-22T10:00:00Z');

	test.each([
		['7', 7000],
		['0', 0],
		['Sun, 22 Nov 2026 10:00:12 GMT', 12_000],
		['Sun, 22 Nov 2026 09:00:00 GMT', 0],
	])('%s is waited for', async (value, expected) => {
		await using server = await serve(failing(status(429, { 'retry-after': value })));
		const waits: number[] = [];
		await apiOn(server.url, { now: () => now }, waits).get(id);
		expect(waits).toEqual([expected]);
	});

	test('beyond the cap is handed to the caller', async () => {
		await using server = await serve((_, response) => json(response, {}, 429, { 'retry-after': '3600' }));
		const error = await failureOf(apiOn(server.url).get(id));
		expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
		expect(error).toMatchObject({ advice: 'Try again in 60 minutes.' });
		expect(server.seen).toHaveLength(1);
	});

	test('retry-after-ms goes before it', () => {
		const both = new Headers({ 'retry-after-ms': '1250.4', 'retry-after': '7' });
		expect(retryAfterMs(both, 503, now)).toBe(1250);
		expect(retryAfterMs(new Headers({ 'retry-after-ms': 'soon', 'retry-after': '7' }), 429, now)).toBe(7000);
		expect(retryAfterMs(new Headers({ 'retry-after': 'soon', 'x-ratelimit-reset': '3' }), 429, now)).toBe(
			3000,
		);
	});

	test('nonsense falls back to the usual wait', () => {
		expect(retryAfterMs(new Headers({ 'retry-after': 'soon' }), 429, now)).toBeNull();
		expect(retryAfterMs(new Headers({ 'retry-after': '' }), 429, now)).toBeNull();
		expect(retryAfterMs(new Headers(), 429, now)).toBeNull();
	});

	test('x-ratelimit-reset stands in for it on a 429, in seconds or as a time', () => {
		expect(retryAfterMs(new Headers({ 'x-ratelimit-reset': '3' }), 429, now)).toBe(3000);
		expect(retryAfterMs(new Headers({ 'x-ratelimit-reset': String(now / 1000 + 4) }), 429, now)).toBe(4000);
		expect(retryAfterMs(new Headers({ 'x-ratelimit-reset': '3' }), 500, now)).toBeNull();
	});
});

test('back-off doubles up to its cap and is spread over its upper half', () => {
	expect([1, 2, 3, 4, 5, 6].map((retry) => backoffMs(retry, () => 0))).toEqual([
		250, 500, 1000, 2000, 4000, 4000,
	]);
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 20 }),
			fc.double({ min: 0, max: 0.999, noNaN: true }),
			(retry, dice) => {
				const wait = backoffMs(retry, () => dice);
				expect(wait).toBeGreaterThanOrEqual(250);
				expect(wait).toBeLessThanOrEqual(8000);
			},
		),
	);
});

test('the real sleep ends at once when aborted', async () => {
	const controller = new AbortController();
	const sleeping = failureOf(sleep(60_000, controller.signal));
	controller.abort();
	expect(await sleeping).toBe(controller.signal.reason);
	expect(await failureOf(sleep(60_000, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
	await expect(sleep(1, undefined)).resolves.toBeUndefined();
});

test('whoever sets the pace is given a 429 at once; everything else is repeated as ever', async () => {
	await using server = await serve((_, response, nth) => {
		if (nth === 0) json(response, {}, 429, { 'retry-after': '7' });
		else if (nth === 1) json(response, {}, 503);
		else json(response, answer);
	});
	const waits: number[] = [];
	const api = apiOn(server.url, {}, waits).pacedByCaller();
	expect(await failureOf(api.get(id))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 7000 });
	expect(waits).toEqual([]);
	expect((await api.get(id)).id).toBe(id);
	expect([waits.length, server.seen.length]).toEqual([1, 3]);
});

test('read-only refuses every write and no read, before anything is sent', async () => {
	await using server = await serve((_, response) => json(response, answer));
	const api = apiOn(server.url, { readOnly: true });
	expect(api.readOnly).toBe(true);
	const writes = {
		create: () => api.create({}),
		updateMetadata: () => api.updateMetadata(id, {}),
		delete: () => api.delete(id),
		addMessage: () => api.addMessage(id, { role: 'user' }),
	};
	// Every new method belongs in one of the two lists.
	const reads = [
		'listPage',
		'listPageDated',
		'list',
		'get',
		'messages',
		'insights',
		'insightTemplates',
		'insightAggregates',
		'assistants',
	];
	const methods = Object.getOwnPropertyNames(ConversationsApi.prototype).filter(
		(name) => name !== 'constructor',
	);
	expect(methods.toSorted()).toEqual([...reads, ...Object.keys(writes), 'pacedByCaller'].toSorted());
	expect(await failureOf(api.pacedByCaller().delete(id))).toMatchObject({ kind: 'forbidden' });
	for (const write of Object.values(writes)) {
		expect(await failureOf(write())).toMatchObject({
			kind: 'forbidden',
			sentence: 'This session is read-only: nothing was sent.',
		});
	}
	expect(server.seen).toEqual([]);
	expect((await api.get(id)).id).toBe(id);
});

test('every request carries key, agent and what it accepts', async () => {
	await using server = await serve((_, response) => json(response, answer));
	await apiOn(server.url, { userAgent: 'tconv/9', apiKey: ` ${secretKey}\n` }).get(id);
	expect(server.seen[0]?.headers).toMatchObject({
		authorization: `Bearer ${secretKey}`,
		'user-agent': 'tconv/9',
		accept: 'application/json',
	});
});
