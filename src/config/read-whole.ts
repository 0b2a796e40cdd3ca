import {
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	openSync,
	readSync,
	type Stats,
	statSync,
} from 'node:fs';
import type { ConfigFile, FileTrouble } from '../domain/file-trouble.ts';
import { reasonOf } from '../domain/reason.ts';
import { codeOf } from '../records/file-problem.ts';
import { isJsonText, type JsonText, readJsonText } from './json-text.ts';
import { trustIn } from './trust.ts';

/**
 * The result of reading a file: absent, a JSON object with the reason why others can write to it (`writer`), or the
 * trouble with it.
 */
export type Reading =
	| { readonly kind: 'absent' }
	| { readonly kind: 'whole'; readonly json: JsonText; readonly writer: string | null }
	| { readonly kind: 'trouble'; readonly trouble: FileTrouble };

/** Neither people nor this program write a larger file. */
const mostBytes = 1_000_000;
const tooLarge = 'it is larger than 1 MB';
const chunkBytes = 64 * 1024;

/** Never blocks on a FIFO or device: a FIFO would wait for a writer, and opening can act as a command on a device. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Reads a settings or views file whole, or returns the reason why that fails. Waits only for the disk and never throws.
 */
export function readJsonFile(path: string): Reading {
	const trouble = (why: string, advice: string, more: Partial<FileTrouble> = {}): Reading => ({
		kind: 'trouble',
		trouble: { path, place: null, why, advice, isEditable: false, ...more },
	});
	try {
		const trust = trustIn(path);
		if (trust.refusal !== null)
			return trouble(trust.refusal.why, trust.refusal.advice, { isEditable: isPlainFile(path) });
		const bytes = bytesOf(path);
		if (bytes === null) return { kind: 'absent' };
		if (typeof bytes === 'string') return trouble(bytes, 'Move it away, or replace it with a file.');
		const json = readJsonText(decoded(bytes));
		if (isJsonText(json)) return { kind: 'whole', json, writer: trust.writer };
		const advice = 'Fix it there, or remove the file.';
		return trouble(json.why, advice, { place: json.place, isEditable: true });
	} catch (error) {
		if (error instanceof TypeError)
			return trouble('it is not UTF-8 text', 'Save it as UTF-8.', { isEditable: true });
		const [why, advice] = known[codeOf(error) ?? ''] ?? [reasonOf(error), 'Fix that, then restart tconv.'];
		return trouble(why, advice);
	}
}

const known: Readonly<Record<string, readonly [string, string]>> = {
	EACCES: ['you have no permission to read it', 'Run: chmod u+rX on it and its folder.'],
	EPERM: ['reading it is not permitted', 'Check its owner and permissions.'],
	ENOTDIR: ['part of that path is a file, not a folder', 'Move that file away.'],
	ELOOP: ['its links form a circle', 'Replace the link with a file.'],
	EIO: ['the disk cannot be read', 'Check the disk.'],
	ENAMETOOLONG: ['that path is too long', 'Set TCONV_CONFIG_DIR to another folder.'],
};

/** The bytes of a file, null if it does not exist, or the reason not to read it. */
function bytesOf(path: string): Uint8Array | string | null {
	const before = statSync(path, { throwIfNoEntry: false });
	if (before === undefined)
		return lstatSync(path, { throwIfNoEntry: false }) === undefined
			? null
			: 'it is a link to a file that is not there';
	const kind = unreadableKind(before);
	if (kind !== null) return kind;
	const file = openSync(path, flags);
	try {
		// The file may have been replaced since.
		const other = unreadableKind(fstatSync(file));
		if (other !== null) return other;
		const chunks: Uint8Array[] = [];
		let length = 0;
		while (length <= mostBytes) {
			const chunk = new Uint8Array(chunkBytes);
			const count = readSync(file, chunk);
			if (count === 0) return Buffer.concat(chunks);
			chunks.push(chunk.subarray(0, count));
			length += count;
		}
		return tooLarge;
	} finally {
		closeSync(file);
	}
}

/** How many lines to show around the trouble, and the most characters of each. */
const around = 2;
const longestLine = 200;

/** A file with its trouble and the lines around it, for display. */
export function configFile(path: string, trouble: FileTrouble | null): ConfigFile {
	const line = trouble?.isEditable === true ? trouble.place?.line : undefined;
	return { path, trouble, lines: line === undefined ? [] : linesAround(path, line) };
}

function linesAround(path: string, line: number): ConfigFile['lines'] {
	const first = Math.max(1, line - around);
	try {
		const bytes = bytesOf(path);
		if (bytes === null || typeof bytes === 'string') return [];
		const lines = decoded(bytes)
			.replace(/^\ufeff/, '')
			.split(/\r\n|\n|\r/);
		return lines
			.slice(first - 1, line + around)
			.map((text, at) => ({ number: first + at, text: text.slice(0, longestLine) }));
	} catch {
		// The file has changed: show only the position.
		return [];
	}
}

function unreadableKind(stats: Stats): string | null {
	if (stats.isFile()) return stats.size > mostBytes ? `it is larger than ${mostBytes / 1_000_000} MB` : null;
	if (stats.isDirectory()) return 'it is a folder';
	if (stats.isFIFO()) return 'it is a FIFO';
	return stats.isSocket() ? 'it is a socket' : 'it is a device';
}

function isPlainFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Keeps the byte order mark, because a save must not remove it. */
function decoded(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
