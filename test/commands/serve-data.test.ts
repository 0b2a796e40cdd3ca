import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundle } from '../store/fixtures.ts';
import { listed, serving, workspace } from './serve-fixtures.ts';

const realData = join(import.meta.dirname, '../../../shared/data/sgd-conversations.ndjson.gz');
const line = (id: string, parts = {}) => JSON.stringify(bundle(id, parts));
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

/** Serves files that must not load; returns the only line on stderr, and checks that the database is empty. */
async function refused(files: string[], database: string): Promise<string> {
	const server = serving(['--port', '0', '--db', database, ...files.flatMap((file) => ['--data', file])]);
	expect(await server.code).toBe(1);
	expect(server.out).toEqual([]);
	expect(server.err.length).toBe(1);
	const after = serving(['--port', '0', '--db', database]);
	expect(await listed(await after.url())).toEqual([]);
	after.stop();
	await after.code;
	return server.err[0]?.replace(/^tconv serve: /, '') ?? '';
}

describe('a failed start leaves no new database', () => {
	test('if the data is invalid or the port unavailable', async () => {
		const { file, path } = workspace();
		const bad = serving(['--port', '0', '--db', path('new.db'), '--data', file('bad', '[]')]);
		expect(await bad.code).toBe(1);
		const good = file('good', line('a'));
		const far = ['--host', '192.0.2.1', '--key', 'K'];
		const portless = serving(['--port', '0', '--db', path('new.db'), '--data', good, ...far]);
		expect(await portless.code).toBe(1);
		expect(readdirSync(path('')).sort()).toEqual(['bad', 'good']);
	});

	test('if it is stopped while loading', async () => {
		const { path } = workspace();
		const server = serving(['--port', '0', '--db', path('new.db'), '--demo', '2000']);
		server.stop();
		expect(await server.code).toBe(0);
		expect(existsSync(path('new.db'))).toBe(false);
	});

	test('but an existing database stays with its content', async () => {
		const { file, path } = workspace();
		const first = serving(['--port', '0', '--db', path('db'), '--data', file('a', line('a'))]);
		await first.url();
		first.stop();
		expect(await first.code).toBe(0);
		expect(await serving(['--db', path('db'), '--data', file('bad', '[]')]).code).toBe(1);
		expect(ids(await listed(await serving(['--port', '0', '--db', path('db')]).url()))).toEqual(['a']);
	});
});

describe('serve --data', () => {
	test('returns the data of real accounts unchanged', async () => {
		const { file } = workspace();
		const metadata =
			'{"called_tools":["hangup"],"verified":true,"n":9007199254740993,"7":1.10,"a":1e400,"a":-0}';
		const rows = [
			'null',
			'{"role":"system","text":"[long silence]","tool_calls":null}',
			'{"role":"tool","text":null,"tool_call_id":"call_1","took":1.50}',
		];
		const times =
			'"created_at":"2026-11-01T00:00:00.000000+00:00","last_message_at":"2026-11-01T00:00:00.000000+00:00"';
		const data = `{"conversation":{"id":"real",${times},"metadata":${metadata}},"messages":[${rows}],"insights":[]}`;
		const server = serving(['--port', '0', '--data', file('real', data)]);
		const url = await server.url();
		const get = async (path: string): Promise<string> =>
			(await fetch(`${url}/ai/conversations/real${path}`, { headers: { authorization: 'Bearer x' } })).text();
		expect(await get('')).toContain(`"metadata":${metadata}`);
		expect(await get('/messages')).toContain(`"data":[${rows}]`);
	});

	test('reads plain and gzipped files with any name, and skips blank lines', async () => {
		const { file } = workspace();
		const plain = file('a.gz', `\ufeff${line('a')}\r\n\n   \n${line('b')}`);
		const zipped = file('b.ndjson', Buffer.concat([gzipSync(`${line('c')}\n`), gzipSync(`${line('d')}\n`)]));
		const empty = file('empty', '');
		const server = serving(['--port', '0', '--data', plain, '--data', zipped, '--data', empty]);
		expect(ids(await listed(await server.url()))).toEqual(['a', 'b', 'c', 'd']);
	});

	test('keeps unknown fields and any text, line separators and long lines included', async () => {
		const { file } = workspace();
		const text = `one\u2028two ${'é'.repeat(400_000)}`;
		const messages = [{ role: 'user', text, mood: { score: 1 } }];
		const path = file('a', `${line('a', { messages, extra: 1 })}\n`);
		const url = await serving(['--port', '0', '--data', path]).url();
		const answer = await fetch(`${url}/ai/conversations/a/messages`, {
			headers: { authorization: 'Bearer x' },
		});
		expect(JSON.parse(await answer.text()).data).toEqual(messages);
	});

	test('adds samples if both are requested', async () => {
		const { file } = workspace();
		const server = serving(['--port', '0', '--data', file('a', line('a')), '--demo', '3']);
		expect((await listed(await server.url())).length).toBe(4);
	});

	test.each([
		['{"conversation"', 'not valid JSON'],
		['[]', 'Input should be an object'],
		[`${'['.repeat(5000)}${']'.repeat(5000)}`, 'nested more than 500 levels deep'],
		[
			line('x', { insights: ['deep'] }).replace('"deep"', '['.repeat(90_000) + ']'.repeat(90_000)),
			'nested more',
		],
		['{"messages":[],"insights":[]}', 'conversation: Input should be an object'],
		[line('', {}), 'conversation.id: Input should not be empty'],
		[line('x', { messages: [{ text: 'no role' }] }), 'messages[0].role: Input should be a string'],
		[
			line('x', { messages: [{ role: 'user', sent_at: 'soon' }] }),
			'messages[0].sent_at: Input should be a timestamp',
		],
		[line('x', { insights: {} }), 'insights: Input should be an array'],
		[
			line('x', { conversation: { ...bundle('x').conversation, created_at: '2026-13-01' } }),
			'conversation.created_at: Input should be a timestamp',
		],
	])('names the line and what is wrong with it: %s', async (bad, reason) => {
		const { file, path } = workspace();
		const data = file('data', `${line('a')}\n\n${bad}\n${line('b')}\n`);
		expect(await refused([data], path('db'))).toContain(`${data}:3: ${reason}`);
	});

	test('names both places of a duplicate id, within a file or across files', async () => {
		const { file, path } = workspace();
		const one = file('one', `${line('a')}\n${line('b')}\n`);
		const two = file('two', `${line('c')}\n${line('b')}\n`);
		expect(await refused([one, two], path('db'))).toBe(
			`${two}:2: duplicate conversation id b, first at ${one}:2`,
		);
	});

	test('names an id that is already in the database', async () => {
		const { file, path } = workspace();
		const data = file('a', line('a'));
		const first = serving(['--port', '0', '--db', path('db'), '--data', data]);
		await first.url();
		first.stop();
		await first.code;
		const second = serving(['--port', '0', '--db', path('db'), '--data', data]);
		expect(await second.code).toBe(1);
		expect(second.err).toEqual([
			`tconv serve: ${data}:1: duplicate conversation id a, already in the database`,
		]);
	});

	test('reports incomplete or damaged gzip data, and a line that is not UTF-8', async () => {
		const { file, path } = workspace();
		const whole = gzipSync(Array.from({ length: 50 }, (_, index) => line(`id-${index}`)).join('\n'));
		const cut = file('cut', whole.subarray(0, whole.length - 20));
		expect(await refused([cut], path('db'))).toMatch(/cut:\d+: the gzip data is incomplete$/);
		const headless = file('headless', whole.subarray(0, 4));
		expect(await refused([headless], path('db'))).toMatch(/headless:1: the gzip data is incomplete$/);
		const damaged = Uint8Array.from(whole);
		damaged.fill(0xff, 30, 60);
		expect(await refused([file('damaged', damaged)], path('db'))).toMatch(
			/damaged:\d+: the gzip data is damaged$/,
		);
		const latin = file('latin', Buffer.concat([Buffer.from(`${line('a')}\n"`), Buffer.from([0xe9, 0x22])]));
		expect(await refused([latin], path('db'))).toBe(`${latin}:2: not valid UTF-8`);
	});

	test('reports a missing file and a directory', async () => {
		const { path } = workspace();
		expect(await refused([path('none')], path('db'))).toBe(`${path('none')}: no such file`);
		mkdirSync(path('folder'));
		expect(await refused([path('folder')], path('db'))).toBe(`${path('folder')}: it is a directory`);
	});

	test('shows a hostile file name and id, and does not send them to the terminal', async () => {
		const { file, path } = workspace();
		const data = file('a\u001b[2J', `${line('x\u0007')}\n${line('x\u0007')}\n`);
		const said = await refused([data], path('db'));
		expect(said).toContain('a␛[2J:2: duplicate conversation id x␇, first at');
	});

	test.skipIf(!existsSync(realData))('loads the real conversations, and pages through them', async () => {
		const url = await serving(['--port', '0', '--data', realData]).url();
		const all = await listed(url, '?order=created_at.asc');
		expect(all.length).toBe(2098);
		const firstPage = await listed(url, '?order=created_at.asc&limit=50');
		expect(firstPage).toEqual(all.slice(0, 50));
	});
});
