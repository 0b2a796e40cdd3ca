import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles, type Store } from '../../src/store/store.ts';
import { quit } from '../harness/frame.ts';
import { ensureBuilt, launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { Terminal } from '../harness/terminal.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { caller, idOf, spoken } from '../ui/bundles.ts';

const key = 'KEY-of-a-journey-0123456789';
const size = { cols: 120, rows: 32 };

type Stage = {
	readonly store: Store;
	/** A temporary folder; `config` in it is the settings folder. */
	readonly scratch: string;
	readonly settings: string;
	readonly env: Readonly<Record<string, string>>;
	/** The write requests. */
	readonly writes: readonly string[];
};

/** An account with one conversation on a real port, and this text as settings.json. */
async function stage(text?: string): Promise<Stage> {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-guards-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, [caller(1, { messages: spoken('user: the last word') })]);
	const server = createServer({ store, key, now: clock.now, newId: countedIds() });
	const writes: string[] = [];
	const fetch = async (request: Request): Promise<Response> => {
		if (request.method !== 'GET') writes.push(`${request.method} ${new URL(request.url).pathname}`);
		return server.fetch(request);
	};
	const { port, close } = await listen(Object.assign(Object.create(server), { fetch }), {
		host: '127.0.0.1',
		port: 0,
		graceMillis: 0,
	});
	onTestFinished(close);
	const config = join(scratch, 'config');
	mkdirSync(config);
	const settings = join(config, 'settings.json');
	if (text !== undefined) writeFileSync(settings, text);
	return {
		store,
		scratch,
		settings,
		writes,
		env: {
			TELNYX_BASE_URL: `http://127.0.0.1:${port}/v2`,
			TELNYX_API_KEY: key,
			XDG_STATE_HOME: join(scratch, 'state'),
			TCONV_CONFIG_DIR: config,
		},
	};
}

async function showConfig(terminal: Terminal): Promise<void> {
	terminal.press(':');
	await terminal.waitFor('─ Palette ');
	terminal.press(...'config');
	await terminal.waitFor(': config');
	terminal.press('Enter');
	await terminal.waitFor('─ Config ');
}

async function closeConfig(terminal: Terminal): Promise<void> {
	terminal.press('Esc');
	await terminal.waitFor((rows) => !rows.join().includes('─ Config '));
}

/** An editor that runs this command; `$2` is the path of the file. */
function editor(folder: string, does: string): string {
	const path = join(folder, 'vi');
	writeFileSync(path, `#!/bin/sh\n${does}\n`);
	chmodSync(path, 0o755);
	return path;
}

describe('case 08: a damaged settings file', () => {
	test('blocks every write at every start, with the reason, until it is fixed in :config', async () => {
		const text = '{\n  "readOnly": true,\n  "ascii" false\n}';
		const { store, scratch, settings, env, writes } = await stage(text);
		const mend = editor(scratch, `echo "$1" > ${scratch}/line; printf '{\\n}\\n' > "$2"`);
		for (let start = 0; start < 2; start++) {
			await using terminal = await openProgram([], { ...size, env: { ...env, EDITOR: mend } });
			await terminal.waitFor('the last word');
			await terminal.waitFor('read-only: settings.json, line 3: a colon is missing (:config)');
			terminal.press('D');
			await terminal.waitFor('Read-only: settings.json, line 3: a colon is missing (:config)');
			expect(readFileSync(settings, 'utf8')).toBe(text);
			expect(readdirSync(join(settings, '..'))).toEqual(['settings.json']);
			if (start === 0) await quit(terminal);
			else {
				await showConfig(terminal);
				await terminal.waitFor(/Line 3, column 11: a colon is missing\..*Fix it there/s);
				terminal.press('E');
				await terminal.waitFor('Fixed. Quit and restart tconv');
				expect(readFileSync(join(scratch, 'line'), 'utf8')).toBe('+3\n');
				await closeConfig(terminal);
				terminal.press('D');
				await terminal.waitFor('Read-only: ');
				await quit(terminal);
			}
		}
		expect(writes).toEqual([]);
		expect(store.conversations.get(idOf(1))).not.toBeNull();
		await using next = await openProgram([], { ...size, env });
		await next.waitFor('the last word');
		expect(next.line(0)).not.toContain('read-only');
		next.press('D');
		await next.waitFor('[ Cancel ]');
		next.press('Esc');
		await next.waitFor('Nothing was deleted');
		await quit(next);
	});

	test('a FIFO in its place blocks neither the start nor an editor', async () => {
		const { scratch, settings, env } = await stage();
		execFileSync('mkfifo', [settings]);
		const touched = join(scratch, 'touched');
		const EDITOR = editor(scratch, `touch ${touched}`);
		await using terminal = await openProgram([], { ...size, env: { ...env, EDITOR } });
		await terminal.waitFor('the last word');
		expect(terminal.line(0)).toContain('read-only: settings.json: it is a FIFO (:config)');
		await showConfig(terminal);
		terminal.press('Enter');
		await terminal.waitFor('An editor cannot fix this.');
		expect(existsSync(touched)).toBe(false);
		await closeConfig(terminal);
		await quit(terminal);
	});

	test('a link to the user’s own file is edited at its target, and stays a link', async () => {
		const { scratch, settings, env } = await stage();
		const target = join(scratch, 'mine.json');
		writeFileSync(target, '{"read_only": true}');
		symlinkSync(target, settings);
		const EDITOR = editor(scratch, `printf '{"readOnly": true}' > "$2"`);
		await using terminal = await openProgram([], { ...size, env: { ...env, EDITOR } });
		await terminal.waitFor('the last word');
		expect(terminal.line(0)).toContain('read-only: settings.json, line 1: there is');
		await showConfig(terminal);
		terminal.press('E');
		await terminal.waitFor('Fixed.');
		expect(readlinkSync(settings)).toBe(target);
		expect(readFileSync(target, 'utf8')).toBe('{"readOnly": true}');
		await closeConfig(terminal);
		await quit(terminal);
	});
});

test('case 10: a change of order does not overwrite the changes that an editor saved', async () => {
	const { settings, env } = await stage('{"badges": true}');
	await using terminal = await openProgram([], { ...size, env });
	await terminal.waitFor('the last word');
	writeFileSync(settings, '{"badges": true, "readOnly": true,');
	terminal.press('s');
	await terminal.waitFor('─ Sort');
	terminal.press('j', 'Enter');
	await terminal.waitFor('lasts only until you quit');
	await quit(terminal);
	expect(readFileSync(settings, 'utf8')).toBe('{"badges": true, "readOnly": true,');
	expect(readdirSync(join(settings, '..'))).toEqual(['settings.json']);
});

test('case 25: relative folders in the environment put no file into the working directory', async () => {
	const { scratch, env } = await stage();
	const cwd = join(scratch, 'cwd');
	const home = join(scratch, 'home');
	mkdirSync(cwd);
	mkdirSync(home);
	const relative = { XDG_CONFIG_HOME: 'relcfg', XDG_STATE_HOME: './relstate', XDG_CACHE_HOME: 'relcache' };
	const own = { ...env, ...relative, HOME: home, TCONV_CONFIG_DIR: undefined, NODE_COMPILE_CACHE: undefined };
	await ensureBuilt();
	{
		await using terminal = new Terminal([process.execPath, launcherPath], {
			...size,
			cwd,
			env: programEnv(own),
		});
		await terminal.waitFor('the last word');
		terminal.press('d');
		await terminal.waitFor('Done: ');
		terminal.press('w');
		await quit(terminal);
	}
	expect(readdirSync(cwd)).toEqual([]);
	expect(readdirSync(home).sort()).toEqual(['.cache', '.config', '.local']);
	const { stderr, status } = spawnCli({ ...env, TCONV_CONFIG_DIR: 'relcfg' }, cwd);
	expect(stderr).toContain('TCONV_CONFIG_DIR must be an absolute path, not “relcfg”');
	expect(status).toBe(2);
	expect(readdirSync(cwd)).toEqual([]);
});

/** Runs the command without a terminal until it exits. */
function spawnCli(
	env: Readonly<Record<string, string>>,
	cwd: string,
): { stderr: string; status: number | null } {
	try {
		execFileSync(process.execPath, [launcherPath], { cwd, env: programEnv(env), stdio: 'pipe' });
		return { stderr: '', status: 0 };
	} catch (error) {
		if (!(error instanceof Error) || !('stderr' in error) || !('status' in error)) throw error;
		return { stderr: String(error.stderr), status: Number(error.status) };
	}
}

describe('case 32: a settings folder that cannot be created', () => {
	test.each([
		{ XDG_CONFIG_HOME: '/proc/x', TCONV_CONFIG_DIR: undefined },
		{ TCONV_CONFIG_DIR: '/proc/x' },
		{ HOME: '/proc/nohome', TCONV_CONFIG_DIR: undefined, XDG_STATE_HOME: undefined },
	])('%j does not keep the program from starting', async (folders) => {
		const { env } = await stage();
		await using terminal = await openProgram([], { ...size, env: { ...env, ...folders } });
		await terminal.waitFor(/Nothing can be saved: The folder \/proc\/.* cannot be created/);
		await terminal.waitFor('the last word');
		terminal.press('w');
		await terminal.waitFor('lasts only until you quit');
		await quit(terminal);
	});
});

test('a state folder that is a link stores no copy, so the conversation is not deleted', async () => {
	const { store, scratch, env, writes } = await stage();
	const elsewhere = join(scratch, 'elsewhere');
	mkdirSync(elsewhere);
	mkdirSync(join(scratch, 'state'));
	symlinkSync(elsewhere, join(scratch, 'state', 'tconv'));
	await using terminal = await openProgram([], { ...size, env });
	await terminal.waitFor('the last word');
	terminal.press('D');
	await terminal.waitFor('[ Cancel ]');
	terminal.press('y');
	await terminal.waitFor('is a link, and tconv does not follow links');
	await quit(terminal);
	expect(writes).toEqual([]);
	expect(store.conversations.get(idOf(1))).not.toBeNull();
	expect(readdirSync(elsewhere)).toEqual([]);
});

test('case 11: two programs with one home save views at the same time, and both views are kept', async () => {
	const { settings, env } = await stage();
	await using a = await openProgram([], { ...size, env });
	await using b = await openProgram([], { ...size, env });
	for (const [terminal, name] of [
		[a, 'night-A'],
		[b, 'night-B'],
	] as const) {
		await terminal.waitFor('the last word');
		terminal.press('v');
		await terminal.waitFor('─ Saved views ');
		terminal.press('n');
		await terminal.waitFor('name of the saved view:');
		terminal.press(...name);
		await terminal.waitFor(name);
	}
	a.press('Enter');
	b.press('Enter');
	const views = join(settings, '..', 'views.json');
	await expect
		.poll(() => existsSync(views) && readFileSync(views, 'utf8'))
		.toMatch(/night-A.*night-B|night-B.*night-A/s);
	for (const terminal of [a, b]) {
		terminal.press('Esc');
		await terminal.waitFor((rows) => !rows.join().includes('─ Saved views '));
		terminal.press('v');
		await terminal.waitFor((rows) => /night-A/.test(rows.join()) && /night-B/.test(rows.join()));
		terminal.press('Esc');
		await terminal.waitFor((rows) => !rows.join().includes('─ Saved views '));
		await quit(terminal);
	}
	expect(readdirSync(join(settings, '..'))).not.toContain('views.json.lock');
});

test('case 19: settings with a byte order mark are read', async () => {
	const { env } = await stage('\ufeff{"readOnly": true, "ascii": true}');
	await using terminal = await openProgram([], { ...size, env });
	await terminal.waitFor('the last word');
	expect(terminal.line(0)).toContain('read-only ');
	expect(terminal.screen().join('')).not.toContain('─');
	await quit(terminal);
});
