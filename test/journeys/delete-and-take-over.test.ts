import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { recordsFolder } from '../harness/records-folder.ts';
import { type Served, serve } from '../harness/serve.ts';

const key = 'KEY-of-a-journey-0123456789';
const size = { cols: 100, rows: 30 };
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

type Stage = AsyncDisposable & {
	readonly server: Served;
	/** The conversation in the account. */
	readonly id: string;
	/** The account's folder, with its records. */
	readonly records: string;
	/** The folder of the settings. */
	readonly settings: string;
	readonly env: Readonly<Record<string, string>>;
};

/** An account with one conversation of two messages, and the folders of records and settings. */
async function stage(): Promise<Stage> {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-delete-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const server = await serve('--empty', '--key', key);
	const post = async (path: string, body: object): Promise<string> => {
		const answer = await fetch(`${server.url}${path}`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body),
		});
		expect(answer.ok).toBe(true);
		return answer.text();
	};
	const metadata = { telnyx_end_user_target: '+13125550001' };
	const { id }: { id: string } = JSON.parse(await post('/ai/conversations', { name: 'Refund', metadata }));
	for (const content of ['I want my money back', 'Of course'])
		await post(`/ai/conversations/${id}/message`, { role: 'user', content });
	const env = {
		TELNYX_BASE_URL: server.url,
		TELNYX_API_KEY: key,
		XDG_STATE_HOME: join(scratch, 'state'),
		TCONV_CONFIG_DIR: scratch,
	};
	return {
		server,
		id,
		records: recordsFolder(scratch, server.url, key),
		settings: join(scratch, 'settings.json'),
		env,
		[Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
	};
}

async function get({ server, id }: Stage): Promise<{ readonly status: number; readonly body: string }> {
	const answer = await fetch(`${server.url}/ai/conversations/${id}`, { headers });
	return { status: answer.status, body: await answer.text() };
}

/** Every file below a folder, as text, by its path within it. */
function filesIn(folder: string): Map<string, string> {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	return new Map(
		entries
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name))
			.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
	);
}

test('a conversation is deleted only after the trash has a whole copy, and the journal records both', async () => {
	await using at = await stage();
	await using terminal = await openProgram([], { ...size, env: at.env });
	await terminal.waitFor('I want my money back');
	terminal.press('D');
	await terminal.waitFor(/Messages +2 /);
	terminal.press('Enter');
	await terminal.waitFor((screen) => !screen.join('\n').includes('Delete this conversation?'));
	expectWhole(terminal);
	expect((await get(at)).status).toBe(200);
	terminal.press('D');
	await terminal.waitFor(/Messages +2 /);
	terminal.press('y');
	await terminal.waitFor('Deleted Refund. :trash has it.');
	await terminal.waitFor('This account has no conversations yet.');
	expect((await get(at)).status).toBe(404);

	const files = filesIn(at.records);
	const [path = '', ...others] = [...files.keys()].filter((name) => name.startsWith('trash/'));
	expect(others).toEqual([]);
	expect(path).toMatch(/\.deleted\.ndjson$/);
	expect(statSync(join(at.records, path)).mode & 0o777).toBe(0o600);
	const whole: unknown = JSON.parse(files.get(path)?.split('\n')[1] ?? '');
	expect(whole).toMatchObject({ conversation: { id: at.id, name: 'Refund' } });
	expect(files.get(path)).toContain('I want my money back');
	const journal = (files.get('journal.ndjson') ?? '').trimEnd().split('\n');
	expect(journal.map((line): unknown => JSON.parse(line))).toMatchObject([
		{ operation: 'delete', conversationId: at.id, outcome: 'begun' },
		{ operation: 'delete', conversationId: at.id, outcome: 'done' },
	]);
	for (const text of files.values()) expect(text).not.toContain(key);
	await quit(terminal);
	expect(terminal.raw).not.toContain(key);
});

test('a takeover survives a restart, until it is handed back', async () => {
	await using at = await stage();
	{
		await using terminal = await openProgram([], { ...size, env: at.env });
		await terminal.waitFor('I want my money back');
		terminal.press('A');
		await terminal.waitFor('Take over this conversation?');
		terminal.press('y');
		await terminal.waitFor('You took this over on');
		expect((await get(at)).body).toContain('"ai_disabled":"true"');
		await quit(terminal);
	}
	await using terminal = await openProgram([], { ...size, env: at.env });
	await terminal.waitFor('You took this over on');
	await terminal.waitFor('1 taken over');
	terminal.press('A');
	await terminal.waitFor('Hand this conversation back?');
	terminal.press('y');
	await terminal.waitFor('Handed back Refund.');
	await terminal.waitFor((screen) => !screen.join('\n').includes('1 taken over'));
	expect((await get(at)).body).toContain('"ai_disabled":"false"');
	await quit(terminal);
	expect(readdirSync(join(at.records, 'held'))).toEqual([]);
});

describe('read-only', () => {
	test.each([
		['by the flag', ['--read-only'], () => null, 'started with --read-only'],
		['by the setting', [], () => ({ readOnly: true }), 'settings.json: readOnly'],
		[
			'for this account',
			[],
			(host: string) => ({ readOnlyProfiles: [host] }),
			/settings\.json: readOnlyProfiles has 127\.0\.0\.1:\d+/,
		],
		[
			'where the setting cannot be read',
			[],
			() => ({ readOnly: 'yes' }),
			'settings.json, line 1: “readOnly” must be true or false',
		],
	])(
		'%s: every key that would write says why it does not, and the account stays unchanged',
		async (_, args, settings, why) => {
			await using at = await stage();
			const set = settings(new URL(at.server.url).host);
			if (set !== null) writeFileSync(at.settings, JSON.stringify(set));
			const before = await get(at);
			await using terminal = await openProgram([...args], { ...size, env: at.env });
			const [header] = await terminal.waitFor('I want my money back');
			expect(header).toContain('read-only');
			for (const stroke of ['e', 'E', 'c', 'm', 'A', 'D', 'u']) {
				terminal.press('Ctrl-l', stroke);
				await terminal.waitFor(why);
				await terminal.waitFor('Read-only: ');
				terminal.press('j');
				await terminal.waitFor((screen) => !screen.join('\n').includes('Read-only: '));
			}
			expect(await get(at)).toEqual(before);
			await quit(terminal);
		},
	);
});
