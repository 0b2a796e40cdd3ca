import { systemTicker } from '../live/ticker.ts';
import { safe } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/zone.ts';
import { runTail, type TailEnd } from './tail.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `tconv tail` in this process: its streams, signals, clock and timers. Gives the exit code. */
export async function tailInProcess(args: readonly string[]): Promise<number> {
	const { stdout, stderr } = process;
	const stop = new AbortController();
	const end = (how: TailEnd): void => stop.abort(how);
	for (const name of signals) process.once(name, () => end({ kind: 'signal', name }));
	stdout.on('error', (error: NodeJS.ErrnoException) =>
		end(error.code === 'EPIPE' ? { kind: 'unread' } : { kind: 'unwritable', reason: safe(error.message) }),
	);
	// Where nobody reads what is said beside the messages, they go on all the same.
	stderr.on('error', () => undefined);
	return await runTail(args, {
		stdout: (line: SafeText) =>
			new Promise((resolve) => {
				// Called once the line has left: a reader that is slow makes this wait rather than fill the memory. After a
				// write that failed it does not settle; what comes of that is the error's affair, above.
				stdout.write(`${line}\n`, (error) => {
					if (error === null || error === undefined) resolve();
				});
			}),
		stderr: (line: SafeText) => {
			stderr.write(`${line}\n`);
		},
		environment: process.env,
		now: Date.now,
		ticker: systemTicker(() => performance.now()),
		random: Math.random,
		zone: localZone,
		stop,
	});
}
