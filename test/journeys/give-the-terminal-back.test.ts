import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectGivenBack, expectWhole } from '../harness/frame.ts';
import { cliPath, ensureBuilt, launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { Terminal } from '../harness/terminal.ts';

const size = { cols: 100, rows: 30 };

describe('the whole terminal is given back', () => {
	test('on q and on Ctrl-c twice, but not on one Ctrl-c', async () => {
		await using byQ = await openProgram([], size);
		await byQ.waitFor(/loaded/);
		byQ.press('q');
		expect(await byQ.exit).toEqual({ code: 0, signal: null });
		expectGivenBack(byQ);

		await using byCtrlC = await openProgram([], size);
		await byCtrlC.waitFor(/loaded/);
		byCtrlC.press('Ctrl-c');
		await byCtrlC.waitFor((screen) => /Ctrl-c/.test(screen.at(-1) ?? ''));
		byCtrlC.press('Ctrl-c');
		expect((await byCtrlC.exit).signal).toBe(null);
		expectGivenBack(byCtrlC);
	});

	// ABRT and IO have second names, under which packages listen.
	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGQUIT', 131],
		['SIGABRT', 134],
		['SIGUSR1', 138],
		['SIGUSR2', 140],
		['SIGALRM', 142],
		['SIGXCPU', 152],
		['SIGIO', 157],
		['SIGSYS', 159],
	] as const)('on %s', async (signal, code) => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		terminal.kill(signal);
		expect(await terminal.exit).toEqual({ code, signal: null });
		expectGivenBack(terminal);
		expect(terminal.screen().join('\n').trim(), 'and no word of an inspector').toBe('');
	});

	test('on SIGUSR1 before the first frame: the program ends, and no inspector opens', async () => {
		await ensureBuilt();
		for (const [file, args] of [
			[launcherPath, ['serve', '--port', '0']],
			[cliPath, ['serve', '--port', '0']],
		] as const) {
			const child = spawn(process.execPath, [file, ...args], { env: programEnv() });
			await once(child.stdout, 'data');
			child.kill('SIGUSR1');
			const [said, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
			expect({ code, signal, said }).toEqual({ code: null, signal: 'SIGUSR1', said: '' });
		}
	});

	test('not on SIGPIPE: a broken connection does not end the program', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/1 of \d+ loaded/);
		terminal.kill('SIGPIPE');
		terminal.press('j');
		await terminal.waitFor(/2 of \d+ loaded/);
		expectWhole(terminal);
	});

	test('when the terminal closes, the program ends and leaves no process', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		terminal.hangUp();
		expect(await terminal.exit).toEqual({ code: 129, signal: null });
		expect(terminal.processes()).toEqual([]);
	});

	test.each(['exception', 'rejection'])(
		'on a crash (%s), with one line about it and no stack trace',
		async (fault) => {
			await ensureBuilt();
			const preload = join(projectRoot, 'test', 'harness', 'fixtures', 'fault-on-signal.cjs');
			await using terminal = new Terminal([process.execPath, '--require', preload, launcherPath], {
				...size,
				env: programEnv({ FAULT: fault }),
			});
			await terminal.waitFor(/loaded/);
			terminal.kill('SIGUSR2');
			expect(await terminal.exit).toEqual({ code: 1, signal: null });
			expectGivenBack(terminal);
			const screen = terminal.screen().join('\n');
			expect(screen).toMatch(/tconv crashed: .*on purpose/);
			expect(screen).not.toMatch(/^\s+at /m);
		},
	);

	test('on a crash while drawing, without an error text that could contain the key', async () => {
		await ensureBuilt();
		const preload = join(projectRoot, 'test', 'harness', 'fixtures', 'fault-of-drawing.cjs');
		const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';
		await using terminal = new Terminal([process.execPath, '--require', preload, launcherPath], {
			...size,
			env: programEnv({ FAULT: `drawn on purpose with ${key}` }),
		});
		await terminal.waitFor(/loaded/);
		terminal.press('j');
		expect(await terminal.exit).toEqual({ code: 1, signal: null });
		expectGivenBack(terminal);
		expect(terminal.screen().join('\n')).toMatch(/tconv crashed: .*drawn on purpose with KEY…mnop/);
		expect(terminal.raw).not.toContain(key);
	});
});

describe('under a shell', () => {
	const shell = () =>
		new Terminal(['bash', '--norc', '--noprofile', '-i'], {
			...size,
			env: programEnv({ PS1: 'ready> ', HISTFILE: '/dev/null' }),
		});

	/** The line discipline's settings, which raw mode changes. */
	async function settings(terminal: Terminal, mark: string): Promise<string> {
		terminal.type(`clear; stty -a; echo ${mark}-end\r`);
		const screen = await terminal.waitFor((lines) => lines.some((line) => line === `${mark}-end`));
		return screen.filter((line) => /[;]|^-?\w+ /.test(line) && !line.includes('stty')).join('\n');
	}

	test('Ctrl-Z gives the terminal back, fg redraws the screen, q restores the terminal', async () => {
		await ensureBuilt();
		await using terminal = shell();
		await terminal.waitFor('ready>');
		const before = await settings(terminal, 'before');
		expect(before).toContain('icanon');

		terminal.type(`'${process.execPath}' '${launcherPath}'\r`);
		await terminal.waitFor(/1 of \d+ loaded/);
		terminal.press('j', 'j');
		await terminal.waitFor(/3 of \d+ loaded/);
		expectWhole(terminal);

		terminal.press('Ctrl-z');
		await terminal.waitFor(() => !terminal.alternate && terminal.modes.has(25) && terminal.modes.has(7));
		expect(await settings(terminal, 'stopped')).toBe(before);

		terminal.type('fg\r');
		await terminal.waitFor(() => terminal.alternate && /3 of \d+ loaded/.test(terminal.line(0)));
		terminal.press('j');
		await terminal.waitFor(/4 of \d+ loaded/);
		expectWhole(terminal);

		terminal.press('q');
		await terminal.waitFor(() => !terminal.alternate && terminal.modes.has(25) && terminal.modes.has(7));
		expect(await settings(terminal, 'after')).toBe(before);
	});

	test('a terminal resized meanwhile is redrawn in its new size, and Ctrl-l redraws it all', async () => {
		await ensureBuilt();
		await using terminal = shell();
		await terminal.waitFor('ready>');
		terminal.type(`'${process.execPath}' '${launcherPath}'\r`);
		for (const [cols, rows] of [
			[80, 24],
			[130, 35],
		] as const) {
			await terminal.waitFor(() => terminal.alternate && /1 of \d+ loaded/.test(terminal.line(0)));
			terminal.press('Ctrl-z');
			await terminal.waitFor(() => !terminal.alternate && terminal.modes.has(25) && terminal.modes.has(7));
			terminal.resize(cols, rows);
			terminal.type('fg\r');
			await terminal.waitFor(
				(screen) => terminal.alternate && (screen[rows - 1] ?? '').startsWith(' j move'),
			);
			expectWhole(terminal);
		}
		const before = terminal.raw.length;
		terminal.press('Ctrl-l');
		await terminal.waitFor(() => /1 of \d+ loaded[\s\S]* j[\s\S]*move/.test(terminal.raw.slice(before)));
		expectWhole(terminal);
	});
});
