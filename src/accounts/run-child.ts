import { spawn } from 'node:child_process';
import { endGroup } from '../external-programs/end-group.ts';

/** How a child process ended. `out` is what it printed. */
export type ChildEnd =
	| {
			readonly kind: 'ended';
			readonly code: number | null;
			readonly signal: string | null;
			readonly out: string;
	  }
	| { readonly kind: 'late' }
	| { readonly kind: 'not-started'; readonly code: string };

type ChildWish = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Written to its standard input; null lets it read the terminal. */
	readonly input: string | null;
	/** It is killed after this time, in milliseconds. */
	readonly longestMillis: number;
	/** True gives it no terminal to draw on, and keeps Ctrl-c from it. */
	readonly isApart: boolean;
};

/** A key is a line; more output than this is none. In characters. */
const mostOut = 100_000;

/** Runs a program without a shell, and collects what it prints. Never rejects. */
export function runChild(
	[file = '', ...args]: readonly string[],
	{ environment, input, longestMillis, isApart }: ChildWish,
): Promise<ChildEnd> {
	return new Promise((resolve) => {
		const child = spawn(file, args, {
			env: environment,
			shell: false,
			detached: isApart,
			stdio: [input === null ? 'inherit' : 'pipe', 'pipe', isApart ? 'ignore' : 'inherit'],
			windowsHide: true,
		});
		const late = setTimeout(() => {
			if (isApart) endGroup(child);
			else child.kill('SIGKILL');
			// A grandchild may hold its output open; the answer does not wait for that one.
			child.stdout?.destroy();
			child.unref();
			resolve({ kind: 'late' });
		}, longestMillis);
		let out = '';
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			if (out.length <= mostOut) out += text;
		});
		// A program that ends without reading its input is judged by how it ends.
		child.stdin?.on('error', () => undefined).end(input ?? '');
		child.once('error', (error: NodeJS.ErrnoException) => {
			clearTimeout(late);
			resolve({ kind: 'not-started', code: error.code ?? error.message });
		});
		child.once('close', (code, signal) => {
			clearTimeout(late);
			resolve({ kind: 'ended', code, signal, out });
		});
	});
}
