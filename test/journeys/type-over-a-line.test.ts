import { describe, expect, test } from 'vitest';
import { expectWhole, placeInList, pressUntil, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import type { LinePlan } from '../harness/slow-line.ts';
import type { Terminal, TerminalOptions } from '../harness/terminal.ts';

const key = 'KEY-of-a-journey-0123456789';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'];

type Account = AsyncDisposable & {
	readonly server: Served;
	/** Ids by name. */
	readonly ids: ReadonlyMap<string, string>;
	/** The server's whole content as text, to see whether anything was written. */
	readonly all: () => Promise<string>;
	readonly open: (options?: TerminalOptions) => Promise<Terminal>;
};

/** An account with eight conversations of one message each. */
async function account(): Promise<Account> {
	const server = await serve('--empty', '--key', key);
	const ids = new Map<string, string>();
	for (const name of names) {
		const made = await fetch(`${server.url}/ai/conversations`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ name }),
		});
		const { id }: { id: string } = JSON.parse(await made.text());
		ids.set(name, id);
		const content = `hello from ${name}, about a refund`;
		await fetch(`${server.url}/ai/conversations/${id}/message`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ role: 'user', content }),
		});
	}
	const get = async (path: string): Promise<string> =>
		await (await fetch(`${server.url}/ai/conversations${path}`, { headers })).text();
	return {
		server,
		ids,
		all: async () =>
			[
				await get('?order=id'),
				...(await Promise.all([...ids.values()].map((id) => get(`/${id}/messages`)))),
			].join(),
		open: async (options = {}) => {
			const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key, ...options.env };
			const terminal = await openProgram([], { cols: 120, rows: 30, ...options, env });
			await terminal.waitFor(/1 of 8 loaded/);
			await terminal.waitFor('hello from');
			return terminal;
		},
		[Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
	};
}

/** Presses Down until the cursor moves: by then all earlier keys have been handled. */
async function settled(terminal: Terminal): Promise<void> {
	const before = placeInList(terminal.screen()).at;
	terminal.press(before === 8 ? 'Up' : 'Down');
	await terminal.waitFor((screen) => placeInList(screen).at !== before);
}

const lines: readonly (readonly [string, LinePlan | null])[] = [
	['in one read', null],
	['byte by byte, 200 ms late', { delayMillis: 200, cut: 'byte', gapMillis: 4 }],
	['byte by byte, 12 ms apart', { delayMillis: 20, cut: 'byte', gapMillis: 12 }],
	['in random packets, 200 ms late', { delayMillis: 200, cut: 'random', gapMillis: 8, seed: 7 }],
];

describe('case 01: a paste without brackets', () => {
	test.each(lines)(
		'deletes nothing, writes nothing and does not quit: %s',
		async (_, line) => {
			await using at = await account();
			const before = await at.all();
			const options = line === null ? {} : { line };
			await using terminal = await at.open(options);
			for (const text of [
				'Dylan\r',
				'Any update?\r',
				'Dear Emma,\ryes please\r',
				'Ayes\ry\r',
				'dudududu',
				'qqqqqq',
			]) {
				terminal.type(text);
				await terminal.waitFor(
					/Paste ignored|came together with other keys|before the question appeared|were ignored/,
				);
				// Closes a question that the paste opened.
				await pressUntil(terminal, 'Esc', (screen) => screen.at(-1)?.startsWith(' j move') === true);
			}
			expect(await at.all()).toBe(before);
			await quit(terminal);
		},
		60_000,
	);
});

describe('a question over a real line', () => {
	test('is answered by y once it is on the screen, and names its conversation', async () => {
		await using at = await account();
		await using terminal = await at.open({ line: { delayMillis: 200, cut: 'byte', gapMillis: 2 } });
		terminal.press('D');
		await terminal.waitFor('Delete this conversation?');
		expect(terminal.screen().join('\n')).toContain('Eight');
		terminal.press('y');
		await terminal.waitFor('Deleted Eight');
		expect(await at.all()).not.toContain('"Eight"');
		await quit(terminal);
	});

	test('stays open if it was typed ahead together with its answer, and says so', async () => {
		await using at = await account();
		await using terminal = await at.open({ line: { delayMillis: 200, mergeMillis: 100 } });
		terminal.press('D', 'y');
		await terminal.waitFor('Delete this conversation?');
		await terminal.waitFor(/was not on the screen|were ignored|came together|before the question appeared/);
		expect(await at.all()).toContain('Eight');
		terminal.press('Esc');
		await terminal.waitFor('Nothing was');
		await quit(terminal);
	});
});

describe('keys over a stalled line', () => {
	test('a held j and keys typed ahead all arrive', async () => {
		await using at = await account();
		await using terminal = await at.open({ line: { delayMillis: 200, mergeMillis: 150 } });
		for (let pressed = 0; pressed < 5; pressed++) terminal.press('j');
		await terminal.waitFor(/6 of 8 loaded/);
		terminal.type('ggj\r');
		await terminal.waitFor('hello from Seven');
		terminal.type('/refund\r');
		await terminal.waitFor(/1 of 1/);
		await pressUntil(terminal, 'Esc', (screen) => screen.at(-1)?.startsWith(' j move') === true);
		terminal.type('=name~Three\r');
		await terminal.waitFor(/1 of 1 loaded/);
		expectWhole(terminal);
		await quit(terminal);
	});

	test('an id opens its conversation, like a pasted one', async () => {
		await using at = await account();
		await using terminal = await at.open({ line: { delayMillis: 50, cut: [1, 7, 20], gapMillis: 3 } });
		terminal.type(`${at.ids.get('Three')}\r`);
		await terminal.waitFor('hello from Three');
		await quit(terminal);
	});
});

describe('case 03: a key that arrives in pieces', () => {
	test('Left with its ESC 25 ms before the rest keeps the field open, with its text', async () => {
		await using at = await account();
		await using terminal = await at.open({ line: { delayMillis: 10, cut: 'byte', gapMillis: 25 } });
		terminal.press('=');
		await terminal.waitFor('─ Filter');
		terminal.type('abc');
		await terminal.waitFor('abc');
		terminal.press('Left');
		terminal.type('x');
		await terminal.waitFor('abxc');
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.join().includes('─ Filter'));
		await quit(terminal);
	});

	test('over SSH a lone ESC waits 100 ms', async () => {
		await using at = await account();
		await using terminal = await at.open({
			line: { delayMillis: 10, cut: 'byte', gapMillis: 75 },
			env: { SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22' },
		});
		terminal.press('Down', 'Down', 'Up');
		await terminal.waitFor(/2 of 8 loaded/);
		expect(terminal.screen().join()).not.toContain('Take over');
		await quit(terminal);
	});
});

describe('case 05: replies of a terminal', () => {
	test.each([
		['a colour', '\u001b]11;rgb:fdfd/f6f6/e3e3\u001b\\'],
		['a clipboard', '\u001b]52;c;RHlsYW4NCkRERHl5eQ==\u0007'],
		['a version', '\u001bP>|XTerm(390)\u001b\\'],
		['an image', '\u001b_Gi=31;OK\u001b\\'],
		['a mouse of the oldest kind', '\u001b[M !!\u001b[MDyy'],
		['a mouse, the focus and the cursor', '\u001b[<0;12;7M\u001b[I\u001b[O\u001b[24;80R\u001b[?62;22c'],
	])('%s: nothing is typed and nothing runs', async (_, answer) => {
		await using at = await account();
		const before = await at.all();
		await using terminal = await at.open();
		terminal.type(answer);
		await settled(terminal);
		terminal.press('=');
		await terminal.waitFor('─ Filter');
		terminal.type(`na${answer}me`);
		await terminal.waitFor(/\bname\b/);
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.join().includes('─ Filter'));
		expect(await at.all()).toBe(before);
		expectWhole(terminal);
		await quit(terminal);
	});
});

describe('case 07: a paste that never ends', () => {
	test('is abandoned with a notice, and the keyboard works again', async () => {
		await using at = await account();
		await using terminal = await at.open();
		terminal.type('\u001b[200~DDDy');
		await terminal.waitFor('An unfinished paste was ignored.');
		await settled(terminal);
		terminal.type('Dy\ry\u001b[201~');
		await settled(terminal);
		expect(await at.all()).toContain('Eight');
		expectWhole(terminal);
		await quit(terminal);
	});

	test('ends at Ctrl-C, with its text in the field', async () => {
		await using at = await account();
		await using terminal = await at.open();
		terminal.press('/');
		await terminal.waitFor('find');
		terminal.type('\u001b[200~refu');
		terminal.press('Ctrl-c');
		await terminal.waitFor('The paste was cut off');
		await terminal.waitFor('refu');
		terminal.press('Esc');
		await terminal.waitFor(/1 of 8 loaded/);
		await settled(terminal);
		await quit(terminal);
	});
});
