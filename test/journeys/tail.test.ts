import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { workspace } from '../commands/serve-fixtures.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';

const key = 'KEY-of-a-journey';
const tailArgs = ['tail', '--interval', '1'];

beforeAll(() => ensureBuilt());

async function post(server: Served, path: string, body: object): Promise<string> {
	const answer = await fetch(`${server.url}/ai/conversations${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(answer.status).toBe(200);
	return await answer.text();
}

async function begin(server: Served): Promise<string> {
	const { id } = JSON.parse(await post(server, '', { metadata: { telnyx_end_user_target: '+13128675309' } }));
	return String(id);
}

const say = (server: Served, id: string, content: string) =>
	post(server, `/${id}/message`, { role: 'user', content });

/** A command with its output in pipes, which tests can wait for. */
function piped(command: string, args: readonly string[], env: Record<string, string>) {
	const child = spawn(command, args, { env: programEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = once(child, 'close');
	let out = '';
	let err = '';
	const waiting = new Set<() => void>();
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
		for (const look of waiting) look();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		err += text;
		for (const look of waiting) look();
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	return {
		child,
		out: () => out,
		err: () => err,
		/** The exit code. Rejects if a signal killed the process. */
		code: async (): Promise<unknown> => (await ended)[0],
		/** Settles once one of the streams contains the words. */
		seen: (words: string): Promise<void> =>
			new Promise((resolve, reject) => {
				const look = () => {
					if (!`${out}\n${err}`.includes(words)) return;
					waiting.delete(look);
					resolve();
				};
				waiting.add(look);
				void ended.then(() => reject(new Error(`it ended without “${words}”:\n${out}\n${err}`)));
				look();
			}),
	};
}

test('tail follows an account across a server restart: every message once, two lines about the outage', async () => {
	const data = workspace().path('account.db');
	const first = await serve('--db', data, '--key', key);
	const old = await begin(first);
	await say(first, old, 'before the start');
	const env = { TELNYX_BASE_URL: first.url, TELNYX_API_KEY: key };
	const tail = piped(process.execPath, [launcherPath, ...tailArgs], env);
	await tail.seen('following 127.0.0.1');
	await say(first, old, 'one');
	await tail.seen('user: one');
	await say(first, old, 'just before the restart');
	await first.stop();
	await tail.seen(' lost: ');
	await using second = await serve('--db', data, '--key', key, '--port', new URL(first.url).port);
	const fresh = await begin(second);
	await say(second, fresh, 'in a new conversation');
	await say(second, old, 'after the restart');
	await tail.seen(' back, after ');
	await tail.seen('after the restart');
	await say(second, old, 'last');
	await tail.seen('user: last');
	tail.child.kill('SIGTERM');
	expect(await tail.code()).toBe(143);
	expect(
		tail
			.out()
			.trimEnd()
			.split('\n')
			.map((line) => line.split('user: ')[1]),
	).toEqual(['one', 'just before the restart', 'in a new conversation', 'after the restart', 'last']);
	expect(tail.err().trimEnd().split('\n')).toEqual([
		expect.stringContaining('every conversation; Ctrl-C ends'),
		expect.stringMatching(/^tconv tail: \d\d:\d\d:\d\d lost: Nothing answers at 127\.0\.0\.1:\d+\./),
		expect.stringMatching(/^tconv tail: \d\d:\d\d:\d\d back, after /),
		expect.stringMatching(/^tconv tail: 5 messages in 2 conversations, .*, 1 outage$/),
	]);
	expect(tail.out() + tail.err()).not.toContain(key);
}, 60_000);

test('tail --json piped to head -1 prints one line, and ends quietly once head has exited', async () => {
	await using server = await serve('--empty', '--key', key);
	const env = {
		TELNYX_BASE_URL: server.url,
		TELNYX_API_KEY: key,
		NODE: process.execPath,
		TCONV: launcherPath,
	};
	const shell = piped(
		'bash',
		['-c', '"$NODE" "$TCONV" tail --interval 1 --json | head -1; echo "code $PIPESTATUS"'],
		env,
	);
	await shell.seen('following ');
	const id = await begin(server);
	await say(server, id, '\u001b[31mred');
	await shell.seen('red');
	// The exit of head shows only at the next line.
	await say(server, id, 'more');
	expect(await shell.code()).toBe(0);
	const [line = '', code] = shell.out().trimEnd().split('\n');
	expect(JSON.parse(line)).toMatchObject({
		conversation_id: id,
		end_user: '+13128675309',
		message: { text: '\u001b[31mred' },
	});
	expect(line).toMatch(/^[ -~]+$/);
	expect(code).toBe('code 0');
	expect(shell.err().trimEnd().split('\n')).toHaveLength(1);
}, 60_000);

test('tail in a terminal wraps long lines, writes only text, and sums up at Ctrl-C', async () => {
	await using server = await serve('--empty', '--key', key);
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key };
	await using terminal = await openProgram(tailArgs, { cols: 80, rows: 24, env });
	await terminal.waitFor('following 127.0.0.1');
	const id = await begin(server);
	await say(server, id, `${'long '.repeat(40)}\u001b]0;owned\u0007end`);
	await terminal.waitFor('␛]0;owned␇end');
	terminal.press('Ctrl-c');
	expect(await terminal.exit).toEqual({ code: 130, signal: null });
	expect(terminal.screen().join('\n')).toMatch(/tconv tail: 1 message in 1 conversation, .*, 0 outages/);
	expect(terminal.raw).not.toContain('\u001b');
}, 60_000);
