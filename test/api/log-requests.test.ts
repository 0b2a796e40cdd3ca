import { expect, test } from 'vitest';
import type { LogEntry } from '../../src/domain/log.ts';
import { apiOn, failureOf, json, type Script, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const conversation = { id, created_at: '2026-10-15T16:05:41.651903+00:00', metadata: { note: 'said' } };

/** Runs calls against a server and returns their log entries. */
async function logged(
	script: Script,
	withBodies: boolean,
	run: (api: ReturnType<typeof apiOn>) => Promise<unknown>,
) {
	await using server = await serve(script);
	const entries: LogEntry[] = [];
	let clock = 0;
	const api = apiOn(server.url, {
		requestLog: { log: (entry) => entries.push(entry), withBodies },
		// Each reading of the clock is 5 ms later.
		now: () => (clock += 5),
	});
	await run(api);
	return entries;
}

const ok: Script = (_, response) => json(response, { data: conversation });

test('each attempt is an entry: method, path without values, status, time', async () => {
	const entries = await logged(
		(seen, response, nth) => (nth === 0 ? json(response, {}, 503) : ok(seen, response, nth)),
		false,
		(api) => api.get(id),
	);
	const about = { kind: 'request', method: 'GET', path: `ai/conversations/${id}` };
	expect(entries).toMatchObject([
		{ ...about, attempt: 1, status: 503 },
		{ ...about, attempt: 2, status: 200 },
	]);
	for (const entry of entries) expect(entry).toMatchObject({ millis: expect.any(Number) });
});

test('of a query the names alone are logged', async () => {
	const entries = await logged(
		(_, response) => json(response, { data: [] }),
		false,
		(api) => api.messages(id, { pageSize: 7 }).next(),
	);
	expect(entries).toMatchObject([
		{ path: `ai/conversations/${id}/messages?page%5Bnumber%5D&page%5Bsize%5D` },
	]);
});

test('an answer that never came is an entry with its reason', async () => {
	const entries = await logged(
		(_, response) => void response.destroy(),
		false,
		(api) => failureOf(api.get(id)),
	);
	expect(entries).toHaveLength(3);
	expect(entries[2]).toMatchObject({ attempt: 3, status: null, error: expect.stringMatching(/\w/) });
});

test('bodies are logged only where they are asked for, a long one cut with a mark, and the answer is read all the same', async () => {
	const long = { ...conversation, name: 'x'.repeat(100_000) };
	const script: Script = (_, response) => json(response, { data: long });
	const change = (api: ReturnType<typeof apiOn>) => api.updateMetadata(id, { note: 'said' });
	const plain = await logged(script, false, change);
	expect(plain.map(({ kind }) => kind)).toEqual(['request']);
	const whole = await logged(script, true, async (api) =>
		expect((await change(api)).name).toHaveLength(100_000),
	);
	expect(whole.map((entry) => (entry.kind === 'body' ? entry.of : entry.kind))).toEqual([
		'request',
		'request',
		'answer',
	]);
	expect(whole[0]).toMatchObject({ text: '{"metadata":{"note":"said"}}' });
	expect(whole[2]).toMatchObject({ text: expect.stringMatching(/x… \(\d+ more characters\)$/) });
	expect(JSON.stringify([plain, whole])).not.toContain(secretKey);
});

test('the copy of an endless answer is read no further than the answer', async () => {
	let sent = 0;
	const endless: Script = async (_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const write = (): void => {
			while (!response.destroyed && response.write('x'.repeat(10_000))) sent += 10_000;
			if (!response.destroyed) response.once('drain', write);
		};
		write();
	};
	await using server = await serve(endless);
	const logs = Promise.withResolvers<LogEntry>();
	const log = (entry: LogEntry): void => {
		if (entry.kind === 'body') logs.resolve(entry);
	};
	const api = apiOn(server.url, { requestLog: { log, withBodies: true }, maxBodyBytes: 200_000 });
	expect(await failureOf(api.get(id))).toMatchObject({ sentence: expect.stringContaining('larger than') });
	expect(await logs.promise).toMatchObject({ text: expect.stringMatching(/x… \(more than 200000 bytes\)$/) });
	expect(sent).toBeLessThan(20_000_000);
});
