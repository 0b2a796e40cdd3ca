import { EventEmitter, once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { testStore } from '../store/fixtures.ts';
import { rowsOf, startServer, telnyxError } from './fixtures.ts';

const path = '/ai/conversations';
const key = (value: string) => ({ 'idempotency-key': value });

describe('Idempotency-Key', () => {
	test('repeats a successful answer for 24 hours and does the work once', async () => {
		const { request, store, clock } = await startServer();
		const send = () => request('POST', path, { body: { name: 'once' }, headers: key('k-1') });
		const first = await send();
		expect(first.headers.get('idempotent-replayed')).toBeNull();
		clock.set('2026-11-23T11:59:59.999999Z');
		const again = await send();
		expect(again.headers.get('idempotent-replayed')).toBe('true');
		expect([again.status, again.text]).toEqual([first.status, first.text]);
		expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
		expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
		expect(store.conversations.count()).toBe(1);
		clock.set('2026-11-23T12:00:00Z');
		expect((await send()).headers.get('idempotent-replayed')).toBeNull();
		expect(store.conversations.count()).toBe(2);
	});

	test('works for messages too, with an empty answer', async () => {
		const { request, store } = await startServer();
		const { id } = store.conversations.create({});
		const send = () =>
			request('POST', `${path}/${id}/message`, { body: { role: 'user', content: 'hi' }, headers: key('k') });
		await send();
		const again = await send();
		expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, '', 'true']);
		expect(rowsOf(await request('GET', `${path}/${id}/messages`)).length).toBe(1);
	});

	test('is refused with 422 for another body, route or bearer', async () => {
		const { request, store } = await startServer({ key: null });
		const { id } = store.conversations.create({});
		const headers = key('k');
		await request('POST', path, { body: { name: 'a' }, headers });
		for (const other of [
			request('POST', path, { body: { name: 'b' }, headers }),
			request('POST', `${path}?x=1`, { body: { name: 'a' }, headers }),
			request('POST', `${path}/${id}/message`, { body: { name: 'a' }, headers }),
			request('POST', path, { body: { name: 'a' }, headers, key: 'KEY-2' }),
		]) {
			const refused = await other;
			expect([refused.status, refused.json]).toEqual([422, telnyxError('10015')]);
		}
		expect(store.conversations.count()).toBe(2);
	});

	test('ignores failures, so that a corrected request can be sent', async () => {
		const { request } = await startServer();
		expect((await request('POST', path, { body: { name: 1 }, headers: key('k') })).status).toBe(422);
		const second = await request('POST', path, { body: { name: 'x' }, headers: key('k') });
		expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([200, null]);
	});

	test.each(['', 'a b', 'a.b', 'é', `"quoted"`, 'a, b', 'x'.repeat(256)])(
		'refuses “%s” with 400 and code 10015',
		async (value) => {
			const { request } = await startServer();
			const encoded = Buffer.from(value, 'utf8').toString('latin1');
			const refused = await request('POST', path, { body: {}, headers: key(encoded) });
			expect([refused.status, refused.json]).toEqual([
				400,
				telnyxError('10015', { source: { header: 'Idempotency-Key' } }),
			]);
		},
	);

	test('accepts 255 characters and is ignored for other methods', async () => {
		const { request } = await startServer();
		expect((await request('POST', path, { body: {}, headers: key('x'.repeat(255)) })).status).toBe(200);
		expect((await request('GET', path, { headers: key('a b') })).status).toBe(200);
	});

	test('gives 409 while the first request runs, and is free again after it ends or is cut off', async () => {
		let seen = 0;
		const arrivals = new EventEmitter();
		const store = await testStore();
		const { request, url } = await startServer({ store, onRequest: () => arrivals.emit('request', ++seen) });
		const body = JSON.stringify({ name: 'slow' });
		const begin = async (): Promise<ClientRequest> => {
			const arrived = once(arrivals, 'request');
			const sending = httpRequest(`${url}${path}`, {
				method: 'POST',
				headers: { authorization: 'Bearer KEY-1', 'content-length': body.length, ...key('k') },
			});
			sending.on('error', () => undefined);
			sending.write(body.slice(0, 5));
			await arrived;
			return sending;
		};
		const send = () => request('POST', path, { body, headers: key('k') });

		const slow = await begin();
		const second = await send();
		expect([second.status, second.json]).toEqual([409, telnyxError('10012')]);
		slow.end(body.slice(5));
		const [response]: IncomingMessage[] = await once(slow, 'response');
		response?.resume();
		expect(response?.statusCode).toBe(200);
		expect((await send()).headers.get('idempotent-replayed')).toBe('true');

		const cut = await begin();
		cut.destroy();
		await vi.waitUntil(async () => (await send()).status === 200, { interval: 1 });
		expect(store.conversations.count()).toBe(1);
	});
});
