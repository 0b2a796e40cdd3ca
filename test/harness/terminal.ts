import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import * as pty from '@lydell/node-pty';
import { type Cell, Emulator } from './emulator.ts';
import { type Escape, findEscapes } from './escapes.ts';
import { keyBytes } from './keys.ts';
import { type LinePlan, SlowLine } from './slow-line.ts';

/** The end of a program: its exit code, or the signal that killed it. */
export interface Exit {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/**
 * The settings of a command's terminal. `env` is added to a small clean environment; `undefined` removes a variable.
 */
export interface TerminalOptions {
	readonly cols?: number;
	readonly rows?: number;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** The Unicode version of the terminal's widths: 11, or 6, in which every emoji is narrow. */
	readonly unicode?: '6' | '11';
	/** A slow line between the terminal and the program, in both directions. Without it, bytes arrive at once. */
	readonly line?: LinePlan;
}

/** The condition to wait for: a text on some row, a pattern over all rows joined by newlines, or a function. */
export type Awaited = string | RegExp | ((screen: string[]) => boolean);

const running = new Set<pty.IPty>();
process.on('exit', () => {
	for (const child of running) killGroup(child, 'SIGKILL');
});

/**
 * The environment of a child, with a short list of inherited variables. A `CI` variable would make Ink write nothing,
 * the test runner's `NODE_ENV` or `NO_COLOR` would change the tested program, and a developer's key would be used.
 */
export function cleanEnv(extra: TerminalOptions['env'] = {}): Record<string, string> {
	const inherited = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR'].map((name) => [
		name,
		process.env[name],
	]);
	const fixed = { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', TZ: 'UTC' };
	const all = Object.entries({ ...Object.fromEntries(inherited), ...fixed, ...extra });
	return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/**
 * The time between two fast key presses, or between a change on the screen and the key that reacts to it, in
 * milliseconds.
 */
const handMillis = 60;

/** A command in a real pseudo-terminal, with its screen. Use it with `await using`, which ends the command. */
export class Terminal implements AsyncDisposable {
	/** Resolves once the command has ended and all its output is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #child: pty.IPty;
	readonly #emulator: Emulator;
	readonly #keyboard: SlowLine | undefined;
	readonly #output: SlowLine | undefined;
	readonly #chunks: Buffer[] = [];
	readonly #waiting = new Set<() => void>();
	#bytes = 0;
	#marked = 0;
	#drawn: Promise<void> = Promise.resolve();
	#ended = false;
	/**
	 * The time by `performance.now()` at which a hand can press the next key: after pending keys, and after the last
	 * screen that a wait returned.
	 */
	#handsFree = 0;

	constructor(
		command: readonly string[],
		{ cols = 80, rows = 24, cwd, env, line, unicode }: TerminalOptions = {},
	) {
		const [file = '', ...args] = command;
		this.#child = pty.spawn(file, args, {
			cols,
			rows,
			name: 'xterm-256color',
			cwd: cwd ?? process.cwd(),
			env: cleanEnv(env),
			encoding: null,
		});
		running.add(this.#child);
		this.#emulator = new Emulator(cols, rows, (answer) => this.#send(answer), unicode);
		if (line !== undefined) {
			this.#keyboard = new SlowLine(line, (packet) => this.#hand(packet));
			// A frame has thousands of bytes: a gap between its packets would take seconds a frame.
			const packets: LinePlan = { ...line, gapMillis: 0, ...(line.cut === 'byte' ? { cut: 'random' } : {}) };
			this.#output = new SlowLine(packets, (packet) => this.#take(packet));
		}
		this.#child.onData((data: string | Buffer) => {
			const bytes = Buffer.from(data);
			if (this.#output === undefined) this.#take(bytes);
			else this.#output.send(bytes);
		});
		this.exit = new Promise((resolve) => {
			this.#child.onExit(({ exitCode, signal }) => {
				running.delete(this.#child);
				const ended = signal ? { code: null, signal: signalName(signal) } : { code: exitCode, signal: null };
				this.#keyboard?.close();
				const arrived = this.#output?.drain() ?? Promise.resolve();
				void arrived
					.then(() => this.#drawn)
					.then(() => {
						this.#ended = true;
						this.#look();
						resolve(ended);
					});
			});
		});
	}

	#take(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
		this.#drawn = this.#emulator.write(chunk).then(() => this.#look());
	}

	#hand(bytes: string | Buffer): void {
		// The types accept only text, but bytes are passed through: half a character must stay half a character.
		this.#child.write(bytes as string);
	}

	#look(): void {
		for (const look of this.#waiting) look();
	}

	/** True once the command has ended and all its output is on the screen. */
	get hasEnded(): boolean {
		return this.#ended;
	}

	get pid(): number {
		return this.#child.pid;
	}

	/** All output of the program as text. */
	get raw(): string {
		return Buffer.concat(this.#chunks).toString('utf8');
	}

	/** Bytes written since the last `mark()`, or since the start. */
	get bytes(): number {
		return this.#bytes - this.#marked;
	}

	mark(): void {
		this.#marked = this.#bytes;
	}

	/** The private modes that are set: 7 wrapping, 25 cursor shown, 1049 alternate screen, 2004 bracketed paste. */
	get modes(): ReadonlySet<number> {
		return this.#emulator.modes;
	}

	/** True while the alternate screen is in use, which preserves the main one. */
	get alternate(): boolean {
		return this.#emulator.alternate;
	}

	/** The number of complete frames. */
	get frames(): number {
		return this.#emulator.frames;
	}

	/** The rows of the screen, top to bottom, without trailing spaces. */
	screen(): string[] {
		return this.#emulator.screen();
	}

	/** One row of the screen; negative counts from the bottom. */
	line(at: number): string {
		return this.screen().at(at) ?? '';
	}

	/** The cells of a row: text, width, colours. */
	cells(y: number): Cell[] {
		return this.#emulator.cells(y < 0 ? this.#emulator.rows + y : y);
	}

	/** The text in column `x` of every row, top to bottom: for straight borders. */
	column(x: number): string[] {
		return Array.from({ length: this.#emulator.rows }, (_, y) => this.cells(y)[x]?.text ?? '');
	}

	/** The cursor's position, from the upper left corner. */
	get cursor(): { readonly x: number; readonly y: number } {
		return this.#emulator.cursor;
	}

	/** The effects of the output beyond drawing; see `findEscapes`. */
	escapes(): Escape[] {
		return findEscapes(this.raw);
	}

	/**
	 * Presses keys, one write each: `press('j')`, `press('Ctrl-d', 'Enter')`. Keys are as far apart as from a hand,
	 * and later input follows them.
	 */
	press(...keys: string[]): void {
		for (const key of keys) {
			this.type(keyBytes(key));
			this.#handsFree = Math.max(this.#handsFree, performance.now()) + handMillis;
		}
	}

	/** Resolves when the next key would be sent at once. */
	async handsFree(): Promise<void> {
		const wait = this.#handsFree - performance.now();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
	}

	/** Sends text or bytes verbatim in one burst, like a paste into the terminal. */
	type(text: string | Buffer): void {
		const wait = this.#handsFree - performance.now();
		if (wait > 0) setTimeout(() => this.#send(text), wait);
		else this.#send(text);
	}

	#send(text: string | Buffer): void {
		if (this.#ended) return;
		if (this.#keyboard === undefined) this.#hand(text);
		else this.#keyboard.send(text);
	}

	/** Changes the size of the window; the program gets SIGWINCH. */
	resize(cols: number, rows: number): void {
		this.#emulator.resize(cols, rows);
		this.#child.resize(cols, rows);
	}

	/** Sends a signal to the program only. */
	kill(signal: NodeJS.Signals): void {
		process.kill(this.#child.pid, signal);
	}

	/** The processes of this terminal in start order (Linux only). `state` is `T` for a stopped one. */
	processes(): { readonly pid: number; readonly name: string; readonly state: string }[] {
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.flatMap((name) => {
				const [, comm = '', rest = ''] = /\((.*)\) (.*)/s.exec(statOf(name)) ?? [];
				const [state = '', , , session] = rest.split(' ');
				return Number(session) === this.pid && state !== 'Z'
					? [{ pid: Number(name), name: comm, state }]
					: [];
			})
			.sort((a, b) => a.pid - b.pid);
	}

	/** Closes the terminal under the program, like a lost connection. */
	hangUp(): void {
		// Missing from its type.
		if ('destroy' in this.#child && typeof this.#child.destroy === 'function') this.#child.destroy();
	}

	/**
	 * Waits until the screen shows `wanted`, and returns the screen. Ignores incomplete frames. The next key is
	 * delayed slightly, as from a person who reads. Throws with the screen in the message on a timeout, or if the
	 * program ends first.
	 */
	waitFor(wanted: Awaited, timeout = 8000): Promise<string[]> {
		return new Promise((resolve, reject) => {
			const finish = (settle: () => void) => {
				clearTimeout(timer);
				this.#waiting.delete(look);
				settle();
			};
			const fail = (why: string) =>
				finish(() => reject(new Error(`${why} while waiting for ${wanted}\n${framed(this.screen())}`)));
			const look = () => {
				const screen = this.screen();
				if (!this.#emulator.inFrame && isThere(screen, wanted)) {
					this.#handsFree = Math.max(this.#handsFree, performance.now() + handMillis);
					finish(() => resolve(screen));
				} else if (this.#ended) fail('the program ended');
			};
			const timer = setTimeout(() => fail(`${timeout} ms went by`), timeout);
			this.#waiting.add(look);
			look();
		});
	}

	/** Ends the program with its children and waits for the end. */
	async [Symbol.asyncDispose](): Promise<void> {
		if (running.has(this.#child)) killGroup(this.#child, 'SIGKILL');
		this.#output?.close();
		await this.exit;
		this.#emulator.dispose();
	}
}

function statOf(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		// It ended between the two reads.
		return '';
	}
}

function isThere(screen: string[], wanted: Awaited): boolean {
	if (typeof wanted === 'function') return wanted(screen);
	if (typeof wanted === 'string') return screen.some((line) => line.includes(wanted));
	return wanted.test(screen.join('\n'));
}

/** A framed screen, for messages of failed tests. */
function framed(screen: readonly string[]): string {
	const edge = '-'.repeat(20);
	return [edge, ...screen.map((line, y) => `${String(y).padStart(3)}|${line}`), edge].join('\n');
}

function signalName(wanted: number): NodeJS.Signals | null {
	const found = Object.entries(constants.signals).find(([, number]) => number === wanted);
	return found === undefined ? null : (found[0] as NodeJS.Signals);
}

function killGroup(child: pty.IPty, signal: NodeJS.Signals): void {
	try {
		// A pseudo-terminal's child leads a session, so killing its process group also kills the programs that it started.
		process.kill(-child.pid, signal);
	} catch {
		// Already ended.
	}
}
