import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectGivenBack, expectWhole, quit } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, programEnv } from '../harness/program.ts';
import { Terminal } from '../harness/terminal.ts';

const size = { cols: 100, rows: 30 };

beforeAll(() => ensureBuilt());

/** The program after a shell command that changes its environment. */
function after(line: string, env: Readonly<Record<string, string | undefined>> = {}, cells = size): Terminal {
	const command = ['sh', '-c', `${line}; exec "$@"`, 'sh', process.execPath, launcherPath];
	return new Terminal(command, { ...cells, env: programEnv(env) });
}

/** The rows and columns of the frame, up to the footer and the right border. */
function frameSize(terminal: Terminal): { rows: number; cols: number } {
	const screen = terminal.screen();
	const border = screen.find((line) => line.startsWith('╭')) ?? '';
	return { rows: screen.findLastIndex((line) => line !== '') + 1, cols: border.lastIndexOf('╮') + 1 };
}

describe('case 27: a terminal without a size', () => {
	test.each([
		['cols 0 rows 0', {}, { rows: 24, cols: 80 }],
		['rows 0', {}, { rows: 24, cols: 100 }],
		['cols 0', {}, { rows: 30, cols: 80 }],
		['cols 0 rows 0', { COLUMNS: '100', LINES: '28' }, { rows: 28, cols: 100 }],
		['cols 0', { COLUMNS: '90', LINES: '10' }, { rows: 30, cols: 90 }],
		['cols 0 rows 0', { COLUMNS: '0', LINES: '-3' }, { rows: 24, cols: 80 }],
		['cols 0 rows 0', { COLUMNS: '1e9', LINES: '99999' }, { rows: 24, cols: 80 }],
		['cols 0 rows 0', { COLUMNS: '', LINES: '3O' }, { rows: 24, cols: 80 }],
	])('stty %s with %j', async (stty, env, expected) => {
		await using terminal = after(`stty ${stty}`, env);
		await terminal.waitFor(/1 of \d+ loaded/);
		expect(frameSize(terminal)).toEqual(expected);
		// The program follows a later size.
		terminal.resize(110, 26);
		await terminal.waitFor(() => frameSize(terminal).cols === 110 && frameSize(terminal).rows === 26);
		expectWhole(terminal);
		await quit(terminal);
	});
});

describe('a terminal that cannot place the cursor', () => {
	test.each([
		['dumb', 'TERM is dumb. tconv tail works there.'],
		['dumb-emacs-ansi', 'TERM is dumb-emacs-ansi.'],
		['unknown', 'TERM is unknown.'],
		['', 'TERM is not set.'],
		[undefined, 'TERM is not set.'],
	])('TERM=%s: says what it needs, exit code 2, and the screen is not touched', async (name, said) => {
		// node-pty sets its own TERM.
		await using terminal = after(name === undefined ? 'unset TERM' : `export TERM='${name}'`);
		expect(await terminal.exit).toEqual({ code: 2, signal: null });
		expect(terminal.screen().join(' ')).toContain('tconv needs a terminal that can place the cursor');
		expect(terminal.screen().join(' ').replaceAll(/ +/g, ' ')).toContain(said);
		expect(terminal.raw).not.toContain('\x1b');
	});
});

describe('case 29: a working directory that is gone', () => {
	const gone = (): string => {
		const parent = mkdtempSync(join(tmpdir(), 'tconv-gone-'));
		onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
		const folder = join(parent, 'release');
		mkdirSync(folder);
		return folder;
	};
	const exportTo = async (terminal: Terminal, name: string): Promise<void> => {
		terminal.press('X');
		await terminal.waitFor('─ Export: ');
		terminal.press('Tab', 'Tab', 'Ctrl-u');
		terminal.type(name);
		await terminal.waitFor(name);
		terminal.press('Ctrl-x');
	};

	test('removed before the start: program and editor start; a relative path is refused in one sentence', async () => {
		const folder = gone();
		const elsewhere = join(folder, '..', 'out.ndjson');
		const env = { EDITOR: `sh -c 'pwd > "$HOME/where"; printf "more words" >> "$1"' sh` };
		const prepared = programEnv(env);
		const command = ['sh', '-c', `cd '${folder}'; rmdir '${folder}'; exec "$@"`, 'sh'];
		await using terminal = new Terminal([...command, process.execPath, launcherPath], {
			...size,
			env: prepared,
		});
		await terminal.waitFor(/1 of \d+ loaded/);
		await exportTo(terminal, 'out.ndjson');
		await terminal.waitFor('Nothing was exported: the working directory no longer exists.');
		terminal.press('Ctrl-r');
		await terminal.waitFor('Nothing was exported.');
		await exportTo(terminal, elsewhere);
		await terminal.waitFor('Exported to ');
		expect(existsSync(elsewhere)).toBe(true);
		terminal.press('m');
		await terminal.waitFor('Message to');
		terminal.press('Ctrl-o');
		await terminal.waitFor('more words');
		expect(readFileSync(join(prepared.HOME ?? '', 'where'), 'utf8').trim()).toBe(prepared.HOME);
	});

	test('removed after the start: the same sentence', async () => {
		const folder = gone();
		await using terminal = after(`cd '${folder}'`);
		await terminal.waitFor(/1 of \d+ loaded/);
		rmSync(folder, { recursive: true });
		await exportTo(terminal, 'out.ndjson');
		await terminal.waitFor('Nothing was exported: the working directory no longer exists.');
		terminal.press('Ctrl-r');
		await terminal.waitFor('Nothing was exported.');
		await quit(terminal);
	});
});

test('the start switches off modes that an earlier program left on, and they stay off', async () => {
	const modes = [1, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016];
	const leave = modes.map((mode) => `\\033[?${mode}h`).join('');
	await using terminal = after(`printf '${leave}\\033=\\033[>4;2m\\033[>5u'`);
	await terminal.waitFor(/1 of \d+ loaded/);
	expect(modes.filter((mode) => terminal.modes.has(mode))).toEqual([]);
	expect(terminal.raw).toContain('\x1b[>4m');
	expect(terminal.raw).toContain('\x1b[=0u');
	terminal.press('q');
	await terminal.exit;
	expectGivenBack(terminal);
});
