import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles, type Store } from '../../src/store/store.ts';
import { expectWhole, quit } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { recordsFolder } from '../harness/records-folder.ts';
import { Terminal } from '../harness/terminal.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { caller, idOf, insightRun, spoken } from '../ui/bundles.ts';

const key = 'KEY-of-a-journey-0123456789';
const size = { cols: 110, rows: 32 };

const words = Array.from({ length: 12 }, (_, nth) => `${nth % 2 === 0 ? 'user' : 'assistant'}: word ${nth}`);
const bundle = caller(1, { messages: spoken(...words), insights: [insightRun('run-1', 'Poor')] });

type Between = (request: Request, pass: () => Promise<Response>) => Promise<Response>;

type Stage = {
	readonly store: Store;
	readonly requests: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** The account's own folder. */
	readonly records: string;
	readonly intervene: (between: Between) => void;
};

/** An account with one conversation on a real port, and a folder for the records. */
async function stage(): Promise<Stage> {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-lose-nothing-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, [bundle]);
	const server = createServer({ store, key, now: clock.now, newId: countedIds() });
	const requests: string[] = [];
	let between: Between = (_, pass) => pass();
	const fetch = async (request: Request): Promise<Response> => {
		requests.push(`${request.method} ${new URL(request.url).pathname}`);
		return between(request, async () => server.fetch(request));
	};
	const { port, close } = await listen(Object.assign(Object.create(server), { fetch }), {
		host: '127.0.0.1',
		port: 0,
		graceMillis: 0,
	});
	onTestFinished(close);
	return {
		store,
		requests,
		records: recordsFolder(scratch, `http://127.0.0.1:${port}`, key),
		env: {
			TELNYX_BASE_URL: `http://127.0.0.1:${port}/v2`,
			TELNYX_API_KEY: key,
			XDG_STATE_HOME: join(scratch, 'state'),
			TCONV_CONFIG_DIR: scratch,
			NODE_COMPILE_CACHE: join(scratch, 'compiled'),
		},
		intervene: (next) => {
			between = next;
		},
	};
}

async function runFromPalette(terminal: Terminal, word: string): Promise<void> {
	terminal.press(':');
	await terminal.waitFor('─ Palette ');
	terminal.type(word);
	await terminal.waitFor(`: ${word}`);
	terminal.press('Enter');
}

async function confirm(terminal: Terminal): Promise<void> {
	await terminal.waitFor('[ Cancel ]');
	terminal.press('y');
}

test('on a full disk no conversation is deleted, and a notice says so', async () => {
	const { store, requests, records, env } = await stage();
	await ensureBuilt();
	// Limits files to 512 bytes, less than the conversation needs.
	const command = ['sh', '-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, launcherPath];
	await using terminal = new Terminal(command, { ...size, env: programEnv(env) });
	await terminal.waitFor('word 11');
	terminal.press('D');
	await confirm(terminal);
	await terminal.waitFor(/Not deleted: Caller 1\. Nothing was deleted\. .*could not be put into the trash/);
	await runFromPalette(terminal, 'trash');
	await terminal.waitFor('The trash is empty');
	terminal.press('Esc');
	await terminal.waitFor((rows) => !rows.join('').includes('The trash is empty'));
	expectWhole(terminal);
	await quit(terminal);
	expect(store.conversations.get(idOf(1))).toMatchObject({ name: 'Caller 1' });
	expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
	expect(readdirSync(join(records, 'trash'))).toEqual([]);
});

test('the next run continues a restoration that kill -9 cut off, and adds no message twice', async () => {
	const { store, requests, records, env, intervene } = await stage();
	await using first = await openProgram([], { ...size, env });
	await first.waitFor('word 11');
	first.press('D');
	await confirm(first);
	await first.waitFor(':trash has it');
	expect(store.conversations.get(idOf(1))).toBeNull();
	let posts = 0;
	intervene(async (request, pass) => {
		const answer = await pass();
		if (request.method === 'POST' && request.url.endsWith('/message') && ++posts === 5) {
			// The server stores the fifth message, but its answer never arrives.
			first.kill('SIGKILL');
			await first.exit;
		}
		return answer;
	});
	await runFromPalette(first, 'trash');
	await first.waitFor('Caller 1');
	first.press('R');
	await confirm(first);
	expect(await first.exit).toMatchObject({ signal: 'SIGKILL' });
	expect(readdirSync(join(records, 'restoring'))).toHaveLength(1);

	await using second = await openProgram([], { ...size, env });
	await second.waitFor('loaded, all');
	await runFromPalette(second, 'journal');
	await second.waitFor(/restore +no end/);
	second.press('Esc');
	await second.waitFor((rows) => !rows.join('').includes('─ Journal'));
	await runFromPalette(second, 'trash');
	await second.waitFor(/Trash: 1 conversation/);
	second.press('R');
	await confirm(second);
	await second.waitFor(/Restored Caller 1 as \S+, with 12 messages\./);
	second.press('Esc');
	await second.waitFor(/1 of 1 loaded[\s\S]*word 11/);
	await quit(second);

	const list = requests.filter((request) => request === 'POST /v2/ai/conversations');
	expect(list).toHaveLength(2);
	const made = '00000000-0000-4000-8000-000000000001';
	expect(store.conversations.get(made)).toMatchObject({
		name: 'Caller 1',
		metadata: bundle.conversation.metadata,
	});
	const { rows, total } = store.messages.page(store.conversations.rowOf(made) ?? -1, {
		number: 1,
		size: 100,
	});
	expect(total).toBe(12);
	expect(rows).toMatchObject(
		bundle.messages.map((one) => ({ role: one?.role, text: one?.text, sent_at: one?.sent_at })),
	);
	expect(readdirSync(join(records, 'restoring'))).toEqual([]);
	expect(readdirSync(join(records, 'trash'))).toEqual([expect.stringMatching(/\.deleted\.ndjson$/)]);
	const journal = readFileSync(join(records, 'journal.ndjson'), 'utf8');
	expect(journal).not.toContain(key);
	const lines = journal.trimEnd().split('\n');
	expect(lines.map((line) => JSON.parse(line)).map((one) => `${one.operation} ${one.outcome}`)).toEqual([
		'delete begun',
		'delete done',
		'restore begun',
		'restore begun',
		'restore done',
	]);
});
