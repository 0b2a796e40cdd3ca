import { describe, expect, test, vi } from 'vitest';
import { createWaits } from '../../src/api/waits.ts';
import { isSafe } from '../../src/text/safe.ts';
import { FakeTicker, insertAt, liveServer, refusal, say } from '../live/harness.ts';
import { tailing } from './tail-fixtures.ts';

const sigint = { kind: 'signal', name: 'SIGINT' } as const;
const ready = 'tconv tail: following embedded.invalid, every conversation; Ctrl-C ends';

describe('the output', () => {
	test('has new messages as they arrive, one per line, and no earlier ones', async () => {
		const server = await liveServer();
		insertAt(server, 'past', -60);
		say(server, 'past', 'old');
		const tail = tailing(server);
		await tail.rested();
		expect(tail.err).toEqual([ready]);
		expect(tail.out).toEqual([]);
		server.pass(1000);
		say(server, 'past', 'hello\nthere');
		insertAt(server, 'new', 0, {
			telnyx_conversation_channel: 'sms_chat',
			telnyx_end_user_target: '+13128675309',
		});
		say(server, 'new', 'hi', 1);
		await tail.tick();
		expect(tail.out).toEqual([
			'2026-11-22T12:00:01.000+00:00 past - - user: hello⏎there',
			'2026-11-22T12:00:02.000+00:00 new sms_chat +13128675309 user: hi',
		]);
		await tail.tick();
		expect(tail.out).toHaveLength(2);
	});

	test('has no control characters from any field', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		const evil = '\u001b]52;c;eA==\u0007\u009b2J\u202e\r\n\u2028x';
		insertAt(server, `id ${evil}`, 0, { telnyx_conversation_channel: evil, telnyx_end_user_target: evil });
		say(server, `id ${evil}`, evil);
		const row = server.store.conversations.rowOf(`id ${evil}`) ?? -1;
		server.store.messages.insert(row, [{ role: evil, text: null }]);
		await tail.tick();
		expect(tail.out).toHaveLength(2);
		expect(tail.out.every(isSafe)).toBe(true);
		expect(tail.out.join()).toContain('␛]52;c;eA==␇⟨U+009B⟩2J⟨U+202E⟩');
	});

	test('ignores a `null` row', async () => {
		const server = await liveServer();
		const tail = tailing(server, ['--json']);
		await tail.rested();
		insertAt(server, 'new', 0, {});
		const row = server.store.conversations.rowOf('new') ?? -1;
		server.store.messages.insert(row, [null]);
		say(server, 'new', 'spoken');
		await tail.tick();
		expect(tail.out).toHaveLength(1);
		expect(tail.out[0]).toContain('spoken');
		expect(tail.err.join()).toContain('1 row came as null and cannot be shown.');
	});

	test('counts `null` conversations, and includes them once they are rows', async () => {
		const server = await liveServer();
		const tail = tailing(server, ['--json']);
		await tail.rested();
		server.garble = () => null;
		insertAt(server, 'new', 0, {});
		say(server, 'new', 'spoken');
		await tail.tick();
		await tail.tick();
		expect(tail.out).toEqual([]);
		expect(tail.err.filter((line) => line.includes('came as null'))).toHaveLength(1);
		server.garble = null;
		await tail.tick();
		expect(tail.out.join()).toContain('spoken');
	});

	test('with --json has one object per line, with the message unchanged, escaped and complete', async () => {
		const server = await liveServer();
		const tail = tailing(server, ['--json']);
		await tail.rested();
		const text =
			'\u001b[2J\u007f\u009b\u202e\u200b\u{e0041}\n“é” 👍🏽 e\u0301\u0301\u0301\u0301\u0301\u0301 \ud800';
		insertAt(server, 'new', 0, { telnyx_conversation_channel: 'web_chat' });
		say(server, 'new', text.replace('\ud800', ''));
		say(server, 'new', 'plain “é” 👍🏽', 1);
		await tail.tick();
		const [piled, plain] = tail.out;
		expect(JSON.parse(piled ?? '')).toMatchObject({
			at: '2026-11-22T12:00:00.000Z',
			conversation_id: 'new',
			conversation_name: null,
			channel: 'web_chat',
			end_user: null,
			message: { role: 'user', text: text.replace('\ud800', '') },
		});
		expect(piled).toMatch(/^[ -~]*$/);
		expect(plain).toContain('plain “é” 👍🏽');
		expect(tail.out.every(isSafe)).toBe(true);
	});

	test('with a filter has only matches; it knows the names of assistants', async () => {
		const server = await liveServer();
		server.store.assistants.put('assistant-7', { id: 'assistant-7', name: 'Booking' });
		const tail = tailing(server, ['--filter', '-channel:web_chat assistant:booking']);
		await tail.rested();
		expect(tail.err.join()).toMatch(/following embedded\.invalid, .*Booking|assistant-7/);
		const conversations = [
			['other', 'assistant-1', 'phone_call'],
			['wanted', 'assistant-7', 'phone_call'],
			['chat', 'assistant-7', 'web_chat'],
		] as const;
		for (const [id, assistant, channel] of conversations)
			insertAt(server, id, 0, { assistant_id: assistant, telnyx_conversation_channel: channel });
		for (const id of ['other', 'wanted', 'chat']) say(server, id, id);
		await tail.tick();
		expect(tail.out.map((line) => line.split(' ')[1])).toEqual(['wanted']);
	});

	test('with --since starts with the messages since then', async () => {
		const server = await liveServer();
		insertAt(server, 'past', -7200);
		say(server, 'past', 'long ago');
		server.pass(3_600_000);
		say(server, 'past', 'lately');
		server.pass(60_000);
		const tail = tailing(server, ['--since', '30m']);
		await tail.rested();
		expect(tail.out).toEqual([expect.stringContaining('user: lately')]);
	});

	test('reports an unreadable conversation once', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		server.garble = (row) => ({ ...row, metadata: 7 });
		insertAt(server, 'broken');
		await tail.tick();
		await tail.tick();
		expect(tail.err.slice(1)).toEqual([expect.stringContaining('tconv tail: cannot read a conversation: ')]);
	});
});

describe('an unreachable server', () => {
	test('gets two lines per outage, after any number of attempts; nothing is lost or repeated', async () => {
		const server = await liveServer();
		insertAt(server, 'past', -60);
		const tail = tailing(server);
		await tail.rested();
		for (let outage = 1; outage <= 2; outage++) {
			server.between = () => {
				throw new TypeError('fetch failed');
			};
			for (let n = 0; n < 6; n++) await tail.tick();
			say(server, 'past', `during ${outage}`);
			server.between = null;
			await tail.tick();
		}
		await tail.tick();
		expect(tail.out.map((line) => line.split(': ')[1])).toEqual(['during 1', 'during 2']);
		expect(tail.err).toEqual([
			ready,
			expect.stringMatching(
				/^tconv tail: 12:00:05 lost: The connection to .* failed.*\. Retrying until it is back\.$/,
			),
			'tconv tail: retry in 20 s',
			'tconv tail: retry in 40 s',
			'tconv tail: 12:03:20 back, after 3m15.',
			expect.stringMatching(/ lost: /),
			'tconv tail: retry in 20 s',
			'tconv tail: retry in 40 s',
			expect.stringMatching(/ back, after 3m15\.$/),
		]);
		expect(await tail.end(sigint)).toBe(130);
		expect(tail.err.at(-1)).toBe('tconv tail: 2 messages in 1 conversation, 6m45, 2 outages');
	});

	test('is waited for at the start', async () => {
		const server = await liveServer();
		server.between = () => {
			throw new TypeError('fetch failed');
		};
		const tail = tailing(server);
		await tail.tick();
		server.between = null;
		await tail.tick();
		expect(tail.err).toEqual([
			expect.stringContaining('lost: '),
			ready,
			expect.stringMatching(/back, after \d+ s\.$/),
		]);
	});

	test.each([
		[401, 3],
		[403, 3],
		[404, 4],
		[422, 1],
	])('refused with %i at the start it ends with %i, as waiting would not help', async (status, code) => {
		const server = await liveServer();
		server.between = () => refusal(status);
		const tail = tailing(server);
		expect(await tail.code).toBe(code);
		expect(tail.err).toEqual([expect.stringMatching(/^tconv tail: .*The server says: not now\.$/)]);
		expect(tail.err.join()).not.toContain('KEY-1');
	});

	test('with a rate limit of an hour is reported with its time', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		server.between = () => Response.json({ errors: [] }, { status: 429, headers: { 'retry-after': '3600' } });
		await tail.tick();
		expect(tail.err.slice(1)).toEqual([
			expect.stringContaining('lost: Too many requests.'),
			'tconv tail: retry in 1h00',
		]);
	});

	test('that does not answer is reported once', async () => {
		const server = await liveServer();
		const clock = new FakeTicker();
		const waits = createWaits(clock.now, clock.after);
		const { promise, resolve } = Promise.withResolvers<void>();
		server.between = async () => {
			await promise;
			return refusal(503);
		};
		const tail = tailing(server, [], { reach: { ...server.reach, waits } });
		await expect.poll(() => clock.pending).toBe(1);
		clock.advance(3000);
		clock.advance(60_000);
		expect(tail.err).toEqual(['tconv tail: no answer for 3.0 s, try 1 of 3']);
		server.between = null;
		resolve();
	});

	test('that refuses later counts as an outage', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		server.between = () => refusal(401);
		await tail.tick();
		server.between = null;
		await tail.tick();
		expect(tail.err.slice(1)).toEqual([
			expect.stringContaining('lost: The API key was not accepted.'),
			expect.stringContaining('back, after 5.0 s.'),
		]);
	});

	test('that cannot list assistants ends the start', async () => {
		const server = await liveServer();
		server.between = () => refusal(500);
		const tail = tailing(server, ['--filter', 'assistant:booking']);
		expect(await tail.code).toBe(1);
		expect(tail.err).toEqual([expect.stringContaining('tconv tail: The server failed (500).')]);
	});
});

describe('the end', () => {
	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s: a summary, and %i', async (name, code) => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		expect(await tail.end({ kind: 'signal', name })).toBe(code);
		expect(tail.err).toEqual([ready, 'tconv tail: 0 messages in 0 conversations, 0.0 s, 0 outages']);
		expect(server.ticker.pending).toBe(0);
	});

	test('in the middle of a request, at once', async () => {
		const server = await liveServer();
		server.between = () => new Promise(() => undefined);
		const tail = tailing(server);
		await expect.poll(() => server.requests.length).toBe(1);
		expect(await tail.end(sigint)).toBe(130);
	});

	test('when the reader of its output has gone: 0, without a message', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		expect(await tail.end({ kind: 'unread' })).toBe(0);
		expect(tail.err).toEqual([ready]);
	});

	test('when its output cannot be written: 1, with the reason', async () => {
		const server = await liveServer();
		const tail = tailing(server);
		await tail.rested();
		expect(await tail.end({ kind: 'unwritable', reason: 'no space left on device' })).toBe(1);
		expect(tail.err.at(-1)).toBe('tconv tail: cannot write the output: no space left on device');
	});

	test('a slow reader is waited for: no request meanwhile, and a signal still ends it', async () => {
		const server = await liveServer();
		const lines: string[] = [];
		let read = Promise.withResolvers<void>();
		const tail = tailing(server, [], {
			stdout: async (line) => {
				lines.push(line);
				await read.promise;
			},
		});
		await tail.rested();
		insertAt(server, 'new');
		for (let n = 0; n < 5; n++) say(server, 'new', String(n), n);
		server.ticker.next();
		await expect.poll(() => lines.length).toBe(1);
		const asked = server.requests.length;
		for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
		expect({ lines: lines.length, asked: server.requests.length }).toEqual({ lines: 1, asked });
		read.resolve();
		await tail.rested();
		expect(lines).toHaveLength(5);
		read = Promise.withResolvers<void>();
		say(server, 'new', 'blocked', 6);
		server.ticker.next();
		await expect.poll(() => lines.length).toBe(6);
		expect(await tail.end(sigint)).toBe(130);
	});
});

describe('an end that was asked for', () => {
	test('--once ends with 0 after the messages that are there', async () => {
		const server = await liveServer();
		insertAt(server, 'past', -60);
		say(server, 'past', 'old', -30);
		const tail = tailing(server, ['--since', '1h', '--once']);
		expect(await tail.code).toBe(0);
		expect(tail.out).toEqual([expect.stringContaining('user: old')]);
		expect(tail.err).toEqual(['tconv tail: 1 message in 1 conversation, 0.0 s, 0 outages']);
	});

	test('--once does not wait for a lost server: 6', async () => {
		const server = await liveServer();
		server.between = () => {
			throw new TypeError('fetch failed');
		};
		const tail = tailing(server, ['--since', '1h', '--once']);
		expect(await tail.code).toBe(6);
		expect(tail.err).toHaveLength(1);
	});

	test('--until polls once more at its time, and ends with 0', async () => {
		const server = await liveServer();
		insertAt(server, 'past', -60);
		const tail = tailing(server, ['--until', '7s']);
		await vi.waitFor(() => expect(tail.err).toEqual([ready]));
		server.pass(7000);
		say(server, 'past', 'the last word', -1);
		server.ticker.advance(7000);
		expect(await tail.code).toBe(0);
		expect(tail.out).toEqual([expect.stringContaining('user: the last word')]);
	});
});

describe('arguments', () => {
	test.each([
		[['--interval', '0'], '--interval must be a number of seconds from 1 to 3600, not "0"'],
		[['--interval', 'fast'], '--interval must be'],
		[['--interval', '1e3'], '--interval must be'],
		[['--interval'], '--interval needs a value'],
		[['--once'], '--once needs --since'],
		[['--until', 'later'], '--until "later" is not a time: write 1h'],
		[['--until', '2020-01-01'], '--until "2020-01-01" is in the past'],
		[['--since', 'later'], '--since "later" is not a time: write 1h'],
		[['--since', '2031-01-01'], '--since "2031-01-01" is in the future'],
		[['--filter', 'chanel:phone_call'], 'Filter, character 1: there is no column “chanel”'],
		[['--filter', '-chanel:phone_call'], 'Filter, character 2: there is no column “chanel”'],
		[['--filter', 'limit:5'], 'limit does not work here'],
		[['--filter', 'sort:name'], 'sort does not work here'],
		[['extra'], "Unexpected argument 'extra'"],
		[['--jsno'], "Unknown option '--jsno'. Did you mean --json?"],
		[['--since', '\u001b[2J'], '␛[2J'],
		[['KEY0123456789ABCDEF0123_abcdefghijklmnop'], 'KEY…'],
	])('%j is not understood: 2, one line, and nothing is asked', async (args, said) => {
		const server = await liveServer();
		const tail = tailing(server, args);
		expect(await tail.code).toBe(2);
		expect(tail.err).toEqual([expect.stringContaining(said)]);
		expect(tail.err.every(isSafe)).toBe(true);
		expect(tail.err.join()).toMatch(/^tconv tail: .*\(see tconv tail --help\)$/);
		expect(tail.err.join()).not.toContain('ABCDEF');
		expect(server.requests).toEqual([]);
	});

	test('without a key it says how to set one: 3', async () => {
		const tail = tailing(await liveServer(), [], { environment: {} });
		expect(await tail.code).toBe(3);
		expect(tail.err).toEqual([expect.stringContaining('export TELNYX_API_KEY=KEY…')]);
	});

	test('an unusable key or address: 2, and neither is printed', async () => {
		for (const environment of [
			{ TELNYX_API_KEY: 'KEY with blanks' },
			{ TELNYX_API_KEY: 'KEY-1', TELNYX_BASE_URL: 'ftp://secret' },
		]) {
			const tail = tailing(await liveServer(), [], { environment });
			expect(await tail.code).toBe(2);
			expect(tail.err).toHaveLength(1);
			expect(tail.err.join()).not.toMatch(/blanks|secret/);
		}
	});

	test('help: 0, on standard output', async () => {
		const tail = tailing(await liveServer(), ['--help']);
		expect(await tail.code).toBe(0);
		expect(tail.out[0]).toBe('Usage: tconv tail [options]');
		expect(tail.out.every((line) => line.length <= 102)).toBe(true);
		expect(tail.err).toEqual([]);
	});

	test('the interval is the requested one', async () => {
		const server = await liveServer();
		const tail = tailing(server, ['--interval', '90']);
		await tail.rested();
		expect(server.ticker.next()).toBe(90_000);
	});
});
