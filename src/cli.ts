import { parseArgs } from 'node:util';
import { ApiError } from './api/errors.ts';
import { type ExitCode, exitCodes, signalCodes } from './commands/exit-codes.ts';
import { filterProblem, joinFilter } from './commands/filter-argument.ts';
import type { TuiOptions } from './compose.ts';
import { instantFromMillis } from './domain/instant.ts';
import { reasonOf } from './domain/reason.ts';
import { redactKeys } from './text/redact.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';

const version = process.env.TCONV_VERSION ?? '0.0.0';

const help = `tconv ${version}: Telnyx AI conversations, triaged from the keyboard

  tconv                 browse the account of TELNYX_API_KEY; without a key, sample data
  tconv open ID         the same, with one conversation open: its id, its call control id (v3:…), or a phone number
  tconv serve           the API over sample data, or over your own files, on a local port
                        (tconv serve --help)
  tconv tail            the messages of the account as they come, a line each, for a terminal or a pipe
                        (tconv tail --help)

Options
  --filter LINE         start with a filter, as = takes it: 'channel:phone_call after:24h name~refund'
  --read-only           write nothing to the account: whatever would says so, and sends nothing
  --ascii               borders and signs in ASCII only
  --debug               show the stack trace of a fault of tconv's own
  --help, --version

Environment
  TELNYX_API_KEY        your API key; it is never printed, logged or saved
  TELNYX_BASE_URL       another address of the API (https://api.telnyx.com/v2)
  NO_COLOR              no colours
  TCONV_CONFIG_DIR      where settings.json is kept

Exit codes: 0 done, 1 failed, 2 not understood; 128 + the signal where one ended it.`;

const options = {
	ascii: { type: 'boolean' },
	debug: { type: 'boolean' },
	filter: { type: 'string' },
	'read-only': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean', short: 'V' },
} as const;

function print(stream: NodeJS.WriteStream, line: SafeText): void {
	stream.write(`${line}\n`);
}

/** The key as it came and as it is sent: what must not be in anything that is printed or written. */
function secrets(): readonly string[] {
	const key = process.env.TELNYX_API_KEY ?? '';
	return [key, key.trim()];
}

function complain(problem: string): ExitCode {
	// A key that was given where a command belongs is in the problem.
	print(process.stderr, t`tconv: ${safe(redactKeys(problem, secrets()))} (tconv --help)`);
	return exitCodes.usage;
}

async function main(args: readonly string[]): Promise<number> {
	// Their arguments are their own: `serve` and `tail` read them themselves.
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
		return complain(`“${command}” comes first, its options behind it: tconv ${command} --help.`);
	if (command !== undefined && command !== 'open') return complain(`There is no command “${command}”.`);
	if (command === 'open' && (open === undefined || rest.length > 0 || open.trim() === ''))
		return complain('open takes one id, call control id or phone number.');
	const { filter } = values;
	const problem = filter === undefined ? null : await filterProblem(filter, Date.now());
	if (problem !== null) return complain(problem);
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		return complain('This needs a terminal: standard input and output must both be one.');
	}
	const wanted = {
		ascii: values.ascii === true,
		filter: filter ?? null,
		open: open?.trim() ?? null,
		readOnly: values['read-only'] === true,
	};
	return browse(wanted, values.debug === true);
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

async function browse(
	wanted: Pick<TuiOptions, 'ascii' | 'filter' | 'open' | 'readOnly'>,
	debug: boolean,
): Promise<number> {
	const [{ composeTui }, { lendTerminal, runInTerminal, stopProcess, writeBetweenFrames }] =
		await Promise.all([import('./compose.ts'), import('./terminal.ts')]);
	let composed: ReturnType<typeof composeTui>;
	try {
		composed = composeTui(
			process.env,
			{ ...wanted, demoCount: 400 },
			{
				stopProcess,
				lendTerminal,
				writeBetweenFrames,
			},
		);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return complain(`${error.sentence} ${error.advice}`);
	}
	const ending = await runInTerminal(composed.program);
	await composed.close();
	switch (ending.kind) {
		case 'quit':
			return exitCodes.ok;
		case 'signal':
			return signalCodes[ending.signal];
		case 'fault':
			return reportFault(ending.error, debug);
	}
}

/** Tells of a fault of our own: a line for the user, the trace in a file, or on the screen where it was asked for. */
async function reportFault(error: unknown, debug: boolean): Promise<ExitCode> {
	const { stateFolder, writeCrashFile } = await import('./config/crash-file.ts');
	const words = redactKeys(reasonOf(error), secrets());
	const about = { version, nowMillis: Date.now(), secrets: secrets() };
	const path = writeCrashFile(error, about, stateFolder(process.env));
	print(process.stderr, t`tconv: a fault of its own ended it: ${safe(words)}`);
	if (path !== null) print(process.stderr, t`tconv: what is known of it is in ${safe(path)}`);
	if (debug && error instanceof Error) {
		for (const line of redactKeys(error.stack ?? '', secrets()).split('\n'))
			print(process.stderr, safe(line));
	}
	return exitCodes.failed;
}

try {
	process.exit(await main(process.argv.slice(2)));
} catch (error) {
	process.exit(await reportFault(error, process.argv.includes('--debug')));
}
