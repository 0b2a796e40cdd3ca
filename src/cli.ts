import { parseArgs } from 'node:util';
import { ApiError } from './api/errors.ts';
import { type ExitCode, exitCodes, signalCode } from './commands/exit-codes.ts';
import { filterProblem, joinFilter } from './commands/filter-argument.ts';
import { goThroughProxy } from './commands/go-through-proxy.ts';
import { type LogWish, openSessionLog } from './commands/session-log.ts';
import { instantFromMillis } from './domain/instant.ts';
import { reasonOf } from './domain/reason.ts';
import type { BaseFolders } from './records/base-folders.ts';
import { FileProblem } from './records/file-problem.ts';
import type { Ending } from './terminal/run-in-terminal.ts';
import { unfitTerminal } from './terminal/unfit-terminal.ts';
import { hideKeys } from './text/hidden.ts';
import { holdsSecret, redactKeys } from './text/redact.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';
import type { TuiOptions } from './wiring/open-backend.ts';

const version = process.env.TCONV_VERSION ?? '0.0.0';

const help = `tconv ${version}: Telnyx AI conversations, triaged from the keyboard

  tconv                 browse the account of TELNYX_API_KEY, or sample data without a key
  tconv open ID         the same, and open one conversation by id, call control id (v3:…) or phone number
  tconv serve           serve the API on a local port, over sample data or your own files
                        (tconv serve --help)
  tconv tail            print new messages of the account, one per line, to a terminal or a pipe
                        (tconv tail --help)

Options
  --filter QUERY        start with a filter, written as for the key =: 'channel:phone_call after:24h name~refund'
  --read-only           send no write to the account; actions that would write say so
  --allow-http          allow plain http:// to another machine, which sends the key unencrypted
                        (or "allowHttp": true in settings.json)
  --ascii               draw borders and symbols in ASCII only
  --log FILE            append requests, polls, screen events and slow frames to a file, one JSON object per line,
                        without the key and the values of filters; --log-bodies adds request bodies
  --debug               log into the state folder, and print the stack trace if tconv crashes
  --help, --version

Environment
  TELNYX_API_KEY        your API key; tconv never prints, logs or saves it
  TELNYX_BASE_URL       the address of the API (default: https://api.telnyx.com/v2)
  HTTPS_PROXY, NO_PROXY  the proxy to the API, and hosts reached without it; this machine always is
  NODE_EXTRA_CA_CERTS   a file with certificates of a private authority; NODE_USE_SYSTEM_CA=1 uses
                        those of the system
  NO_COLOR              no colours
  TCONV_CONFIG_DIR      the folder of settings.json and views.json, as an absolute path

Exit codes: 0 success, 1 failure, 2 wrong usage; 128 + the signal number if a signal ended it.`;

const options = {
	'allow-http': { type: 'boolean' },
	ascii: { type: 'boolean' },
	debug: { type: 'boolean' },
	filter: { type: 'string' },
	log: { type: 'string' },
	'log-bodies': { type: 'boolean' },
	'read-only': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean', short: 'V' },
} as const;

function print(stream: NodeJS.WriteStream, line: SafeText): void {
	stream.write(`${line}\n`);
}

const heldKey = 'An argument holds your API key: nothing was sent. Check the history of your shell for it.';

/** The key as set and as sent. Neither may appear in output. */
function secrets(): readonly string[] {
	const key = process.env.TELNYX_API_KEY ?? '';
	return [key, key.trim()];
}

function complain(problem: string): ExitCode {
	// The problem quotes the argument, which may be a key.
	print(process.stderr, t`tconv: ${safe(redactKeys(problem, secrets()))} (tconv --help)`);
	return exitCodes.usage;
}

async function main(args: readonly string[]): Promise<number> {
	hideKeys(secrets());
	// `serve` and `tail` parse their own arguments.
	if (args[0] === 'serve') return serve(args.slice(1));
	if (args[0] === 'tail') return (await import('./commands/tail-process.ts')).tailInProcess(args.slice(1));
	let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
	try {
		parsed = parseArgs({ args: joinFilter(args), options, allowPositionals: true });
	} catch (error) {
		return complain(error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error));
	}
	const { values, positionals } = parsed;
	if (values.help === true) {
		process.stdout.write(`${help}\n`);
		return exitCodes.ok;
	}
	if (values.version === true) {
		process.stdout.write(`${version}\n`);
		return exitCodes.ok;
	}
	const [command, open, ...rest] = positionals;
	if (command === 'serve' || command === 'tail')
		return complain(`“${command}” must come first, before its options: tconv ${command} --help.`);
	if (command !== undefined && command !== 'open') return complain(`There is no command “${command}”.`);
	if (command === 'open' && (open === undefined || rest.length > 0 || open.trim() === ''))
		return complain('open needs one id, call control id or phone number.');
	const { filter, log } = values;
	if (holdsSecret(`${filter ?? ''} ${open ?? ''} ${log ?? ''}`, secrets())) return complain(heldKey);
	const debug = values.debug === true;
	if (log === '') return complain('--log needs the name of a file.');
	if (values['log-bodies'] === true && log === undefined && !debug)
		return complain('--log-bodies needs --log FILE or --debug.');
	const { configFolderProblem } = await import('./records/base-folders.ts');
	const problem =
		configFolderProblem(process.env) ??
		(filter === undefined ? null : await filterProblem(filter, Date.now()));
	if (problem !== null) return complain(problem);
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		return complain('This needs a terminal: standard input and output must both be one.');
	}
	const unfit = unfitTerminal(process.env, process.platform);
	if (unfit !== null) {
		print(process.stderr, safe(unfit));
		return exitCodes.usage;
	}
	const wanted = {
		allowHttp: values['allow-http'] === true,
		ascii: values.ascii === true,
		filter: filter ?? null,
		open: open?.trim() ?? null,
		readOnly: values['read-only'] === true,
	};
	return browse(wanted, { file: log ?? null, withBodies: values['log-bodies'] === true, debug });
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

async function browse(
	wanted: Pick<TuiOptions, 'allowHttp' | 'ascii' | 'filter' | 'open' | 'readOnly'>,
	logged: LogWish,
): Promise<number> {
	const looking = findFolders();
	const [{ composeTui }, { openTerminal }, { untilForeground }, { openStrayLog }] = await Promise.all([
		import('./compose.ts'),
		import('./terminal/run-in-terminal.ts'),
		import('./terminal/foreground.ts'),
		import('./config/stray-log.ts'),
	]);
	// Started with `&`, it stops here until `fg`, before it writes or requests anything.
	if (!(await untilForeground()))
		return complain('This needs the terminal: bring it to the foreground with fg.');
	const about = { nowMillis: Date.now, secrets: secrets() };
	const folders = await looking;
	const log = await openSessionLog(logged, folders.state, about);
	const keepStray = openStrayLog(folders.state, about);
	const terminal = openTerminal(process.env, (text) => {
		log?.log({ kind: 'stray', text });
		return keepStray(text);
	});
	let ending: Ending;
	try {
		await goThroughProxy(process.env);
		const composed = composeTui(process.env, folders, { ...wanted, log, demoCount: 400 }, terminal);
		ending = await terminal.run(composed.draw, composed.keyWaits);
		await composed.close();
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
			return exitCodes.ok;
		case 'signal':
			return signalCode(ending.signal);
		case 'fault':
			return reportFault(ending.error, logged.debug);
	}
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
