import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import { scratch } from '../store/fixtures.ts';

const key = 'KEY-of-a-journey-0123456789';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

test('a saved view with alerts notifies the terminal and runs a command, once; the screen stays intact', async () => {
	await using server = await serve('--empty', '--key', key);
	const send = async (path: string, body: object): Promise<string> => {
		const answer = await fetch(`${server.url}${path}`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body),
		});
		expect(answer.ok, path).toBe(true);
		return answer.text();
	};
	await send('/ai/conversations', { name: 'Old one' });

	const folder = scratch();
	const told = join(folder, 'told');
	const script = join(folder, 'script.mjs');
	writeFileSync(
		script,
		`import { appendFileSync } from 'node:fs';
		const told = Object.entries(process.env).filter(([name]) => name.startsWith('TCONV_') || name === 'TELNYX_API_KEY');
		appendFileSync(process.argv[2], JSON.stringify({ ...Object.fromEntries(told), args: process.argv.slice(3) }) + '\\n');`,
	);
	const alertCommand = [process.execPath, script, told, '; touch x'];
	writeFileSync(join(folder, 'settings.json'), JSON.stringify({ alertCommand }));
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key, TCONV_CONFIG_DIR: folder };
	await using terminal = await openProgram([], { cols: 120, rows: 40, env });
	await terminal.waitFor('Old one');
	terminal.press('v');
	await terminal.waitFor('─ Saved views ─');
	terminal.press('w', 'w');
	await terminal.waitFor(/Last hour +1 +notify/);
	terminal.press('j', 'w', 'w', 'w');
	await terminal.waitFor(/Calls today +0 +command/);
	terminal.press('Esc');
	await terminal.waitFor((rows) => !rows.join().includes('─ Saved views ─'));

	const name = 'Fire $(touch y) \u001b]0;x\u0007; alarm';
	const metadata = { telnyx_conversation_channel: 'phone_call', from: '+13125550100' };
	const { id }: { id: string } = JSON.parse(await send('/ai/conversations', { name, metadata }));
	// Only a message after the first poll causes an alert.
	for (let second = 0; second < 60 && !(existsSync(told) && terminal.escapes().length > 0); second += 2) {
		await send(`/ai/conversations/${id}/message`, { role: 'user', content: `still burning ${second}` });
		await terminal
			.waitFor(() => existsSync(told) && terminal.escapes().length > 0, 2_000)
			.catch(() => undefined);
	}

	const sent = [
		{ kind: 'OSC' as const, text: '9;tconv: “Last hour”: Fire $(touch y) ␛]0;x␇; alarm, +13125550100' },
	];
	await terminal.waitFor(/“(Last hour|Calls today)”: Fire/);
	expectWhole(terminal, sent);
	const lines = readFileSync(told, 'utf8').trim().split('\n');
	expect(lines.map((line) => JSON.parse(line))).toEqual([
		expect.objectContaining({
			TCONV_CONVERSATION_ID: id,
			TCONV_CHANNEL: 'phone_call',
			TCONV_END_USER: '+13125550100',
			TCONV_NAME: 'Fire $(touch y)  ]0;x ; alarm',
			TCONV_VIEW: 'Calls today',
			TCONV_COUNT: '1',
			args: ['; touch x'],
		}),
	]);
	expect(lines[0]).not.toContain('TELNYX_API_KEY');
	const { profiles }: { profiles: Record<string, { views: { watch: string | null }[] }> } = JSON.parse(
		readFileSync(join(folder, 'views.json'), 'utf8'),
	);
	expect(Object.values(profiles)[0]?.views.map(({ watch }) => watch)).toEqual(['notify', 'command', null]);
	terminal.press('d');
	await terminal.waitFor(/Done: /);
	await quit(terminal, sent);
}, 120_000);
