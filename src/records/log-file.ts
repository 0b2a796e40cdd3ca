import { closeSync, constants, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import type { Log, LogEntry } from '../domain/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { redactKeys } from '../text/redact.ts';
import { FileProblem, namedFileProblem } from './file-problem.ts';

/** An open log. */
export type LogFile = {
	readonly log: Log;
	/** Calls the listener once, with a sentence, when the file can no longer be written. */
	readonly onFailed: (listener: (sentence: string) => void) => void;
};

type LogTools = {
	readonly nowMillis: () => number;
	/** Texts that must not get into the file: the API key. */
	readonly secrets: readonly string[];
};

const flags =
	constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a log, one JSON object per line, readable by its owner alone; appends to an existing file. Each entry is
 * written synchronously, so that a crash loses none. Throws a `FileProblem` if it cannot be opened.
 */
export function openLog(path: string, { nowMillis, secrets }: LogTools): LogFile {
	const file = openPlain(path);
	let failed: string | null = null;
	let listener: ((sentence: string) => void) | null = null;
	const line = (entry: LogEntry): string => {
		const time = new Date(nowMillis()).toISOString();
		return `${redactKeys(JSON.stringify({ time, ...entry }), secrets)}\n`;
	};
	return {
		log: (entry) => {
			if (failed !== null) return;
			try {
				writeSync(file, line(entry));
			} catch (error) {
				failed = `Logging stopped: ${namedFileProblem('The log cannot be written', path, error).message}`;
				listener?.(failed);
			}
		},
		onFailed: (wanted) => {
			listener = wanted;
			if (failed !== null) wanted(failed);
		},
	};
}

function openPlain(path: string): number {
	let file: number;
	try {
		file = openSync(path, flags, 0o600);
	} catch (error) {
		throw namedFileProblem('The log cannot be opened', path, error);
	}
	try {
		if (!fstatSync(file).isFile())
			throw new FileProblem(`The log cannot be opened: ${path} is not a regular file.`);
		fchmodSync(file, 0o600);
		return file;
	} catch (error) {
		closeSync(file);
		throw error instanceof FileProblem ? error : new FileProblem(`${path}: ${reasonOf(error)}.`);
	}
}
