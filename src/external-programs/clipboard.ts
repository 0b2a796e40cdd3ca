import { spawn } from 'node:child_process';
import type { CopiedTo } from '../domain/copied-to.ts';
import { reasonOf } from '../domain/reason.ts';
import { clipboardSequence, type Multiplexer, mostForTerminal } from '../terminal/clipboard-sequence.ts';
import type { CleanText } from '../text/clean-text.ts';
import { countText } from '../text/count.ts';
import { childEnvironment, type Variables, workingFolder } from './child-environment.ts';
import { endGroup } from './end-group.ts';

/** The ways of a text out of the program. */
type Ways = {
	/** Identifies the terminal and the desktop, and becomes the environment of programs, without keys. */
	readonly environment: Variables;
	readonly platform: NodeJS.Platform;
	/** Writes a sequence that prints nothing; false if another program has the terminal. */
	readonly write: (sequence: string) => boolean;
	/** Stores a text in a file that only the user can read, and returns its path. Rejects with a sentence. */
	readonly keep: (text: CleanText) => Promise<string>;
	/** How long a program may take to read the text, in milliseconds. */
	readonly programMillis?: number;
};

/** More is no text to paste, and takes a program long. */
const mostBytes = 10_000_000;
const usualMillis = 5000;

/**
 * Returns the function that copies a text: by tmux, or by a sequence through GNU screen or SSH, or by a program of the
 * desktop; into a file if none of these takes it. Never rejects, and never copies a part.
 */
export function createClipboard({ environment, platform, write, keep, programMillis = usualMillis }: Ways) {
	const env = { ...childEnvironment(environment), ...(platform === 'darwin' ? utf8 : {}) };
	const run = (program: Program, bytes: Buffer): Promise<string | null> =>
		feed(program, bytes, env, programMillis);

	const inFile = async (text: CleanText, why: string): Promise<CopiedTo> => {
		try {
			return { kind: 'file', path: await keep(text), why };
		} catch (error) {
			return { kind: 'nowhere', problem: `${why} ${reasonOf(error)}` };
		}
	};
	const toTerminal = async (text: CleanText, through: Multiplexer | null): Promise<CopiedTo> => {
		const sequence = clipboardSequence(text, through);
		if (sequence === null) return inFile(text, tooLong(text, 'a terminal', mostForTerminal));
		if (!write(sequence)) return inFile(text, 'Another program had the terminal.');
		return { kind: 'terminal', through };
	};
	const toTmux = async (text: CleanText, bytes: Buffer): Promise<CopiedTo> => {
		const canSendOn = bytes.length <= mostForTerminal;
		if (canSendOn && (await run(tmuxSendingOn, bytes)) === null) return { kind: 'tmux', isSentOn: true };
		// Before 3.2, tmux has no -w, but passes sequences on.
		const isKept = (await run(tmuxBuffer, bytes)) === null;
		const sequence = canSendOn ? clipboardSequence(text, 'tmux') : null;
		const isSentOn = sequence !== null && write(sequence);
		if (isKept) return { kind: 'tmux', isSentOn };
		return isSentOn ? { kind: 'terminal', through: 'tmux' } : toTerminal(text, 'tmux');
	};
	const toDesktop = async (text: CleanText, bytes: Buffer): Promise<CopiedTo> => {
		const problems: string[] = [];
		for (const program of desktopPrograms(environment, platform)) {
			const problem = await run(program, program.isUtf16 ? Buffer.from(text, 'utf16le') : bytes);
			if (problem === null) return { kind: 'program', program: program.file };
			problems.push(problem);
		}
		return inFile(text, problems.length === 0 ? 'There is no clipboard here.' : problems.join(' '));
	};

	return async (text: CleanText): Promise<CopiedTo> => {
		const bytes = Buffer.from(text);
		if (bytes.length > mostBytes) return inFile(text, tooLong(text, 'a clipboard', mostBytes));
		const { TMUX = '', STY = '', TERM = '' } = environment;
		if (TMUX !== '') return toTmux(text, bytes);
		if (STY !== '') return toTerminal(text, 'screen');
		// The Linux console has no clipboard.
		if (isOverSsh(environment) && TERM !== 'linux') return toTerminal(text, null);
		return toDesktop(text, bytes);
	};
}

function isOverSsh({ SSH_CONNECTION = '', SSH_CLIENT = '', SSH_TTY = '' }: Variables): boolean {
	return SSH_CONNECTION !== '' || SSH_CLIENT !== '' || SSH_TTY !== '';
}

function tooLong(text: CleanText, what: string, most: number): string {
	const size = countText(Buffer.byteLength(text));
	return `${size} bytes are too many for ${what}, which takes ${countText(most)}.`;
}

type Program = { readonly file: string; readonly args: readonly string[]; readonly isUtf16?: boolean };

const tmuxSendingOn: Program = { file: 'tmux', args: ['load-buffer', '-w', '-'] };
const tmuxBuffer: Program = { file: 'tmux', args: ['load-buffer', '-'] };

/** Without it, pbcopy takes the bytes for Mac Roman. */
const utf8 = { LC_CTYPE: 'UTF-8' };

/** The clipboard programs of a desktop, the one that fits best first; none without a desktop. */
function desktopPrograms(environment: Variables, platform: NodeJS.Platform): readonly Program[] {
	const { WAYLAND_DISPLAY = '', DISPLAY = '', WSL_DISTRO_NAME = '', WSL_INTEROP = '' } = environment;
	const windows: Program = { file: 'clip.exe', args: [], isUtf16: true };
	if (platform === 'darwin') return [{ file: 'pbcopy', args: [] }];
	if (platform === 'win32') return [windows];
	return [
		// Else it guesses a type, and JSON could not be pasted as text.
		...(WAYLAND_DISPLAY === '' ? [] : [{ file: 'wl-copy', args: ['--type', 'text/plain'] }]),
		...(DISPLAY === ''
			? []
			: [
					{ file: 'xclip', args: ['-selection', 'clipboard', '-in'] },
					{ file: 'xsel', args: ['--clipboard', '--input'] },
				]),
		...(WSL_DISTRO_NAME === '' && WSL_INTEROP === '' ? [] : [windows]),
	];
}

/** Runs a program with these bytes as its input, without a shell; resolves with its problem as a sentence, or null. */
function feed(
	{ file, args }: Program,
	bytes: Buffer,
	env: Variables,
	millis: number,
): Promise<string | null> {
	return new Promise((resolve) => {
		const notStarted = (error: unknown): void => {
			const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
			resolve(isMissing ? `${file} is not installed.` : `${file} could not be started: ${reasonOf(error)}.`);
		};
		try {
			const child = spawn(file, args, {
				// xclip stays behind to serve the text: it must not hold our streams, or end with our terminal.
				stdio: ['pipe', 'ignore', 'ignore'],
				detached: true,
				env,
				cwd: workingFolder(),
				shell: false,
			});
			let isLate = false;
			const late = setTimeout(() => {
				isLate = true;
				endGroup(child);
			}, millis);
			child.once('error', (error) => {
				clearTimeout(late);
				notStarted(error);
			});
			child.once('exit', (code, by) => {
				clearTimeout(late);
				if (code === 0) resolve(null);
				else resolve(isLate ? `${file} did not answer.` : `${file} ended with ${code ?? by}.`);
			});
			// A program that ends early closes its input; its exit code says more.
			child.stdin.on('error', () => undefined);
			child.stdin.end(bytes);
		} catch (error) {
			notStarted(error);
		}
	});
}
