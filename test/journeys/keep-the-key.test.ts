import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Seen, serve as serveScript } from '../api/http-server.ts';
import { pressUntil, quit } from '../harness/frame.ts';
import { openProgram, programEnv } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import type { Terminal } from '../harness/terminal.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_aB3dE6gH9jK2mN5pQ8sT1v';
const other = 'KEYFEDCBA9876543210FEDCBA9876543210_zZ9yX8wV7uT6sR5qP4oN3m';
const refusal = 'This text contains your API key, so nothing was sent or stored.';
const size = { cols: 110, rows: 32 };
const authorization = `Bearer ${key}`;

/** Texts that no file and no request may contain: the middle of the key, plain and in base64 of each alignment. */
const traces = [
	key.slice(10, 50),
	...['', 'x', 'xy'].map((lead) => btoa(`${lead}${key}`).slice(12, 60)),
	...['', 'x', 'xy'].map((lead) =>
		btoa(`${lead}${key}`).replaceAll('+', '-').replaceAll('/', '_').slice(12, 60),
	),
];

type Stage = {
	readonly seen: readonly Seen[];
	readonly server: Served;
	readonly home: string;
	readonly env: Readonly<Record<string, string>>;
};

/** A server with a conversation that contains the key, behind a relay that records every request. */
async function stage(): Promise<Stage> {
	const server = await serve('--empty', '--key', key);
	const headers = { authorization, 'content-type': 'application/json' };
	const made = await fetch(`${server.url}/ai/conversations`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ name: `Leak ${key}`, metadata: { note: key, header: btoa(authorization) } }),
	});
	const { id }: { id: string } = JSON.parse(await made.text());
	await fetch(`${server.url}/ai/conversations/${id}/message`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ role: 'user', content: `I use ${key}, or ${encodeURIComponent(key)}.` }),
	});
	const relay = await serveScript(async ({ method, url, headers: own, body }, response) => {
		const answer = await fetch(new URL(url, server.url), {
			method,
			headers: { authorization: String(own.authorization), 'content-type': 'application/json' },
			...(body === '' ? {} : { body }),
		});
		response.writeHead(answer.status, { 'content-type': 'application/json' });
		response.end(await answer.text());
	});
	onTestFinished(async () => {
		await relay[Symbol.asyncDispose]();
		await server.stop();
	});
	const home = programEnv().HOME ?? '';
	const env = { HOME: home, TELNYX_API_KEY: key, TELNYX_BASE_URL: relay.url };
	return { seen: relay.seen, server, home, env };
}

async function open({ env }: Stage): Promise<Terminal> {
	const terminal = await openProgram([], { ...size, env });
	await terminal.waitFor(/1 of 1 loaded/);
	return terminal;
}

function paste(terminal: Terminal, text: string): void {
	terminal.type(`\u001b[200~${text}\u001b[201~`);
}

/** The path and content of every file below the home. */
function filesOf({ home }: Stage): string[] {
	return readdirSync(home, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((path) => `${path}\n${readFileSync(path, 'utf8')}`);
}

/** Expects that the key was sent in its header only. */
function expectKept(at: Stage, terminal: Terminal): void {
	for (const { url, body, headers } of at.seen) {
		expect(headers.authorization).toBe(authorization);
		const sent = `${url} ${body} ${JSON.stringify({ ...headers, authorization: '' })}`;
		for (const trace of traces) expect(decodeURIComponent(sent)).not.toContain(trace);
	}
	for (const file of filesOf(at)) for (const trace of traces) expect(file).not.toContain(trace);
	for (const trace of traces) expect(terminal.raw).not.toContain(trace);
}

const forms: Record<string, string> = {
	'as it is': key,
	'behind Bearer': authorization,
	'in base64': btoa(authorization),
	'in a URL': [...key].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
};

/** The keys that open each field, and the screen's text once it is open. */
const fields: readonly (readonly (readonly [string, RegExp])[])[] = [
	[['=', /Enter apply/]],
	[['/', /find:/]],
	[['o', /open:/]],
	[[':', /─ Palette/]],
	[
		['v', /─ Saved views/],
		['n', /name of the saved view:/],
	],
	[
		['X', /─ Export: /],
		['Tab', /file +conv/],
		['Tab', /file +conv[\s\S]*Ctrl-x export/],
	],
	[['m', /Ctrl-x send/]],
	[['f', /─ Filter[\s\S]*column/]],
	[
		['c', /─ New conversation/],
		['a', /A new key/],
	],
	[
		['e', /─ Metadata of/],
		['a', /A new key/],
	],
];

describe('the key in use', () => {
	test.each(Object.keys(forms))('pasted into any field, is refused: %s', async (name) => {
		const at = await stage();
		await using terminal = await open(at);
		const text = forms[name] ?? '';
		for (const steps of fields) {
			for (const [one, shown] of steps) {
				terminal.press(one);
				await terminal.waitFor(shown);
			}
			paste(terminal, `a ${text} b`);
			await terminal.waitFor(refusal);
			await pressUntil(terminal, 'Esc', (screen) => /j move.* help/.test(screen.join('\n')));
		}
		// The files of recent filters and views are still written.
		terminal.press('=');
		await terminal.waitFor(/Enter apply/);
		terminal.type('name~Leak');
		terminal.press('Enter');
		await terminal.waitFor(/tconv.*name.*Leak/);
		await quit(terminal);
		expect(filesOf(at).join()).toContain('name~Leak');
		expectKept(at, terminal);
	});

	test('is hidden on the screen if the server sends it: list, transcript, metadata, raw, editors', async () => {
		const at = await stage();
		await using terminal = await open(at);
		await terminal.waitFor(/Leak KEY…sT1v/);
		for (const [one, shown] of [
			['2', /I use KEY…sT1v/],
			['4', /note +KEY…sT1v/],
			['5', /"note": "KEY…sT1v/],
		] as const) {
			terminal.press(one);
			await terminal.waitFor(shown);
		}
		terminal.press('e');
		await terminal.waitFor(/note/);
		terminal.press('Enter');
		await terminal.waitFor(/\*{10}/);
		// A caret in its middle shows no half of it either.
		terminal.press('Home', 'Right', 'Right', 'Right', 'Right');
		await pressUntil(terminal, 'Esc', (screen) => /j move.* help/.test(screen.join('\n')));
		await quit(terminal);
		expectKept(at, terminal);
	});

	test('stays out of the trash: the copy of a deleted conversation is kept without it', async () => {
		const at = await stage();
		await using terminal = await open(at);
		terminal.press('D');
		await terminal.waitFor(/Delete/);
		terminal.press('y');
		await terminal.waitFor(/0 loaded/);
		await quit(terminal);
		const trash = filesOf(at).find((file) => file.includes('.deleted.ndjson'));
		expect(trash).toContain('KEY…sT1v');
		expectKept(at, terminal);
	});

	test('is dropped from files that contain it, or a notice names the file', async () => {
		const at = await stage();
		const config = join(at.home, 'config');
		const env = { ...at.env, TCONV_CONFIG_DIR: config };
		await using first = await openProgram([], { ...size, env });
		await first.waitFor(/1 of 1 loaded/);
		first.press('w');
		await first.waitFor(/Long lines/);
		await quit(first);
		const path = join(config, 'settings.json');
		writeFileSync(path, JSON.stringify({ recentFilters: [`name~${key}`, 'name~Leak'] }));
		await using second = await openProgram([], { ...size, env });
		await second.waitFor('settings.json holds your API key');
		second.press('=');
		await second.waitFor(/name~Leak/);
		expect(second.raw).not.toContain(key.slice(10, 50));
	});
});

describe('text of a key’s shape', () => {
	test('needs a confirmation before it becomes a filter, and Cancel returns to the typed text', async () => {
		const at = await stage();
		await using terminal = await open(at);
		terminal.press('=');
		await terminal.waitFor(/Enter apply/);
		paste(terminal, `name~${other}`);
		await terminal.waitFor(/name~KEYFEDC/);
		terminal.press('Enter');
		await terminal.waitFor('This looks like an API key');
		terminal.press('Enter');
		await terminal.waitFor(/name~KEYFEDC/);
		expect(at.seen.map(({ url }) => url).join()).not.toContain('FEDCBA98');
		expect(filesOf(at).join()).not.toContain('FEDCBA98');
		terminal.press('Enter');
		await terminal.waitFor('This looks like an API key');
		terminal.press('y');
		await terminal.waitFor('No conversations match');
		expect(at.seen.map(({ url }) => url).join()).toContain('FEDCBA98');
	});
});
