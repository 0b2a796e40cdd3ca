import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quit } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import { Terminal } from '../harness/terminal.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_of_a_profile';
const size = { cols: 110, rows: 30 };

/** A shell with `tconv` in it. */
async function shell(env: Readonly<Record<string, string>>): Promise<Terminal> {
	await ensureBuilt();
	const terminal = new Terminal(['bash', '--norc', '--noprofile', '-i'], {
		...size,
		env: programEnv({ ...env, PS1: 'ready> ' }),
	});
	await terminal.waitFor('ready>');
	terminal.type(`tconv() { '${process.execPath}' '${launcherPath}' "$@"; }; set -o pipefail\r`);
	return terminal;
}

test('a key is typed unseen, kept in a file of its own, and the screen opens with its account', async () => {
	await using server = await serve('--demo', '3', '--key', key);
	const home = programEnv().HOME ?? '';
	const env = { HOME: home };
	await using terminal = await shell(env);
	terminal.type(`tconv profile add prod --base-url ${server.url} --read-only\r`);
	await terminal.waitFor('(not shown), then Enter:');
	terminal.type(`wrong\u0015${key}\r`);
	await terminal.waitFor(/Added the profile prod/);
	expect(terminal.raw).not.toContain(key.slice(8, 30));
	expect(readFileSync(join(home, '.config', 'tconv', 'keys', 'prod'), 'utf8')).toBe(`${key}\n`);

	await using screen = await openProgram(['--profile', 'prod'], {
		...size,
		env: { ...env, TELNYX_API_KEY: 'KEY-of-another-1' },
	});
	await screen.waitFor(/of 3 loaded/);
	expect(screen.line(0)).toMatch(/^ tconv +prod .*read-only/);
	await quit(screen);
	const files = readdirSync(home, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name !== 'prod')
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
	expect(files.join()).not.toContain(key.slice(8, 30));
});

describe('the terminal is given back', () => {
	test.each([
		['Ctrl-c', async (terminal: Terminal) => terminal.type('\u0003')],
		['Ctrl-\\', async (terminal: Terminal) => terminal.type('\u001c')],
		['kill', async (terminal: Terminal) => signal(terminal, 'TERM')],
		['kill -QUIT', async (terminal: Terminal) => signal(terminal, 'QUIT')],
	])('by %s, and nothing is kept', async (_, end) => {
		const home = programEnv().HOME ?? '';
		await using terminal = await shell({ HOME: home });
		terminal.type('tconv profile add prod --base-url http://127.0.0.1:9/v2\r');
		await terminal.waitFor('(not shown), then Enter:');
		terminal.type('KEYhalf');
		await end(terminal);
		await terminal.waitFor(/then Enter:[\s\S]*ready>/);
		terminal.type('stty -a | grep -o -E " -?(echo|icanon)\\b" | tr "\\n" ","; echo end\r');
		await terminal.waitFor(/ icanon, echo,end/);
		expect(readdirSync(home).includes('.config')).toBe(false);
	});

	test('while it is stopped, and the question comes again with fg', async () => {
		await using terminal = await shell({});
		terminal.type('tconv profile add prod --unchecked\r');
		await terminal.waitFor('(not shown), then Enter:');
		terminal.type('KEY0123\u001a');
		await terminal.waitFor(/Stopped/);
		terminal.type('stty -a | grep -o -E " -?(echo|icanon)\\b" | tr "\\n" ","; echo end\r');
		await terminal.waitFor(/ icanon, echo,end/);
		terminal.type('fg\r');
		await terminal.waitFor(/end[\s\S]*not shown\), then Enter:/);
		terminal.type('4567\r');
		await terminal.waitFor(/Added the profile prod/);
	});
});

/** Sends a signal to the program in the foreground of the shell, from another process. */
async function signal(terminal: Terminal, name: 'TERM' | 'QUIT'): Promise<void> {
	const pids = execFileSync('pgrep', ['-P', String(terminal.pid)], { encoding: 'utf8' })
		.trim()
		.split('\n');
	for (const pid of pids) process.kill(Number(pid), `SIG${name}`);
}
