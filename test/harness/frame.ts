import { expect } from 'vitest';
import type { Escape } from './escapes.ts';
import type { Terminal } from './terminal.ts';

/** The terminals that journeys are made in: one pane, two panes, three panes. */
export const sizes = [
	{ cols: 80, rows: 24, panes: 1 },
	{ cols: 120, rows: 40, panes: 2 },
	{ cols: 200, rows: 60, panes: 3 },
] as const;

/**
 * Holds that the screen is whole: the header is the first row and the footer the last, panes fill what is between, and
 * every border is straight from its corner above to the one below, whatever text stands beside it. Says how many panes
 * there are. Beyond drawing, nothing but `sent` went to the terminal.
 */
export function expectWhole(terminal: Terminal, sent: readonly Escape[] = []): number {
	const screen = terminal.screen();
	expect(screen[0]).toMatch(/^ tconv {2}\S.*(loaded|loading)/);
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

/** Where the list's cursor is and how much is loaded, from the header: `3 of 100 loaded`. */
export function placeInList(screen: readonly string[]): { readonly at: number; readonly loaded: number } {
	const [, at = '0', loaded = '0'] = /(?:(\d+) of )?(\d+) loaded/.exec(screen[0] ?? '') ?? [];
	return { at: Number(at), loaded: Number(loaded) };
}

/**
 * Presses a key until the screen shows what is wanted, the next time when the screen has changed. `most` presses that did
 * not lead there are an error, with the screen in its message.
 */
export async function pressUntil(
	terminal: Terminal,
	key: string,
	wanted: (screen: string[]) => boolean,
	most = 120,
): Promise<void> {
	for (let pressed = 0; pressed < most; pressed++) {
		const before = terminal.screen();
		if (wanted(before)) return;
		terminal.press(key);
		// A key at the end of a list changes nothing until more of the list has come.
		await terminal.waitFor((screen) => screen.join() !== before.join(), 400).catch(() => undefined);
	}
	await terminal.waitFor(wanted, 1000);
}

/** Quits with `q`, and holds that the terminal was given back: main screen, cursor shown, no mode left on. */
export async function quit(terminal: Terminal, sent: readonly Escape[] = []): Promise<void> {
	terminal.press('q');
	expect(await terminal.exit).toEqual({ code: 0, signal: null });
	expectGivenBack(terminal, sent);
}

/** The terminal is as it was: main screen, cursor shown, and no mode on that was not on before. */
export function expectGivenBack(terminal: Terminal, sent: readonly Escape[] = []): void {
	expect(terminal.alternate).toBe(false);
	expect(terminal.modes).toEqual(new Set([7, 25]));
	expect(terminal.escapes()).toEqual(sent);
}
