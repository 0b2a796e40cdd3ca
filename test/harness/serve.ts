import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cliPath, ensureBuilt, programEnv } from './program.ts';

/** A running `tconv serve`. Use it with `await using`, or call `stop`. */
export interface Served extends AsyncDisposable {
	/** The value for `TELNYX_BASE_URL`: `http://127.0.0.1:PORT/v2`. */
	readonly url: string;
	readonly process: ChildProcess;
	/** Sends SIGTERM and resolves to the exit code, or to the signal that killed the server. */
	stop(): Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts `tconv serve --port 0` with more arguments and waits for its ready line. If the server ends instead, throws
 * with its stderr.
 */
export async function serve(...args: string[]): Promise<Served> {
	await ensureBuilt();
	const child = spawn(process.execPath, [cliPath, 'serve', '--port', '0', ...args], {
		env: programEnv(),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const ended = once(child, 'exit');
	const abandon = () => child.kill('SIGKILL');
	process.once('exit', abandon);
	void ended.then(() => process.removeListener('exit', abandon));
	let complaint = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint += text;
	});
	const stop = async () => {
		child.kill('SIGTERM');
		const [code, signal]: (number | NodeJS.Signals | null)[] = await ended;
		return code ?? signal ?? null;
	};

	const lines = createInterface({ input: child.stdout });
	const first = await Promise.race([
		once(lines, 'line').then(([line]) => String(line)),
		ended.then(() => ''),
	]);
	const url = /^listening on (http:\/\/\S+)$/.exec(first)?.[1];
	if (url === undefined) {
		await stop();
		throw new Error(`serve ${args.join(' ')} said ${JSON.stringify(first)}\n${complaint}`);
	}
	return {
		url,
		process: child,
		stop,
		[Symbol.asyncDispose]: async () => {
			await stop();
		},
	};
}
