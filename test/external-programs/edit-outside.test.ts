import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EditedOutside } from '../../src/domain/external-edit.ts';
import { createEditOutside, type Lend } from '../../src/external-programs/edit-outside.ts';

const lendAtOnce: Lend = (use) => use(new AbortController().signal);
let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'tconv-outside-'));
	vi.stubEnv('TMPDIR', folder);
	onTestFinished(() => {
		vi.unstubAllEnvs();
		chmodSync(folder, 0o700);
		rmSync(folder, { recursive: true, force: true });
	});
});

/** Edits a text with a shell script, which finds the file's path in `$1`. */
function edit(text: string, script: string, lend: Lend = lendAtOnce): Promise<EditedOutside> {
	const environment = { PATH: process.env.PATH, EDITOR: `sh -c '${script}' editor` };
	return createEditOutside(environment, lend)(text, { name: 'text.txt' });
}

/** The leftovers of tconv in the temporary folder. */
const left = (): string[] => readdirSync(folder);

describe('a text in an editor', () => {
	test.each([
		['what is written comes back', 'printf "b\\n" > "$1"', 'b'],
		['a last line without an end too', 'printf "b" > "$1"', 'b'],
		['one line end at the end is the editor’s', 'printf "b\\n\\n" > "$1"', 'b\n'],
		['… as some write it', 'printf "b\\r\\n" > "$1"', 'b'],
		['nothing at all', ': > "$1"', ''],
	])('%s', async (_, script, text) => {
		expect(await edit('a', script)).toEqual({ kind: 'changed', text, note: null });
		expect(left()).toEqual([]);
	});

	test('that is not edited is unchanged, for any text', async () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary' }).map((any) => any.toWellFormed()),
			fc.constantFrom('', '\n', '\r\n', 'a\r\nb\n\n', '\ufeffx'),
		);
		await fc.assert(
			fc.asyncProperty(text, async (any) => {
				expect(await edit(any, ':')).toEqual({ kind: 'unchanged', note: null });
			}),
			{ numRuns: 30, examples: [['\ufeffx'], ['a\r\n']] },
		);
		expect(left()).toEqual([]);
	});

	test('keeps its own byte order mark, and loses one that an editor added', async () => {
		expect(await edit('\ufeffa', 'printf b >> "$1"')).toMatchObject({ text: '\ufeffa\nb' });
		expect(await edit('a', 'printf "\\357\\273\\277b" > "$1"')).toMatchObject({ text: 'b' });
	});

	test('that a file cannot hold is refused', async () => {
		expect(await edit('a\ud800', ':')).toMatchObject({ kind: 'failed' });
	});

	test.each([
		['is gone', 'rm "$1"', 'The file no longer exists. The text is unchanged.'],
		['failed, and changed nothing', 'exit 7', 'sh ended with 7. The text is unchanged.'],
		['was killed, and changed nothing', 'kill -9 $$', 'sh was ended by SIGKILL. The text is unchanged.'],
	])('that %s takes nothing, and leaves nothing', async (_, script, problem) => {
		expect(await edit('a', script)).toEqual({ kind: 'failed', problem });
		expect(left()).toEqual([]);
	});

	test.each([
		['failed', 'echo mine > "$1"; exit 1', 'sh ended with 1.'],
		['was killed', 'echo mine > "$1"; kill -9 $$', 'sh was ended by SIGKILL.'],
		[
			'left what is no text',
			'printf "\\377mine" > "$1"',
			'The edited text could not be read: it is not UTF-8.',
		],
		[
			'left too much',
			'dd if=/dev/zero of="$1" bs=1000000 count=9 2>/dev/null; printf mine >> "$1"',
			'The file now has 9000004 bytes, which is too large.',
		],
	])('that %s with something written: it is kept, and where is said', async (_, script, problem) => {
		const outcome = await edit('a', script);
		const [kept = ''] = left();
		const path = join(folder, kept, 'text.txt');
		expect(outcome).toEqual({
			kind: 'failed',
			problem: `${problem} The text is unchanged. Your text is in ${path}`,
		});
		expect(readFileSync(path, 'latin1')).toContain('mine');
	});

	test('is ended when the terminal is taken back, and so are processes that ignore the signal', async () => {
		const calledIn = new AbortController();
		const started = join(folder, 'started');
		const lend: Lend = async (use) => {
			const result = use(calledIn.signal);
			await vi.waitUntil(() => existsSync(started), { timeout: 4000 });
			calledIn.abort();
			return result;
		};
		const script = `trap "" TERM; touch ${started}; while :; do sleep 0.05; done`;
		expect(await edit('a', script, lend)).toMatchObject({
			problem: 'sh was ended by SIGKILL. The text is unchanged.',
		});
	});

	test('that is missing is named; an unset editor is reported', async () => {
		const none = createEditOutside({ PATH: '/nowhere' }, lendAtOnce);
		expect(await none('a', { name: 'x' })).toMatchObject({
			problem:
				'There is no editor: $VISUAL and $EDITOR are not set, and vi is not installed. Run: export EDITOR=nano. The text is unchanged.',
		});
		const wrong = createEditOutside({ EDITOR: '/no/ed' }, lendAtOnce);
		expect(await wrong('a', { name: 'x' })).toMatchObject({
			problem: 'There is no program “/no/ed”; check $EDITOR. The text is unchanged.',
		});
		expect(left()).toEqual([]);
	});

	describe('case 34: $EDITOR is read by a shell, as git reads it', () => {
		/** An editor in a folder that records its arguments and environment, then writes the text. */
		function editorAt(path: string): string {
			const file = join(folder, path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, '#!/bin/sh\nfor file; do :; done\nprintf "%s|%s" "$#" "$FOO" > "$file"\n');
			chmodSync(file, 0o755);
			return file;
		}

		const through = (EDITOR: string, more: Record<string, string> = {}) =>
			createEditOutside(
				{ PATH: `${process.env.PATH}:${folder}/on path`, HOME: folder, EDITOR, ...more },
				lendAtOnce,
			);

		test.each([
			['a variable', '$HOME/bin/ed', '1|'],
			['a variable in quotes', '"$HOME/a b/ed"', '1|'],
			['a home', '~/bin/ed', '1|'],
			['an assignment', 'FOO=1 $HOME/bin/ed', '1|1'],
			['assignments and arguments', 'FOO="a b" ~/bin/ed -x "y z"', '3|a b'],
			['env', 'env FOO=2 $HOME/bin/ed', '1|2'],
			['a command in a command', '$(echo "$HOME")/bin/ed', '1|'],
			['one after the other', 'FOO=3; export FOO; ~/bin/ed', '1|3'],
			['a pattern', '~/bi?/ed', '1|'],
			['a name on the path', 'edi', '1|'],
			['a name with a blank on the path', "'e di'", '1|'],
		])('%s', async (_, value, text) => {
			for (const path of ['bin/ed', 'a b/ed', 'on path/edi', 'on path/e di']) editorAt(path);
			vi.stubEnv('TMPDIR', mkdtempSync(join(folder, 't\'m "p$(x) ')));
			const outcome = await through(value)('before', { name: 'text.txt' });
			expect(outcome).toEqual({ kind: 'changed', text, note: null });
		});

		test.each([
			['$HOME/bin/none', 'There is no program “$HOME/bin/none”; check $EDITOR. The text is unchanged.'],
			['FOO=1 nvimm', 'There is no program “nvimm”; check $EDITOR. The text is unchanged.'],
			['~/plain', '“~/plain” (from $EDITOR) could not be started. The text is unchanged.'],
			['sh -c "exit 7"', 'sh ended with 7. The text is unchanged.'],
			["sh -c 'kill -TERM $$'", 'sh was ended by SIGTERM. The text is unchanged.'],
			["true && sh -c 'kill -KILL $$'", 'true was ended by SIGKILL. The text is unchanged.'],
		])('%s fails, and it is said how', async (value, problem) => {
			writeFileSync(join(folder, 'plain'), 'no program', { mode: 0o644 });
			expect(await through(value)('a', { name: 'x' })).toEqual({ kind: 'failed', problem });
		});

		test('a colon does nothing, as in git', async () => {
			expect(await through(':')('a', { name: 'x' })).toEqual({ kind: 'unchanged', note: null });
		});

		test('VISUAL comes first, but not in a dumb terminal', async () => {
			editorAt('bin/ed');
			const both = { VISUAL: 'FOO=visual ~/bin/ed' };
			expect(await through('~/bin/ed', both)('a', { name: 'x' })).toMatchObject({ text: '1|visual' });
			expect(await through('~/bin/ed', { ...both, TERM: 'dumb' })('a', { name: 'x' })).toMatchObject({
				text: '1|',
			});
		});
	});

	describe('the API key', () => {
		const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';
		const keyed = (EDITOR: string) =>
			createEditOutside(
				{ PATH: process.env.PATH, TELNYX_API_KEY: key, AUTH: `Bearer ${key}`, TCONV_SERVE_KEY: 's', EDITOR },
				lendAtOnce,
			);

		test('is written to no file for an editor', async () => {
			expect(await keyed('false')(`a ${key}`, { name: 'x' })).toEqual({
				kind: 'failed',
				problem: 'The text contains your API key, which is never written to a file. Edit it here.',
			});
			expect(left()).toEqual([]);
		});

		test('in the edited text is refused, and its file removed', async () => {
			const outcome = await keyed(`sh -c 'echo ${key} > "$1"' ed`)('a', { name: 'x' });
			expect(outcome).toMatchObject({
				problem: 'The edited text contains your API key, so it was discarded.',
			});
			expect(left()).toEqual([]);
		});

		test('is in no variable of the editor', async () => {
			const outcome = await keyed(`sh -c 'env > "$1"' ed`)('a', { name: 'x' });
			const text = outcome.kind === 'changed' ? outcome.text : '';
			expect(text).toContain('PATH=');
			expect(text).not.toContain(key);
			expect(text).not.toMatch(/^(?:AUTH|TELNYX_API_KEY|TCONV_SERVE_KEY)=/m);
		});
	});

	test('is not run if no file can be created', async () => {
		vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
		expect(await edit('a', 'echo b > "$1"')).toMatchObject({
			problem: expect.stringMatching(/^The file for the editor could not be created: ENOENT/),
		});
	});
});
