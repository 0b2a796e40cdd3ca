import { describe, expect, test } from 'vitest';
import { expectWhole, placeInList, pressUntil, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';

describe.each(sizes)('at $cols×$rows, the demo', ({ panes, ...size }) => {
	test('opens with its banner, and can be walked past its first page and back', async () => {
		await using terminal = await openProgram([], size);
		const first = await terminal.waitFor(/1 of \d+ loaded/);
		expect(expectWhole(terminal)).toBe(panes);
		expect(first[0]).toContain('demo');
		expect(first[1]).toContain('Sample data');
		expect(terminal.column(1)[4]).toBe('▌');
		const { loaded } = placeInList(first);

		terminal.press('j', 'j', 'j');
		await terminal.waitFor((screen) => placeInList(screen).at === 4);
		expect(terminal.column(1)[7]).toBe('▌');
		// Keys that arrive in one burst count one by one.
		terminal.type('jjk');
		await terminal.waitFor((screen) => placeInList(screen).at === 5);

		await pressUntil(terminal, 'PgDn', (screen) => placeInList(screen).at > loaded);
		expect(placeInList(terminal.screen()).loaded).toBeGreaterThan(loaded);
		expectWhole(terminal);
		expect(terminal.column(1).filter((text) => text === '▌')).toHaveLength(1);

		terminal.press('g');
		await terminal.waitFor((screen) => placeInList(screen).at === 1);
		expect(terminal.screen()[4]?.slice(2, 40)).toBe(first[4]?.slice(2, 40));
		expectWhole(terminal);
		await quit(terminal);
	});

	test('loads all conversations, and says so', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		await pressUntil(terminal, 'G', (screen) => /400 of 400 loaded, all/.test(screen[0] ?? ''));
		expectWhole(terminal);
		await quit(terminal);
	});
});
