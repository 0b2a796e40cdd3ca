import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectWhole } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, programEnv } from '../harness/program.ts';
import { Terminal } from '../harness/terminal.ts';

const size = { cols: 100, rows: 30 };
const program = `'${process.execPath}' '${launcherPath}'`;
const shells = { bash: ['bash', '--norc', '--noprofile', '-i'], dash: ['dash', '-i'] };

beforeAll(() => ensureBuilt());

/** The command in a checkout, started by a Node that is too old: the launcher starts the pinned Node. */
function launched(): string {
	const root = mkdtempSync(join(tmpdir(), 'tconv-launched-'));
	onTestFinished(() => rmSync(root, { recursive: true, force: true }));
	cpSync(join(projectRoot, 'dist'), join(root, 'dist'), { recursive: true });
	writeFileSync(join(root, 'package.json'), '{"type":"module"}');
	const pinned = join(root, 'node_modules', 'node', 'bin', 'node');
	mkdirSync(dirname(pinned), { recursive: true });
	writeExecutable(pinned, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
	const old = join(projectRoot, 'test', 'harness', 'fixtures', 'old-node.cjs');
	return `'${process.execPath}' --require '${old}' '${join(root, 'dist', 'tconv.js')}'`;
}

function writeExecutable(path: string, script: string): void {
	writeFileSync(path, script);
	chmodSync(path, 0o755);
}

function underShell(
	shell: readonly string[] = shells.bash,
	env: Readonly<Record<string, string>> = {},
): Terminal {
	return new Terminal(shell, { ...size, env: programEnv({ PS1: 'ready> ', HISTFILE: '/dev/null', ...env }) });
}

/** The program's processes in this terminal's session, the launcher first. */
function programs(terminal: Terminal): number[] {
	const out = terminal.processes().filter(({ name }) => name === 'tconv');
	return out.map(({ pid }) => pid);
}

const isOurs = (terminal: Terminal) => () =>
	terminal.alternate && !terminal.modes.has(7) && !terminal.modes.has(25) && terminal.modes.has(2004);
const isShells = (terminal: Terminal) => () =>
	!terminal.alternate && terminal.modes.has(7) && terminal.modes.has(25);

async function start(terminal: Terminal, command = program): Promise<void> {
	await terminal.waitFor('ready>');
	terminal.type(`${command}\r`);
	await terminal.waitFor(/1 of \d+ loaded/);
}

let said = 0;
/** Types a command and waits for its output, which shows that the shell has the terminal and echoes keys. */
async function ask(terminal: Terminal, command: string): Promise<string> {
	const mark = `mark${++said}`;
	terminal.type(`clear; ${command}; echo ${mark}-end\r`);
	const screen = await terminal.waitFor((lines) => lines.some((line) => line === `${mark}-end`));
	return screen.join('\n');
}

/** Expects that the program has the terminal: its modes, its frame, and its keys without an echo. */
async function expectBack(terminal: Terminal, place: number): Promise<void> {
	await terminal.waitFor(isOurs(terminal));
	await terminal.waitFor(new RegExp(`${place} of \\d+ loaded[\\s\\S]*\\n j move`));
	expectWhole(terminal);
	terminal.press('j');
	await terminal.waitFor(new RegExp(`${place + 1} of \\d+ loaded`));
	expectWhole(terminal);
}

/** Stops the program's processes and waits until the shell says so. */
async function stopFromOutside(terminal: Terminal, signal: 'SIGTSTP' | 'SIGSTOP'): Promise<void> {
	for (const pid of programs(terminal)) process.kill(pid, signal);
	await terminal.waitFor(/Stopped[^>]*\nready> ?$/m);
}

describe.each(Object.entries(shells))('under %s', (name, shell) => {
	test('case 35: stopped by SIGTSTP from outside, the shell gets its screen; fg takes the terminal back', async () => {
		await using terminal = underShell(shell);
		await start(terminal);
		await stopFromOutside(terminal, 'SIGTSTP');
		await terminal.waitFor(isShells(terminal));
		// A shell with a line editor uses bracketed paste itself.
		if (name === 'dash') expect(terminal.modes).toEqual(new Set([7, 25]));
		const settings = await ask(terminal, 'stty -a');
		expect(settings).toMatch(/(?<!-)icanon[\s\S]*(?<!-)echo\b/);
		terminal.resize(120, 34);
		terminal.type('fg\r');
		await expectBack(terminal, 1);
		expect(terminal.screen()).toHaveLength(34);
	});

	test('case 35: after SIGSTOP, which no program can catch, fg takes the terminal back in its new size', async () => {
		await using terminal = underShell(shell);
		await start(terminal);
		await stopFromOutside(terminal, 'SIGSTOP');
		terminal.resize(90, 28);
		// The terminal stays raw: not every shell resets it for its command line.
		terminal.type('fg\n');
		await expectBack(terminal, 1);
		expect(terminal.screen()).toHaveLength(28);
		terminal.press('q');
		await terminal.waitFor(isShells(terminal));
	});
});

test.each(['SIGSTOP', 'SIGTSTP'] as const)(
	'after %s, bg leaves the terminal alone, and fg takes it back',
	async (signal) => {
		await using terminal = underShell();
		await start(terminal);
		await stopFromOutside(terminal, signal);
		const alternate = terminal.alternate;
		terminal.type('clear; set -b; bg\r');
		// It must not run in the background: it stops again silently, as the kernel would stop it.
		await terminal.waitFor((screen) => /\[1\]\+ [\s\S]*&[\s\S]*Stopped/.test(screen.join('\n')));
		expect(terminal.alternate).toBe(alternate);
		expect(await ask(terminal, 'jobs; stty -a')).toMatch(/Stopped[\s\S]*(?<!-)icanon/);
		terminal.type('fg\r');
		await expectBack(terminal, 1);
	},
);

test('started with &, waits for fg without touching the terminal', async () => {
	await using terminal = underShell();
	await terminal.waitFor('ready>');
	terminal.type(`set -b; clear; ${program} &\r`);
	await terminal.waitFor(/Stopped/);
	expect(terminal.raw).not.toContain('\x1b[?1049h');
	expect(await ask(terminal, 'stty -a')).toMatch(/(?<!-)icanon[\s\S]*(?<!-)echo\b/);
	terminal.type('fg\r');
	await expectBack(terminal, 1);
});

test('stopped and ended by the shell, leaves the line being typed alone', async () => {
	await using terminal = underShell();
	await start(terminal);
	await stopFromOutside(terminal, 'SIGTSTP');
	const before = terminal.raw.length;
	terminal.type('set -b; kill %1\r');
	await terminal.waitFor(/Terminated/);
	expect(programs(terminal)).toEqual([]);
	expect(await ask(terminal, 'echo a line')).toContain('a line');
	expect(terminal.raw.slice(before)).not.toContain('\x1b[?1049');
});

test('behind a launcher, a stop of either process stops both, and fg continues both', async () => {
	await using terminal = underShell();
	await start(terminal, launched());
	for (const [at, which] of [
		[1, 0],
		[2, 1],
	] as const) {
		const pids = programs(terminal);
		expect(pids).toHaveLength(2);
		process.kill(pids[which] ?? 0, 'SIGTSTP');
		await terminal.waitFor(
			() => isShells(terminal)() && terminal.screen().some((line) => /Stopped/.test(line)),
		);
		expect(
			terminal
				.processes()
				.filter(({ name }) => name === 'tconv')
				.map(({ state }) => state),
		).toEqual(['T', 'T']);
		terminal.type('clear; fg\r');
		await expectBack(terminal, at);
	}
	terminal.press('Ctrl-z');
	await terminal.waitFor(isShells(terminal));
	terminal.type('fg\r');
	await expectBack(terminal, 3);
	process.kill(programs(terminal)[0] ?? 0, 'SIGUSR2');
	await terminal.waitFor(isShells(terminal));
	terminal.type('echo code $?\r');
	await terminal.waitFor('code 140');
});

describe('while an editor has the terminal', () => {
	/** An editor that gives the screen back when stopped, as vi does, and notes its input. */
	const editor = `#!/bin/bash
printf '\\033[?1049h\\033[?1000hEDITOR HERE'
trap 'printf "\\033[?1000l\\033[?1049l"; kill -STOP $$; printf "\\033[?1049hEDITOR AGAIN"' TSTP
while ! [ "$line" = end ]; do read -r line && echo "$line" >> "$0.lines" && echo "READ $line"; done
printf '\\033[?1000l\\033[?1049l'
`;

	test.each([
		['SIGTSTP', 'the program'],
		['Ctrl-z', 'the terminal'],
	])('%s from %s stops both, the screen is the shell’s, and fg gives it to the editor', async (how) => {
		const folder = mkdtempSync(join(tmpdir(), 'tconv-stopped-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const path = join(folder, 'editor');
		writeFileSync(path, editor);
		chmodSync(path, 0o755);
		await using terminal = underShell(shells.bash, { EDITOR: path, TMPDIR: folder });
		await start(terminal);
		terminal.press('m');
		await terminal.waitFor('Message to');
		terminal.press('Ctrl-o');
		await terminal.waitFor('EDITOR HERE');
		for (const word of ['one', 'two']) {
			if (how === 'Ctrl-z') terminal.press(how);
			else process.kill(programs(terminal)[0] ?? 0, 'SIGTSTP');
			await terminal.waitFor(/Stopped/);
			await terminal.waitFor(isShells(terminal));
			expect(terminal.modes.has(1000)).toBe(false);
			expect(
				terminal
					.processes()
					.filter(({ name }) => /tconv|editor/.test(name))
					.map(({ state }) => state),
			).toEqual(['T', 'T']);
			terminal.type('clear; fg\r');
			await terminal.waitFor('EDITOR AGAIN');
			terminal.type(`${word}\r`);
			await terminal.waitFor(`READ ${word}`);
		}
		terminal.type('end\r');
		await terminal.waitFor(() => isOursInField(terminal));
		expect(readFileSync(`${path}.lines`, 'utf8')).toBe('one\ntwo\nend\n');
		expect(terminal.modes.has(1000)).toBe(false);
	});

	/** A field shows the cursor. */
	const isOursInField = (terminal: Terminal): boolean =>
		terminal.alternate &&
		!terminal.modes.has(7) &&
		terminal.modes.has(2004) &&
		/Message to/.test(terminal.screen().join());
});
