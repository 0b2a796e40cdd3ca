import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { isExposed } from '../../src/api/endpoint.ts';
import { apiOn, failureOf, secretKey, serve } from './http-server.ts';

const refusal = 'TELNYX_BASE_URL is plain http: it would send your API key unencrypted.';

test.each([
	'http://api.telnyx.com/v2',
	'HTTP://API.TELNYX.COM/v2',
	'http://10.0.0.7:8787/v2',
	'http://0.0.0.0:8787/v2',
	'http://192.168.1.2/v2',
	'http://localhost.example.com/v2',
	'http://127.0.0.1.example.com/v2',
	'http://notlocalhost/v2',
	'http://128.0.0.1/v2',
	'http://[2001:db8::1]/v2',
	'http://[::ffff:10.0.0.1]/v2',
	'http://[::]/v2',
])('the key is not sent unencrypted to %s, unless that is allowed', (baseUrl) => {
	expect(isExposed(baseUrl)).toBe(true);
	expect(() => new ConversationsApi({ baseUrl, apiKey: secretKey })).toThrow(refusal);
	expect(() => new ConversationsApi({ baseUrl, apiKey: secretKey, allowHttp: true })).not.toThrow();
});

test.each([
	'https://api.telnyx.com/v2',
	'http://127.0.0.1:8787/v2',
	'http://127.1:2/v2',
	'http://127.255.0.3/v2',
	'http://2130706433/v2',
	'http://[::1]:8787/v2',
	'http://[::ffff:127.0.0.1]/v2',
	'http://localhost:8787/v2',
	'http://LOCALHOST/v2',
	'http://localhost./v2',
	'http://api.localhost:2/v2',
])('%s is encrypted, or leaves no machine', (baseUrl) => {
	expect(isExposed(baseUrl)).toBe(false);
	expect(() => new ConversationsApi({ baseUrl, apiKey: secretKey })).not.toThrow();
});

test.each([`https://example.com/${secretKey}/v2`, `https://${secretKey}.example.com/v2`])(
	'an address that has the key in it is refused, and not said again: %s',
	async (baseUrl) => {
		const made = (async () => new ConversationsApi({ baseUrl, apiKey: secretKey }))();
		const error = await failureOf(made);
		if (!baseUrl.includes(`${secretKey}.`)) expect(String(error)).toContain('contains the API key');
		expect(String(error)).not.toContain(secretKey);
	},
);

test.each([301, 302, 303, 307, 308])(
	'a redirect (%i) is not followed, to whichever host: the key stays here',
	async (status) => {
		const visits: string[] = [];
		const other = createServer((request, response) => {
			visits.push(String(request.headers.authorization));
			response.end('{}');
		});
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void other.close());
		const { port } = other.address() as AddressInfo;
		await using server = await serve((seen, response) => {
			const own = `http://${String(seen.headers.host)}/v2/elsewhere`;
			response.writeHead(status, {
				location: seen.url.includes('own') ? own : `http://localhost:${port}/v2`,
			});
			response.end();
		});
		for (const id of ['own', 'other']) {
			const error = await failureOf(apiOn(server.url).get(id));
			expect(error).toMatchObject({ kind: 'bad-response', status });
		}
		expect(server.seen.map(({ url }) => url)).toEqual([
			'/v2/ai/conversations/own',
			'/v2/ai/conversations/other',
		]);
		expect(visits).toEqual([]);
	},
);

test.each([
	['an id', (api: ConversationsApi) => api.get(secretKey)],
	['a part of an id', (api: ConversationsApi) => api.delete(`a ${secretKey} b`)],
	['metadata', (api: ConversationsApi) => api.updateMetadata('a', { note: `x${secretKey}` })],
	['a name of metadata', (api: ConversationsApi) => api.updateMetadata('a', { [secretKey]: 'x' })],
	['a name', (api: ConversationsApi) => api.create({ name: secretKey, metadata: {} })],
	[
		'a message, in base64',
		(api: ConversationsApi) => api.addMessage('a', { role: 'user', content: btoa(`Bearer ${secretKey}`) }),
	],
])('no request holds the key but in its header: %s', async (_, call) => {
	await using server = await serve((_seen, response) => void response.end('{"data":{}}'));
	const error = await failureOf(call(apiOn(server.url)));
	expect(error).toMatchObject({ sentence: 'This text contains your API key, so nothing was sent.' });
	expect(server.seen).toEqual([]);
});
