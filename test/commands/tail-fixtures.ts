import { onTestFinished } from 'vitest';
import { runTail, type TailEnd, type TailIo } from '../../src/commands/tail.ts';
import { millisOf } from '../../src/domain/instant.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { utc } from '../../src/text/time.ts';
import type { LiveServer } from '../live/harness.ts';

/** A running or finished `tail`: its output so far, and its exit code at the end. */
export type Tailing = {
	readonly out: SafeText[];
	readonly err: SafeText[];
	readonly code: Promise<number>;
	/** Waits for the running poll, advances time to the next one, and waits for its end too. */
	readonly tick: () => Promise<void>;
	/** Waits for the end of the running poll. */
	readonly rested: () => Promise<void>;
	readonly end: (how: TailEnd) => Promise<number>;
};

/** Starts `tconv tail` on the server in this process, until it ends or the test is over. */
export function tailing(server: LiveServer, args: readonly string[] = [], io: Partial<TailIo> = {}): Tailing {
	const stop = new AbortController();
	const out: SafeText[] = [];
	const err: SafeText[] = [];
	const { ticker } = server;
	const code = runTail(args, {
		stdout: async (line) => void out.push(line),
		stderr: (line) => void err.push(line),
		environment: { TELNYX_API_KEY: 'KEY-1', TELNYX_BASE_URL: 'http://embedded.invalid/v2' },
		now: () => millisOf(server.clock.now()),
		ticker,
		random: () => 1,
		zone: utc,
		stop,
		reach: server.reach,
		...io,
	});
	const over = code.then(
		() => undefined,
		() => undefined,
	);
	const rested = () => Promise.race([ticker.whenSet(), over]);
	onTestFinished(async () => {
		stop.abort({ kind: 'unread' });
		await over;
	});
	return {
		out,
		err,
		code,
		rested,
		tick: async () => {
			await rested();
			const before = ticker.now();
			ticker.next();
			server.pass(ticker.now() - before);
			await rested();
		},
		end: (how) => {
			stop.abort(how);
			return code;
		},
	};
}
