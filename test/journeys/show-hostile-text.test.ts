import { expect, test } from 'vitest';
import { expectWhole, pressUntil, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

test.each(sizes)(
	'at $cols×$rows, what a caller sent to take over the terminal is shown, and never sent on',
	async (size) => {
		await using terminal = await openProgram([], { cols: size.cols, rows: size.rows });
		await terminal.waitFor(/loaded/);
		// In this sample conversation the caller pastes a log with escape sequences of both forms, and a line separator.
		terminal.press('j');
		await terminal.waitFor((screen) => screen.some((line) => /▌.*webc visitor-7cdb31.*Error c/.test(line)));
		terminal.press('Enter');
		const transcript = (await terminal.waitFor('␛[31mERROR␛[0m')).join('\n');
		for (const shown of ['⟨U+0090⟩', '⟨U+009B⟩2J', '␛\\', '⟨U+2028⟩']) expect(transcript).toContain(shown);
		expectWhole(terminal);
		terminal.press('5');
		await terminal.waitFor('// conversation');
		await pressUntil(terminal, 'PgDn', (screen) => screen.some((line) => line.includes('\\u001b[31mERROR')));
		expectWhole(terminal);
		await quit(terminal);
	},
);
