import { expect, test } from 'vitest';
import { type Hosted, installed, openInScreen, openInTmux, openOverSsh } from '../harness/hosts.ts';
import type { TerminalOptions } from '../harness/terminal.ts';

const hosts: readonly (readonly [
	name: string,
	program: string,
	open: (path: string, args: readonly string[], options?: TerminalOptions) => Promise<Hosted>,
])[] = [
	['tmux', 'tmux', openInTmux],
	['GNU screen', 'screen', openInScreen],
	['SSH', 'sshd', openOverSsh],
];

test.for(hosts)(
	'held keys move, and the terminal is given back: in %s',
	async ([name, program, open], { skip }) => {
		const path = installed(program) ?? skip(`${name}: ${program} is not installed`);
		await using host = await open(path, [], { cols: 120, rows: 40 });
		await host.terminal.waitFor(/1 of \d+ loaded/);
		for (let pressed = 0; pressed < 12; pressed++) host.terminal.press('j');
		await host.terminal.waitFor(/13 of \d+ loaded/);
		host.terminal.press('G');
		await host.terminal.waitFor(/(\d+) of \1 loaded/);
		host.terminal.press('g');
		await host.terminal.waitFor(/ 1 of \d+ loaded/);
		expect(host.capture()[0]).toMatch(/^ tconv .* 1 of \d+ loaded/);
		host.terminal.press('q');
		await host.terminal.waitFor('ended 0');
		// The earlier screen is back, and the cursor is visible.
		expect(host.capture().filter((line) => line !== '')).toEqual(['before', 'ended 0']);
		expect(host.terminal.modes).toContain(25);
	},
);
