import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createEditOutside, type Lend } from '../../src/outside/edit-outside.ts';
import type { EditedOutside } from '../../src/ui/program.ts';

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

/** What is left of ours where temporary files go. */
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

	test('that nobody touches is unchanged, whatever it is', async () => {
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

	test('keeps a byte order mark that was its own, and loses one that an editor added', async () => {
		expect(await edit('\ufeffa', 'printf b >> "$1"')).toMatchObject({ text: '\ufeffa\nb' });
		expect(await edit('a', 'printf "\\357\\273\\277b" > "$1"')).toMatchObject({ text: 'b' });
	});

	test('that no file can hold is not given away', async () => {
		expect(await edit('a\ud800', ':')).toMatchObject({ kind: 'failed' });
	});

	test.each([
		['is gone', 'rm "$1"', 'The file is gone. Nothing was taken.'],
		['failed, and changed nothing', 'exit 7', 'sh ended with 7. Nothing was taken.'],
		['was killed, and changed nothing', 'kill -9 $$', 'sh was ended by SIGKILL. Nothing was taken.'],
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
			'What was written could not be read: it is not UTF-8.',
		],
		[
			'left too much',
			'dd if=/dev/zero of="$1" bs=1000000 count=9 2>/dev/null; printf mine >> "$1"',
			'The file has 9000004 bytes now.',
		],
	])('that %s with something written: it is kept, and where is said', async (_, script, problem) => {
		const outcome = await edit('a', script);
		const [kept = ''] = left();
		const path = join(folder, kept, 'text.txt');
		expect(outcome).toEqual({
			kind: 'failed',
			problem: `${problem} Nothing was taken. The file is kept: ${path}`,
		});
		expect(readFileSync(path, 'latin1')).toContain('mine');
	});

	test('is ended when the terminal is called in, and with it whatever does not listen', async () => {
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
			problem: 'sh was ended by SIGKILL. Nothing was taken.',
		});
	});

	test('that is not there is named; where none is set, that is said', async () => {
		const none = createEditOutside({ PATH: '/nowhere' }, lendAtOnce);
		expect(await none('a', { name: 'x' })).toMatchObject({
			problem:
				'There is no editor: $VISUAL and $EDITOR are not set, and vi is not here. Set one: export EDITOR=nano. Nothing was taken.',
		});
		const wrong = createEditOutside({ EDITOR: '/no/ed' }, lendAtOnce);
		expect(await wrong('a', { name: 'x' })).toMatchObject({
			problem: 'There is no program “/no/ed”, which $EDITOR names. Nothing was taken.',
		});
		expect(left()).toEqual([]);
	});

	test('is not asked for where no file can be made', async () => {
		vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
		expect(await edit('a', 'echo b > "$1"')).toMatchObject({
			problem: expect.stringMatching(/^No file could be made for the editor: ENOENT/),
		});
	});
});
