import { expect } from 'vitest';
import type { Escape } from './escapes.ts';
import type { Awaited, Terminal } from './terminal.ts';

/** The terminal sizes for journeys: one pane, two panes, three panes. */
export const sizes = [
	{ cols: 80, rows: 24, panes: 1 },
	{ cols: 120, rows: 40, panes: 2 },
	{ cols: 200, rows: 60, panes: 3 },
] as const;

/**
 * Asserts that the screen is intact: the header is the first row, the footer is the last, panes fill the space
 * between, and every border is straight from its upper corner to its lower one, next to any text. Apart from drawing,
 * the terminal received only `sent`. Returns the number of panes.
 */
export function expectWhole(terminal: Terminal, sent: readonly Escape[] = []): number {
	const screen = terminal.screen();
	expect(screen[0]).toMatch(/^ tconv {2}\S.*(?:loaded|loading| of [\d,]+\+? *$|…$)/);
	expect(screen.at(-1)).toMatch(/^ \S/);
	expect(screen.at(-1)).not.toMatch(/[│╭╮╰╯]/);

	const top = screen.findIndex((line) => line.startsWith('╭'));
	const bottom = screen.length - 2;
	expect(top, 'the panes begin under the header, or under a banner').toBeLessThanOrEqual(2);
	const corners = terminal
		.cells(top)
		.flatMap(({ text }, x) => (text === '╭' || text === '╮' ? [{ x, text }] : []));
	expect(corners.at(0)).toEqual({ x: 0, text: '╭' });
	expect(corners.at(-1)).toEqual({ x: terminal.cells(top).length - 1, text: '╮' });
	for (const { x, text } of corners) {
		const column = terminal.column(x).slice(top, bottom + 1);
		const straight = [text, ...Array.from({ length: bottom - top - 1 }, () => '│'), text === '╭' ? '╰' : '╯'];
		expect(column, `the border in column ${x} is straight`).toEqual(straight);
	}
	expect(terminal.escapes(), 'nothing but text, colour and cursor movement was sent').toEqual(sent);
	return corners.length / 2;
}

/** The list's cursor and the number of loaded rows, from the header: `3 of 100 loaded`. */
export function placeInList(screen: readonly string[]): { readonly at: number; readonly loaded: number } {
	const [, at = '0', loaded = '0'] = /(?:(\d+) of )?(\d+) loaded/.exec(screen[0] ?? '') ?? [];
	return { at: Number(at), loaded: Number(loaded) };
}

/**
 * Presses a key until the screen satisfies `wanted`, each time after the screen changed. Throws with the screen in
 * the message if `most` presses are not enough.
 */
export async function pressUntil(
	terminal: Terminal,
	key: string,
	wanted: (screen: string[]) => boolean,
	most = 120,
): Promise<void> {
	for (let pressed = 0; pressed < most; pressed++) {
		await terminal.handsFree();
		const before = terminal.screen();
		if (wanted(before)) return;
		terminal.press(key);
		// At the end of a list a key has no effect until more rows arrive.
		await terminal.waitFor((screen) => screen.join() !== before.join(), 400).catch(() => undefined);
		// Another change may arrive before that of the key.
		await terminal.waitFor(wanted, 150).catch(() => undefined);
	}
	await terminal.waitFor(wanted, 1000);
}

/** Waits until the screen satisfies `wanted` (true) or the program ends (false). */
function hasEndedOr(terminal: Terminal, wanted: Awaited): Promise<boolean> {
	return terminal.waitFor(wanted).then(
		() => true,
		() => false,
	);
}

/** Quits with `q` and asserts that the terminal is restored: main screen, cursor shown, no mode left on. */
export async function quit(terminal: Terminal, sent: readonly Escape[] = []): Promise<void> {
	terminal.press('q');
	// A starved program reads `q` together with the previous key, says so, and waits for `q` alone.
	const isRefused = await hasEndedOr(terminal, / q .*Press it (?:alone|again)/);
	if (isRefused) {
		terminal.press('q');
		await hasEndedOr(terminal, () => false);
	}
	expect(terminal.hasEnded, terminal.screen().join('\n')).toBe(true);
	expect(await terminal.exit).toEqual({ code: 0, signal: null });
	expectGivenBack(terminal, sent);
}

/** Asserts that the terminal is restored: main screen, cursor shown, and only the initial modes set. */
export function expectGivenBack(terminal: Terminal, sent: readonly Escape[] = []): void {
	expect(terminal.alternate).toBe(false);
	expect(terminal.modes).toEqual(new Set([7, 25]));
	expect(terminal.escapes()).toEqual(sent);
}
