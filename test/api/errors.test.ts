import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/errors.ts';
import { wordsOfMarkup } from '../../src/api/markup.ts';
import { emptyQuery } from '../../src/filter/tree.ts';
import { all, apiOn, cutOff, failureOf, json, plain, type Script, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';

/** The error of `get` when the script answers every attempt. */
async function errorFrom(script: Script): Promise<ApiError> {
	await using server = await serve(script);
	const error = await failureOf(apiOn(server.url).get(id));
	if (!(error instanceof ApiError)) throw error;
	return error;
}

const telnyx = (code: string, extra = {}) => ({
	errors: [{ code, title: 'A title', detail: 'Some detail', ...extra }],
});

describe('kinds', () => {
	test.each([
		[401, 'auth'],
		[402, 'forbidden'],
		[403, 'forbidden'],
		[404, 'not-found'],
		[408, 'timeout'],
		[409, 'conflict'],
		[400, 'invalid'],
		[422, 'invalid'],
		[429, 'rate-limited'],
		[500, 'server'],
		[503, 'server'],
	] as const)('%i is %s, with its code, detail and request id', async (status, kind) => {
		const error = await errorFrom((_, response) =>
			json(response, telnyx('10006'), status, { 'x-request-id': 'req-7' }),
		);
		expect(error).toMatchObject({ kind, status, code: '10006', requestId: 'req-7', detail: 'Some detail' });
		expect(error.message).toBe(`${error.sentence} ${error.advice}`);
		expect(error.message).not.toContain('Some detail');
	});

	test('a disabled account is not blamed on the key', async () => {
		const error = await errorFrom((_, response) =>
			json(response, telnyx('10010', { title: 'Account is disabled' }), 403),
		);
		expect(error.kind).toBe('forbidden');
		expect(error.sentence).toBe('The account is disabled.');
		expect(error.advice).toContain('balance');
	});

	test('the same code without these words is any refusal', async () => {
		const error = await errorFrom((_, response) => json(response, telnyx('10010'), 403));
		expect(error.sentence).toBe('This account or key has no permission for that.');
	});
});

describe('not found', () => {
	test('a list that is not there was said to be deleted: the address is wrong', async () => {
		await using server = await serve((_, response) => json(response, telnyx('10005'), 404));
		const api = apiOn(server.url);
		const asked = [
			() => api.listPage(emptyQuery),
			() => all(api.list(emptyQuery)),
			() => all(api.assistants()),
			() => all(api.insightTemplates()),
			() => api.insightAggregates({}),
			() => api.create({}),
		];
		for (const ask of asked) {
			const error = await failureOf(ask());
			expect(error).toMatchObject({ kind: 'not-found', advice: expect.stringContaining('TELNYX_BASE_URL') });
			expect(error).not.toMatchObject({ advice: expect.stringContaining('deleted') });
		}
	});

	test('a conversation that is not there may have been deleted', async () => {
		await using server = await serve((_, response) => json(response, telnyx('10005'), 404));
		const api = apiOn(server.url);
		const asked = [
			() => api.get(id),
			() => api.updateMetadata(id, {}),
			() => api.delete(id),
			() => api.addMessage(id, { role: 'user' }),
			() => all(api.messages(id)),
		];
		for (const ask of asked)
			expect(await failureOf(ask())).toMatchObject({ advice: expect.stringContaining('deleted') });
	});
});

describe('bodies', () => {
	test("Telnyx's shape names parameter, pointer and position", async () => {
		const error = await errorFrom((_, response) =>
			json(
				response,
				{
					errors: [
						{ code: 10015, detail: 'Unknown operator', source: { parameter: 'name' }, meta: { position: 3 } },
						{ code: '10015', title: 'Bad field', source: { pointer: '/metadata/x' } },
						{ code: '10015', detail: 'No place' },
					],
				},
				400,
			),
		);
		expect(error.code).toBe('10015');
		expect(error.detail).toBe('Unknown operator\nBad field\nNo place');
		expect(error.fields).toEqual([
			{ parameter: 'name', pointer: null, message: 'Unknown operator', position: 3 },
			{ parameter: null, pointer: '/metadata/x', message: 'Bad field', position: null },
		]);
	});

	test('the validation shape names query parameters and body pointers', async () => {
		const error = await errorFrom((_, response) =>
			json(
				response,
				{
					detail: [
						{ loc: ['query', 'limit'], msg: 'not an integer', type: 'int_parsing' },
						{ loc: ['body', 'metadata', 'k'], msg: 'not a string', type: 'string_type' },
					],
				},
				422,
			),
		);
		expect(error.kind).toBe('invalid');
		expect(error.fields).toEqual([
			{ parameter: 'limit', pointer: null, message: 'not an integer', position: null },
			{ parameter: null, pointer: '/metadata/k', message: 'not a string', position: null },
		]);
	});

	test.each([
		['HTML', 502, 'text/html', '<html><h1>Bad gateway</h1></html>', 'Bad gateway'],
		['nothing', 500, 'application/json', '', null],
		['JSON that was cut short', 500, 'application/json', '{"errors":[{"co', '{"errors":[{"co'],
		['JSON under a wrong type', 401, 'text/plain', JSON.stringify(telnyx('10009')), 'Some detail'],
		['a plain detail', 404, 'application/json', '{"detail":"Not Found"}', 'Not Found'],
		['JSON of no known shape', 400, 'application/json', '[1]', '[1]'],
		['errors of a wrong shape', 400, 'application/json', '{"errors":[7,null]}', null],
	] as const)('%s', async (_name, status, type, body, detail) => {
		const error = await errorFrom((_, response) => plain(response, status, type, body));
		expect(error.status).toBe(status);
		expect(error.detail).toBe(detail);
	});

	test.each([
		[
			'its title',
			'<html><head><title>502 Bad\n Gateway</title></head><body>nginx</body></html>',
			'502 Bad Gateway',
		],
		[
			'what is visible',
			'<!DOCTYPE html><style>p{}</style><script>x<y</script><p>Down &amp; out</p>',
			'Down & out',
		],
		['its text where the title is empty', '<title></title><p>&#x4e;o &lt;service&gt;</p>', 'No <service>'],
		['the message of XML', '<?xml version="1.0"?><Error><Code>Denied</Code></Error>', 'Denied'],
		['nothing of an empty page', '<html></html>', null],
	])('a page was quoted with its source: now %s', async (_what, page, detail) => {
		const failed = await errorFrom((_, response) => plain(response, 502, 'text/html', page));
		expect(failed.detail).toBe(detail);
		const strange = await errorFrom((_, response) => plain(response, 200, 'text/html', page));
		expect(strange).toMatchObject({ sentence: 'The server sent a web page instead of data.', detail });
	});

	test('the words of a page are clipped, and a page of brackets is read at once', async () => {
		const long = await errorFrom((_, r) => plain(r, 502, 'text/html', `<p>${'word '.repeat(9000)}</p>`));
		expect(long.detail?.length).toBeLessThanOrEqual(201);
		for (const piece of ['<', '<script', '<!--', '<title', '&'])
			expect(wordsOfMarkup(`<${piece.repeat(50_000)}`).length).toBeLessThanOrEqual(201);
	});

	test('a key that a page spells with entities is not shown', async () => {
		const spelled = [...secretKey].map((letter) => `&#${letter.codePointAt(0)};`).join('');
		for (const status of [200, 502]) {
			const error = await errorFrom((_, r) => plain(r, status, 'text/html', `<p>Got ${spelled}</p>`));
			expect(error.detail).toBe('Got [key]');
		}
	});

	test('a request id was to be quoted where there is none', async () => {
		const without = await errorFrom((_, response) => plain(response, 502, 'text/plain', ''));
		expect(without.advice).not.toContain('request id');
		const named = await errorFrom((_, r) => json(r, telnyx('1'), 502, { 'x-request-id': 'req-7' }));
		expect(named.advice).toContain('request id');
	});

	test('an answer cut short is something other than JSON, not a page', async () => {
		const error = await errorFrom((_, response) => plain(response, 200, 'text/plain', '{"data":'));
		expect(error).toMatchObject({
			sentence: 'The server did not send JSON.',
			detail: '{"data":',
		});
	});

	test('a long page is shortened', async () => {
		const error = await errorFrom((_, response) => plain(response, 502, 'text/html', 'x'.repeat(100_000)));
		expect(error.detail?.length).toBeLessThan(2100);
	});

	test("the broken body of an error leaves the status' own kind", async () => {
		const error = await errorFrom((_, response) => cutOff(response, 403, '{"errors":['));
		expect(error).toMatchObject({ kind: 'forbidden', status: 403, detail: null });
	});

	test.each([
		['HTML', 'text/html', '<html>Log in to the Wi-Fi</html>'],
		['nothing', 'application/json', ''],
		['cut short', 'application/json', '{"data":{"id":"7'],
		['an array', 'application/json', '[]'],
		['null', 'application/json', 'null'],
		['a row without id', 'application/json', '{"data":{"name":"x"}}'],
	])('a success that is %s is a bad response', async (_name, type, body) => {
		const error = await errorFrom((_, response) => plain(response, 200, type, body));
		expect(error.kind).toBe('bad-response');
	});

	test('a body that breaks off on every attempt is a network error', async () => {
		await using server = await serve((_, response) => cutOff(response, 200, '{"data":'));
		const error = await failureOf(apiOn(server.url).get(id));
		expect(error).toMatchObject({ kind: 'network' });
		expect(server.seen).toHaveLength(3);
	});
});

describe('no answer', () => {
	test('nothing listens', async () => {
		const server = await serve(() => undefined);
		await server[Symbol.asyncDispose]();
		const error = await failureOf(apiOn(server.url).get(id));
		expect(error).toMatchObject({ kind: 'network', code: 'ECONNREFUSED', status: null });
	});

	test('a server that takes too long, once', async () => {
		await using server = await serve(() => undefined);
		const error = await failureOf(apiOn(server.url, { timeoutMs: 40 }).get(id));
		expect(error).toMatchObject({ kind: 'timeout' });
		expect(server.seen).toHaveLength(1);
	});

	test('a body that stalls is a timeout too', async () => {
		await using server = await serve((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.write('{"data":');
		});
		const error = await failureOf(apiOn(server.url, { timeoutMs: 40 }).get(id));
		expect(error).toMatchObject({ kind: 'timeout' });
	});

	test('a fetch that fails in a way of its own is named, not quoted', async () => {
		const api = apiOn('http://127.0.0.1:2/v2', {
			fetch: async () => {
				throw new RangeError(`no room for ${secretKey}`);
			},
		});
		const error = await failureOf(api.get(id));
		expect(error).toMatchObject({ kind: 'network', code: 'RangeError', detail: null });
		expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secretKey);
	});

	test('a redirect is not followed, so the key goes nowhere else', async () => {
		await using other = await serve((_, response) => json(response, {}));
		await using server = await serve((_, response) => {
			response.writeHead(307, { location: `${other.url}/elsewhere` });
			response.end();
		});
		const error = await failureOf(apiOn(server.url).get(id));
		expect(error).toMatchObject({ kind: 'bad-response', status: 307, detail: `${other.url}/elsewhere` });
		expect(other.seen).toEqual([]);
	});
});
