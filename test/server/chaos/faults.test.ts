import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/server/chaos/catalogue.ts';
import { serving } from '../../commands/serve-fixtures.ts';

type Got = {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: Buffer;
	/** The reason why the answer was incomplete; null if it was complete. */
	readonly broken: string | null;
};

/** One request over node:http, which returns bodies as sent over the wire. */
function ask(url: string, method = 'GET', body = ''): Promise<Got> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let status = 0;
		let headers: Got['headers'] = {};
		const end = (broken: string | null) => resolve({ status, headers, body: Buffer.concat(chunks), broken });
		const sending = httpRequest(
			url,
			{ method, agent: false, headers: { authorization: 'Bearer x' } },
			(got) => {
				status = got.statusCode ?? 0;
				headers = got.headers;
				got.on('data', (chunk: Buffer) => chunks.push(chunk));
				got.on('end', () => end(null));
				got.on('error', (error) => end(error.message));
			},
		);
		sending.on('error', (error) => end(error.message));
		sending.end(body);
	});
}

async function under(spec: string, demo = 12) {
	const server = serving(['--port', '0', '--demo', String(demo), '--chaos', spec]);
	const url = await server.url();
	const control = url.replace('/v2', '/chaos');
	return {
		list: () => ask(`${url}/ai/conversations`),
		ask: (method: string, path: string, body?: string) => ask(`${url}${path}`, method, body),
		/** The ids that the server really has. */
		ids: async (): Promise<string[]> => {
			await ask(control, 'PUT', '');
			return rows(await ask(`${url}/ai/conversations?limit=1000`)).map(({ id }) => id);
		},
	};
}

function rows({ body }: Got): { id: string; created_at: string; name: string }[] {
	const { data } = JSON.parse(body.toString());
	return data;
}

const isJson = ({ body }: Got): boolean => {
	try {
		JSON.parse(body.toString());
		return true;
	} catch {
		return false;
	}
};

describe('a replaced answer', () => {
	test.each([
		['429', 429, {}, '10011'],
		['429=30s', 429, { 'retry-after': '30' }, '10011'],
		['429-date=1m', 429, { 'retry-after': expect.stringMatching(/GMT$/) }, '10011'],
		['429-reset=30s', 429, { 'x-ratelimit-reset': '30' }, '10011'],
		['429-ms=1500ms', 429, { 'retry-after-ms': '1500' }, '10011'],
		['error=503', 503, { 'content-type': 'application/json' }, '10007'],
		['html', 200, { 'content-type': 'text/html; charset=utf-8' }, 'Sign in'],
		['html=502', 502, { 'content-type': 'text/html; charset=utf-8' }, '502 from the gateway'],
		['bare=503', 503, { 'content-length': '0' }, ''],
		['errors', 200, { 'content-type': 'application/json' }, '"errors"'],
		['redirect=307', 307, { location: 'https://sign-in.invalid/portal' }, ''],
		['revoked', 401, { 'www-authenticate': 'Bearer' }, 'revoked'],
	])('%s', async (spec, status, headers, words) => {
		const got = await (await under(spec)).list();
		expect(got).toMatchObject({ status, broken: null });
		expect(got.headers).toMatchObject(headers);
		expect(got.body.toString()).toContain(words);
		if (spec === '429') expect(got.headers).not.toHaveProperty('retry-after');
	});

	test.each([
		['html', false],
		['html,done', true],
		['bare=202,done', true],
		['reset=before', false],
		['reset=during', true],
		['reset=after', true],
	])('leaves the write undone or done, as requested: %s', async (fault, isDone) => {
		const server = await under(`DELETE: ${fault}`);
		const id = rows(await server.list())[0]?.id ?? '';
		const got = await server.ask('DELETE', `/ai/conversations/${id}`);
		expect(got.broken !== null).toBe(fault.startsWith('reset'));
		expect((await server.ids()).includes(id)).toBe(!isDone);
	});
});

describe('a changed answer', () => {
	const count = 12;

	test('is truncated or almost JSON, and transfers completely', async () => {
		for (const spec of ['cut=90%', 'not-json']) {
			const got = await (await under(spec)).list();
			expect(got).toMatchObject({ status: 200, broken: null });
			expect(isJson(got)).toBe(false);
		}
	});

	test.each([
		['types', (list: unknown[]) => list.some((row) => typeof Object(row).id === 'object')],
		['fields', (list: unknown[]) => list.some((row) => Object.keys(Object(row)).length < 4)],
		['nulls', (list: unknown[]) => list[0] === null && list.some((row) => row !== null)],
		['repeat', (list: unknown[]) => list.length > count],
		['empty', (list: unknown[]) => list.length === 0],
		['long=50kB', (list: unknown[]) => String(Object(list[0]).name).length >= 50_000],
	])('has broken rows: %s', async (spec, isWrong) => {
		const got = await (await under(spec)).list();
		expect(isWrong(rows(got))).toBe(true);
	});

	test('has the same rows in another order, which is repeatable with the seed', async () => {
		const [plain, one, other] = await Promise.all(
			['', 'shuffle', 'shuffle'].map(async (spec) =>
				rows(await (await under(spec)).list()).map(({ id }) => id),
			),
		);
		expect(one).not.toEqual(plain);
		expect([...(one ?? [])].sort()).toEqual([...(plain ?? [])].sort());
		expect(other).toEqual(one);
	});

	test('has an object for a list, a list for an object, or unknown ids', async () => {
		const server = await under('GET /ai/conversations: envelope; GET /ai/conversations/*: other-id');
		const list = JSON.parse((await server.list()).body.toString());
		expect(list.data).toHaveProperty('id');
		const one = await server.ask('GET', `/ai/conversations/${list.data.id}`);
		expect(JSON.parse(one.body.toString()).data.id).not.toBe(list.data.id);
	});

	test('is nested thousands of levels deep', async () => {
		const got = await (await under('deep=20000')).list();
		expect(got.body.toString()).toContain('['.repeat(20_000));
	});

	test('repeats the first answer of its path, so that a list never ends', async () => {
		const server = await under('stale');
		const first = await server.ask('GET', '/ai/conversations?limit=3');
		const next = await server.ask('GET', '/ai/conversations?limit=3&offset=3');
		expect(rows(next)).toEqual(rows(first));
	});
});

describe('the transfer of a body', () => {
	test('is huge, plain or compressed to a thousandth', async () => {
		const plain = await (await under('huge=3MB')).list();
		expect(plain.body.length).toBeGreaterThan(3_000_000);
		expect(rows(plain).length).toBe(12);
		const small = await (await under('gzip=30MB')).list();
		expect(small.headers).toMatchObject({ 'content-encoding': 'gzip' });
		expect(small.body.length).toBeLessThan(300_000);
		expect(gunzipSync(small.body).length).toBeGreaterThan(30_000_000);
	});

	test('never ends until the client disconnects', async () => {
		const server = serving(['--port', '0', '--empty', '--chaos', 'endless']);
		const url = await server.url();
		const stop = new AbortController();
		const got = await fetch(`${url}/ai/conversations`, {
			headers: { authorization: 'Bearer x' },
			signal: stop.signal,
		});
		let size = 0;
		for await (const chunk of got.body ?? []) {
			size += chunk.length;
			if (size > 5_000_000) break;
		}
		stop.abort();
		expect(size).toBeGreaterThan(5_000_000);
		server.stop();
		expect(await server.code).toBe(0);
	});

	test('arrives piece by piece and complete', async () => {
		const server = await under('drip=40ms; latency=1ms-5ms');
		expect(rows(await server.list()).length).toBe(12);
	});

	test('breaks off in the middle', async () => {
		const got = await (await under('reset=during')).list();
		expect(got).toMatchObject({ status: 200, broken: expect.any(String) });
		expect(isJson(got)).toBe(false);
	});
});

test('a skewed clock affects Date and concurrent writes only', async () => {
	const server = await under('POST: clock=+1h*1');
	const before = Date.parse(rows(await server.list())[0]?.created_at ?? '');
	const ahead = await server.ask('POST', '/ai/conversations', '{"name":"ahead"}');
	const right = await server.ask('POST', '/ai/conversations', '{"name":"right"}');
	const at = ({ body }: Got) => Date.parse(JSON.parse(body.toString()).created_at);
	expect(at(ahead) - at(right)).toBeGreaterThan(3_590_000);
	expect(Date.parse(String(ahead.headers.date))).toBeGreaterThan(at(ahead) - 5_000);
	expect(
		Date.parse(
			rows(await server.ask('GET', '/ai/conversations?name=not.in.(ahead,right)'))[0]?.created_at ?? '',
		),
	).toBe(before);
});

describe('every fault of the catalogue', () => {
	test('leaves the next request unaffected', async () => {
		const forms = Object.values(catalogue).map(({ usage }) => usage.split(/ or |\|/)[0] ?? '');
		const small = forms.map((form) => form.replace(/\d+(?:MB|GB)/, '1MB').replace(/300ms|5s/, '5ms'));
		for (const form of small.filter((one) => one !== 'endless')) {
			const server = await under(`GET /ai/conversations: ${form}*1`, 3);
			await server.list();
			expect(rows(await server.list()).length, form).toBe(3);
		}
	});
});
