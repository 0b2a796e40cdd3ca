import { readFile } from 'node:fs/promises';
import { isatty } from 'node:tty';
import { openKeychain } from '../accounts/keychain.ts';
import { abortable, sleep } from '../api/sleep.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/time.ts';
import { clip } from '../text/width.ts';
import type { OpenAccount } from './account.ts';
import { askHidden } from './ask-hidden.ts';
import { askOnTerminal } from './ask-on-terminal.ts';
import type { CommandEnd, CommandIo } from './io.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** This process, for a command: its streams, signals, clock and terminal. */
export function processIo(openAccount: OpenAccount): CommandIo {
	const { stdout, stderr } = process;
	// Touching `process.stdin` makes a shared pipe non-blocking, which breaks a shell's `while read` around the command.
	const isInputTerminal = isatty(0);
	const stop = new AbortController();
	const end = (how: CommandEnd): void => stop.abort(how);
	// A second signal ends the process at once.
	for (const name of signals) process.once(name, () => end({ kind: 'signal', name }));
	stdout.on('error', (error: NodeJS.ErrnoException) =>
		end(error.code === 'EPIPE' ? { kind: 'unread' } : { kind: 'unwritable', reason: safe(error.message) }),
	);
	// The work goes on even if stderr has no reader.
	stderr.on('error', () => undefined);
	const write = (line: string): Promise<void> =>
		new Promise((resolve) => {
			// Called once the line has left: a slow reader blocks here instead of filling the memory. After a failed
			// write it never resolves; the error handler above takes care of that.
			stdout.write(`${line}\n`, (error) => {
				if (error === null || error === undefined) resolve();
			});
		});
	let shown = false;
	const progress = (words: SafeText | null): void => {
		if (!stderr.isTTY || (words === null && !shown)) return;
		// Lines of stdout on the same terminal would run into it.
		if (words !== null && stdout.isTTY) return;
		shown = words !== null;
		stderr.write(`\r\x1b[K${words === null ? '' : clip(words, (stderr.columns || 80) - 1)}`);
	};
	return {
		stdout: (line) => abortable(write(line), stop.signal),
		stdoutForProgram: (line) => abortable(write(line), stop.signal),
		stderr: (line) => {
			stderr.write(`${line}\n`);
		},
		progress,
		columns: stdout.isTTY ? stdout.columns || 80 : null,
		input: { isTerminal: isInputTerminal, chunks: () => process.stdin },
		ask:
			isInputTerminal && stderr.isTTY
				? async (lines, question) => {
						progress(null);
						for (const line of lines) stderr.write(`${line}\n`);
						return await askOnTerminal(process.stdin, stderr, t`${question} `, stop.signal);
					}
				: null,
		askHidden:
			isInputTerminal && stderr.isTTY
				? async (question) => {
						progress(null);
						return await askHidden(process.stdin, stderr, question, stop.signal);
					}
				: null,
		keychain: () => openKeychain(process.env),
		environment: process.env,
		now: Date.now,
		random: Math.random,
		zone: localZone,
		sleep,
		stop: stop.signal,
		readFile: (path) => readFile(path),
		openAccount,
	};
}
