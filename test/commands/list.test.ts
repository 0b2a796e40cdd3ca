import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleLine, key, run, scratchHome } from './command-fixtures.ts';
import { serving, workspace } from './serve-fixtures.ts';

/** A server with `count` conversations, an hour apart, of two channels in turn. */
async function server(count: number, ...more: string[]): Promise<string> {
	const lines = Array.from({ length: count }, (_, index) =>
		bundleLine(
			`c-${String(index).padStart(4, '0')}`,
			new Date(Date.UTC(2026, 9, 1) + index * 60_000).toISOString(),
			{
				name: `Call ${index}`,
				metadata: {
					telnyx_conversation_channel: index % 2 === 0 ? 'phone_call' : 'sms_chat',
					telnyx_end_user_target: `+1312555${String(index).padStart(4, '0')}`,
					tier: index % 10 === 0 ? 'gold' : 'plain',
				},
				texts: ['hello', 'how can I help?'],
			},
		),
	);
	const file = workspace().file('data.ndjson', lines.join('\n'));
	return await serving(['--port', '0', '--data', file, ...more]).url();
}

const idsIn = (lines: readonly string[]): string[] => lines.map((line) => JSON.parse(line).id);

describe('tconv list', () => {
	test('prints the first 50 in a pipe as they came, and says that there are more', async () => {
		const url = await server(60);
		const { code, out, err } = await run(['list'], { url });
		expect(code).toBe(0);
		expect(idsIn(out)).toEqual(
			Array.from({ length: 50 }, (_, at) => `c-${String(59 - at).padStart(4, '0')}`),
		);
		const raw = await (
			await fetch(`${url}/ai/conversations?limit=1&order=created_at.desc`, {
				headers: { authorization: 'Bearer x' },
			})
		).text();
		expect(raw).toContain(out[0]);
		expect(err).toEqual(['tconv list: the first 50; there are more: --all, or --limit N']);
	});

	test('--limit is exact, says nothing, and goes beyond a page', async () => {
		const url = await server(130);
		for (const limit of [1, 50, 101, 130, 500]) {
			const { code, out, err } = await run(['list', '--limit', String(limit)], { url });
			expect(code).toBe(0);
			expect(new Set(idsIn(out)).size).toBe(Math.min(limit, 130));
			expect(err).toEqual([]);
		}
	});

	test('a limit in the filter means the same as --limit: the latest message first', async () => {
		const file = workspace().file(
			'data.ndjson',
			[
				bundleLine('older', '2026-10-01T00:00:00Z', { lastMessageAt: '2026-10-09T00:00:00Z' }),
				bundleLine('newer', '2026-10-02T00:00:00Z'),
			].join('\n'),
		);
		const url = await serving(['--port', '0', '--data', file]).url();
		for (const args of [
			['--limit', '1'],
			['--filter', 'limit:1'],
		])
			expect(idsIn((await run(['list', ...args], { url })).out)).toEqual(['older']);
	});

	test('--all has every row once, newest first, in the order of a filter if it has one', async () => {
		const url = await server(600);
		const { out } = await run(['list', '--all'], { url });
		expect(idsIn(out)).toEqual(
			Array.from({ length: 600 }, (_, at) => `c-${String(599 - at).padStart(4, '0')}`),
		);
		const sorted = await run(['list', '--all', '--filter', 'sort:name channel:phone_call'], { url });
		const names = sorted.out.map((line) => JSON.parse(line).name);
		expect(names).toHaveLength(300);
		expect(names).toEqual([...names].sort());
	});

	test('takes query text, the query string of the API, and saved views, which a filter narrows', async () => {
		const url = await server(40);
		const home = scratchHome();
		mkdirSync(join(home, '.config', 'tconv'), { recursive: true });
		const view = {
			id: 'view-1',
			name: 'Gold ones',
			line: 'meta.tier:gold',
			order: 'created_at.asc',
			watch: null,
		};
		writeFileSync(
			join(home, '.config', 'tconv', 'views.json'),
			JSON.stringify({ version: 2, profiles: { [new URL(url).host]: { views: [view], startId: null } } }),
		);
		const ids = async (...args: string[]) =>
			idsIn((await run(['list', '--json', ...args], { url, home })).out);
		expect(await ids('--filter', 'meta.tier:gold')).toEqual(['c-0030', 'c-0020', 'c-0010', 'c-0000']);
		expect(await ids('--filter', 'metadata->tier=eq.gold&order=created_at.asc&limit=2')).toEqual([
			'c-0000',
			'c-0010',
		]);
		expect(await ids('--view', 'gold ones')).toEqual(['c-0000', 'c-0010', 'c-0020', 'c-0030']);
		expect(await ids('--view', 'view-1', '--filter', 'name:"Call 20"')).toEqual(['c-0020']);
		const wrong = await run(['list', '--view', 'Gold one'], { url, home });
		expect(wrong).toMatchObject({ code: 2, out: [] });
		expect(wrong.err.join()).toContain('There is no saved view “Gold one”. Did you mean Gold ones?');
	});

	test('--sample draws the same for the same seed, and says the seed', async () => {
		const url = await server(300);
		const args = ['list', '--sample', '20', '--filter', 'channel:phone_call'];
		const first = await run([...args, '--seed', '7'], { url });
		expect(new Set(idsIn(first.out)).size).toBe(20);
		expect(first.err).toEqual(['tconv list: 20 of 150, drawn with --seed 7']);
		expect((await run([...args, '--seed', '7'], { url })).out).toEqual(first.out);
		expect((await run([...args, '--seed', '8'], { url })).out).not.toEqual(first.out);
		expect((await run(args, { url })).err).toEqual(['tconv list: 20 of 150, drawn with --seed 500000000']);
	});

	test('on a terminal it is a table within its width', async () => {
		const url = await server(2);
		const { out } = await run(['list'], { url, columns: 120 });
		expect(out[0]).toBe('id      last_message_at   channel     end_user      name');
		expect(out[1]).toBe('c-0001  2026-10-01 00:01  sms_chat    +13125550001  Call 1');
		expect((await run(['list'], { url, columns: 80 })).out[0]).not.toContain('name');
	});

	test('names a field that no row has, and gives null for it', async () => {
		const { out, err, code } = await run(['list', '--limit', '1', '--fields', 'id,teir'], {
			url: await server(1),
		});
		expect(out).toEqual(['{"id":"c-0000","teir":null}']);
		expect(err).toEqual(['tconv list: no row has the field teir']);
		expect(code).toBe(0);
	});

	test('ends silently with 0 where its reader has gone, and with 130 at Ctrl-C', async () => {
		const url = await server(900);
		const gone = await run(['list', '--all'], {
			url,
			onLine: (lines, end) => lines === 3 && end({ kind: 'unread' }),
		});
		expect(gone).toMatchObject({ code: 0, err: [] });
		expect(gone.out).toHaveLength(3);
		const stopped = await run(['list', '--all'], {
			url,
			onLine: (lines, end) => lines === 300 && end({ kind: 'signal', name: 'SIGINT' }),
		});
		expect(stopped.code).toBe(130);
	});
});

test('rows that cannot be read are shown as they came, and counted', async () => {
	const url = await server(30, '--chaos', 'GET /ai/conversations: types');
	const { code, out, err } = await run(['list', '--json'], { url });
	expect(code).toBe(0);
	// A row whose id cannot be read may come twice, on two pages.
	expect(out.length).toBeGreaterThanOrEqual(30);
	expect(err).toEqual([
		expect.stringMatching(/^tconv list: \d+ rows could not be read; --json has them as they came$/),
	]);
	expect((await run(['list', '--output', 'csv'], { url })).out.join()).toContain('(unreadable: ');
});

describe('exit codes and one line for', () => {
	test.each([
		['a refused key', 'error=401', 3],
		['a refused account', 'error=403', 3],
		['a rate limit that does not end', '429=0s', 5],
		['a fault of the server', 'error=500', 1],
		['a connection that is cut', 'reset=before', 6],
	])(
		'%s',
		async (_, fault, code) => {
			const url = await server(1, '--chaos', `GET: ${fault}`);
			const ran = await run(['list'], { url });
			expect(ran.code).toBe(code);
			expect(ran.out).toEqual([]);
			expect(ran.err.at(-1)).toMatch(/^tconv list: /);
			expect(ran.err.join()).not.toContain(key);
		},
		20_000,
	);

	test.each([
		[['list', '--limit', '0'], '--limit must be a whole number from 1'],
		[['list', '--limit', 'x'], '--limit must be a whole number from 1'],
		[['list', '--all', '--limit', '3'], '--all and --limit exclude each other'],
		[['list', '--seed', '3'], '--seed needs --sample'],
		[['list', '--sample', '3', '--all'], 'leave out --all'],
		[['list', '--output', 'cvs'], 'There is no format “cvs”. Did you mean csv?'],
		[['list', '--output', 'csv', '--json'], '--json means --output ndjson'],
		[['list', '--fields', 'id,,x'], '--fields has an empty name'],
		[['list', '--filter', 'chanel:x'], 'Filter, character 1: there is no column “chanel”'],
		[['list', '--filter', 'offset:3'], 'offset does not work here'],
		[['list', 'extra'], "Unexpected argument 'extra'"],
		[['list', '--alll'], "Unknown option '--alll'. Did you mean --all?"],
		[['list', '--filter', key], 'An argument holds your API key'],
		[['get'], 'An id is missing'],
		[['messages', '--output', 'x'], 'There is no format “x”'],
	])('wrong usage: %j', async (args, said) => {
		const ran = await run(args, { url: 'http://127.0.0.1:2/v2' });
		expect(ran).toMatchObject({ code: 2, out: [] });
		expect(ran.err).toEqual([expect.stringContaining(said)]);
		expect(ran.err.join()).toMatch(new RegExp(`^tconv ${args[0]}: .*\\(see tconv ${args[0]} --help\\)$`));
		expect(ran.err.join()).not.toContain('ABCDEF');
	});

	test('no key: 3, and with --demo there are samples', async () => {
		const none = await run(['list']);
		expect(none).toMatchObject({ code: 3, out: [] });
		expect(none.err.join()).toContain('export TELNYX_API_KEY=KEY…; --demo has sample data');
		expect((await run(['list', '--demo', '--limit', '3'])).out).toHaveLength(3);
	});
});

describe('tconv get, messages and insights', () => {
	test('get takes ids, phone numbers and call control ids, in their order', async () => {
		const url = await server(20);
		const { out, code } = await run(['get', 'c-0003', '+13125550007', '--fields', 'id,metadata.tier'], {
			url,
		});
		expect(out).toEqual([
			'{"id":"c-0003","metadata.tier":"plain"}',
			'{"id":"c-0007","metadata.tier":"plain"}',
		]);
		expect(code).toBe(0);
	});

	test('ids come from standard input: one a line, or rows of JSON; blank lines are skipped', async () => {
		const url = await server(20);
		const input =
			'c-0001\n\n  c-0002  \n{"id":"c-0003","name":"x"}\n{"conversation_id":"c-0004","message":{}}\n';
		const { out } = await run(['get', '--json'], { url, input });
		expect(idsIn(out)).toEqual(['c-0001', 'c-0002', 'c-0003', 'c-0004']);
		const wrong = await run(['get'], { url, input: 'c-0001\n{"x":1}\n' });
		expect(wrong.err.join()).toContain('standard input, line 2: this row has no "id"');
		expect(wrong.code).toBe(2);
		expect((await run(['get'], { url, input: '\n' })).code).toBe(2);
	});

	test('4 where none is found, 7 where some are', async () => {
		const url = await server(3);
		const none = await run(['get', 'nope'], { url });
		expect(none).toMatchObject({ code: 4, out: [], err: ['tconv get: No conversation has the id nope.'] });
		expect((await run(['get', 'nope', '+19995550000'], { url })).code).toBe(4);
		const some = await run(['get', 'nope', 'c-0001'], { url });
		expect(some.code).toBe(7);
		expect(idsIn(some.out)).toEqual(['c-0001']);
	});

	test('a number that several conversations share is named, with a way to choose', async () => {
		const file = workspace().file(
			'twice.ndjson',
			['a', 'b']
				.map((id) =>
					bundleLine(id, '2026-10-01T00:00:00Z', { metadata: { telnyx_end_user_target: '+13125550000' } }),
				)
				.join('\n'),
		);
		const url = await serving(['--port', '0', '--data', file]).url();
		const ran = await run(['messages', '+13125550000'], { url });
		expect(ran.code).toBe(1);
		expect(ran.err.join()).toContain(`tconv list --filter 'user:"+13125550000" or agent:"+13125550000"'`);
	});

	test('messages are in the order in which they were said, and JSON has each as it came', async () => {
		const url = await server(3);
		const { out } = await run(['messages', 'c-0001', 'c-0002'], { url });
		expect(
			out.map((line) => JSON.parse(line)).map(({ conversation_id: id, message }) => [id, message.text]),
		).toEqual([
			['c-0001', 'hello'],
			['c-0001', 'how can I help?'],
			['c-0002', 'hello'],
			['c-0002', 'how can I help?'],
		]);
		const table = await run(['messages', 'c-0001'], { url, columns: 80 });
		expect(table.out).toEqual([
			'at                   role       text',
			'2026-10-01 00:01:00  user       hello',
			'2026-10-01 00:01:01  assistant  how can I help?',
		]);
	});

	test('insights are runs in JSON, and a row for each result in a table', async () => {
		const url = await server(3);
		const json = await run(['insights', 'c-0001'], { url });
		expect(JSON.parse(json.out[0] ?? '')).toMatchObject({
			conversation_id: 'c-0001',
			insight: { status: 'completed', conversation_insights: [{ insight_id: 'i-1' }, { insight_id: 'i-2' }] },
		});
		const table = await run(['insights', 'c-0001', '--output', 'csv', '--fields', 'name,result'], { url });
		expect(table.out).toEqual(['name,result', 'i-1,wanted a table', 'i-2,"{""score"":""Fair""}"']);
		expect((await run(['insights', 'nope'], { url })).code).toBe(4);
	});
});
