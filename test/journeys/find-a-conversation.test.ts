import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAssistants } from '../../src/demo/assistants.ts';
import type { WireConversation } from '../../src/domain/wire.ts';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectWhole, quit } from '../harness/frame.ts';
import { cliPath, ensureBuilt, openProgram, programEnv } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';

const file = join(projectRoot, '..', 'shared', 'data', 'sgd-conversations.ndjson.gz');
const size = { cols: 120, rows: 40 };

/** The conversations of the file, read without the program's own code. */
function everything(): WireConversation[] {
	const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line).conversation);
}

describe.skipIf(!existsSync(file))('one of 2,098 real conversations', () => {
	const all = existsSync(file) ? everything() : [];
	let served: Served;
	beforeAll(async () => {
		served = await serve('--data', file, '--key', 'KEY-of-a-journey');
	}, 60_000);
	afterAll(() => served.stop());
	const env = (more: Record<string, string> = {}) => ({
		TELNYX_BASE_URL: served.url,
		TELNYX_API_KEY: 'KEY-of-a-journey',
		...more,
	});
	const named = (word: string) =>
		all.filter(
			({ name, metadata }) =>
				name?.toLowerCase().includes(word) === true &&
				metadata?.telnyx_conversation_channel === 'whatsapp_chat',
		);

	test('is found by a typed filter, which can be cleared and brought back, also after a restart', async () => {
		const wanted = named('restaurant');
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length, 'the header tells the whole number at once').toBeLessThan(100);
		const home = programEnv().HOME ?? '';
		{
			await using terminal = await openProgram([], { ...size, env: env({ HOME: home }) });
			await terminal.waitFor(/1 of 100 loaded, more/);
			terminal.press(':');
			terminal.type('filter ');
			await terminal.waitFor('─ Filter ─');
			terminal.type('name~restaurant channel:whatsapp_chat');
			await terminal.waitFor('GET /ai/conversations? name=');
			terminal.press('Enter');
			await terminal.waitFor(new RegExp(`1 of ${wanted.length} loaded, all`));
			expectWhole(terminal);
			terminal.press('F');
			await terminal.waitFor(/100 loaded, more/);
			terminal.press('Ctrl-o');
			await terminal.waitFor(new RegExp(`of ${wanted.length} loaded, all`));
			await quit(terminal);
		}
		await using terminal = await openProgram([], { ...size, env: env({ HOME: home }) });
		await terminal.waitFor(/1 of 100 loaded, more/);
		terminal.press('=');
		await terminal.waitFor('name~restaurant channel:whatsapp_chat  used recently');
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.join().includes('─ Filter ─'));
		await quit(terminal);
	});

	test('is found by its call control id, and by a number that several share', async () => {
		const call = all.find(({ metadata }) => metadata?.call_control_id !== undefined);
		const agents = Object.groupBy(all, ({ metadata }) => String(metadata?.telnyx_agent_target));
		const [number = '', group = []] =
			Object.entries(agents)
				.filter(([, members = []]) => members.length > 1 && members.length < 100)
				.sort()[0] ?? [];
		await using terminal = await openProgram([], { ...size, env: env() });
		await terminal.waitFor(/1 of 100 loaded, more/);
		terminal.press('o');
		terminal.type(String(call?.metadata?.call_control_id));
		terminal.press('Enter');
		const end = String(call?.metadata?.telnyx_end_user_target).slice(-4);
		await terminal.waitFor((screen) => screen.slice(1, 6).join('\n').includes(end));
		terminal.press('o');
		terminal.type(number);
		terminal.press('Enter');
		await terminal.waitFor(new RegExp(`of ${group.length} loaded, all|\\b${group.length} loaded, all`));
		expectWhole(terminal);
		await quit(terminal);
	});

	test('is found at the start: tconv --filter, tconv open, and the start view', async () => {
		const calls = all.filter(
			({ name, metadata }) =>
				name?.toLowerCase().includes('restaurant') === true &&
				metadata?.telnyx_conversation_channel === 'phone_call',
		);
		const home = programEnv().HOME ?? '';
		{
			const args = ['--filter', 'channel:phone_call name~restaurant limit:90'];
			await using terminal = await openProgram(args, { ...size, env: env({ HOME: home }) });
			await terminal.waitFor(new RegExp(`1 of ${Math.min(90, calls.length)} loaded, all`));
			terminal.press('v', 'n');
			await terminal.waitFor((screen) => screen.at(-1)?.includes('name of the saved view') === true);
			terminal.type('Tables');
			terminal.press('Enter');
			await terminal.waitFor(new RegExp(`Tables +${Math.min(90, calls.length)} `));
			terminal.press('*');
			await terminal.waitFor('* Tables');
			terminal.press('Esc');
			await terminal.waitFor((screen) => !screen.join().includes('─ Saved views ─'));
			await quit(terminal);
		}
		const [last] = all.slice(-1);
		await using terminal = await openProgram(['open', String(last?.id)], {
			...size,
			env: env({ HOME: home }),
		});
		// The opened conversation does not match the saved view: it is one row more.
		await terminal.waitFor(new RegExp(`of ${Math.min(90, calls.length) + 1} loaded, all`));
		const end = String(last?.metadata?.telnyx_end_user_target).slice(-4);
		await terminal.waitFor((screen) => screen.slice(1, 6).join('\n').includes(end));
		await quit(terminal);
	});
});

test('a filter given at the start can name an assistant', async () => {
	const name = demoAssistants[0]?.name ?? '';
	await using terminal = await openProgram(['--filter', `assistant:"${name}"`], { cols: 160, rows: 40 });
	const [header] = await terminal.waitFor((screen) => / 1 of [1-9]\d* loaded/.test(screen[0] ?? ''));
	expect(header).toContain(`assistant is “${name}”`);
	await quit(terminal);
});

test('an unknown id gives a notice and keeps the list', async () => {
	await using terminal = await openProgram(['open', 'nowhere'], size);
	await terminal.waitFor((screen) => screen.at(-1)?.includes('No conversation has the id') === true);
	await terminal.waitFor(/1 of \d+ loaded/);
	expect(terminal.line(-1)).toContain('Nothing was opened.');
	await quit(terminal);
});

test.each([
	[['--filter', 'channel:phone_call name:"open'], /character 2\d/],
	[['open'], /open needs one id/],
	[['open', 'a', 'b'], /open needs one id/],
])('what cannot be understood is one line and exit 2: %j', async (args, words) => {
	await ensureBuilt();
	const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, ...args], {
		env: programEnv(),
		encoding: 'utf8',
	});
	expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
	expect(stderr).toMatch(words);
	expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
