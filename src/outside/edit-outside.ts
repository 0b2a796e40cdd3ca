import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../domain/reason.ts';
import type { EditedOutside, EditOutside } from '../ui/program.ts';
import { childEnvironment, type Variables } from './child-environment.ts';
import { argumentsFor, chooseEditor, type EditorCommand, waitAdvice } from './editor-command.ts';

/** Hands the terminal over while `use` runs. Its signal says that the program is to end. */
export type Lend = <T>(use: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** More than this is no text that was written by hand. */
const largestText = 8_000_000;

/** How an editor has to end once it was told to, in milliseconds. */
const endMillis = 1500;

const byteOrderMark = '\ufeff';

/** Makes the one way to the user's own editor. */
export function createEditOutside(environment: Variables, lend: Lend): EditOutside {
	return async (text, { name, line = null }) => {
		const editor = chooseEditor(environment);
		if ('problem' in editor) return failed(editor.problem);
		if (!text.isWellFormed()) return failed('The text holds half a character, which no file can hold.');
		const written = Buffer.from(`${text}\n`);
		let folder: string | null = null;
		try {
			// Readable by nobody else, the folder and the file both.
			folder = await mkdtemp(join(tmpdir(), 'tconv-'));
			await writeFile(join(folder, name), written, { mode: 0o600, flag: 'wx' });
		} catch (error) {
			if (folder !== null) await remove(folder);
			return failed(`No file could be made for the editor: ${reasonOf(error)}.`);
		}
		const path = join(folder, name);
		const problem = await lend((signal) =>
			run(editor, argumentsFor(editor, path, line), environment, signal),
		);
		const back = await readBack(path, text.startsWith(byteOrderMark));
		const isSame = back.ok && back.bytes.equals(written);
		if (problem !== null || !back.ok) {
			// What was written is not thrown away with an editor that fell over.
			const isKept = back.ok ? !isSame : back.isThere;
			const left = isKept ? `The file is kept: ${path}` : ((await remove(folder)) ?? '');
			const reason = problem ?? (back.ok ? '' : back.problem);
			return failed(`${reason} Nothing was taken. ${left}`.trim());
		}
		const left = await remove(folder);
		if (isSame) return { kind: 'unchanged', note: left ?? waitAdvice(editor) };
		return { kind: 'changed', text: back.text.replace(/\r?\n$/, ''), note: left };
	};
}

function failed(problem: string): EditedOutside {
	return { kind: 'failed', problem };
}

/** Runs the editor in the foreground; settles with what went wrong, or null. */
function run(
	editor: EditorCommand,
	args: readonly string[],
	environment: Variables,
	signal: AbortSignal,
): Promise<string | null> {
	const env = childEnvironment(environment);
	return new Promise((resolve) => {
		const child = spawn(editor.file, args, { stdio: 'inherit', env });
		let kill: NodeJS.Timeout | undefined;
		const end = (): void => {
			child.kill('SIGTERM');
			kill = setTimeout(() => child.kill('SIGKILL'), endMillis);
		};
		const settle = (problem: string | null): void => {
			clearTimeout(kill);
			signal.removeEventListener('abort', end);
			resolve(problem);
		};
		child.once('error', (error) => settle(notStarted(editor, error)));
		child.once('exit', (code, by) => {
			if (code === 0) settle(null);
			else settle(by === null ? `${editor.file} ended with ${code}.` : `${editor.file} was ended by ${by}.`);
		});
		signal.addEventListener('abort', end);
	});
}

function notStarted({ file, from }: EditorCommand, error: Error): string {
	const isMissing = 'code' in error && error.code === 'ENOENT';
	if (from === 'default') {
		return isMissing
			? 'There is no editor: $VISUAL and $EDITOR are not set, and vi is not here. Set one: export EDITOR=nano.'
			: `vi could not be started: ${reasonOf(error)}. $EDITOR names another.`;
	}
	return isMissing
		? `There is no program “${file}”, which ${from} names.`
		: `“${file}”, which ${from} names, could not be started: ${reasonOf(error)}.`;
}

type Back =
	| { readonly ok: true; readonly bytes: Buffer; readonly text: string }
	| { readonly ok: false; readonly problem: string; readonly isThere: boolean };

/** A mark of the byte order that an editor put in front is none of the text; one that was there before is. */
async function readBack(path: string, ignoreBOM: boolean): Promise<Back> {
	try {
		const { size } = await stat(path);
		if (size > largestText) return { ok: false, problem: `The file has ${size} bytes now.`, isThere: true };
		const bytes = await readFile(path);
		return { ok: true, bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM }).decode(bytes) };
	} catch (error) {
		const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (isGone) return { ok: false, problem: 'The file is gone.', isThere: false };
		const words = error instanceof TypeError ? 'it is not UTF-8' : reasonOf(error);
		return { ok: false, problem: `What was written could not be read: ${words}.`, isThere: true };
	}
}

/** Takes the folder away. Gives what to tell where that is not possible: somebody's words are in it. */
async function remove(folder: string): Promise<string | null> {
	try {
		await rm(folder, { recursive: true, force: true });
		return null;
	} catch (error) {
		return `${folder} could not be removed: ${reasonOf(error)}.`;
	}
}
