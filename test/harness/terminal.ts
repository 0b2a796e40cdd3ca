import { constants } from 'node:os';
import * as pty from '@lydell/node-pty';
import { type Cell, Emulator } from './emulator.ts';
import { type Escape, findEscapes } from './escapes.ts';
import { keyBytes } from './keys.ts';

/** How a program ended: its exit code, or the signal that killed it. */
export interface Exit {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/** Where a command runs. `env` is added to a small clean environment; `undefined` takes a variable away. */
export interface TerminalOptions {
	readonly cols?: number;
	readonly rows?: number;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What to wait for: a text on some row, a pattern over all rows joined by newlines, or any condition. */
export type Awaited = string | RegExp | ((screen: string[]) => boolean);

const running = new Set<pty.IPty>();
process.on('exit', () => {
	for (const child of running) killGroup(child, 'SIGKILL');
});

/**
 * The environment a child gets. A short list of what it may inherit: a `CI` variable would make Ink write nothing, a
 * `NODE_ENV` or `NO_COLOR` of the test runner would change what is tested, and a key of the developer's would be used.
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

/** A command in a real pseudo-terminal, and the screen it draws. Use it with `await using`, which ends the command. */
export class Terminal implements AsyncDisposable {
	/** Settles when the command has ended and all its output is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #child: pty.IPty;
	readonly #emulator: Emulator;
	readonly #chunks: Buffer[] = [];
	readonly #waiting = new Set<() => void>();
	#bytes = 0;
	#marked = 0;
	#drawn: Promise<void> = Promise.resolve();
	#ended = false;

	constructor(command: readonly string[], { cols = 80, rows = 24, cwd, env }: TerminalOptions = {}) {
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
		this.#emulator = new Emulator(cols, rows, (answer) => this.type(answer));
		this.#child.onData((data: string | Buffer) => this.#take(Buffer.from(data)));
		this.exit = new Promise((resolve) => {
			this.#child.onExit(({ exitCode, signal }) => {
				running.delete(this.#child);
				const ended = signal ? { code: null, signal: signalName(signal) } : { code: exitCode, signal: null };
				void this.#drawn.then(() => {
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

	#look(): void {
		for (const look of this.#waiting) look();
	}

	get pid(): number {
		return this.#child.pid;
	}

	/** Everything the program wrote, as text. */
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

	/** Whether the alternate screen, which keeps what was there before, is the one in use. */
	get alternate(): boolean {
		return this.#emulator.alternate;
	}

	/** How many frames have been drawn whole. */
	get frames(): number {
		return this.#emulator.frames;
	}

	/** The rows of the screen, top to bottom, without the spaces at their ends. */
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

	/** What stands in column `x` of every row, top to bottom: for lines that must be straight. */
	column(x: number): string[] {
		return Array.from({ length: this.#emulator.rows }, (_, y) => this.cells(y)[x]?.text ?? '');
	}

	/** What the output did to the terminal beyond drawing; see `findEscapes`. */
	escapes(): Escape[] {
		return findEscapes(this.raw);
	}

	/** Presses keys, each in a write of its own: `press('j')`, `press('Ctrl-d', 'Enter')`. */
	press(...keys: string[]): void {
		for (const key of keys) this.#child.write(keyBytes(key));
	}

	/** Sends text as it is, in one burst, as a paste into the terminal would. */
	type(text: string): void {
		if (!this.#ended) this.#child.write(text);
	}

	/** Changes the size of the window; the program gets SIGWINCH. */
	resize(cols: number, rows: number): void {
		this.#emulator.resize(cols, rows);
		this.#child.resize(cols, rows);
	}

	/** Sends a signal to the program alone. */
	kill(signal: NodeJS.Signals): void {
		process.kill(this.#child.pid, signal);
	}

	/**
	 * Waits until what is wanted is on the screen, and returns the screen. Never looks at half a frame.
	 * Throws, with the screen in the message, when the time is up or the program ended without showing it.
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
				if (!this.#emulator.inFrame && isThere(screen, wanted)) finish(() => resolve(screen));
				else if (this.#ended) fail('the program ended');
			};
			const timer = setTimeout(() => fail(`${timeout} ms went by`), timeout);
			this.#waiting.add(look);
			look();
		});
	}

	/** Ends the program and what it started, and waits until it is gone. */
	async [Symbol.asyncDispose](): Promise<void> {
		if (running.has(this.#child)) killGroup(this.#child, 'SIGKILL');
		await this.exit;
		this.#emulator.dispose();
	}
}

function isThere(screen: string[], wanted: Awaited): boolean {
	if (typeof wanted === 'function') return wanted(screen);
	if (typeof wanted === 'string') return screen.some((line) => line.includes(wanted));
	return wanted.test(screen.join('\n'));
}

/** A screen with a frame around it, for messages of failed tests. */
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
		// A pseudo-terminal's child leads a session: its own process group takes the programs with it that it started.
		process.kill(-child.pid, signal);
	} catch {
		// Already gone.
	}
}
