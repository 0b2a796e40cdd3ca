import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quit } from '../harness/frame.ts';
import { installed, openInScreen, openInTmux, openOverSsh } from '../harness/hosts.ts';
import { openProgram } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';

/** Opens the copy menu, presses a key of it, and returns the id that it showed. */
async function copyBy(terminal: Terminal, key: string): Promise<string> {
	await terminal.waitFor(/1 of \d+ loaded/);
	terminal.press('y');
	const screen = await terminal.waitFor(/i {2}id {10,}[\da-f-]{36}/);
	terminal.press(key);
	return /i {2}id +([\da-f-]{36})/.exec(screen.join('\n'))?.[1] ?? '';
}

/** The texts that the terminal was told to put into its clipboard. */
function clipboardOf({ raw }: Terminal): readonly string[] {
	return (
		raw
			// tmux leaves out which clipboard.
			.split(/\]52;c?;/)
			.slice(1)
			.map((rest) => Buffer.from(rest.split(/[^A-Za-z0-9+/=]/)[0] ?? '', 'base64').toString('utf8'))
	);
}

const size = { cols: 120, rows: 40 };

test('in tmux a copy is in its buffer, and in the clipboard of the terminal outside', async ({ skip }) => {
	const tmux = installed('tmux') ?? skip('tmux is not installed');
	await using host = await openInTmux(tmux, [], size);
	const id = await copyBy(host.terminal, 'i');
	await host.terminal.waitFor('Copied the id, 36 characters, into tmux’s buffer (prefix ])');
	expect(host.buffer()).toBe(id);
	expect(clipboardOf(host.terminal)).toEqual([id]);
	await copyBy(host.terminal, 'T');
	await host.terminal.waitFor(/Copied the transcript of .*lines \([\d,]+ characters\)/);
	expect(host.buffer()).toMatch(/^# .*\n\n- \*\*Id:\*\* /);
	expect(clipboardOf(host.terminal).at(-1)).toBe(host.buffer());
});

test('through GNU screen a long copy reaches the clipboard whole', async ({ skip }) => {
	const screen = installed('screen') ?? skip('GNU screen is not installed');
	await using host = await openInScreen(screen, [], size);
	const id = await copyBy(host.terminal, 'T');
	await host.terminal.waitFor(/Sent the transcript .*clipboard\s+through screen \(OSC 52\)/s);
	const [markdown = ''] = clipboardOf(host.terminal);
	expect(markdown.length).toBeGreaterThan(1000);
	expect(markdown).toContain(`- **Id:** ${id}\n`);
	expect(markdown.endsWith('\n')).toBe(true);
});

test('over SSH a copy is one sequence, between two frames', async ({ skip }) => {
	const sshd = installed('sshd') ?? skip('sshd is not installed');
	await using host = await openOverSsh(sshd, [], size);
	const id = await copyBy(host.terminal, 'i');
	await host.terminal.waitFor('to your terminal’s clipboard (OSC 52).');
	expect(clipboardOf(host.terminal)).toEqual([id]);
});

test('a pane without borders gives a selection its text alone: no border signs, no blanks behind it', async () => {
	await using terminal = await openProgram([], size);
	await terminal.waitFor(/1 of \d+ loaded/);
	terminal.press('2', 'Z');
	const rows = await terminal.waitFor('No borders: select text with the mouse.');
	expect(rows.join('')).not.toMatch(/[─│╭╮╰╯]/);
	const inPane = rows.map((_, y) => terminal.cells(y).map(({ text }) => text)).slice(2, -1);
	for (const cells of inPane) expect(cells.findLast((text) => text !== '') ?? '').not.toBe(' ');
	terminal.press('Z');
	await terminal.waitFor(/╭─ Conversations/);
	await quit(terminal);
});

test('without any clipboard a copy is in a file for the user alone', async () => {
	const state = mkdtempSync(join(tmpdir(), 'tconv-copy-'));
	await using terminal = await openProgram([], { ...size, env: { XDG_STATE_HOME: state } });
	const id = await copyBy(terminal, 'i');
	const path = join(state, 'tconv', 'copied.txt');
	await terminal.waitFor('There is no clipboard here. Copied the id, 36 characters, into a file instead:');
	expect(readFileSync(path, 'utf8')).toBe(id);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(clipboardOf(terminal)).toEqual([]);
	await quit(terminal);
});
