import { describe, expect, test } from 'vitest';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

describe.each(sizes)('at $cols×$rows, the sample conversations', ({ cols, rows }) => {
	test('are ranked by attention, and their signals can be walked', async () => {
		await using terminal = await openProgram([], { cols, rows });
		await terminal.waitFor(/loaded/);
		terminal.press('s');
		await terminal.waitFor('loaded rows');
		terminal.press('k', 'Enter');
		// Rows of the first page get their badges in the background.
		await terminal.waitFor(/by attention \(\d+ load/);
		await terminal.waitFor((screen) => screen.slice(2, 6).some((line) => /!\d ?│|!\d *$/.test(line)));
		expectWhole(terminal);
		// The selected row stayed; the one below it is the most urgent.
		const [, , , before] = terminal.screen();
		terminal.press('j', 'Enter');
		await terminal.waitFor(
			(screen) => screen[3] !== before && screen.slice(3, 6).some((line) => /\d messages/.test(line)),
		);
		// The reasons can take more rows than before. Until messages and insights are loaded, the screen says so.
		const told = (screen: string[]): boolean => screen.some((line) => /^ 1 of \d+: [a-z ]+: /.test(line));
		let marked: string[] = [];
		while (!told(marked)) {
			terminal.press('Esc', ']', 's');
			marked = await terminal.waitFor(
				(screen) => told(screen) || screen.some((line) => line.includes('is still loading')),
			);
		}
		expect(marked.some((line) => /▌ +! /.test(line))).toBe(true);
		terminal.press('3');
		await terminal.waitFor('Signals');
		expectWhole(terminal);
		await quit(terminal);
	});
});
