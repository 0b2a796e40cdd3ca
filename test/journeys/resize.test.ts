import { expect, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

test('the window can take any size at any moment, and keeps the place in the list', async () => {
	await using terminal = await openProgram([], { cols: 120, rows: 40 });
	await terminal.waitFor(/loaded/);
	terminal.press('j', 'j', 'j', 'j');
	const [, who = ''] = /▌(\S+ +\S+ +\S+)/.exec((await terminal.waitFor(/5 of \d+ loaded/)).join('\n')) ?? [];
	const shapes = [
		[200, 60, 3],
		[159, 60, 2],
		[85, 20, 2],
		[84, 20, 1],
		[60, 15, 1],
		[300, 90, 3],
		[120, 40, 2],
	] as const;
	for (const [cols, rows, panes] of shapes) {
		terminal.resize(cols, rows);
		await terminal.waitFor(
			(screen) =>
				/^ \S/.test(screen.at(-1) ?? '') &&
				terminal.cells(0).length === cols &&
				// A late frame of the old size ends in the same corner.
				screen.filter((line) => line.startsWith('╭'))[0]?.split('╭').length === panes + 1 &&
				terminal.line(-2).endsWith('╯') &&
				/5 of \d+ loaded/.test(screen[0] ?? '') &&
				terminal.cells(-2).at(-1)?.text === '╯',
		);
		expect(expectWhole(terminal), `${cols}×${rows}`).toBe(panes);
		expect(
			terminal.screen().some((line) => line.includes(`▌${who}`)),
			`the cursor at ${cols}×${rows}`,
		).toBe(true);
	}
	await quit(terminal);
});

test('a window that is too small says so, and comes back unchanged', async () => {
	await using terminal = await openProgram([], { cols: 100, rows: 30 });
	await terminal.waitFor(/loaded/);
	terminal.press('j');
	await terminal.waitFor(/2 of \d+ loaded/);
	for (const [cols, rows] of [
		[59, 30],
		[100, 14],
		[20, 5],
	] as const) {
		terminal.resize(cols, rows);
		await terminal.waitFor(/needs\s+60x15/);
	}
	terminal.resize(100, 30);
	await terminal.waitFor(/2 of \d+ loaded/);
	expect(expectWhole(terminal)).toBe(2);
	await quit(terminal);
});

test('many resizes in a row end with the screen of the last size', async () => {
	await using terminal = await openProgram([], { cols: 120, rows: 40 });
	await terminal.waitFor(/loaded/);
	for (let at = 0; at < 40; at++) terminal.resize(70 + ((at * 37) % 130), 18 + ((at * 11) % 40));
	terminal.resize(110, 33);
	await terminal.waitFor(
		() => terminal.cells(-2).at(-1)?.text === '╯' && terminal.cells(2).at(-1)?.text === '╮',
	);
	expect(expectWhole(terminal)).toBe(2);
	await quit(terminal);
});
