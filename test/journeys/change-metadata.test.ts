import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { recordsFolder } from '../harness/records-folder.ts';
import { serve } from '../harness/serve.ts';

const key = 'KEY-of-a-journey-0123456789';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

type Row = {
	readonly id: string;
	readonly name?: string;
	readonly metadata: { readonly [key: string]: string };
};

test('metadata is edited while another user writes, and the journal has every write', async () => {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-metadata-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	await using server = await serve('--empty', '--key', key);
	const ask = async (method: string, path: string, body?: object): Promise<Response> => {
		const answer = await fetch(`${server.url}${path}`, {
			method,
			headers,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		expect(answer.ok).toBe(true);
		return answer;
	};
	const rows = async (): Promise<readonly Row[]> => {
		const text = await (await ask('GET', '/ai/conversations?order=name.asc')).text();
		const { data }: { data: Row[] } = JSON.parse(text);
		return data;
	};
	await ask('POST', '/ai/conversations', { name: 'Refund', metadata: { tier: 'gold', note: 'old' } });
	const [{ id } = { id: '' }] = await rows();
	const env = {
		TELNYX_BASE_URL: server.url,
		TELNYX_API_KEY: key,
		XDG_STATE_HOME: join(scratch, 'state'),
		TCONV_CONFIG_DIR: scratch,
	};
	await using terminal = await openProgram([], { cols: 100, rows: 30, env });
	await terminal.waitFor('Refund');
	terminal.press('e');
	await terminal.waitFor('Metadata of Refund');
	// While the editor is open, another user changes an edited key and adds a new one.
	await ask('PUT', `/ai/conversations/${id}`, { metadata: { tier: 'gold', note: 'theirs', team: 'night' } });
	terminal.press('Enter', 'Ctrl-u', 'm', 'i', 'n', 'e', 'Enter', 'j', 'd', 'Ctrl-a');
	await terminal.waitFor('Save 2 changes to');
	terminal.press('Enter');
	await terminal.waitFor('Someone else changed the same keys.');
	expect((await rows())[0]?.metadata).toEqual({ tier: 'gold', note: 'theirs', team: 'night' });
	terminal.press('m');
	await terminal.waitFor('All chosen. Enter saves.');
	terminal.press('Enter');
	await terminal.waitFor(/Saved Refund: note changed, tier removed/);
	expectWhole(terminal);
	expect((await rows())[0]?.metadata).toEqual({ note: 'mine', team: 'night' });

	terminal.press('c');
	await terminal.waitFor('New conversation');
	terminal.press('Enter', 'N', 'e', 'w', 'Enter', 'Ctrl-a');
	await terminal.waitFor('Create this conversation?');
	terminal.press('y');
	await terminal.waitFor('Created New.');
	expect((await rows()).map(({ name }) => name)).toEqual(['New', 'Refund']);

	const journal = readFileSync(join(recordsFolder(scratch, server.url, key), 'journal.ndjson'), 'utf8');
	const entries = journal.trimEnd().split('\n');
	expect(entries.map((line): unknown => JSON.parse(line))).toMatchObject([
		{ operation: 'update-metadata', conversationId: id, outcome: 'begun' },
		{ operation: 'update-metadata', conversationId: id, outcome: 'conflict' },
		{ operation: 'update-metadata', outcome: 'begun', before: { note: 'theirs' }, after: { note: 'mine' } },
		{ operation: 'update-metadata', outcome: 'done', after: { note: 'mine', team: 'night' } },
		{ operation: 'create', conversationId: null, outcome: 'begun' },
		{ operation: 'create', outcome: 'done' },
	]);
	expect(journal).not.toContain(key);
	await quit(terminal);
	expect(terminal.raw).not.toContain(key);
});
