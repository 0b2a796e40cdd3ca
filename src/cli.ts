import { ApiError } from './api/errors.ts';
import { type ExitCode, exitCodes, signalCode } from './commands/exit-codes.ts';
import { goThroughProxy } from './commands/go-through-proxy.ts';
import { type LogWish, openSessionLog } from './commands/session-log.ts';
import type { ScreenWish, Start } from './commands/start-arguments.ts';
import { instantFromMillis } from './domain/instant.ts';
import { reasonOf } from './domain/reason.ts';
import type { BaseFolders } from './records/base-folders.ts';
import { FileProblem } from './records/file-problem.ts';
import type { Ending } from './terminal/run-in-terminal.ts';
import { unfitTerminal } from './terminal/unfit-terminal.ts';
import { hideKeys } from './text/hidden.ts';
import { redactKeys } from './text/redact.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';
import type { NextAccount } from './wiring/other-accounts.ts';

const version = process.env.TCONV_VERSION ?? '0.0.0';

function print(stream: NodeJS.WriteStream, line: SafeText): void {
	stream.write(`${line}\n`);
}

/** Keys that were read from their places. */
const keysOfProfiles: string[] = [];

/** The keys as set and as sent. None may appear in output. */
function secrets(): readonly string[] {
	const key = process.env.TELNYX_API_KEY ?? '';
	return [key, key.trim(), ...keysOfProfiles];
}

function complain(problem: string): ExitCode {
	// The problem quotes the argument, which may be a key.
	print(process.stderr, t`tconv: ${safe(redactKeys(problem, secrets()))} (tconv --help)`);
	return exitCodes.usage;
}

/** The screen without any option: nothing needs to be read. */
const bareStart: Start = {
	kind: 'screen',
	wanted: { allowHttp: false, ascii: false, profile: null, filter: null, open: null, readOnly: false },
	logged: { file: null, withBodies: false, debug: false },
};

async function readStart(args: readonly string[]): Promise<Start> {
	if (args.length === 0) return bareStart;
	if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) return { kind: 'version' };
	const start = await import('./commands/start-arguments.ts');
	return await start.readStart(args, version, secrets(), Date.now());
}

async function main(args: readonly string[]): Promise<number> {
	hideKeys(secrets());
	const start = await readStart(args);
	switch (start.kind) {
		case 'usage':
			return complain(start.problem);
		case 'version':
			process.stdout.write(`${version}\n`);
			return exitCodes.ok;
		case 'print':
			for (const line of start.lines) print(process.stdout, line);
			return exitCodes.ok;
		case 'command':
			return await runCommand(start.name, start.args);
		case 'screen':
			return await browse(start.wanted, start.logged);
	}
}

/** Runs a command that needs no screen. */
async function runCommand(name: string, args: readonly string[]): Promise<number> {
	if (name === 'serve') return serve(args);
	if (name === 'tail') return (await import('./commands/tail-process.ts')).tailInProcess(args);
	const { configFolderProblem } = await import('./records/base-folders.ts');
	const problem = configFolderProblem(process.env);
	if (problem !== null) return complain(problem);
	const [{ runners }, { processIo }, { accountOpener }] = await Promise.all([
		import('./commands/run-command.ts'),
		import('./commands/process-io.ts'),
		import('./wiring/open-account.ts'),
	]);
	const run = await runners[name]?.();
	if (run === undefined) return complain(`There is no command “${name}”.`);
	return await run(args, processIo(accountOpener(process.env, Date.now)));
}

async function serve(args: readonly string[]): Promise<number> {
	const { runServe } = await import('./commands/serve.ts');
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
	return runServe(args, {
		stdout: (line) => print(process.stdout, line),
		stderr: (line) => print(process.stderr, line),
		environment: process.env,
		now: () => instantFromMillis(Date.now()),
		stop: stop.signal,
	});
}

async function findFolders(): Promise<BaseFolders> {
	const { answeringFolders } = await import('./records/base-folders.ts');
	return await answeringFolders(process.env);
}

async function browse(wanted: ScreenWish, logged: LogWish): Promise<number> {
	const { configFolderProblem } = await import('./records/base-folders.ts');
	const problem = configFolderProblem(process.env);
	if (problem !== null) return complain(problem);
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		return complain('This needs a terminal: standard input and output must both be one.');
	}
	const unfit = unfitTerminal(process.env, process.platform);
	if (unfit !== null) {
		print(process.stderr, safe(unfit));
		return exitCodes.usage;
	}
	const looking = findFolders();
	const [{ findAccount }, { composeTui }, { openTerminal }, { untilForeground }, { openStrayLog }] =
		await Promise.all([
			import('./accounts/find-account.ts'),
			import('./compose.ts'),
			import('./terminal/run-in-terminal.ts'),
			import('./terminal/foreground.ts'),
			import('./config/stray-log.ts'),
		]);
	// Started with `&`, it stops here until `fg`, before it writes or requests anything.
	if (!(await untilForeground()))
		return complain('This needs the terminal: bring it to the foreground with fg.');
	const folders = await looking;
	const account = await findAccount(wanted.profile, process.env, folders, false);
	if (account.kind === 'key') keysOfProfiles.push(account.apiKey);
	const about = { nowMillis: Date.now, secrets: secrets() };
	const log = await openSessionLog(logged, folders.state, about);
	const keepStray = openStrayLog(folders.state, about);
	const terminal = openTerminal(process.env, (text) => {
		log?.log({ kind: 'stray', text });
		return keepStray(text);
	});
	let ending: Ending;
	let next: NextAccount = null;
	try {
		await goThroughProxy(account, process.env);
		const composed = composeTui(process.env, folders, { ...wanted, account, log, demoCount: 400 }, terminal);
		ending = await terminal.run(composed.draw, composed.keyWaits);
		await composed.close();
		next = composed.next();
	} catch (error) {
		terminal.close();
		if (!(error instanceof ApiError)) throw error;
		return complain(`${error.sentence} ${error.advice}`);
	}
	const unshown = terminal.close();
	if (ending.kind === 'signal' && ending.isInBackground) {
		// At an exit Node would reset the terminal's modes, while the shell is reading a line.
		process.removeAllListeners(ending.signal);
		process.kill(process.pid, ending.signal);
		await new Promise((resolve) => setTimeout(resolve, 1000));
	}
	if (unshown !== null) print(process.stderr, t`tconv: ${safe(unshown)}`);
	if (log !== null && logged.file === null) print(process.stderr, t`tconv: the log is in ${safe(log.path)}`);
	switch (ending.kind) {
		case 'quit':
			return next === null ? exitCodes.ok : await startAnew(next, wanted, logged);
		case 'signal':
			return signalCode(ending.signal);
		case 'fault':
			return reportFault(ending.error, logged.debug);
	}
}

/**
 * Starts the program anew with another account, in the place of this process: nothing of the old account is left. Flags
 * that guard or draw stay; the filter and the conversation to open belong to the old account.
 */
async function startAnew(
	{ name }: { readonly name: string | null },
	wanted: ScreenWish,
	logged: LogWish,
): Promise<number> {
	const args = [
		...process.execArgv,
		process.argv[1] ?? '',
		...(name === null ? [] : ['--profile', name]),
		...(wanted.readOnly ? ['--read-only'] : []),
		...(wanted.allowHttp ? ['--allow-http'] : []),
		...(wanted.ascii ? ['--ascii'] : []),
		...(logged.file === null ? [] : ['--log', logged.file]),
		...(logged.withBodies ? ['--log-bodies'] : []),
		...(logged.debug ? ['--debug'] : []),
	];
	const { spawn } = await import('node:child_process');
	if (process.platform !== 'win32')
		process.execve?.(process.execPath, [process.execPath, ...args], process.env);
	const child = spawn(process.execPath, args, { stdio: 'inherit' });
	return await new Promise((resolve) => child.once('close', (code) => resolve(code ?? exitCodes.failed)));
}

/** Reports a crash: prints a line for the user, writes the trace to a file, and with `debug` prints it. */
async function reportFault(error: unknown, debug: boolean): Promise<ExitCode> {
	const { writeCrashFile } = await import('./config/crash-file.ts');
	const { state } = await findFolders();
	const words = redactKeys(reasonOf(error), secrets());
	const about = { version, nowMillis: Date.now(), secrets: secrets() };
	const path = await writeCrashFile(error, about, state);
	print(process.stderr, t`tconv crashed: ${safe(words)}`);
	if (path !== null) print(process.stderr, t`tconv: the details are in ${safe(path)}`);
	if (debug && error instanceof Error) {
		for (const line of redactKeys(error.stack ?? '', secrets()).split('\n'))
			print(process.stderr, safe(line));
	}
	return exitCodes.failed;
}

try {
	process.exit(await main(process.argv.slice(2)));
} catch (error) {
	if (error instanceof FileProblem) {
		print(process.stderr, t`tconv: ${safe(redactKeys(error.message, secrets()))}`);
		process.exit(exitCodes.failed);
	}
	process.exit(await reportFault(error, process.argv.includes('--debug')));
}
