import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles } from '../../src/store/store.ts';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { recordsFolder } from '../harness/records-folder.ts';
import type { Terminal } from '../harness/terminal.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { callers, idOf } from '../ui/bundles.ts';

const key = 'KEY-of-a-journey-0123456789';
const size = { cols: 110, rows: 34 };
const count = 120;

/** An account with `count` conversations. Calls `onWrite` for each write before the answer. */
async function stage(onWrite: (nth: number) => void) {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-batches-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, callers(count));
	const server = createServer({ store, key, now: clock.now, newId: countedIds() });
	let writes = 0;
	const fetch = async (request: Request): Promise<Response> => {
		const answer = await server.fetch(request);
		if (request.method !== 'GET') onWrite(++writes);
		return answer;
	};
	const listening = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
	onTestFinished(() => listening.close());
	const env = {
		TELNYX_BASE_URL: `http://127.0.0.1:${listening.port}/v2`,
		TELNYX_API_KEY: key,
		XDG_STATE_HOME: join(scratch, 'state'),
		TCONV_CONFIG_DIR: scratch,
	};
	const batches = join(recordsFolder(scratch, `http://127.0.0.1:${listening.port}`, key), 'runs');
	const golden = (): number =>
		callers(count).filter(({ conversation: { id } }) => store.conversations.get(id)?.metadata.tier === 'gold')
			.length;
	return { env, store, batches, golden };
}

async function openBatches(terminal: Terminal): Promise<void> {
	terminal.press(':');
	terminal.type('batches');
	await terminal.waitFor('Show the batches and their results');
	terminal.press('Enter');
	await terminal.waitFor('─ Batches ─');
}

test('after kill -9, the next start reports the batch, shows which items are done, and continues it', async () => {
	let victim: Terminal | null = null;
	const { env, batches, golden } = await stage((nth) => {
		if (nth === 40) victim?.kill('SIGKILL');
	});
	{
		await using terminal = await openProgram([], { ...size, env });
		await terminal.waitFor('Caller 1');
		terminal.press('*');
		await terminal.waitFor('120 marked');
		terminal.press('e');
		await terminal.waitFor('set or remove a key');
		terminal.type('tier=gold');
		terminal.press('Enter');
		await terminal.waitFor('Set tier on 120 conversations?');
		victim = terminal;
		terminal.press('y');
		expect((await terminal.exit).signal).toBe('SIGKILL');
	}
	const done = golden();
	expect(done).toBeGreaterThanOrEqual(40);
	expect(done).toBeLessThan(count);
	const [file = ''] = readdirSync(batches);
	expect(statSync(join(batches, file)).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(batches, file), 'utf8')).not.toContain(key);

	await using terminal = await openProgram([], { ...size, env });
	await terminal.waitFor('A batch was cut off: Set tier to “gold”. :batches shows how far it got.');
	await openBatches(terminal);
	await terminal.waitFor(/cut off +Set tier/);
	terminal.press('Enter');
	await terminal.waitFor('Ended early.');
	const said = terminal.screen().join('\n');
	const tally = (word: string): number => Number(new RegExp(`(\\d+) ${word} `).exec(said)?.[1] ?? 0);
	const [failed, left] = [tally('failed'), tally('left')];
	expect(tally('done')).toBe(done);
	expect(failed + left).toBe(count - done);

	terminal.press('c');
	const which = failed === 0 ? 'not started' : 'left over';
	await terminal.waitFor(`${failed + left} conversations ${which}`);
	terminal.press('y');
	await terminal.waitFor(`${failed + left} done. :batches shows it.`);
	expect(golden()).toBe(count);
	terminal.press('Esc');
	await terminal.waitFor(/finished +Set tier/);
	terminal.press('Esc');
	await terminal.waitFor((screen) => !screen.join('\n').includes('─ Batches ─'));
	expectWhole(terminal);
	await quit(terminal);
}, 60_000);

test('Ctrl-\\ removes the marks, and quitting during a batch ends it between two items', async () => {
	const { env, store, golden, batches } = await stage(() => undefined);
	await using terminal = await openProgram([], { ...size, env });
	await terminal.waitFor('Caller 1');
	terminal.press('Space', 'Space');
	await terminal.waitFor('2 marked');
	terminal.press('Ctrl-\\');
	await terminal.waitFor((screen) => !(screen[0] ?? '').includes('marked'));
	terminal.press('*');
	await terminal.waitFor('120 marked');
	terminal.press('e');
	await terminal.waitFor('set or remove a key');
	terminal.type('tier=gold');
	terminal.press('Enter');
	await terminal.waitFor('Set tier on 120 conversations?');
	terminal.press('y');
	await terminal.waitFor(/end it|120 done/);
	terminal.press('q');
	await terminal.waitFor((screen) => !screen.join().includes('end it'));
	terminal.press('q');
	await terminal.waitFor(/Quit and end the batch\?|120 done/);
	terminal.press('y');
	expect(await terminal.exit).toMatchObject({ code: 0 });
	const [file = ''] = readdirSync(batches);
	const text = readFileSync(join(batches, file), 'utf8');
	expect(text).toContain('"ended":');
	const done = text.split('\n').filter((line) => line.includes('"kind":"done"')).length;
	expect(golden()).toBe(done);
	expect(store.conversations.get(idOf(1))).not.toBeNull();
}, 60_000);
