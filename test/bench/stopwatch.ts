import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as pty from '@lydell/node-pty';
import { keyBytes } from '../harness/keys.ts';

/** The end of a frame: Ink brackets each frame in a synchronized update. */
const FRAME_END = Buffer.from('\u001b[?2026l');

/**
 * The reaction to one key: milliseconds from the key to the last byte of its last frame, bytes written, frames drawn.
 */
export interface Reaction {
	readonly ms: number;
	readonly bytes: number;
	readonly frames: number;
}

interface Chunk {
	readonly at: number;
	readonly bytes: Buffer;
}

/**
 * A program in a pseudo-terminal, with the arrival time of each byte. An emulator would take part of the measured
 * time, so there is none.
 */
export class Stopwatch implements Disposable {
	/** Milliseconds on the clock of `performance.now()`. */
	readonly startedAt = performance.now();
	readonly ended: Promise<number>;
	readonly #child: pty.IPty;
	readonly #chunks: Chunk[] = [];
	#onData: () => void = () => {};

	constructor(command: readonly string[], env: Readonly<Record<string, string>>, cols = 120, rows = 40) {
		const [file = '', ...args] = command;
		this.#child = pty.spawn(file, args, { cols, rows, name: 'xterm-256color', env, encoding: null });
		this.#child.onData((data: string | Buffer) => {
			this.#chunks.push({ at: performance.now(), bytes: Buffer.from(data) });
			this.#onData();
		});
		this.ended = new Promise((resolve) => {
			this.#child.onExit(() => resolve(performance.now() - this.startedAt));
		});
	}

	/** Milliseconds from the start to the byte that first completed `pattern` on the screen. */
	async firstShowing(pattern: RegExp, timeout = 20_000): Promise<number> {
		const deadline = performance.now() + timeout;
		const latest = () => this.#chunks.at(-1)?.at ?? 0;
		const output = () => Buffer.concat(this.#chunks.map((chunk) => chunk.bytes)).toString('utf8');
		while (!pattern.test(output())) {
			if (performance.now() > deadline) throw new Error(`never showed ${pattern}\n${output().slice(-4000)}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 200);
				this.#onData = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
		return latest() - this.startedAt;
	}

	/** Resolves after `quiet` milliseconds without output. */
	async settle(quiet: number): Promise<void> {
		await new Promise<void>((resolve) => {
			let timer = setTimeout(resolve, quiet);
			this.#onData = () => {
				clearTimeout(timer);
				timer = setTimeout(resolve, quiet);
			};
		});
		this.#onData = () => {};
	}

	/** Presses a key and returns the reaction. Its frames end after `quiet` milliseconds without output. */
	async press(key: string, quiet: number): Promise<Reaction> {
		const before = this.#chunks.length;
		const at = performance.now();
		this.#child.write(keyBytes(key));
		await this.settle(quiet);
		const chunks = this.#chunks.slice(before);
		const last = chunks.findLast((chunk) => chunk.bytes.includes(FRAME_END));
		const written = Buffer.concat(chunks.map((chunk) => chunk.bytes));
		return { ms: (last?.at ?? Number.NaN) - at, bytes: written.length, frames: countFrames(written) };
	}

	/** Sends texts, one write each, without measuring. */
	type(...texts: string[]): void {
		for (const text of texts) this.#child.write(text);
	}

	/** Memory of the process in megabytes: now, and at its peak. */
	memory(): { readonly now: number; readonly peak: number } {
		const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
		const field = (name: string) =>
			Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
		return { now: field('VmRSS'), peak: field('VmHWM') };
	}

	/** Quits the program like a user. Killing it would keep Node from saving compiled code for the next start. */
	async quit(): Promise<void> {
		this.#child.write(keyBytes('q'));
		await this.ended;
	}

	[Symbol.dispose](): void {
		try {
			this.#child.kill('SIGKILL');
		} catch {
			// Already ended.
		}
	}
}

function countFrames(written: Buffer): number {
	let frames = 0;
	for (let at = written.indexOf(FRAME_END); at !== -1; at = written.indexOf(FRAME_END, at + 1)) frames++;
	return frames;
}
