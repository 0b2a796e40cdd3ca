import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { apiOn, failureOf, json, type Script, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const megabyte = Buffer.alloc(1_000_000, ' ');

/** Sends blanks until the connection ends, and counts them. */
function endless(status = 200): { readonly script: Script; readonly sent: () => number } {
	let sent = 0;
	return {
		sent: () => sent,
		script: (_, response) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			const more = (): void => {
				if (response.destroyed) return;
				sent += megabyte.length;
				response.write(megabyte, more);
			};
			more();
		},
	};
}

describe('an answer that is too large', () => {
	test('is given up while it streams, with what to do, and is not asked for again', async () => {
		const { script, sent } = endless();
		await using server = await serve(script);
		const error = await failureOf(apiOn(server.url, { maxBodyBytes: 5_000_000 }).get(id));
		expect(error).toMatchObject({
			kind: 'bad-response',
			sentence: 'The answer is larger than 5 MB: it was given up.',
			advice: expect.stringContaining('maxBodyMegabytes'),
		});
		expect(server.seen).toHaveLength(1);
		// Only the bytes in the buffers between server and client.
		expect(sent()).toBeLessThan(40_000_000);
	});

	test('is counted decompressed', async () => {
		const bomb = gzipSync(Buffer.alloc(100_000_000, ' '));
		expect(bomb.length).toBeLessThan(200_000);
		await using server = await serve((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
			response.end(bomb);
		});
		expect(await failureOf(apiOn(server.url).get(id))).toMatchObject({ kind: 'bad-response', status: 200 });
	});

	test('is an error of its status where it is one already', async () => {
		const { script } = endless(500);
		await using server = await serve(script);
		expect(await failureOf(apiOn(server.url).get(id))).toMatchObject({ kind: 'server', status: 500 });
	});

	test('is none right at the limit', async () => {
		const body = JSON.stringify({ data: { id, metadata: { note: 'x'.repeat(1000) } } });
		await using server = await serve((_, response) => void response.end(body));
		expect((await apiOn(server.url, { maxBodyBytes: body.length }).get(id)).id).toBe(id);
		const error = await failureOf(apiOn(server.url, { maxBodyBytes: body.length - 1 }).get(id));
		expect(error).toMatchObject({ kind: 'bad-response' });
	});
});

test('letters that are cut between two packets come whole', async () => {
	const name = 'Ünï 漢字 👩‍👩‍👧';
	const bytes = Buffer.from(JSON.stringify({ data: { id, name, metadata: {} } }));
	await using server = await serve(async (_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		for (const byte of bytes)
			await new Promise<void>((resolve) => void response.write(Buffer.of(byte), () => resolve()));
		response.end();
	});
	expect((await apiOn(server.url).get(id)).name).toBe(name);
});

test('the body of a success is read once its status is known to be one', async () => {
	await using server = await serve((_, response, nth) =>
		nth === 0 ? json(response, { errors: [] }, 503) : json(response, { data: { id, metadata: {} } }),
	);
	expect((await apiOn(server.url).get(id)).id).toBe(id);
});

test('letters of a large body that comes in one piece are whole wherever it is taken apart', async () => {
	const name = `a${'é漢👩'.repeat(40_000)}`;
	const fetch = async (): Promise<Response> => Response.json({ data: { id, name, metadata: {} } });
	expect((await apiOn('http://127.0.0.1:8000/v2', { fetch }).get(id)).name).toBe(name);
});
