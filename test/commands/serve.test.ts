import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isSafe } from '../../src/text/safe.ts';
import { listed, serving, workspace } from './serve-fixtures.ts';

describe('tconv serve', () => {
	test('prints its address first, serves samples, and stops with 0', async () => {
		const server = serving(['--port', '0']);
		const url = await server.url();
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
		expect((await listed(url)).length).toBe(400);
		server.stop();
		expect(await server.code).toBe(0);
		expect(server.err).toEqual([]);
		expect(server.out.join('\n')).toContain('400 conversations; any bearer token is accepted');
		await expect(listed(url)).rejects.toThrow();
	});

	test('starts with the requested number of samples, or none', async () => {
		expect((await listed(await serving(['--port', '0', '--demo', '7']).url())).length).toBe(7);
		expect(await listed(await serving(['--port', '0', '--empty']).url())).toEqual([]);
		expect(await listed(await serving(['--port', '0', '--demo', '0']).url())).toEqual([]);
	});

	test('keeps written data in its database', async () => {
		const path = workspace().path('a.db');
		const first = serving(['--port', '0', '--db', path]);
		const created = await fetch(`${await first.url()}/ai/conversations`, {
			method: 'POST',
			headers: { authorization: 'Bearer x' },
			body: '{"name":"kept"}',
		});
		expect(created.status).toBe(200);
		await created.text();
		first.stop();
		expect(await first.code).toBe(0);
		const second = serving(['--port', '0', '--db', path]);
		expect((await listed(await second.url())).map(({ name }) => name)).toEqual(['kept']);
	});

	test('does not add its samples to a database twice', async () => {
		const path = workspace().path('a.db');
		const first = serving(['--port', '0', '--db', path, '--demo', '3']);
		await first.url();
		first.stop();
		await first.code;
		const second = serving(['--port', '0', '--db', path, '--demo', '3']);
		expect(await second.code).toBe(1);
		expect(second.err).toEqual([expect.stringContaining('already has these sample conversations')]);
	});

	test.each([
		[['--port', '0', '--empty', '--key', 'S3CRET'], {}],
		[['--port', '0', '--empty'], { TCONV_SERVE_KEY: 'S3CRET' }],
	])('asks for its key and shows it nowhere: %j %j', async (args, environment) => {
		const server = serving(args, environment);
		const url = await server.url();
		expect(await listed(url, '', 'S3CRET')).toEqual([]);
		expect((await fetch(`${url}/ai/conversations`, { headers: { authorization: 'Bearer x' } })).status).toBe(
			401,
		);
		server.stop();
		await server.code;
		expect(server.out.join('\n')).toContain('Authorization: Bearer $TCONV_SERVE_KEY');
		expect(`${server.out}${server.err}`).not.toContain('S3CRET');
	});

	test('listens on ::1, with and without brackets', async () => {
		for (const host of ['::1', '[::1]']) {
			const server = serving(['--port', '0', '--empty', '--host', host]);
			const url = await server.url();
			expect(url).toMatch(/^http:\/\/\[::1\]:\d+\/v2$/);
			expect(await listed(url)).toEqual([]);
		}
	});

	test('listens on a public address only with a key', async () => {
		for (const host of [
			'0.0.0.0',
			'::',
			'192.168.1.5',
			'example.com',
			'128.0.0.1',
			'127.0.0.1.example.com',
		]) {
			const refused = serving(['--port', '0', '--empty', '--host', host]);
			expect(await refused.code).toBe(2);
			expect(refused.err).toEqual([expect.stringContaining('set a key')]);
			expect(refused.out).toEqual([]);
		}
		const open = serving(['--port', '0', '--empty', '--host', '0.0.0.0', '--key', 'K']);
		const { port } = new URL(await open.url());
		expect(await listed(`http://127.0.0.1:${port}/v2`, '', 'K')).toEqual([]);
	});

	test('reports in one line a port in use, an invalid port, and an invalid host', async () => {
		const taken = createServer();
		const port = await new Promise<number>((resolve) => {
			taken.listen(0, '127.0.0.1', () => {
				const address = taken.address();
				resolve(typeof address === 'object' && address !== null ? address.port : 0);
			});
		});
		onTestFinished(() => {
			taken.close();
		});
		const busy = serving(['--empty', '--port', String(port)]);
		expect(await busy.code).toBe(1);
		expect(busy.err).toEqual([`tconv serve: port ${port} is in use; --port 0 takes a free one`]);
		expect(busy.out).toEqual([]);
		const elsewhere = serving(['--empty', '--port', '0', '--host', '192.0.2.1', '--key', 'K']);
		expect(await elsewhere.code).toBe(1);
		expect(elsewhere.err).toEqual(['tconv serve: 192.0.2.1 is not an address of this machine']);
	});

	test.each([
		[['--port', 'http'], '--port must be'],
		[['--port', '65536'], '--port must be'],
		[['--port', '-1'], '--port'],
		[['--port', ''], '--port must be'],
		[['--port', '10080'], '--port 10080 is blocked by fetch'],
		[['--port', '5060'], '--port 5060 is blocked by fetch'],
		[['--demo', 'many'], '--demo must be'],
		[['--demo', '1e3'], '--demo must be'],
		[['--demo', '99999999'], '--demo must be'],
		[['--empty', '--demo', '5'], '--empty excludes'],
		[['--empty', '--data', 'x'], '--empty excludes'],
		[['--prot', '1'], '--prot'],
		[['extra'], 'extra'],
		[['--key', ''], 'the key must be'],
		[['--key', 'a b'], 'the key must be'],
		[['--key'], '--key'],
		[['--host', ''], '--host must not be empty'],
		[['--demo', '\u001b]52;c;eA==\u0007'], '␛]52;c;eA==␇'],
	])('%j is a wrong use: exit code 2 and one line', async (args, said) => {
		const refused = serving(args);
		expect(await refused.code).toBe(2);
		expect(refused.out).toEqual([]);
		expect(refused.err).toEqual([expect.stringContaining(said)]);
		expect(refused.err.every(isSafe)).toBe(true);
	});

	test.each([
		[['--demo', '-3'], '--demo must be a number from 0 to 1000000, not "-3" (see tconv serve --help)'],
		[['--port', '-1'], '--port must be a number from 0 to 65535, not "-1" (see tconv serve --help)'],
		[
			['--data', '--empty'],
			'--data needs a value (one that starts with a dash: --data=-…) (see tconv serve --help)',
		],
		[['--key'], '--key needs a value (one that starts with a dash: --key=-…) (see tconv serve --help)'],
		[['extra'], "Unexpected argument 'extra' (see tconv serve --help)"],
	])('%j was answered with the lines of Node: now with one', async (args, said) => {
		const refused = serving(args);
		expect(await refused.code).toBe(2);
		expect(refused.err).toEqual([`tconv serve: ${said}`]);
	});

	test.each([
		[['KEY0199F2A7_secret']],
		[['KEY0199F2A7AAAAAAAAAAAA_secret']],
		[['KEYsecretSecret']],
		[['--KEY0199F2A7secret']],
		[['--demo', 'KEY0199F2A7secret']],
		[['--port', 'KEY0199F2A7secret']],
		[['--host', 'KEY0199F2A7secret']],
		[['--empty', 'my secret']],
	])('a key in the wrong place was shown: %j', async (args) => {
		const refused = serving(args, { TELNYX_API_KEY: 'my secret' });
		expect(await refused.code).toBe(2);
		expect(refused.err).toEqual([expect.stringContaining('KEY…')]);
		expect(refused.err[0]).not.toMatch(/secret|KEY…\w/i);
	});

	test('explains itself', async () => {
		const help = serving(['--help']);
		expect(await help.code).toBe(0);
		const text = help.out.join('\n');
		for (const option of [
			'--port',
			'--host',
			'--data',
			'--db',
			'--key',
			'--demo',
			'--empty',
			'TCONV_SERVE_KEY',
		])
			expect(text).toContain(option);
		expect(help.out.every((line) => line.length <= 100)).toBe(true);
	});

	test('stops with 0 if it is stopped before it is ready', async () => {
		const server = serving(['--port', '0', '--demo', '2000']);
		server.stop();
		expect(await server.code).toBe(0);
		expect(server.err).toEqual([]);
	});

	test('reports a file that is not a database', async () => {
		const path = workspace().file('notes.txt', 'my notes\n'.repeat(100));
		const refused = serving(['--port', '0', '--db', path]);
		expect(await refused.code).toBe(1);
		expect(refused.err).toEqual([`tconv serve: ${path} is not a database`]);
	});
});
