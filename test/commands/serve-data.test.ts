import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundle } from '../store/fixtures.ts';
import { listed, serving, workspace } from './serve-fixtures.ts';

const realData = join(import.meta.dirname, '../../../shared/data/sgd-conversations.ndjson.gz');
const line = (id: string, parts = {}) => JSON.stringify(bundle(id, parts));
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

/** Serves files that should not load: gives the one line on stderr. Nothing may be left in the database. */
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

describe('a start that failed left a new database behind', () => {
	test('not any more where the data is bad, or the port cannot be had', async () => {
		const { file, path } = workspace();
		const bad = serving(['--port', '0', '--db', path('new.db'), '--data', file('bad', '[]')]);
		expect(await bad.code).toBe(1);
		const good = file('good', line('a'));
		const far = ['--host', '192.0.2.1', '--key', 'K'];
		const portless = serving(['--port', '0', '--db', path('new.db'), '--data', good, ...far]);
		expect(await portless.code).toBe(1);
		expect(readdirSync(path('')).sort()).toEqual(['bad', 'good']);
	});

	test('nor where it is stopped while it loads', async () => {
		const { path } = workspace();
		const server = serving(['--port', '0', '--db', path('new.db'), '--demo', '2000']);
		server.stop();
		expect(await server.code).toBe(0);
		expect(existsSync(path('new.db'))).toBe(false);
	});

	test('a database that was there stays, with what is in it', async () => {
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
	test('reads plain and gzipped files, whatever they are called, and blank lines between', async () => {
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

	test('adds samples when both are asked for', async () => {
		const { file } = workspace();
		const server = serving(['--port', '0', '--data', file('a', line('a')), '--demo', '3']);
		expect((await listed(await server.url())).length).toBe(4);
	});

	test.each([
		['{"conversation"', 'not valid JSON'],
		['[]', 'Input should be an object'],
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

	test('names both places of an id that is there twice, within a file or across', async () => {
		const { file, path } = workspace();
		const one = file('one', `${line('a')}\n${line('b')}\n`);
		const two = file('two', `${line('c')}\n${line('b')}\n`);
		expect(await refused([one, two], path('db'))).toBe(
			`${two}:2: duplicate conversation id b, first at ${one}:2`,
		);
	});

	test('names an id that is in the database already', async () => {
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

	test('says when gzip data is cut off or damaged, or a line is not UTF-8', async () => {
		const { file, path } = workspace();
		const whole = gzipSync(Array.from({ length: 50 }, (_, index) => line(`id-${index}`)).join('\n'));
		const cut = file('cut', whole.subarray(0, whole.length - 20));
		expect(await refused([cut], path('db'))).toMatch(/cut:\d+: the gzip data is cut off$/);
		const headless = file('headless', whole.subarray(0, 4));
		expect(await refused([headless], path('db'))).toMatch(/headless:1: the gzip data is cut off$/);
		const damaged = Uint8Array.from(whole);
		damaged.fill(0xff, 30, 60);
		expect(await refused([file('damaged', damaged)], path('db'))).toMatch(
			/damaged:\d+: the gzip data is damaged$/,
		);
		const latin = file('latin', Buffer.concat([Buffer.from(`${line('a')}\n"`), Buffer.from([0xe9, 0x22])]));
		expect(await refused([latin], path('db'))).toBe(`${latin}:2: not valid UTF-8`);
	});

	test('says when there is no file, or a directory', async () => {
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
