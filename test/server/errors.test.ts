import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { StoreError } from '../../src/store/errors.ts';
import { testStore } from '../store/fixtures.ts';
import { startServer, telnyxError } from './fixtures.ts';

describe('the key', () => {
	test('is required before any other answer', async () => {
		const { request } = await startServer();
		for (const key of [null, '', 'KEY-2', 'key-1', 'KEY-1 more'])
			for (const path of ['/ai/conversations', '/ai/conversations/x', '/nothing']) {
				const refused = await request('GET', path, { key });
				expect(refused.status).toBe(401);
				expect(refused.headers.get('www-authenticate')).toBe('Bearer');
				expect(refused.json).toEqual(telnyxError('10009'));
			}
		const basic = await request('GET', '/ai/conversations', {
			key: null,
			headers: { authorization: 'Basic KEY-1' },
		});
		expect(basic.status).toBe(401);
		const lower = await request('GET', '/ai/conversations', {
			key: null,
			headers: { authorization: 'bearer KEY-1' },
		});
		expect(lower.status).toBe(200);
	});

	test('can be any token if the server has no key, but is required', async () => {
		const { request } = await startServer({ key: null });
		expect((await request('GET', '/ai/conversations', { key: 'whatever' })).status).toBe(200);
		expect((await request('GET', '/ai/conversations', { key: null })).status).toBe(401);
	});
});

describe('unknown resources', () => {
	test.each([
		['GET', '/ai/conversations/none'],
		['GET', '/ai/conversations/00000000-0000-4000-8000-000000000000/messages'],
		['GET', '/ai/conversations/none/conversations-insights'],
		['GET', '/ai/conversations/none/conversation-insights'],
		['GET', '/ai/conversations/%FF'],
		['GET', '/ai/conversations/..%2F..'],
		['GET', '/ai'],
		['GET', '/'],
		['GET', '/ai/conversations/none/messages/1'],
		['PUT', '/ai/conversations/none'],
		['POST', '/ai/conversations/none/message'],
	])('%s %s is 404', async (method, path) => {
		const { request, errors } = await startServer();
		const missing = await request(method, path, method === 'GET' ? {} : { body: { role: 'user' } });
		expect(missing.status).toBe(404);
		expect(missing.json).toEqual(telnyxError('10005', { title: 'Resource not found' }));
		expect(errors).toEqual([]);
	});

	test('a method that a URL does not support is 405, and OPTIONS lists the supported ones', async () => {
		const { request } = await startServer();
		for (const [method, path, allow] of [
			['PATCH', '/ai/conversations', 'GET, HEAD, POST, OPTIONS'],
			['POST', '/ai/conversations/x', 'GET, HEAD, PUT, DELETE, OPTIONS'],
			['DELETE', '/ai/assistants', 'GET, HEAD, OPTIONS'],
			['GET', '/ai/conversations/x/message', 'POST, OPTIONS'],
		] as const) {
			const refused = await request(method, path);
			expect(refused.status).toBe(405);
			expect(refused.headers.get('allow')).toBe(allow);
			expect(refused.json).toEqual(telnyxError('10015'));
			const options = await request('OPTIONS', path);
			expect([options.status, options.text, options.headers.get('allow')]).toEqual([204, '', allow]);
		}
	});
});

describe('bodies', () => {
	const create = '/ai/conversations';
	test.each([
		[create, '', ['body'], 'missing'],
		[create, '{"name":', ['body'], 'json_invalid'],
		[create, '[]', ['body'], 'invalid_type'],
		[create, '"text"', ['body'], 'invalid_type'],
		[create, '{"name":1}', ['body', 'name'], 'invalid_type'],
		[create, '{"metadata":["a"]}', ['body', 'metadata'], 'invalid_type'],
		['message', '{}', ['body', 'role'], 'missing'],
		['message', '{"role":""}', ['body', 'role'], 'too_small'],
		['message', '{"role":"user","content":5}', ['body', 'content'], 'invalid_type'],
		['message', '{"role":"user","sent_at":"soon"}', ['body', 'sent_at'], 'custom'],
		['message', '{"role":"user","tool_calls":[1]}', ['body', 'tool_calls', 0], 'invalid_type'],
	])('%s %s is 422 at %j: %s', async (path, body, loc, type) => {
		const { request, store } = await startServer();
		const { id } = store.conversations.create({});
		const refused = await request('POST', path === 'message' ? `${create}/${id}/message` : path, { body });
		expect(refused.status).toBe(422);
		expect(refused.json).toEqual({ detail: [{ loc, msg: expect.any(String), type }] });
		expect(store.conversations.count()).toBe(1);
	});

	test('reports every problem, not only the first', async () => {
		const { request } = await startServer();
		const refused = await request('POST', create, { body: { name: 1, metadata: [] } });
		expect(refused.json).toMatchObject({
			detail: [{ loc: ['body', 'name'] }, { loc: ['body', 'metadata'] }],
		});
	});

	test('an invalid page number or size is 422', async () => {
		const { request, store } = await startServer();
		const { id } = store.conversations.create({});
		for (const value of ['0', '-1', '1.5', 'x', '', '1e3', '9'.repeat(30)]) {
			const refused = await request('GET', `/ai/conversations/${id}/messages?page[size]=${value}`);
			expect(refused.status).toBe(422);
			expect(refused.json).toMatchObject({ detail: [{ loc: ['query', 'page[size]'] }] });
		}
	});

	test('a body of more than a megabyte is 413, with a length or in chunks', async () => {
		const { request, url, store } = await startServer();
		const big = JSON.stringify({ name: 'x'.repeat(1_100_000) });
		const refused = await request('POST', create, { body: big });
		expect(refused.status).toBe(413);
		expect(refused.json).toEqual(telnyxError('10015'));
		const chunked = await new Promise<number | undefined>((resolve, reject) => {
			const sending = httpRequest(`${url}${create}`, {
				method: 'POST',
				headers: { authorization: 'Bearer KEY-1', 'transfer-encoding': 'chunked' },
			});
			sending.on('response', (response) => resolve(response.resume().statusCode));
			sending.on('error', reject);
			sending.write(big.slice(0, 600_000));
			sending.end(big.slice(600_000));
		});
		expect(chunked).toBe(413);
		expect((await request('POST', create, { body: { name: 'x'.repeat(900_000) } })).status).toBe(200);
		expect(store.conversations.count()).toBe(1);
	});

	test('a small body in chunks is accepted', async () => {
		const { url, store } = await startServer();
		const answered = await fetch(`${url}${create}`, {
			method: 'POST',
			headers: { authorization: 'Bearer KEY-1' },
			body: new Blob(['{"name":', '"in parts"}']).stream(),
			duplex: 'half',
		});
		expect(answered.status).toBe(200);
		await answered.text();
		expect(store.conversations.count()).toBe(1);
	});
});

describe('a server', () => {
	test('answers reads and refuses writes when read-only', async () => {
		const { request, store } = await startServer({ readOnly: true });
		const { id } = store.conversations.create({ name: 'kept' });
		for (const [method, path] of [
			['POST', '/ai/conversations'],
			['PUT', `/ai/conversations/${id}`],
			['DELETE', `/ai/conversations/${id}`],
			['POST', `/ai/conversations/${id}/message`],
		] as const)
			expect((await request(method, path, method === 'DELETE' ? {} : { body: {} })).status).toBe(403);
		expect((await request('GET', `/ai/conversations/${id}`)).json).toMatchObject({ data: { name: 'kept' } });
	});

	test('answers no other name when limited to this computer', async () => {
		const { url } = await startServer({ key: null, loopbackOnly: true });
		const { port } = new URL(url);
		const ask = (host: string) =>
			new Promise<number | undefined>((resolve, reject) => {
				httpRequest(`${url}/ai/conversations`, { headers: { host, authorization: 'Bearer x' } })
					.on('response', (response) => resolve(response.resume().statusCode))
					.on('error', reject)
					.end();
			});
		expect(await ask(`127.0.0.1:${port}`)).toBe(200);
		expect(await ask(`localhost:${port}`)).toBe(200);
		expect(await ask(`[::1]:${port}`)).toBe(200);
		expect(await ask(`evil.example:${port}`)).toBe(421);
		expect(await ask('127.0.0.1.evil.example')).toBe(421);
	});

	test('reports an internal failure without details', async () => {
		const store = await testStore();
		const broken = {
			...store,
			conversations: {
				...store.conversations,
				get: () => {
					throw new StoreError('unusable', 'the secret path /home/ann/calls.db');
				},
			},
		};
		const { request, errors } = await startServer({ store: broken });
		const failed = await request('GET', '/ai/conversations/x');
		expect(failed.status).toBe(500);
		expect(failed.json).toEqual(telnyxError('10007'));
		expect(failed.text).not.toMatch(/secret|StoreError|\.ts/);
		expect(errors).toEqual([expect.objectContaining({ problem: 'unusable' })]);
	});
});
