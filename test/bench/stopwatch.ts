import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import * as pty from '@lydell/node-pty';
import { keyBytes } from '../harness/keys.ts';

/** The end of a frame: Ink brackets each frame in a synchronized update. */
const frameEnd = Buffer.from('\u001b[?2026l');

interface Chunk {
	readonly at: number;
	readonly bytes: Buffer;
}

/** The reactions to a sequence of keys. Lists have one entry a key, in milliseconds or bytes. */
export interface Walk {
	readonly first: readonly number[];
	/** The last byte before the next key; NaN if none came by then. */
	readonly last: readonly number[];
	readonly bytes: readonly number[];
	/** Frames on the screen and milliseconds of processor time, for each key on average. */
	readonly frames: number;
	readonly cpu: number;
}

/** The memory of a process in megabytes: now, and at its peak. */
interface Memory {
	readonly now: number;
	readonly peak: number;
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
	#chunks: Chunk[] = [];
	#onData: () => void = () => {};

	/** `bytesPerSecond` is the speed of the line to the terminal, which reads no faster; unlimited unless given. */
	constructor(
		command: readonly string[],
		env: Readonly<Record<string, string>>,
		cols = 120,
		rows = 40,
		bytesPerSecond = Number.POSITIVE_INFINITY,
	) {
		const [file = '', ...args] = command;
		this.#child = pty.spawn(file, args, { cols, rows, name: 'xterm-256color', env, encoding: null });
		this.#child.onData((data: string | Buffer) => {
			this.#chunks.push({ at: performance.now(), bytes: Buffer.from(data) });
			this.#onData();
			if (bytesPerSecond === Number.POSITIVE_INFINITY) return;
			this.#child.pause();
			setTimeout(() => this.#child.resume(), (data.length / bytesPerSecond) * 1000);
		});
		this.ended = new Promise((resolve) => {
			this.#child.onExit(() => resolve(performance.now() - this.startedAt));
		});
	}

	/** Milliseconds from the start to the byte that first completed `pattern` on the screen. */
	async firstShowing(pattern: RegExp, timeout = 60_000): Promise<number> {
		const deadline = performance.now() + timeout;
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
		return (this.#chunks.at(-1)?.at ?? 0) - this.startedAt;
	}

	/** Resolves after `quiet` milliseconds without output, or after 20 times as long. */
	async settle(quiet: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const longest = setTimeout(() => finish(), quiet * 20);
			let timer = setTimeout(() => finish(), quiet);
			const finish = (): void => {
				clearTimeout(timer);
				clearTimeout(longest);
				resolve();
			};
			this.#onData = () => {
				clearTimeout(timer);
				timer = setTimeout(finish, quiet);
			};
		});
		this.#onData = () => {};
	}

	/** Presses keys without measuring, each after the output of the one before. */
	async press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			this.#child.write(keyBytes(key));
			await this.settle(60);
		}
	}

	/** Presses one key every `gap` milliseconds, however long the program takes, and returns the reactions. */
	async walk(keys: readonly string[], gap: number): Promise<Walk> {
		this.#chunks = [];
		const cpuBefore = this.cpu();
		const start = performance.now() + 5;
		const pressed: number[] = [];
		for (const [index, key] of keys.entries()) {
			await pause(Math.max(0, start + index * gap - performance.now()));
			pressed.push(performance.now());
			this.#child.write(keyBytes(key));
		}
		await pause(gap);
		const end = performance.now();
		const cpu = (this.cpu() - cpuBefore) / keys.length;
		const chunks = this.#chunks;
		const within = pressed.map((at, index) =>
			chunks.filter((chunk) => chunk.at >= at && chunk.at < (pressed[index + 1] ?? end)),
		);
		return {
			first: pressed.map((at) => (chunks.find((chunk) => chunk.at >= at)?.at ?? Number.NaN) - at),
			last: within.map((list, index) => (list.at(-1)?.at ?? Number.NaN) - (pressed[index] ?? 0)),
			bytes: within.map((list) => list.reduce((sum, { bytes }) => sum + bytes.length, 0)),
			frames: countFrames(Buffer.concat(chunks.map(({ bytes }) => bytes))) / keys.length,
			cpu,
		};
	}

	/** Bytes written since the last walk began, or since the start. */
	get bytes(): number {
		return this.#chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
	}

	/** The arrival of the latest byte, by `performance.now()`. */
	get lastByteAt(): number {
		return this.#chunks.at(-1)?.at ?? this.startedAt;
	}

	/** Forgets the output so far. */
	mark(): void {
		this.#chunks = [];
	}

	/** Sends texts, one write each, without measuring. */
	type(...texts: string[]): void {
		for (const text of texts) this.#child.write(text);
	}

	resize(columns: number, rows: number): void {
		this.#child.resize(columns, rows);
	}

	get pid(): number {
		return this.#child.pid;
	}

	/** Milliseconds of processor time that all threads of the program have used. Linux only. */
	cpu(): number {
		const folder = `/proc/${this.#child.pid}/task`;
		const spent = readdirSync(folder).map((task) => {
			try {
				return Number(readFileSync(`${folder}/${task}/schedstat`, 'utf8').split(' ')[0]);
			} catch {
				// The thread ended between the two reads.
				return 0;
			}
		});
		return spent.reduce((sum, one) => sum + one, 0) / 1e6;
	}

	memory(): Memory {
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
	for (let at = written.indexOf(frameEnd); at !== -1; at = written.indexOf(frameEnd, at + 1)) frames++;
	return frames;
}
