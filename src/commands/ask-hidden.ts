import type { ReadStream } from 'node:tty';
import type { SafeText } from '../text/safe-text.ts';
import { dropEarlyKeys } from './ask-on-terminal.ts';
import { typeHidden } from './hidden-line.ts';

/** Signals that end a program while it reads, without a handler of the command's own. */
const others = ['SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU'] as const;

/**
 * Bytes of a key that are on their way at a signal are still read: the shell would show them. In milliseconds.
 */
const drainMillis = 50;

/**
 * Asks for a line that is not shown, and resolves with what was typed after the question was drawn. The terminal is
 * given back at Enter, Ctrl-c, every signal that can be heard, and while the program is stopped. Rejects with the
 * signal's reason once it aborts.
 */
export async function askHidden(
	input: ReadStream,
	output: NodeJS.WriteStream,
	question: SafeText,
	signal: AbortSignal,
): Promise<string> {
	await dropEarlyKeys(input, signal);
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	let text = '';
	const take = (): void => {
		input.setRawMode(true);
		input.resume();
		output.write(question);
	};
	const giveBack = (): void => {
		input.setRawMode(false);
	};
	const onData = (bytes: Buffer): void => {
		const typed = typeHidden(text, bytes.toString('utf8'));
		text = typed.text;
		if (typed.end === 'enter') resolve(text);
		// In raw mode these are bytes, and no signals.
		if (typed.end === 'interrupt') process.kill(process.pid, 'SIGINT');
		if (typed.end === 'suspend') onStop();
	};
	const onStop = (): void => {
		giveBack();
		output.write('\n');
		process.kill(process.pid, 'SIGSTOP');
	};
	const onEnding = (name: NodeJS.Signals): void => {
		setTimeout(() => {
			giveBack();
			process.removeAllListeners(name);
			process.kill(process.pid, name);
		}, drainMillis);
	};
	const onAbort = (): void => void setTimeout(() => reject(signal.reason), drainMillis);
	const onEnd = (): void => resolve('');
	signal.addEventListener('abort', onAbort);
	input.on('data', onData);
	input.once('end', onEnd);
	// The terminal has gone.
	input.once('error', onEnd);
	process.on('SIGTSTP', onStop);
	process.on('SIGCONT', take);
	for (const name of others) process.on(name, onEnding);
	try {
		signal.throwIfAborted();
		take();
		return await promise;
	} finally {
		signal.removeEventListener('abort', onAbort);
		input.off('data', onData);
		input.off('end', onEnd);
		input.off('error', onEnd);
		process.off('SIGTSTP', onStop);
		process.off('SIGCONT', take);
		for (const name of others) process.off(name, onEnding);
		giveBack();
		input.pause();
		output.write('\n');
	}
}
