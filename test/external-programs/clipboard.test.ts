import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClipboard } from '../../src/external-programs/clipboard.ts';
import { openCopiedFile } from '../../src/records/copied-file.ts';
import { mostForTerminal } from '../../src/terminal/clipboard-sequence.ts';
import { cleanText } from '../../src/text/clean-text.ts';
import { installed } from '../harness/hosts.ts';
import { scratch } from '../store/fixtures.ts';

type Stage = {
	readonly folder: string;
	/** What the terminal was sent. */
	readonly sent: readonly string[];
	/** What a program of this name was given, with its arguments and environment; null if it did not run. */
	readonly given: (program: string) => { readonly text: string; readonly told: string } | null;
	readonly copy: (text: string) => ReturnType<ReturnType<typeof createClipboard>>;
};

/** A clipboard in a folder with these programs, each a shell script that runs after its input was noted. */
function stage(
	environment: Readonly<Record<string, string>>,
	programs: Readonly<Record<string, string>> = {},
	more: { readonly platform?: NodeJS.Platform; readonly isHeld?: boolean; readonly millis?: number } = {},
): Stage {
	const folder = scratch();
	for (const [name, script] of Object.entries(programs)) {
		const path = join(folder, name);
		writeFileSync(
			path,
			`#!/bin/sh\nPATH=/usr/bin:/bin\ncat > '${path}.text'\n{ echo "$*"; env; } > '${path}.told'\n${script}\n`,
		);
		chmodSync(path, 0o755);
	}
	const sent: string[] = [];
	const copy = createClipboard({
		environment: { PATH: folder, ...environment },
		platform: more.platform ?? 'linux',
		write: (sequence) => {
			if (more.isHeld !== true) sent.push(sequence);
			return more.isHeld !== true;
		},
		keep: openCopiedFile(join(folder, 'state'), () => '1'),
		...(more.millis === undefined ? {} : { programMillis: more.millis }),
	});
	return {
		folder,
		sent,
		given: (program) => {
			const path = join(folder, program);
			if (!existsSync(`${path}.told`)) return null;
			return { text: readFileSync(`${path}.text`, 'utf8'), told: readFileSync(`${path}.told`, 'utf8') };
		},
		copy: (text) => copy(cleanText(text)),
	};
}

const taken = (sequence = ''): string =>
	Buffer.from(/\]52;c;([A-Za-z0-9+/=]*)/.exec(sequence)?.[1] ?? '', 'base64').toString();

describe('on a desktop', () => {
	test.each([
		['macOS', 'darwin', {}, 'pbcopy', 'LC_CTYPE=UTF-8'],
		['Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, 'wl-copy', '--type text/plain'],
		['X', 'linux', { DISPLAY: ':0' }, 'xclip', '-selection clipboard -in'],
	] as const)('its program takes the text: %s', async (_, platform, environment, program, told) => {
		const { copy, given, sent } = stage(
			environment,
			{ pbcopy: '', 'wl-copy': '', xclip: '', xsel: '' },
			{ platform },
		);
		expect(await copy('grüße\n👋')).toEqual({ kind: 'program', program });
		expect(given(program)?.text).toBe('grüße\n👋');
		expect(given(program)?.told).toContain(told);
		expect(sent).toEqual([]);
	});

	test('Windows gets UTF-16 from Linux, where its clipboard program reads nothing else', async () => {
		const { copy, folder } = stage({ WSL_DISTRO_NAME: 'Debian' }, { 'clip.exe': '' });
		expect(await copy('grüße')).toEqual({ kind: 'program', program: 'clip.exe' });
		expect(readFileSync(join(folder, 'clip.exe.text'), 'utf16le')).toBe('grüße');
	});

	test('no program gets the key, nor a variable that holds it', async () => {
		const key = 'KEY0123456789ABCDEF_secretsecret';
		const environment = { DISPLAY: ':0', TELNYX_API_KEY: key, AUTH: `Bearer ${key}` };
		const { copy, given } = stage(environment, { xclip: '' });
		await copy('x');
		expect(given('xclip')?.told).not.toContain('secretsecret');
	});

	test('the next program takes what the first one does not', async () => {
		const { copy, given } = stage({ DISPLAY: ':0' }, { xclip: 'exit 1', xsel: '' });
		expect(await copy('x')).toEqual({ kind: 'program', program: 'xsel' });
		expect(given('xsel')?.text).toBe('x');
	});

	test('a program that does not answer is ended', async () => {
		const { copy, folder } = stage({ DISPLAY: ':0' }, { xclip: 'sleep 60' }, { millis: 300 });
		expect(await copy('x')).toEqual({
			kind: 'file',
			path: join(folder, 'state', 'copied.txt'),
			why: 'xclip did not answer. xsel is not installed.',
		});
	});
});

describe('the last way is a file', () => {
	test('that only the user can read, and that the next copy replaces', async () => {
		const { copy, folder } = stage({});
		const path = join(folder, 'state', 'copied.txt');
		await copy('first');
		expect(await copy('grüße')).toEqual({ kind: 'file', path, why: 'There is no clipboard here.' });
		expect(readFileSync(path, 'utf8')).toBe('grüße');
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
	});

	test('also over SSH, for a text that a terminal would cut: whole, and saying so', async () => {
		const { copy, folder, sent } = stage({ SSH_TTY: '/dev/pts/1' });
		const long = 'x'.repeat(mostForTerminal + 1);
		const path = join(folder, 'state', 'copied.txt');
		const why = '74,995 bytes are too many for a terminal, which takes 74,994.';
		expect(await copy(long)).toEqual({ kind: 'file', path, why });
		expect(readFileSync(path, 'utf8')).toBe(long);
		expect(sent).toEqual([]);
	});

	test('and while another program has the terminal', async () => {
		const { copy } = stage({ SSH_TTY: '/dev/pts/1' }, {}, { isHeld: true });
		expect(await copy('x')).toMatchObject({ kind: 'file', why: 'Another program had the terminal.' });
	});

	test('but not in a folder of others', async () => {
		const { copy, folder } = stage({});
		symlinkSync(scratch(), join(folder, 'state'));
		const { kind, problem = '' } = { problem: '', ...(await copy('x')) };
		expect(kind).toBe('nowhere');
		expect(problem).toMatch(/^There is no clipboard here\. .*state is a link/);
	});
});

describe('through a terminal', () => {
	test('over SSH it is one OSC 52 sequence, even where a desktop is forwarded', async () => {
		const { copy, sent, given } = stage(
			{ SSH_CONNECTION: '1 2 3 4', DISPLAY: 'localhost:10' },
			{ xclip: '' },
		);
		expect(await copy('grüße')).toEqual({ kind: 'terminal', through: null });
		expect(sent.map(taken)).toEqual(['grüße']);
		expect(given('xclip')).toBeNull();
	});

	test('not on the Linux console, which has no clipboard', async () => {
		const { copy, sent } = stage({ SSH_TTY: '/dev/pts/1', TERM: 'linux' });
		expect(await copy('x')).toMatchObject({ kind: 'file' });
		expect(sent).toEqual([]);
	});

	test('GNU screen passes it on', async () => {
		const { copy, sent } = stage({ STY: '1.tty', SSH_TTY: '/dev/pts/1' });
		expect(await copy('x')).toEqual({ kind: 'terminal', through: 'screen' });
		expect(sent).toEqual(['\u001bP\u001b]52;c;eA==\u0007\u001b\\']);
	});

	test('a tmux before 3.2 keeps it, and passes it on', async () => {
		const { copy, sent, given } = stage({ TMUX: '/x,1,0' }, { tmux: 'case "$*" in *-w*) exit 1;; esac' });
		expect(await copy('x')).toEqual({ kind: 'tmux', isSentOn: true });
		expect(given('tmux')).toMatchObject({ text: 'x', told: expect.stringMatching(/^load-buffer -\n/) });
		expect(sent).toEqual(['\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\']);
	});

	test('a tmux that does not answer passes it on', async () => {
		const { copy, sent } = stage({ TMUX: '/x,1,0' });
		expect(await copy('x')).toEqual({ kind: 'terminal', through: 'tmux' });
		expect(sent).toHaveLength(1);
	});

	test('too long for the terminal outside, it stays in the buffer of tmux', async () => {
		const { copy, sent, given } = stage({ TMUX: '/x,1,0' }, { tmux: '' });
		const long = 'x'.repeat(mostForTerminal + 1);
		expect(await copy(long)).toEqual({ kind: 'tmux', isSentOn: false });
		expect(given('tmux')?.text).toBe(long);
		expect(sent).toEqual([]);
	});
});

describe('a real tmux', () => {
	/** A tmux with one pane, and a function that runs its commands. */
	function startTmux(tmux: string, pane: string) {
		const folder = scratch();
		const config = join(folder, 'tmux.conf');
		writeFileSync(config, "set -s set-clipboard on\nset-hook -g pane-set-clipboard 'wait-for -S copied'\n");
		const socket = join(folder, 'socket');
		const run = (...args: string[]) =>
			execFileSync(tmux, ['-S', socket, '-f', config, ...args], { encoding: 'utf8' });
		run('new-session', '-d', pane);
		onTestFinished(() => void run('kill-server'));
		return { socket, run };
	}

	test('gives the text back, lines, tabs and all', async ({ skip }) => {
		const { socket, run } = startTmux(installed('tmux') ?? skip('tmux is not installed'), 'cat');
		const pid = run('display-message', '-p', '#{pid}').trim();
		const copy = createClipboard({
			environment: { PATH: process.env.PATH, TMUX: `${socket},${pid},0` },
			platform: 'linux',
			write: () => false,
			keep: () => Promise.reject(new Error('not wanted')),
		});
		const text = `${'grüße 👋\tx\n'.repeat(3000)}end`;
		expect(await copy(cleanText(text))).toEqual({ kind: 'tmux', isSentOn: true });
		expect(run('show-buffer')).toBe(text);
	});

	test('takes the OSC 52 sequence of a program over SSH, in one of its panes', async ({ skip }) => {
		const tmux = installed('tmux') ?? skip('tmux is not installed');
		const { copy, sent, folder } = stage({ SSH_TTY: '/dev/pts/1' });
		const text = `${'grüße 👋\tx\n'.repeat(3000)}end`;
		await copy(text);
		writeFileSync(join(folder, 'sequence'), sent.join(''));
		const { run } = startTmux(tmux, `cat '${folder}/sequence'; cat`);
		run('wait-for', 'copied');
		expect(run('show-buffer')).toBe(text);
	});
});
