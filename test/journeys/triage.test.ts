import { describe, expect, test } from 'vitest';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

describe.each(sizes)('at $cols×$rows, the sample conversations', ({ cols, rows }) => {
	test('are ranked by what needs attention, and their causes walked', async () => {
		await using terminal = await openProgram([], { cols, rows });
		await terminal.waitFor(/loaded/);
		terminal.press('s');
		await terminal.waitFor('what is loaded');
		terminal.press('k', 'Enter');
		// The rows on the first page are looked into while nobody waits for it.
		await terminal.waitFor(/needs attention, of \d+ load/);
		await terminal.waitFor((screen) => screen.slice(2, 6).some((line) => /!\d ?│|!\d *$/.test(line)));
		expectWhole(terminal);
		// The row under the cursor stayed; the one below it is the most urgent.
		const [, , , before] = terminal.screen();
		terminal.press('j', 'Enter');
		await terminal.waitFor(
			(screen) => screen[3] !== before && screen.slice(3, 6).some((line) => /\d messages/.test(line)),
		);
		terminal.press(']', 's');
		// The reasons can take more rows than the last.
		const marked = await terminal.waitFor((screen) =>
			screen.some((line) => /^ 1 of \d+, [a-z ]+: /.test(line)),
		);
		expect(marked.some((line) => /▌ +! /.test(line))).toBe(true);
		terminal.press('3');
		await terminal.waitFor('Signals');
		expectWhole(terminal);
		await quit(terminal);
	});
});
