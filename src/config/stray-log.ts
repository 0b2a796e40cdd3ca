import {
	closeSync,
	constants,
	fchmodSync,
	mkdirSync,
	openSync,
	renameSync,
	statSync,
	writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { redactKeys } from '../text/redact.ts';

/** In bytes. A larger file is renamed to `stderr.log.old`, replacing the previous one. */
const largestFile = 500_000;
/** In characters per run of the program: a library in a loop must not fill the disk. */
const mostOfOneRun = 1_000_000;
/** In characters, for the quote in the sentence: a notice shares the screen. */
const longestQuote = 120;

/**
 * Opens the log of stray output, `stderr.log` in the state folder, readable only by its owner. The returned function
 * appends a text without API keys and returns a sentence for the screen with the path and the beginning of the text.
 */
export function openStrayLog(
	folder: string,
	{ nowMillis, secrets }: { readonly nowMillis: () => number; readonly secrets: readonly string[] },
): (text: string) => string {
	const path = join(folder, 'stderr.log');
	let written = 0;
	return (text) => {
		const clean = redactKeys(text.trimEnd(), secrets);
		const [line = ''] = clean.trim().split(/\s*\n/, 1);
		const begins = line.length > longestQuote ? `${line.slice(0, longestQuote).toWellFormed()}…` : line;
		if (written > mostOfOneRun) return begins;
		const entry = `${new Date(nowMillis()).toISOString()} ${clean.slice(0, mostOfOneRun - written)}\n`;
		written += entry.length;
		try {
			append(folder, path, entry);
			return `A warning was written to ${underHome(path)}: ${begins}`;
		} catch {
			return `A warning could not be written to ${underHome(path)}: ${begins}`;
		}
	};
}

function append(folder: string, path: string, entry: string): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
	if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestFile) renameSync(path, `${path}.old`);
	// Does not follow a link, and does not block on a pipe.
	const file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o600);
	try {
		fchmodSync(file, 0o600);
		writeSync(file, entry);
	} finally {
		closeSync(file);
	}
}

function underHome(path: string): string {
	let home = '';
	try {
		home = homedir();
	} catch {
		// A container's user may have no home.
	}
	return home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
