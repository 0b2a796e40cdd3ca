import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../src/tooling/build.ts';
import { expectGivenBack } from './harness/frame.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from './harness/program.ts';
import { Terminal } from './harness/terminal.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

beforeAll(() => ensureBuilt());

/** Runs the program without a terminal until it exits. */
function run(...args: readonly string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [launcherPath, ...args], {
		env: programEnv(),
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
}

describe('without a terminal', () => {
	test('prints version and help to standard output, with exit code 0', () => {
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
		[['lits'], /There is no command “lits”\. Did you mean list\?/],
		[['--debug', 'serve'], /tconv serve --help/],
		[[], /needs a terminal/],
		[['\x1b[2J'], /␛\[2J/],
		[['--filter'], /--filter needs a value/],
		[['--filter', '--ascii'], /--filter needs a value/],
		[['--filter', '-channel:phone_call'], /needs a terminal/],
		[['--filter', '-chanel:phone_call'], /chanel/],
	])('%j is wrong usage: exit code 2 and one line', (args, said) => {
		const { status, stdout, stderr } = run(...args);
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(said);
		expect(stderr).toMatch(/^tconv: [^\n]*\(tconv --help\)\n$/);
	});

	test('does not repeat a key given in place of a command', () => {
		expect(run(key).stderr).not.toContain(key.slice(0, 20));
	});
});

describe('the key in an argument', () => {
	const withKey = (...args: readonly string[]) =>
		spawnSync(process.execPath, [launcherPath, ...args], {
			env: programEnv({ TELNYX_API_KEY: key, TELNYX_BASE_URL: 'http://127.0.0.1:2/v2' }),
			encoding: 'utf8',
		});

	test.each([
		[['--filter', `name~${key}`]],
		[['open', key]],
		[['open', btoa(`Bearer ${key}`)]],
		[['tail', '--filter', `name~${key}`]],
	])('is refused before any request: %j', (args) => {
		const { status, stdout, stderr } = withKey(...args);
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(/(?:holds|contains) your API key/);
		expect(stderr).not.toContain(key.slice(4, 30));
	});

	test('is in no error message, even with --debug', () => {
		const { status, stderr } = withKey('--debug', '--filter', 'x'.repeat(3), `--${key}`);
		expect(status).toBe(2);
		expect(stderr).not.toContain(key.slice(4, 30));
	});
});

describe('plain http to another machine', () => {
	const env = { TELNYX_API_KEY: key, TELNYX_BASE_URL: 'http://telnyx.invalid/v2' };
	const settingsFolder = (settings: unknown): string => {
		const folder = join(String(programEnv().HOME), 'config');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
		return folder;
	};

	test('ends the start with exit code 2, before the screen is taken', async () => {
		await using terminal = await openProgram([], { cols: 100, rows: 30, env });
		expect(await terminal.exit).toEqual({ code: 2, signal: null });
		expect(terminal.screen().join(' ')).toMatch(/plain http.*--allow-http/s);
		expect(terminal.alternate).toBe(false);
	});

	test.each([
		['by the option', ['--allow-http'], {}],
		['by the setting', [], { allowHttp: true }],
	])('works if it is allowed: %s', async (_, args, settings) => {
		const folder = settingsFolder(settings);
		await using terminal = await openProgram(args, {
			cols: 100,
			rows: 30,
			env: { ...env, TCONV_CONFIG_DIR: folder },
		});
		await terminal.waitFor(/telnyx\.invalid/);
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
	});

	test('is refused by tail too, unless it is allowed', () => {
		const tail = (more: Record<string, string>, ...args: string[]) =>
			spawnSync(process.execPath, [launcherPath, 'tail', '--filter', 'assistant:x', ...args], {
				env: programEnv({ ...env, ...more }),
				encoding: 'utf8',
				timeout: 2500,
			});
		expect(tail({})).toMatchObject({ status: 2, stdout: '' });
		expect(tail({}).stderr).toMatch(/plain http.*--allow-http/s);
		for (const allowed of [
			tail({}, '--allow-http'),
			tail({ TCONV_CONFIG_DIR: settingsFolder({ allowHttp: true }) }),
		]) {
			expect(allowed.stderr).not.toMatch(/plain http/);
			expect(allowed.status).not.toBe(2);
		}
	});
});

describe('case 33: keys that no terminal sends', () => {
	test('are named at the start, stay out of the footer, and are all listed in the help', async () => {
		const folder = join(String(programEnv().HOME), 'config');
		mkdirSync(folder, { recursive: true });
		const keys = { 'list.next': ['Ctrl-m'], 'list.previous': ['Ctrl-1'], 'pane.zoom': ['j'] };
		writeFileSync(join(folder, 'settings.json'), JSON.stringify({ keys }));
		await using terminal = await openProgram([], { cols: 100, rows: 30, env: { TCONV_CONFIG_DIR: folder } });
		await terminal.waitFor(/a terminal sends Enter for Ctrl-m; use that, or another key\./);
		await terminal.waitFor(/Help\s+\(\?\)\s+lists\s+2\s+more\./);
		terminal.press('?');
		await terminal.waitFor(/Keys in settings\.json that need a change/);
		await terminal.waitFor(/a terminal cannot send Ctrl-1/);
		await terminal.waitFor(/pane\.zoom: j belongs to list\.next/);
		terminal.press('Esc');
		await terminal.waitFor(/ j move /);
	});
});

describe('in a terminal', () => {
	const size = { cols: 100, rows: 30 };

	test('an unusable key ends the start with one line, before the screen is taken', async () => {
		await using terminal = await openProgram([], { ...size, env: { TELNYX_API_KEY: `${key} twice` } });
		expect(await terminal.exit).toEqual({ code: 2, signal: null });
		expect(terminal.screen().join('\n')).toContain('The API key contains characters that no key has.');
		expect(terminal.screen().join('\n')).not.toContain(key);
	});

	test('the screen reports sample data that cannot be made, and q exits with code 0', async () => {
		await using terminal = await openProgram([], {
			...size,
			env: { NODE_OPTIONS: '--no-experimental-sqlite' },
		});
		await terminal.waitFor(/r tries again/);
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expectGivenBack(terminal);
	});

	test('a crash writes a file with the trace, and prints its path', async () => {
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
