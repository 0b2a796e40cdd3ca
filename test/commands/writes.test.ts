import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleLine, key, run, scratchHome } from './command-fixtures.ts';
import { serving, workspace } from './serve-fixtures.ts';

const names = ['a', 'b', 'c'];

async function server(options: { readonly count?: number; readonly chaos?: string } = {}): Promise<string> {
	const ids =
		options.count === undefined ? names : Array.from({ length: options.count }, (_, at) => `n-${at}`);
	const lines = ids.map((id, at) =>
		bundleLine(id, new Date(Date.UTC(2026, 9, 1) + at * 60_000).toISOString(), {
			name: `Call ${id}`,
			metadata: { tier: 'silver', telnyx_conversation_channel: 'phone_call' },
			texts: ['hello', 'bye now'],
		}),
	);
	const chaos = options.chaos === undefined ? [] : ['--chaos', options.chaos];
	return await serving([
		'--port',
		'0',
		'--data',
		workspace().file('data.ndjson', lines.join('\n')),
		...chaos,
	]).url();
}

async function asked(url: string, path: string): Promise<{ readonly status: number; readonly body: string }> {
	const answer = await fetch(`${url}/ai/conversations${path}`, { headers: { authorization: 'Bearer x' } });
	return { status: answer.status, body: await answer.text() };
}

const metadataOf = async (url: string, id: string): Promise<unknown> =>
	JSON.parse((await asked(url, `/${id}`)).body).data.metadata;

/** The names of files below the records of the one account of a home. */
function records(home: string, folder: string): readonly string[] {
	const [host = ''] = readdirSync(join(home, '.local', 'state', 'tconv'));
	return readdirSync(join(home, '.local', 'state', 'tconv', host, folder));
}

function journal(home: string): string {
	const state = join(home, '.local', 'state', 'tconv');
	const [host = ''] = readdirSync(state);
	return readFileSync(join(state, host, 'journal.ndjson'), 'utf8');
}

describe('tconv update', () => {
	test('sets and removes keys of one conversation, prints it as the server has it, and notes it in the journal', async () => {
		const url = await server();
		const home = scratchHome();
		const args = ['update', 'a', '--set', 'queue=x=y', '--set', 'empty=', '--unset', 'tier', '--yes'];
		const { code, out, err } = await run(args, { url, home });
		expect({ code, err }).toEqual({ code: 0, err: [] });
		const wanted = { telnyx_conversation_channel: 'phone_call', queue: 'x=y', empty: '' };
		expect(JSON.parse(out[0] ?? '').metadata).toEqual(wanted);
		expect(await metadataOf(url, 'a')).toEqual(wanted);
		expect(journal(home).trim().split('\n')).toHaveLength(2);
		expect(journal(home)).not.toContain(key);
	});

	test('many are one batch of this machine, each read again', async () => {
		const url = await server();
		const home = scratchHome();
		const { code, out, progress } = await run(
			['update', '--set', 'q=1', '--yes', '--fields', 'id,metadata.q'],
			{
				url,
				home,
				input: 'a\nb\n{"id":"c"}\na\n',
			},
		);
		expect(code).toBe(0);
		expect(out.toSorted()).toEqual(names.map((id) => `{"id":"${id}","metadata.q":"1"}`));
		expect(records(home, 'runs')).toHaveLength(1);
		expect(progress.at(-1)).toBe('3 of 3 conversations');
	});

	test('7 where some are gone, and each problem is said once', async () => {
		const url = await server();
		const { code, out, err } = await run(['update', 'a', 'nope', 'b', '--set', 'q=1', '--yes'], { url });
		expect(code).toBe(7);
		expect(out).toHaveLength(2);
		expect(err).toEqual(['tconv update: nope: The conversation no longer exists.']);
	});

	test('asks on a terminal with the change and who it is; only y is a yes', async () => {
		const url = await server();
		const no = await run(['update', 'a', '--set', 'tier=gold'], { url, answers: [''] });
		expect(no).toMatchObject({ code: 1, out: [], err: ['tconv update: Nothing was changed.'] });
		expect(no.asked).toEqual([
			'  a · Call a · phone_call · 2026-10-01 00:00',
			'  tier: "silver" → "gold"',
			'Change 1 conversation? Type y and Enter; anything else is a no:',
		]);
		expect(await metadataOf(url, 'a')).toMatchObject({ tier: 'silver' });
		expect(await run(['update', 'a', '--set', 'tier=gold'], { url, answers: ['Y '] })).toMatchObject({
			code: 0,
		});
		expect(await metadataOf(url, 'a')).toMatchObject({ tier: 'gold' });
	});

	test('--replace makes the metadata those of a file, and names the line of a mistake', async () => {
		const url = await server();
		const space = workspace();
		const good = space.file('good.json', '{"telnyx_conversation_channel": "phone_call",\n "tier": "gold"}');
		expect(await run(['update', 'a', '--replace', good, '--yes'], { url })).toMatchObject({ code: 0 });
		expect(await metadataOf(url, 'a')).toEqual({ telnyx_conversation_channel: 'phone_call', tier: 'gold' });
		const bad = space.file('bad.json', '{"telnyx_conversation_channel": "phone_call",\n "tier": 7}');
		const wrong = await run(['update', 'a', '--replace', bad, '--yes'], { url });
		expect(wrong.code).toBe(2);
		expect(wrong.err.join()).toContain(`${bad}, line 2: The value of “tier” is not text`);
		const input = '{"telnyx_conversation_channel": "phone_call"}';
		expect(await run(['update', 'a', '--replace', '-', '--yes'], { url, input })).toMatchObject({ code: 0 });
		expect(await metadataOf(url, 'a')).toEqual(JSON.parse(input));
	});

	test("keys of Telnyx's own need a switch, also where a file would remove them", async () => {
		const url = await server();
		const direct = await run(['update', 'a', '--set', 'ai_disabled=true', '--yes'], { url });
		expect(direct.code).toBe(2);
		expect(direct.err.join()).toContain('Telnyx itself uses ai_disabled');
		const without = await run(['update', 'a', '--replace', '-', '--yes'], { url, input: '{}' });
		expect(without.err.join()).toContain('Telnyx itself uses telnyx_conversation_channel');
		const args = ['update', 'a', '--set', 'ai_disabled=true', '--yes', '--telnyx-keys'];
		expect(await run(args, { url })).toMatchObject({ code: 0 });
	});

	test('a conflict with a change of somebody else meanwhile sends nothing', async () => {
		const url = await server();
		const home = scratchHome();
		const other = () =>
			fetch(`${url}/ai/conversations/a`, {
				method: 'PUT',
				headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
				body: JSON.stringify({ metadata: { telnyx_conversation_channel: 'phone_call', tier: 'bronze' } }),
			});
		const ran = await run(['update', 'a', '--set', 'tier=gold'], {
			url,
			home,
			answers: ['y'],
			whileAsked: async () => void (await other()),
		});
		expect(ran.code).toBe(1);
		expect(ran.err).toEqual(['tconv update: Someone else changed tier meanwhile: nothing was sent.']);
		expect(await metadataOf(url, 'a')).toMatchObject({ tier: 'bronze' });
	});
});

describe('tconv delete', () => {
	test('keeps a copy in the trash of this machine first', async () => {
		const url = await server();
		const home = scratchHome();
		const { code, out } = await run(['delete', 'a', '--yes'], { url, home });
		expect({ code, out }).toEqual({ code: 0, out: ['{"id":"a","outcome":"deleted","note":null}'] });
		expect((await asked(url, '/a')).status).toBe(404);
		expect(records(home, 'trash')).toEqual([expect.stringMatching(/\.deleted\.ndjson$/)]);
		expect(await run(['delete', 'a', '--yes'], { url, home })).toMatchObject({ code: 4, out: [] });
	});

	test('many: a row for each, 7 where one is gone', async () => {
		const url = await server();
		const home = scratchHome();
		const { code, out } = await run(['delete', '--yes', '--output', 'csv'], {
			url,
			home,
			input: 'a\nnope\nb\n',
		});
		expect(code).toBe(7);
		expect(out[0]).toBe('id,outcome,note');
		expect(out.slice(1).toSorted()).toEqual([
			'a,deleted,',
			'b,deleted,',
			'nope,gone,The conversation no longer exists.',
		]);
		expect(records(home, 'trash')).toHaveLength(2);
	});

	test('asks with who, when and the last words; more than ten need the number', async () => {
		const url = await server({ count: 12 });
		const one = await run(['delete', 'n-1'], { url, answers: ['yes'] });
		expect(one.asked).toEqual([
			'  n-1 · Call n-1 · phone_call · 2026-10-01 00:01',
			'  2 messages, the last of assistant: bye now',
			'Telnyx deletes for good. This machine keeps a copy in its trash for 30 days.',
			'Delete 1 conversation? Type y and Enter; anything else is a no:',
		]);
		expect(one.code).toBe(0);
		const ids = Array.from({ length: 12 }, (_, at) => `n-${at}`).filter((id) => id !== 'n-1');
		const no = await run(['delete', ...ids], { url, answers: ['y'] });
		expect(no.asked.slice(4)).toEqual([
			'  and 7 more',
			'Telnyx deletes for good. This machine keeps a copy in its trash for 30 days.',
			'Delete 11 conversations? Type 11 and Enter; anything else is a no:',
		]);
		expect(no).toMatchObject({ code: 1, err: ['tconv delete: Nothing was deleted.'] });
		expect(await run(['delete', ...ids], { url, answers: ['11'] })).toMatchObject({ code: 0 });
	});

	test('a question about many names one that is gone, and goes on', async () => {
		const ran = await run(['delete', 'a', 'nope'], { url: await server(), answers: ['n'] });
		expect(ran.asked.slice(0, 2)).toEqual([
			'  a · Call a · phone_call · 2026-10-01 00:00',
			'  nope · not found',
		]);
		expect((await run(['delete', 'nope'], { url: await server(), answers: ['y'] })).code).toBe(4);
	});

	test('takes ids only: no phone number, no call control id, no address, and nothing is asked of the server', async () => {
		for (const text of ['+13125550000', 'v3:abc', 'a b', 'a?x=1', '../x', '..', '']) {
			const ran = await run(['delete', text, '--yes'], { url: 'http://127.0.0.1:2/v2' });
			expect(ran.code).toBe(2);
			expect(ran.err.join()).toContain('is not a conversation id');
		}
	});

	test('a failed write is said, with its code, even where the reader has gone', async () => {
		const url = await server({ chaos: 'DELETE: error=403' });
		const ran = await run(['delete', 'a', '--yes'], { url });
		expect(ran).toMatchObject({ code: 3, out: [] });
		expect(ran.err.join()).toMatch(/^tconv delete: /);
		expect((await asked(url, '/a')).status).toBe(200);
	});
});

describe('an end in the middle of many writes', () => {
	const ids = Array.from({ length: 30 }, (_, at) => `n-${at}`);
	const args = ['update', ...ids, '--set', 'q=1', '--yes', '--json'];

	test('a reader that has gone stops no write', async () => {
		const url = await server({ count: 30 });
		const ran = await run(args, { url, onLine: (lines, end) => lines === 1 && end({ kind: 'unread' }) });
		expect(ran).toMatchObject({ code: 0, err: [] });
		for (const id of ids) expect(await metadataOf(url, id)).toMatchObject({ q: '1' });
	});

	test('a signal lets the requests under way finish, and says how many were not begun', async () => {
		const url = await server({ count: 30 });
		const home = scratchHome();
		const onLine = (lines: number, end: (how: { kind: 'signal'; name: 'SIGINT' }) => void) =>
			lines === 1 && end({ kind: 'signal', name: 'SIGINT' });
		const ran = await run(args, { url, home, onLine });
		expect(ran.code).toBe(130);
		expect(ran.err.join()).toMatch(/\d+ of 30 were not begun: :batches on the screen goes on/);
		const written = await Promise.all(
			ids.map(async (id) => JSON.stringify(await metadataOf(url, id)).includes('"q"')),
		);
		expect(written.filter(Boolean).length).toBeLessThan(30);
	});
});

describe('guards', () => {
	const writes = [
		['update', 'a', '--set', 'q=1', '--yes'],
		['delete', 'a', '--yes'],
		['create', '--name', 'x'],
		['add-message', 'a', 'hi'],
	];

	test.each(writes)('read-only: %s %s sends nothing', async (...args) => {
		const url = await server();
		const before = await asked(url, '');
		const byOption = await run([...args, '--read-only'], { url });
		expect(byOption).toMatchObject({ code: 1, out: [] });
		expect(byOption.err.join()).toContain('read-only (started with --read-only): nothing was sent.');
		const home = scratchHome();
		mkdirSync(join(home, '.config', 'tconv'), { recursive: true });
		writeFileSync(join(home, '.config', 'tconv', 'settings.json'), '{"readOnly": true}');
		expect((await run(args, { url, home })).err.join()).toContain('settings.json: readOnly');
		expect(await asked(url, '')).toEqual(before);
	});

	test.each(writes)('--dry-run: %s %s prints the request and sends no write', async (...args) => {
		const url = await server();
		const before = await asked(url, '');
		const { code, out } = await run([...args, '--dry-run'], { url });
		expect(code).toBe(0);
		expect(JSON.parse(out[0] ?? '')).toMatchObject({
			method: expect.stringMatching(/^(POST|PUT|DELETE)$/),
			path: expect.stringMatching(/^\/ai\/conversations/),
		});
		expect(await asked(url, '')).toEqual(before);
	});

	test.each([
		[['update', 'a', '--set', 'q=1'], 'add --yes if you are sure'],
		[['delete', 'a'], 'add --yes if you are sure'],
		[['update', 'a', '--yes'], 'There is nothing to change'],
		[['update', 'a', '--set', 'q', '--yes'], '--set needs KEY=VALUE, not “q”'],
		[['update', 'a', '--set', 'q=1', '--unset', 'q', '--yes'], 'The key q is named twice'],
		[['update', 'a', 'b', '--replace', 'x', '--yes'], '--replace needs one ID'],
		[['update', 'a', '--replace', '/nowhere/x', '--yes'], '/nowhere/x cannot be read'],
		[['add-message'], 'add-message needs the id'],
		[['add-message', 'a', ' '], 'The message is empty'],
		[['add-message', 'a', 'x', '--role', 'tool'], '--role must be assistant, user, system, not “tool”'],
	])('wrong usage: %j', async (args, said) => {
		const ran = await run(args, { url: 'http://127.0.0.1:2/v2' });
		expect(ran).toMatchObject({ code: 2, out: [] });
		expect(ran.err).toEqual([expect.stringContaining(said)]);
	});
});

describe('tconv create and add-message', () => {
	test('create prints the conversation, add-message inserts a text as it is', async () => {
		const url = await server();
		const created = await run(['create', '--name', 'Night', '--set', 'tier=gold'], { url });
		const { id, ...rest } = JSON.parse(created.out[0] ?? '');
		expect(rest).toMatchObject({ name: 'Night', metadata: { tier: 'gold' } });
		const added = await run(['add-message', id, '--role', 'system'], { url, input: 'two\nlines\n' });
		expect(added).toMatchObject({ code: 0, out: [], err: [`tconv add-message: added to ${id}`] });
		const { out } = await run(['messages', id], { url });
		expect(JSON.parse(out[0] ?? '').message).toMatchObject({ role: 'system', text: 'two\nlines' });
	});

	test('a lost answer names the key with which nothing is done twice', async () => {
		const url = await server({ chaos: 'POST: error=500,done*4' });
		const lost = await run(['create', '--name', 'Once'], { url });
		expect(lost).toMatchObject({ code: 1, out: [] });
		const key = /add --idempotency-key ([\w-]{36})/.exec(lost.err.at(-1) ?? '')?.[1] ?? '';
		expect(await run(['create', '--name', 'Once', '--idempotency-key', key], { url })).toMatchObject({
			code: 0,
		});
		expect((await run(['list', '--filter', 'name:Once'], { url })).out).toHaveLength(1);
		const wrong = await run(['create', '--idempotency-key', 'a b'], { url });
		expect(wrong).toMatchObject({ code: 2, out: [] });
	});
});
