import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles } from '../../src/store/store.ts';
import { quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { callers, idOf } from '../ui/bundles.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_journey';
const size = { cols: 110, rows: 34 };
const count = 60;
const secrets = ['312 555 0142', 'ann.lee@example.com', key];

/** An account with `count` conversations that hold a number, an address and the key. */
async function stage(onMessages: () => void) {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-export-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const clock = new Clock();
	const store = await testStore({ clock });
	const bundles = callers(count).map((bundle) => ({
		...bundle,
		messages: bundle.messages.map((message) =>
			message === null ? null : { ...message, text: `I am ${secrets.join(', or ')}.` },
		),
	}));
	loadBundles(store, bundles);
	const server = createServer({ store, key, now: clock.now, newId: countedIds() });
	const fetch = async (request: Request): Promise<Response> => {
		const answer = await server.fetch(request);
		if (request.url.includes('/messages')) onMessages();
		return answer;
	};
	const listening = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
	onTestFinished(() => listening.close());
	// The badges of the list would ask for messages too.
	writeFileSync(join(scratch, 'settings.json'), '{"badges": false}');
	const env = {
		TELNYX_BASE_URL: `http://127.0.0.1:${listening.port}/v2`,
		TELNYX_API_KEY: key,
		XDG_STATE_HOME: join(scratch, 'state'),
		TCONV_CONFIG_DIR: scratch,
	};
	/** The folder of spools of the only account. */
	const spoolsOf = (): string => {
		const accounts = join(scratch, 'state', 'tconv');
		const [account = ''] = readdirSync(accounts).filter((name) =>
			existsSync(join(accounts, name, 'exports')),
		);
		return join(accounts, account, 'exports');
	};
	return { env, spoolsOf, path: join(scratch, 'case.tar.gz') };
}

async function openBatch(terminal: Terminal): Promise<void> {
	await terminal.waitFor('Caller 1');
	terminal.press(':');
	terminal.type('batches');
	await terminal.waitFor('Show the batches and their results');
	terminal.press('Enter');
	await terminal.waitFor('─ Batches ─');
	await terminal.waitFor(/Export to/);
	terminal.press('Enter');
}

test('a bundle goes on after kill -9 while it is fetched and while its preview is read, and holds no secret', async () => {
	let victim: Terminal | null = null;
	let asked = 0;
	const { env, spoolsOf, path } = await stage(() => {
		if (victim !== null && ++asked === 15) victim.kill('SIGKILL');
	});
	{
		await using terminal = await openProgram([], { ...size, env });
		await terminal.waitFor('Caller 1');
		terminal.press('*');
		await terminal.waitFor(`${count} marked`);
		terminal.press('X');
		await terminal.waitFor(`─ Export: ${count} conversations`);
		terminal.press('h');
		await terminal.waitFor('< incident bundle >');
		terminal.press('Tab', 'Tab', 'Tab', 'Ctrl-u');
		terminal.type(path);
		await terminal.waitFor(path);
		victim = terminal;
		terminal.press('Ctrl-x');
		expect((await terminal.exit).signal).toBe('SIGKILL');
	}
	victim = null;
	const spools = spoolsOf();
	const [spool = ''] = readdirSync(spools);
	expect(statSync(join(spools, spool)).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(spools, spool), 'utf8')).not.toContain(key);
	const fetched = readFileSync(join(spools, spool), 'utf8').split('\n').length - 2;
	expect(fetched).toBeGreaterThan(0);
	{
		await using terminal = await openProgram([], { ...size, env });
		await openBatch(terminal);
		await terminal.waitFor('c continues with the rest');
		terminal.press('c');
		await terminal.waitFor('Continue?');
		terminal.press('y');
		await terminal.waitFor('Nothing is written yet.');
		await terminal.waitFor('Redacts 61 phone numbers, 1 e-mail address.');
		const ended = terminal.exit;
		terminal.kill('SIGKILL');
		await ended;
	}
	expect(existsSync(path)).toBe(false);
	await using terminal = await openProgram([], { ...size, env });
	await openBatch(terminal);
	await terminal.waitFor('Fetched, not written yet');
	terminal.press('w');
	await terminal.waitFor('Redacts 61 phone numbers, 1 e-mail address.');
	terminal.press('Ctrl-x');
	await terminal.waitFor('Exported to');
	terminal.press('Esc');
	await terminal.waitFor(/j move .* help/);
	await quit(terminal);
	const entries = await unpackTar(gunzipSync(readFileSync(path)));
	const texts = new Map(entries.map(({ header, data }) => [header.name, Buffer.from(data ?? []).toString()]));
	for (const [name, text] of texts)
		for (const secret of secrets) expect(text.includes(secret), `${name} holds ${secret}`).toBe(false);
	const lines = (texts.get('case/conversations.ndjson') ?? '').trim().split('\n');
	const ids = lines.map((line) => JSON.parse(line).conversation.id);
	expect(ids).toEqual(Array.from({ length: count }, (_, index) => idOf(index + 1)));
	expect(readdirSync(spools)).toEqual([]);
});
