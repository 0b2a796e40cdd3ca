import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectGivenBack, expectWhole, quit } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, programEnv } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import { Terminal } from '../harness/terminal.ts';

const fixtures = join(projectRoot, 'test', 'harness', 'fixtures');
const size = { cols: 100, rows: 30 };
const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

beforeAll(() => ensureBuilt());

/** A server with a self-signed certificate, in front of another. */
async function withSelfSigned(target: string): Promise<string> {
	const pem = readFileSync(join(fixtures, 'self-signed.pem'));
	const server = createServer({ key: pem, cert: pem }, (asked, answer) => {
		const { method, headers } = asked;
		const onward = request(new URL(asked.url ?? '', target), { method, headers }, (got) => {
			answer.writeHead(got.statusCode ?? 500, got.headers);
			got.pipe(answer);
		});
		asked.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const address: AddressInfo | string | null = server.address();
	return `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const logOf = (env: Readonly<Record<string, string>>): string =>
	join(env.HOME ?? '', '.local', 'state', 'tconv', 'stderr.log');

test('case 21: a TLS warning goes to a log and to one notice, and the screen stays intact', async () => {
	await using server = await serve('--key', key);
	const env = programEnv({
		TELNYX_API_KEY: key,
		TELNYX_BASE_URL: `${await withSelfSigned(new URL(server.url).origin)}/v2`,
		NODE_TLS_REJECT_UNAUTHORIZED: '0',
	});
	await using terminal = new Terminal([process.execPath, launcherPath], { ...size, env });
	await terminal.waitFor(/1 of \d+ loaded/);
	const screen = await terminal.waitFor(/A warning was written to ~\/\.local\/state\/tconv\/stderr\.log/);
	expect(screen.join('\n')).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
	expect(screen[0]).toMatch(/^ tconv/);
	terminal.press('Esc', 'j');
	await terminal.waitFor((rows) => /2 of/.test(rows[0] ?? '') && !/warning was/.test(rows.join()));
	expectWhole(terminal);
	expect(readFileSync(logOf(env), 'utf8')).toMatch(/^\d{4}-\S+Z Warning: Setting the NODE_TLS_REJECT_UNAUTH/);
	expect(statSync(logOf(env)).mode & 0o777).toBe(0o600);
	await quit(terminal);
});

describe('stray output of every kind', () => {
	const stray = (how: string, text: string, command: readonly string[] = []) => {
		const env = programEnv({ STRAY: how, STRAY_TEXT: text });
		const program = [process.execPath, '--require', join(fixtures, 'stray-output.cjs'), launcherPath];
		return { env, terminal: new Terminal([...command, ...program], { ...size, env }) };
	};

	test.each(['warning', 'deprecation', 'error', 'log', 'stderr', 'bytes', 'leak'])('%s', async (how) => {
		const text = `a library says\x1b[2J ${'so '.repeat(200)}\nBearer ${key}`;
		const { env, terminal: opened } = stray(how, text);
		await using terminal = opened;
		await terminal.waitFor(/1 of \d+ loaded/);
		terminal.kill('SIGURG');
		const noticed = await terminal.waitFor('A warning was written to');
		expect(noticed[0]).toMatch(/^ tconv/);
		const log = readFileSync(logOf(env), 'utf8');
		expect(log).toContain(how === 'leak' ? 'MaxListenersExceededWarning' : 'a library says');
		// There is one notice; later output is only in the log.
		terminal.press('Esc', 'j');
		await terminal.waitFor((screen) => /2 of/.test(screen[0] ?? '') && !/warning was/.test(screen.join()));
		terminal.kill('SIGURG');
		terminal.press('j');
		await terminal.waitFor((screen) => /3 of/.test(screen[0] ?? ''));
		expect(terminal.screen().join()).not.toMatch(/warning was/);
		expectWhole(terminal);
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expectGivenBack(terminal);
		expect(`${terminal.raw}${readFileSync(logOf(env), 'utf8')}`).not.toContain(key);
	});

	test('that no frame has shown is printed after quitting', async () => {
		const { terminal: opened } = stray('stderr', 'late words');
		await using terminal = opened;
		await terminal.waitFor(/1 of \d+ loaded/);
		// Both wait for the stopped program: once continued, it quits before it draws.
		terminal.kill('SIGSTOP');
		terminal.kill('SIGURG');
		terminal.kill('SIGTERM');
		terminal.kill('SIGCONT');
		expect(await terminal.exit).toEqual({ code: 143, signal: null });
		expect(terminal.screen().join(' ')).toMatch(/tconv: A warning was written to .*late words/);
		expectGivenBack(terminal);
	});

	test('a standard error redirected to a file is left alone', async () => {
		const { env, terminal: opened } = stray('error', 'for the file', [
			'sh',
			'-c',
			'exec "$@" 2>"$HOME/errors"',
			'sh',
		]);
		await using terminal = opened;
		await terminal.waitFor(/1 of \d+ loaded/);
		terminal.kill('SIGURG');
		terminal.press('j');
		await terminal.waitFor(/2 of \d+ loaded/);
		await quit(terminal);
		expect(readFileSync(join(env.HOME ?? '', 'errors'), 'utf8')).toContain('for the file\n');
	});
});
