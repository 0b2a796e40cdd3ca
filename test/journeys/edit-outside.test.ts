import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectGivenBack, expectWhole, quit } from '../harness/frame.ts';
import { launcherPath, openProgram, programEnv } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';
import { Terminal } from '../harness/terminal.ts';

const key = 'KEY-of-a-journey';
const size = { cols: 100, rows: 30 };
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const metadata = { tier: 'gold', note: 'one\ntwo' };

/** The start of every editor here: notes its arguments, the terminal's settings and the file. */
const look = `#!/bin/sh
for file; do :; done
here=$(dirname "$0")
ls -ld "$(dirname "$file")" "$file" > "$here/listed"
env > "$here/environment"
stty -a > "$here/settings"
echo "$*" >> "$here/calls"
echo EDITOR READY
`;

type Stage = {
	readonly server: Served;
	readonly id: string;
	/** The folder of the editor's notes. */
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
};

/** A server with one conversation, and an editor: a shell script in a folder with a space in its name. */
async function stage(script: string): Promise<Stage & AsyncDisposable> {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-editor-'));
	onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
	const folder = join(scratch, 'my editors');
	mkdirSync(folder);
	const editor = join(folder, 'vim');
	writeFileSync(editor, `${look}${script}\n`);
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
		EDITOR: `'${editor}' -n`,
		TMPDIR: folder,
	};
	return { server, id, folder, env, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function open({ env }: Stage): Promise<Terminal> {
	const terminal = await openProgram([], { ...size, env });
	await terminal.waitFor(/1 of 1 loaded/);
	return terminal;
}

async function metadataOf({ server, id }: Stage): Promise<unknown> {
	const answer = await fetch(`${server.url}/ai/conversations/${id}`, { headers });
	const { data }: { data: { metadata: unknown } } = JSON.parse(await answer.text());
	return data.metadata;
}

const noted = ({ folder }: Stage, what: 'listed' | 'environment' | 'settings' | 'calls'): string =>
	readFileSync(join(folder, what), 'utf8');

/** The program's folders that are left among temporary files. */
const leftOver = ({ folder }: Stage): string[] =>
	readdirSync(folder).filter((name) => name.startsWith('tconv-'));

/** Expects that the editor has the terminal: main screen, cursor, wrapping, no bracketed paste, cooked lines. */
function expectLent(terminal: Terminal, at: Stage): void {
	expect(terminal.alternate).toBe(false);
	expect(terminal.modes).toEqual(new Set([7, 25]));
	const settings = noted(at, 'settings').split(/[\s;]+/);
	for (const word of ['icanon', 'isig', 'echo', 'icrnl', 'opost']) {
		expect(settings, `the terminal's ${word} is on`).toContain(word);
	}
}

/** Expects that the program has the terminal again, and that keys arrive. */
async function expectTakenBack(terminal: Terminal): Promise<void> {
	await terminal.waitFor(() => terminal.alternate && !terminal.modes.has(7) && terminal.modes.has(2004));
	terminal.press('?');
	await terminal.waitFor(/─ Keys|─ Help/);
	terminal.press('Esc');
	await terminal.waitFor((screen) => !/─ Keys|─ Help/.test(screen.join('\n')));
	expectWhole(terminal);
}

describe('E edits the metadata as JSON in the user’s own editor', () => {
	test('lends the whole terminal, takes it back, and shows the changes before they are sent', async () => {
		await using at = await stage(
			`read line; echo "it read: $line"; sed -i 's/gold/silver/' "$file"; read line`,
		);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('EDITOR READY');
		expectLent(terminal, at);
		expect(noted(at, 'listed')).toMatch(/^drwx------.*tconv-\S+\n-rw-------.*metadata\.json\n$/);
		expect(noted(at, 'calls')).toMatch(/^-n \S.*metadata\.json\n$/);
		expect(noted(at, 'environment')).not.toContain(key);
		// All keys go to the editor; the program reads none.
		terminal.type('mine q :\r');
		await terminal.waitFor('it read: mine q :');
		terminal.type('\r');
		await terminal.waitFor(/gold[\s\S]*silver/);
		expect(await metadataOf(at)).toEqual(metadata);
		terminal.press('Enter');
		await terminal.waitFor('Saved Edited: tier changed.');
		expect(await metadataOf(at)).toEqual({ ...metadata, tier: 'silver' });
		expect(leftOver(at)).toEqual([]);
		await expectTakenBack(terminal);
		await quit(terminal);
	});

	test('a syntax error opens a question, then the editor again at its line, and loses no text', async () => {
		await using at = await stage(`
if [ -e "$here/once" ]; then sed -i 's/"broken"/"whole"/; s/silver"$/silver",/' "$file"
else touch "$here/once"; sed -i 's/"gold",*/"silver"/; s/"note": .*/"note": "broken"/; s/"tier": .*/"tier": "silver"/' "$file"; printf '{\\n  "tier": "silver"\\n  "note": "broken"\\n}\\n' > "$file"
fi`);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('Line 3: A comma or a closing } is missing before this.');
		expect(terminal.screen().join('\n')).toMatch(/3 +"note": "broken"/);
		// Closed and opened again, the text is unchanged.
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.join('\n').includes('Line 3'));
		terminal.press('E');
		await terminal.waitFor(/\+ +whole/);
		expect(noted(at, 'calls').split('\n')[1]).toMatch(/^-n \+3 \S.*metadata\.json$/);
		expect(await metadataOf(at)).toEqual(metadata);
		terminal.press('Enter');
		await terminal.waitFor(/Saved Edited: /);
		expect(await metadataOf(at)).toEqual({ tier: 'silver', note: 'whole' });
		await quit(terminal);
	});

	test('no change sends nothing', async () => {
		await using at = await stage('touch "$file"');
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('Nothing was changed.');
		await expectTakenBack(terminal);
		expect(await metadataOf(at)).toEqual(metadata);
		expect(leftOver(at)).toEqual([]);
		await quit(terminal);
	});

	test('a failing editor changes nothing; its file is kept, and the notice has its path', async () => {
		await using at = await stage(`sed -i 's/gold/silver/' "$file"; exit 1`);
		await using terminal = await open(at);
		terminal.press('E');
		const screen = await terminal.waitFor('ended with 1. The text is unchanged.');
		const [kept = ''] = leftOver(at);
		expect(screen.join('\n')).toContain(kept);
		expect(readFileSync(join(at.folder, kept, 'metadata.json'), 'utf8')).toContain('silver');
		expect(await metadataOf(at)).toEqual(metadata);
		await expectTakenBack(terminal);
		await quit(terminal);
	});

	test('a failing editor without a change leaves no file', async () => {
		await using at = await stage('exit 3');
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('ended with 3. The text is unchanged.');
		expect(leftOver(at)).toEqual([]);
		await quit(terminal);
	});

	test('a missing editor is named', async () => {
		await using at = await stage('');
		await using terminal = await openProgram([], { ...size, env: { ...at.env, VISUAL: '/nowhere/ed -x' } });
		await terminal.waitFor(/1 of 1 loaded/);
		terminal.press('E');
		await terminal.waitFor('There is no program “/nowhere/ed”; check $VISUAL.');
		await expectTakenBack(terminal);
		expect(leftOver(at)).toEqual([]);
		await quit(terminal);
	});

	test('a terminal resized meanwhile is redrawn in its new size, after the editor has ended', async () => {
		await using at = await stage('read line; read line');
		await using terminal = await open(at);
		// Starts from a field, where the cursor is visible and Ink has more to clear.
		terminal.press('m');
		await terminal.waitFor('Message to Edited');
		terminal.press('Ctrl-o');
		await terminal.waitFor('EDITOR READY');
		terminal.mark();
		for (const [cols, rows] of [
			[70, 20],
			[130, 35],
			[80, 24],
		] as const) {
			terminal.resize(cols, rows);
			terminal.type(`${cols}`);
			await terminal.waitFor(new RegExp(`${cols}$`, 'm'));
		}
		terminal.type('\r');
		await terminal.waitFor(/708?.*13080/);
		// Only the echo arrived: the program drew nothing on the editor's screen.
		expect(terminal.bytes).toBeLessThan(20);
		terminal.type('\r');
		await terminal.waitFor('Nothing was changed.');
		terminal.press('Esc');
		await terminal.waitFor((screen) => !screen.join('\n').includes('Message to'));
		await expectTakenBack(terminal);
		expect(terminal.screen()).toHaveLength(24);
		await quit(terminal);
	});

	test('Ctrl-C and Ctrl-\\ go to the editor alone', async () => {
		await using at = await stage(`trap 'echo CAUGHT INT' INT; trap 'echo CAUGHT QUIT' QUIT; echo LISTENS
while [ "$line" != end ]; do read line; done`);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('LISTENS');
		terminal.press('Ctrl-c');
		await terminal.waitFor('CAUGHT INT');
		terminal.press('Ctrl-\\');
		await terminal.waitFor('CAUGHT QUIT');
		terminal.type('end\r');
		await terminal.waitFor('Nothing was changed.');
		await expectTakenBack(terminal);
		await quit(terminal);
	});

	test('a notice reports an editor that Ctrl-C ended', async () => {
		await using at = await stage('read line');
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('EDITOR READY');
		terminal.press('Ctrl-c');
		await terminal.waitFor(/was ended by SIGINT|ended with 130/);
		await expectTakenBack(terminal);
		await quit(terminal);
	});

	test('a signal meanwhile ends the editor first, then gives the whole terminal back', async () => {
		await using at = await stage(`trap 'echo EDITOR ENDS; exit 1' TERM; while :; do read line; done`);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('EDITOR READY');
		terminal.kill('SIGTERM');
		expect(await terminal.exit).toEqual({ code: 143, signal: null });
		expect(terminal.screen().join('\n')).toContain('EDITOR ENDS');
		expectGivenBack(terminal);
	});

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGUSR1', 138],
		['SIGABRT', 134],
	] as const)(
		'%s meanwhile also ends processes that the editor started, even stubborn ones',
		async (signal, code) => {
			await using at = await stage(`trap '' HUP TERM
printf '\\033[?1049h\\033[?25l\\033[?1003h\\033[?2004h\\033[?7l\\033[>4;2m'; stty raw -echo
sh -c 'trap "" HUP TERM; echo CLINGS; sleep 9000; :' & sleep 9000; :`);
			await using terminal = await open(at);
			terminal.press('E');
			await terminal.waitFor('CLINGS');
			await terminal.waitFor(() => terminal.modes.has(1003));
			expect(terminal.processes().length).toBeGreaterThan(2);
			terminal.kill(signal);
			expect(await terminal.exit).toEqual({ code, signal: null });
			expect(terminal.processes()).toEqual([]);
			expectGivenBack(terminal);
			expect(leftOver(at)).toEqual([]);
		},
	);

	test.each([
		['that ends with its terminal', 'read line'],
		['that ignores the signals', `trap '' HUP TERM; sleep 9000; :`],
		['that leaves a process behind', `sh -c 'trap "" HUP; sleep 9000; :' & sleep 9000`],
	])('when the terminal closes, an editor %s leaves no process and no file', async (_, script) => {
		await using at = await stage(script);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('EDITOR READY');
		terminal.hangUp();
		expect(await terminal.exit).toEqual({ code: 129, signal: null });
		expect(terminal.processes()).toEqual([]);
		expect(leftOver(at)).toEqual([]);
	});

	test('resets modes and settings left by an editor that died', async () => {
		await using at = await stage(`
if [ -e "$here/once" ]; then read line; exit; fi; touch "$here/once"
printf '\\033[?1049h\\033[?25l\\033[?1002h\\033[?1006h\\033[?1004h\\033[?1h\\033='; stty raw -echo; kill -9 $$`);
		await using terminal = await open(at);
		terminal.press('E');
		await terminal.waitFor('was ended by SIGKILL');
		await expectTakenBack(terminal);
		expect([...terminal.modes].filter((mode) => mode === 1 || (mode >= 1000 && mode < 1049))).toEqual([]);
		terminal.press('E');
		await terminal.waitFor(/EDITOR READY[\s\S]*EDITOR READY/);
		expectLent(terminal, at);
		terminal.type('\r');
		await terminal.waitFor('Nothing was changed.');
		await quit(terminal);
	});

	test('Ctrl-Z in the editor stops both, and fg continues both', async () => {
		await using at = await stage(
			`trap 'echo GOES ON' CONT; echo LISTENS; read line || read line; sed -i 's/gold/silver/' "$file"`,
		);
		await using terminal = new Terminal(['bash', '--norc', '--noprofile', '-i'], {
			...size,
			env: programEnv({ ...at.env, PS1: 'ready> ', HISTFILE: '/dev/null' }),
		});
		await terminal.waitFor('ready>');
		terminal.type(`'${process.execPath}' '${launcherPath}'\r`);
		await terminal.waitFor(/1 of 1 loaded/);
		terminal.press('E');
		await terminal.waitFor('LISTENS');
		terminal.press('Ctrl-z');
		// The whole job must stop before it can continue.
		await terminal.waitFor(/Stopped[^>]*\nready> ?$/m);
		terminal.resize(90, 28);
		terminal.type('fg\r');
		await terminal.waitFor('GOES ON');
		terminal.type('\r');
		await terminal.waitFor(/gold[\s\S]*silver/);
		expect(terminal.screen()).toHaveLength(28);
		terminal.press('Enter');
		await terminal.waitFor('Saved Edited: tier changed.');
		expect(await metadataOf(at)).toEqual({ ...metadata, tier: 'silver' });
		await expectTakenBack(terminal);
		terminal.press('q');
		await terminal.waitFor(() => !terminal.alternate && terminal.modes.has(25) && terminal.modes.has(7));
	});
});

test('a message is written in the editor (Ctrl-o), sent (Ctrl-x), and added to the history', async () => {
	await using at = await stage(`printf 'Good day,\\n\\na person is here now.\\n' >> "$file"`);
	await using terminal = await open(at);
	terminal.press('m');
	await terminal.waitFor('Message to Edited');
	terminal.type('Hello');
	await terminal.waitFor('Hello');
	terminal.press('Ctrl-o');
	await terminal.waitFor('a person is here now.');
	terminal.press('Ctrl-x');
	await terminal.waitFor('Added to the history.');
	const answer = await fetch(`${at.server.url}/ai/conversations/${at.id}/messages`, { headers });
	const { data }: { data: { role: string; text: string }[] } = JSON.parse(await answer.text());
	expect(data.map(({ role, text }) => [role, text])).toEqual([
		['assistant', 'Hello\nGood day,\n\na person is here now.'],
	]);
	await quit(terminal);
});
