import { followSize, type TerminalSize } from './size.ts';

const esc = '\u001b';

const on = (mode: number): string => `${esc}[?${mode}h`;
const off = (...modes: readonly number[]): string => modes.map((mode) => `${esc}[?${mode}l`).join('');

/** DECAWM: a row that is too long continues on the next one. */
const wrapping = 7;

/**
 * Private modes that make a terminal send unrequested bytes, or other bytes for a key: cursor keys (1), mouse
 * buttons, moves and their encodings (9, 1000 to 1016), focus (1004), colour scheme (2031), size (2048).
 */
const talkative = [1, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2031, 2048];

/**
 * Resets modes that an earlier program left on. The cursor stays in place. `>4m` resets modifyOtherKeys; it precedes
 * the reset of styles because terminals that do not support it underline. `=0u` resets the kitty keyboard protocol,
 * `4l` insert mode, `>` the keypad, `69` and `r` the margins.
 */
const usual = `${esc}[>4m${esc}[0m${esc}[4l${esc}>${off(...talkative)}${esc}7${off(69)}${esc}[r${esc}[=0u${esc}8`;

/** Ink's sequences around a frame: a terminal that knows them shows the frame at once. */
const beginFrame = on(2026);
const endFrame = off(2026);

/** Ink's sequences to enter and leave the alternate screen. */
const enterAlternate = on(1049);
const leaveAlternate = off(1049);

/**
 * Sent before entering the alternate screen. Terminals measure Indic vowel signs and some emoji differently. Without
 * wrapping, a row that is wider there is cut at the edge; with wrapping it would scroll the screen.
 */
const beforeAlternate = `${usual}${off(wrapping)}`;

/** Sent after entering: the keyboard protocol is set per screen, and a screen entered twice is not empty. */
const insideAlternate = `${esc}[=0u${esc}[H${esc}[J`;

/** Sent after leaving the alternate screen. */
const afterAlternate = on(wrapping);

/** Leaves the alternate screen. If it is not shown, leaving restores the cursor saved just before. */
const leaveIfInside = `${esc}7${leaveAlternate}`;

/** Undoes all modes of the program when Ink cannot. */
const giveBack = `${off(2004)}${leaveIfInside}${on(25)}${afterAlternate}`;

/**
 * Sent after another program had the terminal, even if it was killed. Ends a line that it left unfinished; an empty
 * line stays.
 */
export function afterOther(columns: number): string {
	return `${usual}${off(2004)}${leaveIfInside}${on(25)}${on(wrapping)}${' '.repeat(columns - 1)}\r`;
}

/** The only path for the program's own bytes to the terminal. */
export type ScreenOutput = {
	/** Standard output for Ink. Its size is never 0, and it drops writes while the screen is held. */
	readonly stdout: NodeJS.WriteStream;
	readonly size: TerminalSize;
	/** True while the terminal shows the alternate screen with our modes. */
	readonly isTaken: () => boolean;
	/** Drops Ink's writes from now on: the shell or another program owns the terminal. */
	readonly hold: () => void;
	readonly release: () => void;
	/** Writes even while the screen is held, to set modes while the terminal changes owner. */
	readonly writeRaw: (sequence: string) => void;
	/** Leaves the alternate screen and undoes our modes, unless already done. */
	readonly giveBack: () => void;
	/**
	 * Writes a sequence that neither prints nor moves the cursor; false, and nothing is written, while the screen is
	 * held. Ink writes every frame whole within one turn, so other output goes between two frames. Ink's own way to
	 * write outside frames would erase and redraw the screen.
	 */
	readonly writeBetweenFrames: (sequence: string) => boolean;
	/**
	 * Calls the listener right before and after each write of Ink's that is not dropped. Returns the function to stop
	 * that.
	 */
	readonly onFrame: (listener: FrameListener) => () => void;
};

type FrameListener = { readonly before?: () => void; readonly after: () => void };

/** Wraps a terminal's stream. It keeps the stream's original `write`, which may be replaced later. */
export function createScreenOutput(
	output: NodeJS.WriteStream,
	environment: Readonly<Record<string, string | undefined>>,
): ScreenOutput {
	const write = output.write.bind(output);
	const size = followSize(output, environment);
	const frameListeners = new Set<FrameListener>();
	let isHeld = false;
	let isTaken = false;
	/** The frame that Ink is writing, until it ends; null between frames. */
	let unfinished: string | null = null;

	/** Ink enters the alternate screen whenever it takes the terminal, so the other modes are sent with that. */
	const withModes = (text: string): string => {
		if (text.startsWith(enterAlternate)) {
			isTaken = true;
			return `${beforeAlternate}${enterAlternate}${insideAlternate}${text.slice(enterAlternate.length)}`;
		}
		if (text !== leaveAlternate) return text;
		isTaken = false;
		return `${leaveAlternate}${afterAlternate}`;
	};
	const writeForInk = (text: string, done?: () => void): boolean => {
		if (isHeld) {
			unfinished = null;
			// An empty write prints nothing but calls back, and Ink waits for the callback.
			return write('', done);
		}
		// Ink writes a frame in three parts within one turn. One write takes a third of the system calls, and a terminal
		// reads it at once.
		if (done === undefined && (unfinished !== null || text === beginFrame)) {
			unfinished = `${unfinished ?? ''}${text}`;
			if (text !== endFrame) return true;
			const frame = unfinished;
			unfinished = null;
			return writeWhole(frame);
		}
		return writeWhole(text, done);
	};
	const writeWhole = (text: string, done?: () => void): boolean => {
		for (const { before } of frameListeners) before?.();
		const hasRoom = write(withModes(text), done);
		for (const { after } of frameListeners) after();
		return hasRoom;
	};
	const own: Readonly<Record<string, (...args: never[]) => unknown>> = {
		write: writeForInk,
		on: (event: string, listener: () => void) => {
			if (event === 'resize') size.late.add(listener);
			else output.on(event, listener);
		},
		off: (event: string, listener: () => void) => {
			if (event === 'resize') size.late.delete(listener);
			else output.off(event, listener);
		},
	};
	const stdout = new Proxy(output, {
		get: (target, name): unknown => {
			if (name === 'columns') return size.get().columns;
			if (name === 'rows') return size.get().rows;
			if (typeof name === 'string' && Object.hasOwn(own, name)) return own[name];
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

	return {
		stdout,
		size,
		isTaken: () => isTaken,
		hold: () => {
			isHeld = true;
		},
		release: () => {
			isHeld = false;
		},
		writeRaw: (sequence) => void write(sequence),
		giveBack: () => {
			isHeld = true;
			if (isTaken) write(giveBack);
			isTaken = false;
		},
		writeBetweenFrames: (sequence) => {
			if (!isHeld) write(sequence);
			return !isHeld;
		},
		onFrame: (listener) => {
			frameListeners.add(listener);
			return () => frameListeners.delete(listener);
		},
	};
}
