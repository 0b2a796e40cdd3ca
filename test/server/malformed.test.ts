import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepestNesting } from '../../src/server/bodies.ts';
import { startServer, type TestServer, telnyxError } from './fixtures.ts';

const create = '/ai/conversations';
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Sends these bytes on a new connection and returns all received bytes until it closes. */
async function exchange({ url }: TestServer, text: string): Promise<string> {
	const socket = connect(Number(new URL(url).port), '127.0.0.1');
	let answer = '';
	socket.on('data', (chunk) => {
		answer += String(chunk);
	});
	socket.on('error', () => undefined);
	socket.write(text, 'latin1');
	await once(socket, 'close');
	return answer;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

const asked = (host: string, path = create): string =>
	`GET /v2${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer KEY-1\r\nConnection: close\r\n\r\n`;

describe('answers malformed requests with 4xx without a server failure', () => {
	test.each([
		'999.999.999.999',
		'1.2.3.4.5',
		'256.1',
		'0x100000000',
		'127.0.0.1:99999',
		'[::1',
		'a b',
		'%zz',
		'',
	])('an invalid Host: %j', async (host) => {
		for (const loopbackOnly of [true, false]) {
			const server = await startServer({ loopbackOnly });
			expect(statusOf(await exchange(server, asked(host)))).toBe(400);
			expect(server.errors).toEqual([]);
		}
	});

	test.each([
		['/ai/conversations/%', 404],
		['/ai/conversations/%ff%fe/messages', 404],
		['/ai/conversations/%00', 404],
		['/ai/conversations?name=eq.%zz', 200],
		['/ai/conversations?limit=%', 400],
		['/ai/conversations?order=%00', 400],
		['/ai/conversations?%ff=%fe', 400],
		['/ai\\conversations', 400],
	])('invalid percent-encoding: %s', async (path, status) => {
		const server = await startServer();
		expect(statusOf(await exchange(server, asked('localhost', path)))).toBe(status);
		expect(server.errors).toEqual([]);
	});

	test.each([
		['a conversation', create, (deep: string) => `{"metadata":{"a":${deep}}}`],
		['metadata that is a list', create, (deep: string) => `{"metadata":${deep}}`],
		['tool calls', 'message', (deep: string) => `{"role":"user","tool_calls":[{"a":${deep}}]}`],
		['a tool choice', 'message', (deep: string) => `{"role":"user","tool_choice":{"a":${deep}}}`],
		['a body that is a list', create, (deep: string) => deep],
	])('JSON nested thousands of levels deep: %s', async (_, place, body) => {
		const server = await startServer();
		const { id } = server.store.conversations.create({});
		const path = place === 'message' ? `${create}/${id}/message` : place;
		for (const levels of [deepestNesting + 1, 5000, 400_000])
			expect((await server.request('POST', path, { body: body(nested(levels)) })).status).toBe(422);
		expect(server.errors).toEqual([]);
		expect(server.store.conversations.count()).toBe(1);
	});

	test('random bytes instead of a request', async () => {
		const server = await startServer();
		const part = fc.oneof(
			fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
			fc.constantFrom(
				'GET ',
				'POST ',
				'/v2/ai/conversations',
				'?',
				'%',
				' HTTP/1.1',
				'\r\n',
				'Host: a',
				':',
				'{}',
			),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 12 }), async (parts) => {
				const text = `${parts.join('')}\r\nAuthorization: Bearer KEY-1\r\nConnection: close\r\n\r\n`;
				expect(statusOf(await exchange(server, text))).not.toBe(500);
				expect(server.errors).toEqual([]);
			}),
			{ numRuns: 150 },
		);
	});
});

describe('an incomplete request', () => {
	const head = 'POST /v2/ai/conversations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer KEY-1\r\n';

	test.each([
		['no more than its first line', 'POST /v2/ai/conversations HTTP/1.1\r\n'],
		['half of its body', `${head}Content-Length: 30\r\n\r\n{"name":`],
		['a chunk, and no other', `${head}Transfer-Encoding: chunked\r\n\r\n8\r\n{"name":\r\n`],
	])('is answered with 408 and closed: %s', async (_, text) => {
		const server = await startServer({ arrivalMillis: 40 });
		expect(statusOf(await exchange(server, text))).toBe(408);
		expect(server.store.conversations.count()).toBe(0);
		expect(server.errors).toEqual([]);
	});
});

describe('a pattern that takes too long', () => {
	test.each([
		['match', '((a?){255}){3}b'],
		['imatch', '(ß|ß|ß|ß|ß|ß|ß|ß)+y'],
		['like', `%${'x'.repeat(6000)}b`],
		['ilike', `%${'x'.repeat(6000)}b`],
	])('is answered with 400 against long names: %s', async (operator, pattern) => {
		const server = await startServer();
		for (let row = 0; row < 3; row++) server.store.conversations.create({ name: 'x'.repeat(900_000) });
		server.store.conversations.create({ name: 'ß'.repeat(450_000) });
		const query = new URLSearchParams({ name: `${operator}.${pattern}` });
		const refused = await server.request('GET', `${create}?${query}`);
		expect(refused.status).toBe(400);
		expect(refused.json).toEqual(telnyxError('10015'));
		expect(refused.text).toContain('takes too long');
		expect(server.errors).toEqual([]);
		const usual = await server.request('GET', `${create}?name=match.${encodeURIComponent('^ß+$')}`);
		expect(usual.status).toBe(200);
	});
});
