import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder, syncFolder } from './atomic-file.ts';
import { codeOf } from './file-problem.ts';
import { openOwn } from './own-file.ts';

/** An append-only file of lines. */
export type LineFile = {
	/** Resolves once the line is on disk. Throws the file system's error. */
	readonly append: (line: string) => Promise<void>;
};

type Waiting = { readonly line: string; readonly settle: (failed: unknown) => void };

const newline = 0x0a;
const chunkSize = 64 * 1024;

/**
 * Opens the file on first use. Lines that arrive together, or during a write, go to disk together: one write, one sync.
 * Whole lines of several processes may interleave, parts of lines do not.
 */
export function lineFile(path: string): LineFile {
	let waiting: Waiting[] = [];
	let isBusy = false;

	async function work(): Promise<void> {
		isBusy = true;
		// Collects all lines appended in this turn.
		await Promise.resolve();
		while (waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			const failed = await writeLines(
				path,
				batch.map(({ line }) => line),
			).then(
				() => null,
				(error: unknown) => error,
			);
			for (const { settle } of batch) settle(failed);
		}
		isBusy = false;
	}

	return {
		append: (line) =>
			new Promise((resolve, reject) => {
				waiting.push({ line, settle: (failed) => (failed === null ? resolve() : reject(failed)) });
				if (!isBusy) void work();
			}),
	};
}

async function writeLines(path: string, lines: readonly string[]): Promise<void> {
	await ensureFolder(dirname(path));
	const file = await openOwn(path, 'append');
	let isNew: boolean;
	try {
		const { size } = await file.stat();
		isNew = size === 0;
		// A line cut off by a killed process or a full disk must not swallow the next one.
		const start = isNew || (await isLineEnd(file, size)) ? '' : '\n';
		let rest = Buffer.from(`${start}${lines.join('\n')}\n`);
		while (rest.length > 0) rest = rest.subarray((await file.write(rest)).bytesWritten);
		await file.sync();
	} finally {
		await file.close();
	}
	if (isNew) await syncFolder(dirname(path));
}

async function isLineEnd(file: FileHandle, size: number): Promise<boolean> {
	const last = Buffer.alloc(1);
	await file.read(last, 0, 1, size - 1);
	return last[0] === newline;
}

/**
 * The last lines of a file, at most `most`, oldest first, without blank ones; empty if there is no file. Reads from the
 * end, and only as much as needed.
 */
export async function lastLines(path: string, most: number): Promise<string[]> {
	let file: FileHandle;
	try {
		file = await openOwn(path, 'read');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
	try {
		const chunks: Buffer[] = [];
		let found = 0;
		let at = (await file.stat()).size;
		// One line end more than lines, so that the first line is complete.
		while (at > 0 && found <= most) {
			const length = Math.min(chunkSize, at);
			at -= length;
			const chunk = Buffer.alloc(length);
			const { bytesRead } = await file.read(chunk, 0, length, at);
			chunks.unshift(chunk.subarray(0, bytesRead));
			found += countLineEnds(chunk);
		}
		const text = Buffer.concat(chunks).toString('utf8');
		const lines = text.split('\n').slice(at > 0 ? 1 : 0);
		return lines.filter((line) => line.trim() !== '').slice(-most);
	} finally {
		await file.close();
	}
}

function countLineEnds(chunk: Buffer): number {
	let count = 0;
	for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) count++;
	return count;
}
