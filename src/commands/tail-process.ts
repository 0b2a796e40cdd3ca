import { createWaits } from '../api/waits.ts';
import { systemTicker } from '../live/ticker.ts';
import { safe } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/time.ts';
import { runTail, type TailEnd } from './tail.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `tconv tail` with this process's streams, signals, clock and timers. Returns the exit code. */
export async function tailInProcess(args: readonly string[]): Promise<number> {
	const { stdout, stderr } = process;
	const stop = new AbortController();
	const end = (how: TailEnd): void => stop.abort(how);
	for (const name of signals) process.once(name, () => end({ kind: 'signal', name }));
	stdout.on('error', (error: NodeJS.ErrnoException) =>
		end(error.code === 'EPIPE' ? { kind: 'unread' } : { kind: 'unwritable', reason: safe(error.message) }),
	);
	// Messages continue even if stderr has no reader.
	stderr.on('error', () => undefined);
	const ticker = systemTicker(() => performance.now());
	return await runTail(args, {
		stdout: (line: SafeText) =>
			new Promise((resolve) => {
				// Called once the line has left: a slow reader blocks here instead of filling the memory. After a
				// failed write it never resolves; the error handler above takes care of that.
				stdout.write(`${line}\n`, (error) => {
					if (error === null || error === undefined) resolve();
				});
			}),
		stderr: (line: SafeText) => {
			stderr.write(`${line}\n`);
		},
		environment: process.env,
		now: Date.now,
		ticker,
		random: Math.random,
		zone: localZone,
		stop,
		reach: { waits: createWaits(ticker.now, ticker.after) },
	});
}
