import { createInterface } from 'node:readline/promises';
import type { ReadStream } from 'node:tty';
import { sleep } from '../api/sleep.ts';
import type { SafeText } from '../text/safe-text.ts';

/** Keys that were typed before the question arrive within this time, in milliseconds. */
const earlyMillis = 80;

/**
 * Asks a question and resolves with the line that is typed after it was drawn; an end of input is an empty line. Keys
 * that were typed before are dropped. Rejects with the signal's reason once it aborts.
 */
export async function askOnTerminal(
	input: ReadStream,
	output: NodeJS.WriteStream,
	question: SafeText,
	signal: AbortSignal,
): Promise<string> {
	await dropEarlyKeys(input, signal);
	const lines = createInterface({ input, output, terminal: true, historySize: 0 });
	// In raw mode Ctrl-C is a key.
	lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	try {
		const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
		return await Promise.race([lines.question(question, { signal }), closed]);
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		lines.close();
	}
}

/** Drops the keys that were typed before a question. */
export async function dropEarlyKeys(input: ReadStream, signal: AbortSignal): Promise<void> {
	const drop = (): void => undefined;
	// In raw mode, keys without a line end arrive too.
	input.setRawMode(true);
	input.on('data', drop);
	try {
		await sleep(earlyMillis, signal);
	} finally {
		input.off('data', drop);
		input.pause();
		input.setRawMode(false);
	}
}
