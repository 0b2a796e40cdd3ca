import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireConversation } from '../../src/domain/wire.ts';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import type { Terminal } from '../harness/terminal.ts';

const file = join(projectRoot, '..', 'shared', 'data', 'sgd-conversations.ndjson.gz');

/** The conversations of the file, read without the program's own code. */
function everything(): WireConversation[] {
	const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line).conversation);
}

/**
 * True for a screen that lists so many rows, by the header's count or, where a long filter leaves no room for it, by the
 * rows drawn. A full page is known to be all only after a request for the next page.
 */
function counted(rows: readonly WireConversation[]): (screen: readonly string[]) => boolean {
	expect(rows.length).toBeGreaterThan(0);
	expect(rows.length).toBeLessThan(100);
	const count = new RegExp(`1 of ${rows.length}(?: loaded, (?:all|more)|\\+? *$)`);
	return (screen) => {
		const [header = ''] = screen;
		if (count.test(header)) return true;
		const drawn = screen.filter((row) => /^│[▌ ] .{12} {3}(?:call|webc|wsck|sms|wapp|chat|-) /.test(row));
		const isBusy = screen.some((row) => row.includes('Loading conversations'));
		return header.endsWith('…') && !isBusy && drawn.length === Math.min(rows.length, screen.length - 5);
	};
}

/** Moves down by rows, and waits until the row with these words is under the cursor. */
async function moveTo(terminal: Terminal, rows: number, words: string): Promise<void> {
	terminal.press(...Array.from({ length: rows }, () => 'j'));
	await terminal.waitFor((screen) =>
		screen.some(
			(row, y) => row.includes(words) && terminal.cells(y)[row.indexOf(words)]?.style.inverse === true,
		),
	);
}

describe.skipIf(!existsSync(file))('2,098 real conversations, filtered by rows', () => {
	const all = existsSync(file) ? everything() : [];
	let served: Served;
	beforeAll(async () => {
		served = await serve('--data', file, '--key', 'KEY-of-a-journey');
	}, 60_000);
	afterAll(() => served.stop());

	const holds = (name: string) => (row: WireConversation) => row.name?.toLowerCase().includes(name) === true;
	const over = (channel: string) => (row: WireConversation) =>
		row.metadata?.telnyx_conversation_channel === channel;

	test.each([
		{ cols: 120, rows: 40 },
		{ cols: 80, rows: 24 },
		{ cols: 60, rows: 15 },
	])(
		'at $cols×$rows: a channel and a word, an alternative, negated and switched off, and back, and cleared',
		async (size) => {
			const env = { TELNYX_BASE_URL: served.url, TELNYX_API_KEY: 'KEY-of-a-journey' };
			const trips = all.filter(holds('roundtrip')).filter(over('whatsapp_chat'));
			const both = all
				.filter((row) => holds('roundtrip')(row) || holds('getalarms')(row))
				.filter(over('whatsapp_chat'));
			const elsewhere = all.filter(holds('roundtrip')).filter((row) => !over('whatsapp_chat')(row));
			expect(both.length).toBeGreaterThan(trips.length);

			await using terminal = await openProgram([], { ...size, env });
			await terminal.waitFor(/100 loaded, more/);
			terminal.press('f');
			await terminal.waitFor('─ Filter ─');
			terminal.press('Enter');
			terminal.type('whatsapp');
			await terminal.waitFor('whatsapp_chat');
			terminal.press('Enter');
			await terminal.waitFor('channel is whatsapp_chat');
			terminal.press('g');
			terminal.type('name');
			terminal.press('Enter');
			terminal.type('roundtrip');
			await terminal.waitFor('name contains roundtrip');
			terminal.press('Enter');
			await terminal.waitFor('Apply');
			terminal.press('Ctrl-x');
			await terminal.waitFor(counted(trips));
			expectWhole(terminal);

			terminal.press('f');
			await terminal.waitFor('any of');
			await moveTo(terminal, 2, 'name contains roundtrip');
			terminal.press('d');
			await terminal.waitFor(/or +name contains roundtrip/);
			terminal.press('Enter');
			await terminal.waitFor('Contains this text');
			terminal.press('Ctrl-u');
			await terminal.waitFor(/name contains +│/);
			terminal.type('getalarms');
			await terminal.waitFor('name contains getalarms');
			terminal.press('Enter');
			await terminal.waitFor(/or +name contains getalarms/);
			terminal.press('Ctrl-x');
			await terminal.waitFor(counted(both));

			terminal.press('f');
			await terminal.waitFor('any of');
			terminal.press('!');
			// A conversation without a channel is not WhatsApp either, so "not" matches one more row.
			await terminal.waitFor('or  channel has no value');
			await moveTo(terminal, 6, 'name contains getalarms');
			terminal.press('Space');
			await terminal.waitFor('off name contains getalarms');
			terminal.press('Ctrl-x');
			await terminal.waitFor(counted(elsewhere));
			expectWhole(terminal);

			terminal.press('f');
			await terminal.waitFor('channel is not whatsapp_chat');
			terminal.press('!');
			await terminal.waitFor('channel is whatsapp_chat');
			await moveTo(terminal, 3, 'name contains getalarms');
			terminal.press('Space');
			await terminal.waitFor(/or +name contains getalarms/);
			terminal.press('Ctrl-x');
			await terminal.waitFor(counted(both));

			terminal.press('F');
			await terminal.waitFor(/100 loaded, more/);
			await quit(terminal);
		},
	);

	test('a channel in the words of the list, and a day, which stays as said in rows, query text and history', async () => {
		const env = { TELNYX_BASE_URL: served.url, TELNYX_API_KEY: 'KEY-of-a-journey', TZ: 'UTC' };
		const calls = all
			.filter(over('phone_call'))
			.filter((row) => row.last_message_at.startsWith('2026-11-17'));
		await using terminal = await openProgram([], { cols: 120, rows: 40, env });
		await terminal.waitFor(/100 loaded, more/);
		terminal.press('f');
		await terminal.waitFor('─ Filter ─');
		terminal.press('Enter');
		terminal.type('call');
		await terminal.waitFor(/phone_call +phone call/);
		terminal.press('Enter');
		await terminal.waitFor('channel is phone_call');
		terminal.press('a');
		terminal.type('updated');
		await terminal.waitFor('last message');
		terminal.press('Enter', 'Shift-Tab');
		terminal.type('during');
		terminal.press('Enter');
		terminal.type('2026-11-17');
		await terminal.waitFor('2026-11-17 00:00 – 2026-11-18 00:00 +00:00');
		terminal.press('Enter');
		await terminal.waitFor('last message during 2026-11-17 (2026-11-17 00:00 – 2026-11-18 00:00 +00:00)');
		terminal.press('Ctrl-a');
		await terminal.waitFor(counted(calls));
		terminal.press('=');
		await terminal.waitFor('= channel:phone_call during:2026-11-17');
		await terminal.waitFor('last_message_at=lt.2026-11-18T00:00');
		terminal.press('Esc');
		await terminal.waitFor((rows) => !rows.join('').includes('─ Filter ─'));
		terminal.press('F');
		await terminal.waitFor(/100 loaded, more/);
		terminal.press('Ctrl-o');
		await terminal.waitFor(counted(calls));
		await terminal.waitFor('phone call, last message during 2026-11-17');
		await quit(terminal);
	});
});
