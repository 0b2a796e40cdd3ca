import { describe, expect, test } from 'vitest';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

describe.each(sizes)('at $cols×$rows', ({ panes, ...size }) => {
	test('/ searches the raw JSON, n and N go through the hits, Esc ends the search', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		terminal.press('Enter', '5');
		await terminal.waitFor('"created_at"');
		terminal.press('/');
		await terminal.waitFor((screen) => /^ find:/.test(screen.at(-1) ?? ''));
		expect(terminal.modes, 'the cursor is shown where text is typed').toContain(25);
		terminal.type('created_at');
		await terminal.waitFor((screen) => /created_at/.test(screen.at(-1) ?? ''));
		terminal.press('Enter');
		const [, all = ''] =
			/(?:1|\d+) of (\d+)/.exec(
				(await terminal.waitFor((screen) => /find created_at \d+ of \d+/.test(screen.at(-1) ?? ''))).at(-1) ??
					'',
			) ?? [];
		expect(Number(all)).toBeGreaterThan(2);
		terminal.press('g', 'N');
		await terminal.waitFor((screen) => screen.at(-1)?.includes(`find created_at ${all} of ${all}`) === true);
		terminal.press('n');
		await terminal.waitFor((screen) => screen.at(-1)?.includes(`find created_at 1 of ${all}`) === true);
		expectWhole(terminal);
		terminal.press('Esc');
		await terminal.waitFor((screen) => !/find created_at/.test(screen.at(-1) ?? ''));
		await quit(terminal);
	});

	test('? and F1 open help from a modal and a text field, / searches it, and both come back', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		terminal.press('s');
		await terminal.waitFor((screen) => screen.some((line) => line.includes('─ Sort')));
		terminal.press('?');
		await terminal.waitFor((screen) => /│ Sort +/.test(screen[2] ?? '') || /│ Sort/.test(screen[3] ?? ''));
		terminal.press('/');
		terminal.type('exit');
		await terminal.waitFor(/q +Quit/);
		terminal.press('Esc', 'Esc');
		await terminal.waitFor((screen) => screen.some((line) => line.includes('─ Sort')));
		terminal.press('Esc', 'm');
		await terminal.waitFor((screen) => screen.some((line) => line.includes('─ Message to')));
		terminal.type('why');
		await terminal.waitFor(/why/);
		terminal.press('F1');
		await terminal.waitFor((screen) => screen.some((line) => line.includes('─ Help')));
		terminal.press('F1');
		await terminal.waitFor(/why/);
		terminal.press('Ctrl-r');
		await terminal.waitFor((screen) => !screen.some((line) => line.includes('─ Message to')));
		expectWhole(terminal);
		await quit(terminal);
	});

	test('? shows every key, : runs any action by name, and neither loses the place', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		terminal.press('j', 'j');
		await terminal.waitFor(/3 of \d+ loaded/);
		terminal.press('?');
		const help = await terminal.waitFor('Next conversation');
		expect(help).toHaveLength(size.rows);
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.some((line) => line.includes('Next conversation')));

		const isOpen = (screen: string[]) => screen.some((line) => line.includes('─ Palette ─'));
		for (const panesAfter of [1, panes]) {
			terminal.press(':');
			await terminal.waitFor(isOpen);
			terminal.type('zoom');
			await terminal.waitFor((screen) => !screen.some((line) => line.includes('Next pane')));
			terminal.press('Enter');
			await terminal.waitFor((screen) => !isOpen(screen));
			expect(expectWhole(terminal)).toBe(panesAfter);
		}
		terminal.press(':');
		await terminal.waitFor(isOpen);
		terminal.press('Esc');
		await terminal.waitFor((screen) => !isOpen(screen) && /3 of \d+ loaded/.test(screen[0] ?? ''));
		expectWhole(terminal);
		await quit(terminal);
	});
});
