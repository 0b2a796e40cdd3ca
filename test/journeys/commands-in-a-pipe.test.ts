import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, launcherPath, programEnv } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import { Terminal } from '../harness/terminal.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

beforeAll(() => ensureBuilt());

async function server(...args: string[]): Promise<Served> {
	const served = await serve('--demo', '1200', ...args);
	onTestFinished(async () => void (await served.stop()));
	return served;
}

function envFor(url: string): Record<string, string> {
	return programEnv({ TELNYX_API_KEY: key, TELNYX_BASE_URL: url });
}

/** Runs a line of bash in which `tconv` is the built program. */
function bash(line: string, env: Record<string, string>) {
	const script = `tconv() { '${process.execPath}' '${launcherPath}' "$@"; }\n${line}`;
	const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
		env,
		encoding: 'utf8',
		timeout: 30_000,
	});
	return { status, stdout, stderr };
}

describe('in a pipe', () => {
	test('a reader that goes ends it silently with 0', async () => {
		const { url } = await server();
		const { stdout, stderr } = bash(
			// biome-ignore lint/suspicious/noTemplateCurlyInString: an expansion of bash
			'tconv list --all | head -2 | wc -l; echo "${PIPESTATUS[*]}"',
			envFor(url),
		);
		expect(stdout.replaceAll(' ', '')).toBe('2\n000\n');
		expect(stderr).toBe('');
	});

	test('commands feed each other by rows of JSON, and the key is in no output', async () => {
		const { url } = await server();
		const env = envFor(url);
		const line =
			'tconv list --limit 3 | tconv update --set "queue=a b" --yes --fields metadata.queue; tconv list --filter \'meta.queue:"a b"\' | tconv delete --yes | wc -l; tconv list --filter meta.queue:x';
		const { status, stdout, stderr } = bash(line, env);
		expect(stdout.replaceAll(/ +/g, ' ')).toBe(`${'{"metadata.queue":"a b"}\n'.repeat(3)}3\n`);
		expect(status).toBe(0);
		expect(stdout + stderr).not.toContain(key.slice(4, 20));
		const [host = ''] = readdirSync(join(String(env.HOME), '.local', 'state', 'tconv'));
		expect(readdirSync(join(String(env.HOME), '.local', 'state', 'tconv', host, 'trash'))).toHaveLength(3);
	});

	test('without standard input, and with a full disk, it says so', async () => {
		const { url } = await server();
		const env = envFor(url);
		expect(bash('tconv get <&-', env)).toMatchObject({ status: 2, stdout: '' });
		if (!existsSync('/dev/full')) return;
		const full = bash('tconv list > /dev/full', env);
		expect(full.status).toBe(1);
		expect(full.stderr).toMatch(/^tconv list: cannot write the output: /m);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s ends it with %i', async (signal, code) => {
		const { url } = await server('--chaos', 'GET: latency=20s');
		const child = spawn(process.execPath, [launcherPath, 'list'], {
			env: envFor(url),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const ended = once(child, 'exit');
		// It listens to signals before its first request, which reports the wait.
		await once(child.stderr, 'data');
		child.kill(signal);
		expect((await ended)[0]).toBe(code);
	});
});

describe('on a terminal', () => {
	const size = { cols: 80, rows: 24 };
	const open = (url: string, ...args: string[]): Terminal =>
		new Terminal([process.execPath, launcherPath, ...args], { ...size, env: envFor(url) });

	async function firstId(url: string): Promise<string> {
		const answer = await fetch(`${url}/ai/conversations?limit=1`, { headers: { authorization: 'Bearer x' } });
		const { data } = JSON.parse(await answer.text());
		return data[0].id;
	}

	async function exists(url: string, id: string): Promise<boolean> {
		const answer = await fetch(`${url}/ai/conversations/${id}`, { headers: { authorization: 'Bearer x' } });
		return answer.ok;
	}

	test('a list is a table that fits into 80 columns', async () => {
		const { url } = await server();
		await using terminal = open(url, 'list', '--limit', '3');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		const rows = terminal.screen().filter((line) => line.trim() !== '');
		expect(rows[0]).toMatch(/^id +last_message_at +end_user$/);
		expect(rows).toHaveLength(4);
	});

	test('an answer typed before the question deletes nothing; one typed after it does', async () => {
		const { url } = await server();
		const id = await firstId(url);
		await using early = open(url, 'delete', id);
		early.type('y\r');
		await early.waitFor(/anything else is a no:/);
		early.type('\r');
		expect(await early.exit).toEqual({ code: 1, signal: null });
		expect(early.screen().join(' ')).toContain('Nothing was deleted.');
		expect(await exists(url, id)).toBe(true);

		await using terminal = open(url, 'delete', id);
		await terminal.waitFor(/anything else is a no:/);
		terminal.type('y\r');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expect(await exists(url, id)).toBe(false);
	});

	test('Ctrl-C at the question ends with 130, and nothing is changed', async () => {
		const { url } = await server();
		const id = await firstId(url);
		await using terminal = open(url, 'update', id, '--set', 'queue=x');
		await terminal.waitFor(/queue: \(none\) → "x"/);
		await terminal.waitFor(/anything else is a no:/);
		terminal.type('\x03');
		expect(await terminal.exit).toEqual({ code: 130, signal: null });
	});
});
