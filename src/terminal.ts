import { type Instance, render } from 'ink';
import { createElement } from 'react';
import { App } from './ui/app.tsx';
import type { Program } from './ui/program.ts';
import { followSize } from './ui/terminal-size.ts';

/** How the program on the screen ended. */
export type Ending =
	| { readonly kind: 'quit' }
	| { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGHUP' | 'SIGINT' }
	| { readonly kind: 'fault'; readonly error: unknown };

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/**
 * Terminals count Indic vowel signs and some emoji differently. A row that is wider there than here is cut at the edge
 * with these off; wrapped, it would push the rows below it out of their places, and scroll the screen.
 */
const wrapOff = '\u001b[?7l';
const wrapOn = '\u001b[?7h';

/** Frames a second at most: a key must not wait for the frame before it. */
const maxFps = 120;

/**
 * Draws the program until it is left, and gives the terminal back whole however that comes about: by a key, a signal, an
 * exception or a rejection anywhere, or a terminal that goes away.
 */
export async function runInTerminal(program: Program): Promise<Ending> {
	let ending: Ending = { kind: 'quit' };
	let instance: Instance | null = null;
	const end = (how: Ending): void => {
		if (ending.kind === 'quit') ending = how;
		if (loan === null) instance?.unmount();
		// The terminal is taken back first: whoever has it may still write to it.
		else void loan.callIn().then(() => instance?.unmount());
	};
	const onSignal = (signal: (typeof signals)[number]): void => {
		// Ctrl-C in a program that has the terminal is that program's; every process in the foreground is sent it.
		if (signal !== 'SIGINT' || loan === null) end({ kind: 'signal', signal });
	};
	const ignore = (): void => undefined;
	const onFault = (error: unknown): void => end({ kind: 'fault', error });
	const onGone = (): void => end({ kind: 'signal', signal: 'SIGHUP' });
	const handlers = signals.map((signal) => [signal, () => onSignal(signal)] as const);
	for (const [signal, handler] of handlers) process.on(signal, handler);
	// A file that may not get larger fails where it is written, and that is told; Ink's exit hook would end the program.
	process.on('SIGXFSZ', ignore);
	process.on('uncaughtException', onFault);
	process.on('unhandledRejection', onFault);
	process.stdin.on('end', onGone);
	process.stdout.on('error', onGone);
	try {
		const size = followSize(process.stdout);
		process.stdout.write(wrapOff);
		instance = render(createElement(App, { program, size }), {
			alternateScreen: true,
			incrementalRendering: true,
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
			maxFps,
		});
		size.goFirst();
		await instance.waitUntilExit();
	} catch (error) {
		ending = { kind: 'fault', error };
	} finally {
		process.stdout.write(wrapOn);
		for (const [signal, handler] of handlers) process.off(signal, handler);
		process.off('SIGXFSZ', ignore);
		process.off('uncaughtException', onFault);
		process.off('unhandledRejection', onFault);
		process.stdin.off('end', onGone);
	}
	return ending;
}

/**
 * Writes what neither prints nor moves the cursor. Ink writes every frame whole, in one turn: whatever else goes out goes out
 * between two of them. Its own way of writing beside frames would erase the screen and draw it anew.
 */
export function writeBetweenFrames(sequence: string): void {
	process.stdout.write(sequence);
}

/** Time enough for a stop to take effect, in milliseconds. */
const stopMillis = 250;

/**
 * Stops the process group, as Ctrl-Z does, until the shell continues it. Where there is no shell to go back to (the
 * program is the terminal's own), the kernel ignores the stop: then this settles by itself. The terminal's size is that
 * of now when it does.
 */
export async function stopProcess(): Promise<void> {
	process.stdout.write(wrapOn);
	await stopped();
	process.stdout.write(wrapOff);
	await lookAtSize();
}

/** Changes of size are told to the foreground alone: whoever was stopped meanwhile has to look. */
async function lookAtSize(): Promise<void> {
	await new Promise<void>((resolve) => {
		process.once('SIGWINCH', () => resolve());
		process.kill(process.pid, 'SIGWINCH');
	});
}

/** The terminal while another program has it. */
type Loan = {
	/** Ends that program; settles once the terminal is ours again. */
	readonly callIn: () => Promise<void>;
};

let loan: Loan | null = null;

/** Turns off what a program that was killed may have left on: styles, keypad, cursor keys, mouse, focus, scroll region. */
const leftOn =
	'\u001b[0m\u001b>\u001b[?1l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1004l\u001b7\u001b[r\u001b8';

const unheard = (): void => undefined;

/**
 * Lets another program have the terminal while `use` runs, which is told by its signal when it has to end. What that
 * program's user presses is not read here, Ctrl-C and Ctrl-\\ do not end us, and nothing is drawn. To be called while
 * Ink is suspended.
 */
export async function lendTerminal<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const calledIn = new AbortController();
	const { promise: over, resolve: setOver } = Promise.withResolvers<void>();
	loan = {
		callIn: () => {
			calledIn.abort();
			return over;
		},
	};
	process.on('SIGQUIT', unheard);
	// Ink no longer listens, but Node would go on reading ahead: half of what is typed would never reach the other.
	process.stdin.pause();
	process.stdout.write(wrapOn);
	try {
		return await use(calledIn.signal);
	} finally {
		// A line that the other left unfinished is ended, and an empty one stays where it is: Ink draws from the cursor on.
		process.stdout.write(`${leftOn}${' '.repeat((process.stdout.columns || 80) - 1)}\r${wrapOff}`);
		process.off('SIGQUIT', unheard);
		await lookAtSize();
		loan = null;
		setOver();
	}
}

async function stopped(): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(done, stopMillis);
		function done(): void {
			clearTimeout(timer);
			process.off('SIGCONT', done);
			resolve();
		}
		process.once('SIGCONT', done);
		// The whole group, because a launcher or npm may wait in front of us.
		process.kill(0, 'SIGTSTP');
	});
}
