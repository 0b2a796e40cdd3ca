import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditedOutside, EditOutside } from '../domain/external-edit.ts';
import { reasonOf } from '../domain/reason.ts';
import { endTree } from '../terminal/process-tree.ts';
import { holdsSecret } from '../text/redact.ts';
import { childEnvironment, secretsIn, type Variables, workingFolder } from './child-environment.ts';
import { argumentsFor, chooseEditor, type EditorCommand, processFor, waitAdvice } from './editor-command.ts';

/** Lends the terminal to `use`. Its signal aborts when the program should end. */
export type Lend = <T>(use: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** A larger text was not written by hand. */
const largestText = 8_000_000;

/** Milliseconds for an editor to end after it was asked to. */
const endMillis = 1500;

const byteOrderMark = '\ufeff';

/** Returns the function that opens a text in the external editor. */
export function createEditOutside(environment: Variables, lend: Lend): EditOutside {
	return async (text, { name, line = null }) => {
		const editor = chooseEditor(environment);
		if ('problem' in editor) return failed(editor.problem);
		const secrets = secretsIn(environment);
		if (holdsSecret(text, secrets))
			return failed('The text contains your API key, which is never written to a file. Edit it here.');
		if (!text.isWellFormed()) return failed('The text contains half a character, which a file cannot store.');
		const written = Buffer.from(`${text}\n`);
		let folder: string | null = null;
		try {
			// Folder and file are readable only by the user.
			folder = await mkdtemp(join(tmpdir(), 'tconv-'));
			await writeFile(join(folder, name), written, { mode: 0o600, flag: 'wx' });
		} catch (error) {
			if (folder !== null) await remove(folder);
			return failed(`The file for the editor could not be created: ${reasonOf(error)}.`);
		}
		const path = join(folder, name);
		const problem = await lend((signal) =>
			run(editor, argumentsFor(editor, path, line), environment, signal),
		);
		const back = await readBack(path, text.startsWith(byteOrderMark));
		const isSame = back.ok && back.bytes.equals(written);
		if (problem !== null || !back.ok) {
			// If the editor crashed, the user's text is kept.
			const isKept = back.ok ? !isSame : back.isThere;
			const left = isKept ? `Your text is in ${path}` : ((await remove(folder)) ?? '');
			const reason = problem ?? (back.ok ? '' : back.problem);
			return failed(`${reason} The text is unchanged. ${left}`.trim());
		}
		const left = await remove(folder);
		if (holdsSecret(back.text, secrets))
			return failed(`The edited text contains your API key, so it was discarded. ${left ?? ''}`.trim());
		if (isSame) return { kind: 'unchanged', note: left ?? waitAdvice(editor) };
		return { kind: 'changed', text: back.text.replace(/\r?\n$/, ''), note: left };
	};
}

/** Adds `idle`, which resolves once the last text is back and its file is removed or kept. */
export function withIdle(edit: EditOutside): {
	readonly edit: EditOutside;
	readonly idle: () => Promise<void>;
} {
	let last: Promise<unknown> = Promise.resolve();
	return {
		edit: (text, file) => {
			const outcome = edit(text, file);
			last = outcome.catch(() => undefined);
			return outcome;
		},
		idle: async () => void (await last),
	};
}

/** Returns the function that edits a file in place: links stay links, and the file keeps its owner and permissions. */
export function createEditFile(environment: Variables, lend: Lend) {
	return async (path: string, line: number | null): Promise<string | null> => {
		const editor = chooseEditor(environment);
		if ('problem' in editor) return editor.problem;
		return lend((signal) => run(editor, argumentsFor(editor, path, line), environment, signal));
	};
}

function failed(problem: string): EditedOutside {
	return { kind: 'failed', problem };
}

/** Runs the editor in the foreground; resolves with its problem or null. */
function run(
	editor: EditorCommand,
	args: readonly string[],
	environment: Variables,
	signal: AbortSignal,
): Promise<string | null> {
	const env = childEnvironment(environment);
	return new Promise((resolve) => {
		const called = processFor(editor, args);
		const child = spawn(called.file, called.args, { stdio: 'inherit', env, cwd: workingFolder() });
		let ending: Promise<void> = Promise.resolve();
		const end = (): void => {
			if (child.pid !== undefined) ending = endTree(child.pid, endMillis);
		};
		const settle = (problem: string | null): void => {
			signal.removeEventListener('abort', end);
			// Processes started by the editor may take longer to end than the editor.
			void ending.then(() => resolve(problem));
		};
		child.once('error', (error) => settle(notStarted(editor, error)));
		child.once('exit', (code, by) => {
			if (code === 0) settle(null);
			else settle(by === null ? endedWith(editor, code ?? 0) : `${editor.file} was ended by ${by}.`);
		});
		signal.addEventListener('abort', end);
	});
}

function notStarted({ file, from }: EditorCommand, error: Error): string {
	const isMissing = 'code' in error && error.code === 'ENOENT';
	if (from === 'default') {
		return isMissing
			? 'There is no editor: $VISUAL and $EDITOR are not set, and vi is not installed. Run: export EDITOR=nano.'
			: `vi could not be started: ${reasonOf(error)}. Set $EDITOR to another editor.`;
	}
	return isMissing
		? `There is no program “${file}”; check ${from}.`
		: `“${file}” (from ${from}) could not be started: ${reasonOf(error)}.`;
}

/** The meaning of an exit code; a shell has its own codes for programs it could not start, and for signals. */
function endedWith({ file, from, isByShell }: EditorCommand, code: number): string {
	if (isByShell && code === 127) return `There is no program “${file}”; check ${from}.`;
	if (isByShell && code === 126) return `“${file}” (from ${from}) could not be started.`;
	const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
	if (isByShell && signal !== undefined) return `${file} was ended by ${signal}.`;
	return `${file} ended with ${code}.`;
}

type Back =
	| { readonly ok: true; readonly bytes: Buffer; readonly text: string }
	| { readonly ok: false; readonly problem: string; readonly isThere: boolean };

/** A byte order mark added by the editor is not part of the text; one that was there before is. */
async function readBack(path: string, ignoreBOM: boolean): Promise<Back> {
	try {
		const { size } = await stat(path);
		if (size > largestText)
			return { ok: false, problem: `The file now has ${size} bytes, which is too large.`, isThere: true };
		const bytes = await readFile(path);
		return { ok: true, bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM }).decode(bytes) };
	} catch (error) {
		const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (isGone) return { ok: false, problem: 'The file no longer exists.', isThere: false };
		const words = error instanceof TypeError ? 'it is not UTF-8' : reasonOf(error);
		return { ok: false, problem: `The edited text could not be read: ${words}.`, isThere: true };
	}
}

/** Removes the folder. Returns a message if that fails, since it contains the user's text. */
async function remove(folder: string): Promise<string | null> {
	try {
		await rm(folder, { recursive: true, force: true });
		return null;
	} catch (error) {
		return `${folder} could not be removed: ${reasonOf(error)}.`;
	}
}
