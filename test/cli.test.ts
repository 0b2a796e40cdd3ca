import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../src/tooling/build.ts';
import { expectGivenBack } from './harness/frame.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from './harness/program.ts';
import { Terminal } from './harness/terminal.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

beforeAll(() => ensureBuilt());

/** The program without a terminal, to its end. */
function run(...args: readonly string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [launcherPath, ...args], {
		env: programEnv(),
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
}

describe('without a terminal', () => {
	test('the version and the help go to standard output, and nothing failed', () => {
		expect(run('--version')).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
			stderr: '',
		});
		expect(run('-h')).toMatchObject({
			status: 0,
			stdout: expect.stringContaining('tconv serve'),
			stderr: '',
		});
	});

	test.each([
		[['--no-such'], /'--no-such'/],
		[['list'], /There is no command “list”/],
		[['--debug', 'serve'], /tconv serve --help/],
		[[], /needs a terminal/],
		[['\x1b[2J'], /␛\[2J/],
		[['--filter'], /'--filter <value>'/],
		[['--filter', '--ascii'], /'--filter'/],
		[['--filter', '-channel:phone_call'], /needs a terminal/],
		[['--filter', '-chanel:phone_call'], /chanel/],
	])('%j is not understood: exit code 2 and one line', (args, said) => {
		const { status, stdout, stderr } = run(...args);
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(said);
		expect(stderr).toMatch(/^tconv: [^\n]*\(tconv --help\)\n$/);
	});

	test('a key that was given where a command belongs is not said again', () => {
		expect(run(key).stderr).not.toContain(key.slice(0, 20));
	});
});

describe('in a terminal', () => {
	const size = { cols: 100, rows: 30 };

	test('a key that cannot be used ends the start with a line, before the screen is taken', async () => {
		await using terminal = await openProgram([], { ...size, env: { TELNYX_API_KEY: `${key} twice` } });
		expect(await terminal.exit).toEqual({ code: 2, signal: null });
		expect(terminal.screen().join('\n')).toContain('The API key has characters that no key can have.');
		expect(terminal.screen().join('\n')).not.toContain(key);
	});

	test('samples that cannot be made are told of on the screen, and leaving it then is no fault', async () => {
		await using terminal = await openProgram([], {
			...size,
			env: { NODE_OPTIONS: '--no-experimental-sqlite' },
		});
		await terminal.waitFor(/r tries again/);
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expectGivenBack(terminal);
	});

	test('a fault leaves a file that tells of it, and its path on the screen', async () => {
		const preload = join(projectRoot, 'test', 'harness', 'fixtures', 'fault-on-signal.cjs');
		const env = programEnv({ FAULT: 'exception' });
		await using terminal = new Terminal([process.execPath, '--require', preload, launcherPath], {
			...size,
			env,
		});
		await terminal.waitFor(/loaded/);
		terminal.kill('SIGUSR2');
		expect(await terminal.exit).toEqual({ code: 1, signal: null });
		const folder = join(env.HOME ?? '', '.local', 'state', 'tconv');
		expect(existsSync(folder)).toBe(true);
		const [file = ''] = readdirSync(folder);
		expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^tconv \d.*\nError: thrown on purpose\n\s+at /);
		expect(terminal.screen().join('')).toContain(file);
	});
});
