import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { reasonOf } from '../domain/reason.ts';

/** A line of a file with its 1-based number. Blank lines are skipped but counted. */
export type NumberedLine = { readonly number: number; readonly text: string };

/** A file that cannot be read further. `line` is the place, or null before the first line. */
export class LineError extends Error {
	override readonly name = 'LineError';
	readonly line: number | null;

	constructor(line: number | null, message: string, options?: ErrorOptions) {
		super(message, options);
		this.line = line;
	}
}

/** The longest line that is read, in bytes: a file without line ends must not fill the memory. */
const longestLine = 64 * 1024 * 1024;
const newline = 0x0a;

/**
 * Reads a UTF-8 file line by line, gunzipped if its first bytes say so, with only a line and a buffer in memory.
 * @throws {LineError} for a file that is unreadable, incomplete, not UTF-8, or has a line over the limit.
 */
export function linesOfFile(path: string): AsyncGenerator<NumberedLine, void, undefined> {
	return linesOfBytes(bytesOf(path));
}

/**
 * Splits UTF-8 bytes into lines. Lines end at LF only: U+2028 is legal inside a JSON string, which rules out
 * `node:readline`.
 * @throws {LineError} for bytes that are unreadable, not UTF-8, or have a line over the limit.
 */
export async function* linesOfBytes(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<NumberedLine, void, undefined> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let number = 0;
	let parts: Uint8Array[] = [];
	let size = 0;

	const line = (): NumberedLine | null => {
		number++;
		const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
		parts = [];
		size = 0;
		let text: string;
		try {
			text = decoder.decode(bytes);
		} catch (error) {
			throw new LineError(number, 'not valid UTF-8', { cause: error });
		}
		return text.trim() === '' ? null : { number, text };
	};

	try {
		for await (const chunk of chunks) {
			let start = 0;
			for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
				parts.push(chunk.subarray(start, end));
				start = end + 1;
				const whole = line();
				if (whole !== null) yield whole;
			}
			if (start < chunk.length) {
				parts.push(chunk.subarray(start));
				size += chunk.length - start;
			}
			if (size > longestLine) throw new LineError(number + 1, 'the line is longer than 64 MB');
		}
	} catch (error) {
		throw error instanceof LineError ? error : readError(error, number);
	}
	if (parts.length === 0) return;
	const last = line();
	if (last !== null) yield last;
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
	const file = createReadStream(path, { highWaterMark: 256 * 1024 });
	// The extension may be wrong; the first two bytes of a gzip file are not.
	let first: Buffer | null = null;
	for await (const chunk of file.iterator({ destroyOnReturn: false })) {
		first = Buffer.from(chunk);
		break;
	}
	if (first === null) return;
	file.unshift(first);
	if (first[0] !== 0x1f || first[1] !== 0x8b) {
		yield* file;
		return;
	}
	// `pipeline` passes errors between both streams, and ends both when the reader stops early.
	const gunzip = createGunzip({ chunkSize: 256 * 1024 });
	pipeline(file, gunzip, () => undefined);
	yield* gunzip;
}

function readError(error: unknown, linesRead: number): LineError {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	const options = { cause: error };
	switch (code) {
		case 'Z_BUF_ERROR':
			return new LineError(linesRead + 1, 'the gzip data is incomplete', options);
		case 'Z_DATA_ERROR':
			return new LineError(linesRead + 1, 'the gzip data is damaged', options);
		case 'ENOENT':
			return new LineError(null, 'no such file', options);
		case 'EACCES':
			return new LineError(null, 'no permission to read it', options);
		case 'EISDIR':
			return new LineError(null, 'it is a directory', options);
		default:
			return new LineError(null, reasonOf(error), options);
	}
}
