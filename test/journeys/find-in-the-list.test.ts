import { describe, expect, test } from 'vitest';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

describe.each(sizes)('at $cols×$rows', ({ panes: _, ...size }) => {
	test('/ keeps matching rows, Ctrl-g searches on the server, Ctrl-o and Esc bring all rows back', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/\d+ of \d+ loaded/);
		terminal.press('/');
		await terminal.waitFor((screen) => /^ find:/.test(screen.at(-1) ?? ''));
		terminal.type('+1');
		await terminal.waitFor((screen) => /find: \+1 +[\d,]+ of [\d,]+ loaded/.test(screen.at(-1) ?? ''));
		expectWhole(terminal);
		terminal.press('Enter');
		await terminal.waitFor(
			(screen) => / find \+1 /.test(screen.at(-1) ?? '') && / found, /.test(screen[0] ?? ''),
		);
		terminal.press('j', 'Esc');
		await terminal.waitFor((screen) => !/ found, /.test(screen[0] ?? ''));
		terminal.press('/');
		await terminal.waitFor((screen) => /^ find:/.test(screen.at(-1) ?? ''));
		terminal.type('zzqzz');
		await terminal.waitFor((screen) => / 0 of [\d,]+ loaded/.test(screen.at(-1) ?? ''));
		terminal.press('Ctrl-g');
		const asked = await terminal.waitFor((screen) => / 0 loaded, all/.test(screen[0] ?? ''));
		expect(asked[0]).toContain('zzqzz');
		terminal.press('Ctrl-o');
		await terminal.waitFor((screen) => /[1-9]\d* of \d+ loaded/.test(screen[0] ?? ''));
		expectWhole(terminal);
		await quit(terminal);
	});
});
