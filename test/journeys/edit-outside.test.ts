import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import type { Terminal } from '../harness/terminal.ts';

const key = 'KEY-of-a-journey';
const size = { cols: 100, rows: 30 };
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

/** A server with one conversation in it, the program in front of it, and an editor that is a shell script. */
async function setUp(script: string, metadata: Record<string, string> = { tier: 'gold', note: 'one\ntwo' }) {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-editor-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const editor = join(folder, 'my editor');
	// Says where the file is, and with which modes it and its folder were made.
	const head = `#!/bin/sh
for file; do :; done
ls -ld "$(dirname "$file")" "$file" > '${folder}/listed'
env > '${folder}/environment'
stty -a > '${folder}/settings'
echo "$*" >> '${folder}/arguments'
`;
	writeFileSync(editor, `${head}${script}\n`);
	chmodSync(editor, 0o755);
	const server = await serve('--empty', '--key', key);
	const made = await fetch(`${server.url}/ai/conversations`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ name: 'Edited', metadata }),
	});
	const { id }: { id: string } = JSON.parse(await made.text());
	const env = {
		TELNYX_BASE_URL: server.url,
		TELNYX_API_KEY: key,
		EDITOR: `'${editor}' --wait`,
		TMPDIR: folder,
	};
	const terminal = await openProgram([], { ...size, env });
	await terminal.waitFor(/1 of 1 loaded/);
	return { server, terminal, folder, id };
}

async function metadataOf(server: Served, id: string): Promise<unknown> {
	const answer = await fetch(`${server.url}/ai/conversations/${id}`, { headers });
	const { data }: { data: { metadata: unknown } } = JSON.parse(await answer.text());
	return data.metadata;
}

/** Holds that the terminal is the editor's: main screen, cursor, wrapping, no pastes in brackets, and a cooked line. */
function expectLent(terminal: Terminal, folder: string): void {
	expect(terminal.alternate).toBe(false);
	expect(terminal.modes).toEqual(new Set([7, 25]));
	const settings = readFileSync(join(folder, 'settings'), 'utf8');
	for (const word of ['icanon', 'isig', 'echo', 'icrnl', 'opost']) {
		expect(settings.split(/[\s;]+/), `the terminal's ${word} is on`).toContain(word);
	}
}

/** Folders of ours that are left where temporary files go. */
function leftOver(folder: string): string[] {
	return readdirSync(folder).filter((name) => name.startsWith('tconv-'));
}

test('E gives the terminal to the editor whole, takes it back whole, and shows what will be sent before it is', async () => {
	const { server, terminal, folder, id } = await setUp(
		`echo EDITOR READY; read line; echo "it read: $line"; sed -i 's/gold/silver/' "$file"; read line`,
	);
	await using _server = server;
	await using _terminal = terminal;
	terminal.press('E');
	await terminal.waitFor('EDITOR READY');
	expectLent(terminal, folder);
	const listed = readFileSync(join(folder, 'listed'), 'utf8');
	expect(listed).toMatch(/^drwx------.*tconv-\S+\n-rw-------.*metadata\.json\n$/);
	expect(readFileSync(join(folder, 'environment'), 'utf8')).not.toContain(key);
	// All that is typed is the editor's: none of it is read here.
	terminal.type('mine q :\r');
	await terminal.waitFor('it read: mine q :');
	terminal.type('\r');
	await terminal.waitFor(() => terminal.alternate);
	await terminal.waitFor(/gold[\s\S]*silver/);
	expect(await metadataOf(server, id)).toEqual({ tier: 'gold', note: 'one\ntwo' });
	terminal.press('Enter');
	await terminal.waitFor((screen) => !screen.join('\n').includes('Before and after'));
	await terminal.waitFor(/saved/i);
	expect(await metadataOf(server, id)).toEqual({ tier: 'silver', note: 'one\ntwo' });
	expect(leftOver(folder)).toEqual([]);
	expectWhole(terminal);
	await quit(terminal);
});
