import { constants } from 'node:os';
import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import { createTerminalHolder, type TerminalHolder } from './holder.ts';
import { InputDecoder } from './input-decoder.ts';
import { createKeyboard, type Keyboard, type KeyboardClock } from './keyboard.ts';
import type { DecoderLimits } from './paste-reader.ts';
import { createScreenOutput, type ScreenOutput } from './screen-output.ts';
import { createSeen, type Seen } from './seen.ts';
import type { TerminalSize } from './size.ts';
import { catchStrayOutput, type StrayOutput } from './stray-output.ts';
import { openWaitingBytes, standInForStdin } from './waiting-bytes.ts';

/** The way the program on the screen ended. */
export type Ending =
	| { readonly kind: 'quit' }
	/** `isInBackground`: the shell owns the terminal, which must not be touched any more. */
	| { readonly kind: 'signal'; readonly signal: NodeJS.Signals; readonly isInBackground: boolean }
	| { readonly kind: 'fault'; readonly error: unknown };

/**
 * All signals that end a program by default and can be handled. Node ignores SIGPIPE, so that a connection closed by
 * its peer does not end the program. SIGUSR1 opens Node's inspector if there is no listener.
 */
const endingSignals = (
	[
		'SIGHUP',
		'SIGINT',
		'SIGQUIT',
		'SIGTRAP',
		'SIGABRT',
		'SIGUSR1',
		'SIGUSR2',
		'SIGALRM',
		'SIGTERM',
		'SIGSTKFLT',
		'SIGXCPU',
		'SIGVTALRM',
		'SIGPROF',
		'SIGIO',
		'SIGPWR',
		'SIGSYS',
	] as const
).filter((signal) => signal in constants.signals);

/**
 * Signals with a listener that does nothing. At the file size limit (SIGXFSZ) the write fails, and that failure is
 * reported. SIGIOT and SIGPOLL are aliases of SIGABRT and SIGIO. Without a listener, each would make Ink's exit hook
 * end the program.
 */
const heardOnly = (['SIGXFSZ', 'SIGIOT', 'SIGPOLL'] as const).filter((signal) => signal in constants.signals);

/** The maximum frame rate: a key must not wait for the previous frame. */
const maxFps = 120;

/** The terminal from the screen's point of view. */
export type ScreenTerminal = {
	readonly size: TerminalSize;
	readonly keyboard: Keyboard;
	readonly seen: Seen;
};

/** Calls back once all bytes that have arrived are read: there is a read phase between two turns of the event loop. */
function afterReading(callBack: () => void): void {
	setImmediate(() => setImmediate(callBack));
}

const keyboardClock: KeyboardClock = {
	now: () => performance.now(),
	after: (millis, callBack) => {
		let isOff = false;
		// Rounded up, because a timer that fires early would need a second one.
		const timer = setTimeout(() => afterReading(() => isOff || callBack()), Math.ceil(millis));
		return () => {
			isOff = true;
			clearTimeout(timer);
		};
	},
};

/** Ink writes a frame in the same turn, or in the next one if two are due. */
const writtenMillis = 2;

/** Leaving takes less time than this. A later signal ends the program at once. */
const leaveMillis = 1000;

/** Creates the element to draw in a terminal. */
export type Draw = (terminal: ScreenTerminal) => ReactElement;

/** The terminal while the program runs in it. */
export type OpenTerminal = Pick<ScreenOutput, 'writeBetweenFrames' | 'onFrame'> &
	Pick<TerminalHolder, 'stopProcess' | 'lendTerminal' | 'followSuspends'> &
	Pick<StrayOutput, 'onCaught'> & {
		/**
		 * Draws the element from `draw` until the program ends, and restores the terminal after every kind of end: a
		 * key, a signal, an exception or rejection anywhere, or a terminal that closes.
		 */
		readonly run: (draw: Draw, waits: DecoderLimits) => Promise<Ending>;
		/** Stops catching stray output. Returns a sentence about it if the screen has not shown one. */
		readonly close: () => string | null;
	};

/** The part that the program uses besides its screen. */
export type TerminalTools = Omit<OpenTerminal, 'run' | 'close' | 'onFrame'>;

/** Starts catching stray output: `keepStray` logs it and returns the sentence to show. Draws nothing yet. */
export function openTerminal(
	environment: Readonly<Record<string, string | undefined>>,
	keepStray: (text: string) => string,
): OpenTerminal {
	const screen = createScreenOutput(process.stdout, environment);
	const stray = catchStrayOutput(keepStray);
	screen.onFrame({ after: stray.frameWritten });
	const holder = createTerminalHolder(screen);
	return {
		...screen,
		...holder,
		onCaught: stray.onCaught,
		run: (draw, waits) => runInTerminal(draw, waits, screen, holder),
		close: stray.end,
	};
}

async function runInTerminal(
	draw: Draw,
	waits: DecoderLimits,
	screen: ScreenOutput,
	holder: TerminalHolder,
): Promise<Ending> {
	let ending: Ending = { kind: 'quit' };
	let instance: Instance | null = null;
	const waiting = openWaitingBytes();
	/** Resolves when Ink must not clean up, because it would change the modes of a terminal that is no longer ours. */
	const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
	let isOver = false;
	let leavingSince = Number.POSITIVE_INFINITY;
	const end = (how: Ending): void => {
		if (isOver) return;
		isOver = true;
		ending = how;
		void holder.callBack().then((hands) => {
			leavingSince = performance.now();
			if (hands === 'ours') {
				instance?.unmount();
				return;
			}
			if (how.kind === 'signal') ending = { ...how, isInBackground: hands === 'shell' };
			abandon();
		});
	};
	const endBySignal = (signal: NodeJS.Signals): void => {
		// Another listener may fail on the same signal; the program then reports that failure instead.
		setImmediate(end, { kind: 'signal', signal, isInBackground: false });
	};
	const onSignal = (signal: NodeJS.Signals): void => {
		// Ctrl-C and Ctrl-\ belong to the program that borrowed the terminal, although the whole foreground group
		// receives them.
		if (holder.isLent() && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
		// A signal soon after is a repetition: from a launcher, the kernel, or a package that cleans up.
		if (performance.now() - leavingSince > leaveMillis) {
			process.removeAllListeners(signal);
			process.kill(process.pid, signal);
		}
		endBySignal(signal);
	};
	const ignore = (): void => undefined;
	const onFault = (error: unknown): void => end({ kind: 'fault', error });
	const onGone = (): void => endBySignal('SIGHUP');
	// Until here the launcher's listener keeps the inspector closed.
	process.removeAllListeners('SIGUSR1');
	for (const signal of endingSignals) process.on(signal, onSignal);
	for (const signal of heardOnly) process.on(signal, ignore);
	process.on('uncaughtException', onFault);
	process.on('unhandledRejection', onFault);
	process.stdin.on('end', onGone);
	process.stdout.on('error', onGone);
	process.stderr.on('error', ignore);
	let unlisten = ignore;
	try {
		const keyboard = createKeyboard(new InputDecoder(waits), keyboardClock);
		const seen = createSeen();
		screen.onFrame({
			before: () => {
				const bytes = seen.isBehind() && process.stdin.isRaw ? waiting.take() : null;
				if (bytes === null || bytes.length === 0) return;
				// Deferred, because this runs in the middle of drawing.
				queueMicrotask(() => seen.beforeFrame(() => keyboard.feed(bytes)));
			},
			after: () => {
				seen.written();
				keyboard.frameWritten();
			},
		});
		instance = render(draw({ size: screen.size, keyboard, seen }), {
			stdin: standInForStdin(process.stdin, keyboard.feed),
			stdout: screen.stdout,
			onRender: () => {
				seen.made();
				// A frame equal to the previous one is not written but still counts as shown.
				if (seen.isBehind()) setTimeout(seen.settled, writtenMillis);
			},
			alternateScreen: true,
			incrementalRendering: true,
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
			maxFps,
		});
		unlisten = holder.listen();
		await Promise.race([instance.waitUntilExit(), abandoned]);
	} catch (error) {
		ending = { kind: 'fault', error };
	} finally {
		isOver = true;
		leavingSince = Math.min(leavingSince, performance.now());
		unlisten();
		waiting.close();
		screen.giveBack();
		for (const signal of heardOnly) process.off(signal, ignore);
		process.off('uncaughtException', onFault);
		process.off('unhandledRejection', onFault);
		process.stdin.off('end', onGone);
	}
	return ending;
}
