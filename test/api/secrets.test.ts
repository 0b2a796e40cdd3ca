import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/errors.ts';
import { apiOn, cutOff, failureOf, json, plain, type Script, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';

describe('the key', () => {
	const echo: Script = (seen, response) =>
		json(
			response,
			{
				errors: [
					{
						code: '10009',
						detail: `No such key: ${seen.headers.authorization}`,
						source: { pointer: `/${secretKey}`, parameter: secretKey },
					},
				],
			},
			401,
			{ 'x-request-id': `req-${secretKey}` },
		);
	const scripts: Record<string, Script> = {
		'an error that echoes it': echo,
		'HTML that echoes it': (_, response) => plain(response, 500, 'text/html', `<b>${secretKey}</b>`),
		'JSON that escapes it': (_, response) =>
			plain(response, 400, 'application/json', `{"detail":"\\u004b${secretKey.slice(1)} is wrong"}`),
		'no JSON, with it': (_, response) => {
			response.setHeader('x-request-id', secretKey);
			plain(response, 200, 'text/html', `<b>${secretKey}</b>`);
		},
		'a redirect with it': (_, response) => {
			response.writeHead(302, { location: `http://127.0.0.1:1/?key=${secretKey}` });
			response.end();
		},
		'a broken body': (_, response) => cutOff(response, 200, '{'),
		'a broken connection': (_, response) => void response.destroy(),
		'no answer in time': () => undefined,
	};

	test.each(Object.keys(scripts))('is in no part of an error: %s', async (name) => {
		await using server = await serve((...request) => scripts[name]?.(...request));
		const error = await failureOf(apiOn(server.url, { timeoutMs: 100 }).get(id));
		expect(error).toBeInstanceOf(ApiError);
		const shown = [
			inspect(error, { depth: 20, showHidden: true, getters: true }),
			JSON.stringify(error),
			error instanceof Error ? `${error.stack}${String(error.cause)}` : '',
		].join('\n');
		expect(shown).not.toContain(secretKey);
		expect(shown.toLowerCase()).not.toContain('bearer k');
	});

	test('is not to be seen in the service itself', () => {
		const api = apiOn('http://127.0.0.1:2/v2');
		expect(inspect(api, { depth: 20, showHidden: true })).not.toContain(secretKey);
		expect(JSON.stringify(api)).not.toContain(secretKey);
	});

	test.each([
		['', 'There is no API key.'],
		[`${secretKey}\nx: y`, 'The API key contains characters that no key has.'],
		['schlüssel', 'The API key contains characters that no key has.'],
	])('is refused where it cannot be sent (%j), without being shown', async (apiKey, sentence) => {
		const error = await failureOf((async () => apiOn('http://127.0.0.1:2/v2', { apiKey }))());
		expect(error).toMatchObject({ kind: 'auth', sentence });
		expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secretKey);
	});

	test.each(['', 'nonsense', 'ftp://x/v2', 'https://user:word@x/v2', 'https://x/v2?a=b'])(
		'is not sent to a base URL like %j',
		async (baseUrl) => {
			const error = await failureOf((async () => apiOn(baseUrl))());
			expect(error).toMatchObject({ kind: 'invalid' });
		},
	);

	test.each([
		['', 'is not an address'],
		[secretKey, 'is not an address'],
		[`ftp://${secretKey}/v2`, 'does not start with'],
		[`me:${secretKey}@x/v2`, 'does not start with'],
		['localhost:8787/v2', 'does not start with'],
		[`https://me:${secretKey}@x/v2`, 'contains a user name or a password'],
		[`https://${secretKey}@x/v2`, 'contains a user name or a password'],
		[`https://x/v2?key=${secretKey}`, 'has a query string'],
		['https://x/v2?', 'has a query string'],
		[`https://x/v2#${secretKey}`, 'has a fragment'],
	])('a base URL was refused without a cause or its variable: %j %s', async (baseUrl, cause) => {
		const error = await failureOf((async () => apiOn(baseUrl))());
		expect(error).toMatchObject({ sentence: expect.stringMatching(`^TELNYX_BASE_URL ${cause}`) });
		expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secretKey);
	});
});
