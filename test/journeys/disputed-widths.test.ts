import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { day } from '../../src/text/time.ts';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { type Hosted, installed, openInScreen, openInTmux } from '../harness/hosts.ts';
import { openProgram } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import type { Terminal } from '../harness/terminal.ts';

// Each name and each message has characters that terminals count differently.
const names = [
	'Plain person',
	'Shaking 🫨 face',
	'🫨🫠🛝 first of all',
	'Flags 🇩🇪🇺🇸 and 🇩',
	'Family 👩‍👩‍👧‍👦 👍🏽 1️⃣ ☎️ ❤︎',
	'Namaste नमस्ते क्षत्रिय की',
	'தமிழ் நாடு বাংলা যুক্ত',
	'မြန်မာ ไทย น้ำ',
	'שָׁלוֹם مُحَمَّد',
	'⸺ ﷽ 𒀱 ㋿',
	'Zalgo Z\u0301\u0302\u0303\u0304\u0305',
	'\u1112\u1161\u11ab \ud7b0 日本語',
	'Tail plain',
];

const folder = mkdtempSync(join(tmpdir(), 'tconv-widths-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The minute of the newest conversation: the list shows the times of recent ones, and the dates of older ones. */
const newest = Math.floor(Date.now() / 60_000 - 60) * 60_000;

/** The time of conversation `at`, seven minutes before the one above it, plus some seconds. */
function time(at: number, seconds = 0): string {
	return new Date(newest + seconds * 1000 - at * 7 * 60_000).toISOString();
}
const clock = (at: number) => time(at).slice(11, 16);
const heading = (at: number) =>
	`${day(Date.parse(time(at)), () => 0)} ${time(at).slice(11, 19)} +00:00, 40 s long`;

async function serveNames() {
	const file = join(folder, 'names.ndjson');
	const lines = names.map((name, at) =>
		JSON.stringify({
			conversation: {
				id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
				name,
				created_at: time(at),
				last_message_at: time(at, 40),
				metadata: { telnyx_conversation_channel: 'phone_call', telnyx_end_user_target: `+1205458000${at}` },
			},
			messages: [
				{
					role: 'user',
					text: `${name} 🫨 refund ${name}, and more words than one row holds`,
					created_at: time(at),
				},
				{ role: 'assistant', text: `${name}: refund ${name} 🫠`, created_at: time(at, 20) },
				{ role: 'user', text: 'plain words, refund', created_at: time(at, 40) },
			],
			insights: [],
		}),
	);
	writeFileSync(file, `${lines.join('\n')}\n`);
	writeFileSync(join(folder, 'settings.json'), JSON.stringify({ live: true, liveSeconds: 2 }));
	const server = await serve('--data', file);
	return {
		server,
		env: { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'any', TCONV_CONFIG_DIR: folder },
	};
}

/** Adds a message to a conversation, as a caller does while it is on the screen. */
async function say(url: string, at: number, content: string): Promise<void> {
	const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
	const answer = await fetch(`${url}/ai/conversations/${id}/message`, {
		method: 'POST',
		headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
		body: JSON.stringify({ role: 'user', content }),
	});
	expect(answer.status).toBe(200);
}

/** The times of the list's rows, from top to bottom. */
function listTimes(screen: readonly string[]): string[] {
	return screen.flatMap((line) => /^[^\w ].. *(?:\d+ \w+ )?(\d\d:\d\d) +call /.exec(line)?.[1] ?? []);
}
const allTimes = names.map((_, at) => clock(at));

/** True once the frame has the new size, which the terminal has before the program. */
function isDrawn(screen: readonly string[], cols: number): boolean {
	return screen[1]?.length === cols && screen.at(-2)?.length === cols && screen.at(-1) !== '';
}

/** Walks down to the last conversation and up again, and checks the screen after each key. */
async function walk(terminal: Terminal, look: (at: number) => Promise<void>): Promise<void> {
	const down = [...names.keys()].slice(1).map((at) => ['j', at] as const);
	const up = [...names.keys()].slice(0, -1).map((at) => ['k', at] as const);
	for (const [key, at] of [...down, ...up.reverse()]) {
		terminal.press(key);
		await terminal.waitFor(new RegExp(`^ tconv .* ${at + 1} of 13 loaded`));
		await look(at);
	}
}

/**
 * Waits until the host's own screen has the heading of the conversation and the right times in the list. The terminal
 * around the host may count widths differently, and then shows a wrong picture.
 */
async function settled(host: Hosted, at: number): Promise<string[]> {
	let screen: string[] = [];
	await host.terminal.waitFor(() => {
		screen = host.capture();
		// A host can show half a frame: a row is complete once its right border is there.
		return (
			screen.some((row) => row.includes(heading(at))) && screen.slice(2, -2).every((row) => /\W$/.test(row))
		);
	});
	expect(listTimes(screen)).toEqual(allTimes);
	return screen;
}

/** Expects that a full redraw changes no cell of the panes. No message may arrive meanwhile. */
async function expectSameAnew(terminal: Terminal, { rows }: { readonly rows: number }): Promise<void> {
	const panes = () => Array.from({ length: rows - 2 }, (_, y) => terminal.cells(y + 1));
	terminal.press('t');
	await terminal.waitFor('Live updates are off');
	// Badges may arrive meanwhile, and change rows.
	for (let tries = 1; tries <= 4; tries++) {
		const before = panes();
		terminal.mark();
		terminal.press('Ctrl-l');
		await terminal.waitFor((screen) => terminal.bytes > 1500 && screen.at(-1) !== '');
		if (tries === 4) expect(panes()).toEqual(before);
		else if (isDeepStrictEqual(panes(), before)) break;
	}
	terminal.press('t');
	await terminal.waitFor('Live updates are on');
}

describe('case 13: a newer emoji in a name put a wrong time on the screen in tmux', () => {
	test('in tmux, by its own count: times are right and borders straight', async ({ skip }) => {
		const tmux = installed('tmux') ?? skip('tmux is not installed');
		const { server, env } = await serveNames();
		await using _ = server;
		await using host = await openInTmux(tmux, [], { cols: 120, rows: 40, env });
		await host.terminal.waitFor(/1 of 13 loaded, .*live/);
		await walk(host.terminal, async (at) => {
			const screen = await settled(host, at);
			// tmux draws a family emoji as one, but counts each of its members.
			const rows = screen.slice(2, -2).map((row) => row.replaceAll(/\u200d\p{Extended_Pictographic}?/gu, ''));
			const halves = rows.flatMap((line) => [line.split('││')[0] ?? '', line]);
			expect(host.widths(halves)).toEqual(rows.flatMap(() => [55, 120]));
		});
	}, 60_000);

	test('in GNU screen', async ({ skip }) => {
		const program = installed('screen') ?? skip('GNU screen is not installed');
		const { server, env } = await serveNames();
		await using _ = server;
		await using host = await openInScreen(program, [], { cols: 120, rows: 40, env });
		await host.terminal.waitFor(/1 of 13 loaded, .*live/);
		await walk(host.terminal, async (at) => {
			await settled(host, at);
		});
	}, 60_000);

	const terminals = (['6', '11'] as const).flatMap((unicode) =>
		sizes.slice(0, 2).map((size) => ({ ...size, unicode })),
	);
	test.each(terminals)(
		'in a terminal of Unicode $unicode, $cols×$rows',
		async (size) => {
			const { server, env } = await serveNames();
			await using _ = server;
			await using terminal = await openProgram([], { ...size, env });
			await terminal.waitFor(/1 of 13 loaded, .*live/);
			await walk(terminal, async (at) => {
				if (size.panes > 1) await terminal.waitFor(heading(at));
				expectWhole(terminal);
				expect(listTimes(terminal.screen())).toEqual(allTimes);
			});
			await expectSameAnew(terminal, size);

			terminal.press('j', 'Enter');
			await terminal.waitFor(heading(1));
			await terminal.waitFor('plain words, refund');
			terminal.type('/refund\r');
			await terminal.waitFor(/refund 1 of/);
			expectWhole(terminal);
			await say(server.url, 1, '🫨🫨 one more word 🇩🇪');
			await say(server.url, 5, '🫨 elsewhere');
			await terminal.waitFor('one more word', 15_000);
			expectWhole(terminal);
			await expectSameAnew(terminal, size);

			terminal.press('/');
			await terminal.waitFor('find: ');
			terminal.type('🫨é🇩🇪नमस्तेstop');
			const field = await terminal.waitFor('stop');
			const { x, y } = terminal.cursor;
			expect(
				terminal
					.cells(y)
					.slice(0, x)
					.map(({ text }) => text)
					.join(''),
			).toMatch(/stop$/);
			expect(y).toBe(field.findIndex((line) => line.includes('stop')));
			terminal.press('Ctrl-u');
			await terminal.waitFor((screen) => !screen.some((line) => line.includes('stop')));
			terminal.press('Esc');
			await terminal.waitFor(() => !terminal.modes.has(25));

			terminal.press('z');
			terminal.resize(100, 30);
			await terminal.waitFor((screen) => isDrawn(screen, 100));
			terminal.resize(size.cols, size.rows);
			terminal.press('z', '1');
			await terminal.waitFor(
				(screen) => isDrawn(screen, size.cols) && listTimes(screen).length === names.length,
			);
			expectWhole(terminal);
			await quit(terminal);
		},
		90_000,
	);
});
