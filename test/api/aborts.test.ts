import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { apiOn, failureOf, json, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';

describe('aborts', () => {
	test('an abort in flight comes out as the AbortError it is', async () => {
		const controller = new AbortController();
		await using server = await serve(() => controller.abort());
		const error = await failureOf(apiOn(server.url).get(id, { signal: controller.signal }));
		expect(error).toBe(controller.signal.reason);
		expect(error).toMatchObject({ name: 'AbortError' });
		expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secretKey);
	});

	test('an abort before the start sends nothing', async () => {
		await using server = await serve((_, response) => json(response, {}));
		const error = await failureOf(apiOn(server.url).get(id, { signal: AbortSignal.abort() }));
		expect(error).toMatchObject({ name: 'AbortError' });
		expect(server.seen).toEqual([]);
	});

	test('an abort ends a call whose fetch does not listen to its signal', async () => {
		const controller = new AbortController();
		const api = apiOn('http://127.0.0.1:2/v2', {
			fetch: () => {
				controller.abort();
				return new Promise(() => undefined);
			},
		});
		expect(await failureOf(api.get(id, { signal: controller.signal }))).toBe(controller.signal.reason);
	});

	test('an abort while waiting for a retry ends the wait', async () => {
		const controller = new AbortController();
		await using server = await serve((_, response) => json(response, {}, 503, { 'retry-after': '20' }));
		const api = apiOn(server.url, {
			sleep: async (_, signal) => {
				controller.abort();
				signal?.throwIfAborted();
			},
		});
		const error = await failureOf(api.get(id, { signal: controller.signal }));
		expect(error).toBe(controller.signal.reason);
		expect(server.seen).toHaveLength(1);
	});
});
