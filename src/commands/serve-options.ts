import { parseArgs } from 'node:util';
import { reasonOf } from '../domain/reason.ts';
import { isLoopback } from '../server/host.ts';
import { redactKeys } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

/** What `tconv serve` was asked to do. */
export type ServeRequest = {
	readonly host: string;
	readonly port: number;
	/** NDJSON files to load, gzipped or not. */
	readonly data: readonly string[];
	/** The database to serve; null keeps everything in memory. */
	readonly database: string | null;
	/** The bearer token to ask for; null takes any. */
	readonly key: string | null;
	/** How many sample conversations to add. */
	readonly demo: number;
};

/** The request, or help, or one line that says what is wrong with the arguments. */
export type ServeArguments =
	| { readonly kind: 'serve'; readonly request: ServeRequest }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: SafeText };

/** The environment variable that a key can come from without showing in a process list. */
export const keyVariable = 'TCONV_SERVE_KEY';

const usualDemo = 400;
const mostDemo = 1_000_000;

const options = {
	port: { type: 'string' },
	host: { type: 'string' },
	data: { type: 'string', multiple: true },
	db: { type: 'string' },
	key: { type: 'string' },
	demo: { type: 'string' },
	empty: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

/** Help for `tconv serve`, line by line. */
export const serveHelp: readonly SafeText[] = [
	t`Usage: tconv serve [options]`,
	t``,
	t`Serves the AI conversations API over HTTP, for curl, the official SDK, tests, or tconv itself.`,
	t`When it is ready, the first line on stdout is: listening on http://127.0.0.1:PORT/v2`,
	t``,
	t`  --port N      port to listen on; 0 takes one that is free (default 8787)`,
	t`  --host HOST   address to listen on (default 127.0.0.1); one that others can reach needs a key`,
	t`  --data FILE   load conversations from NDJSON, gzipped or not; can be given more than once`,
	t`  --db FILE     keep everything in this SQLite file (made if missing); without it, in memory`,
	t`  --demo N      add N sample conversations (default 400, unless there is --data, --db or --empty)`,
	t`  --empty       start with nothing`,
	t`  --key KEY     ask for this bearer token; without one, any is accepted. Arguments stay in the`,
	t`                shell's history: TCONV_SERVE_KEY in the environment does the same unseen`,
	t`  --help        show this`,
	t``,
	t`Exit codes: 0 stopped as asked, 1 could not start, 2 wrong arguments.`,
];

/** Reads the arguments after `tconv serve`. Nothing is opened or checked outside of them. */
export function serveArguments(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): ServeArguments {
	let values: ReturnType<typeof parse>;
	try {
		values = parse(args);
	} catch (error) {
		return usage(withoutKeys(problemOf(error), environment));
	}
	if (values.help === true) return { kind: 'help' };

	const { host = '127.0.0.1', data = [], db: database = null, empty = false } = values;
	const port = wholeNumber(values.port ?? '8787', 65_535);
	if (port === null)
		return usage(
			t`--port must be a number from 0 to 65535, not "${withoutKeys(values.port ?? '', environment)}"`,
		);
	const isBare = data.length === 0 && database === null && !empty;
	const demo = values.demo === undefined ? (isBare ? usualDemo : 0) : wholeNumber(values.demo, mostDemo);
	if (demo === null)
		return usage(
			t`--demo must be a number from 0 to ${mostDemo}, not "${withoutKeys(values.demo ?? '', environment)}"`,
		);
	if (empty && (data.length > 0 || demo > 0)) return usage(t`--empty contradicts --data and --demo`);

	const key = values.key ?? environment[keyVariable] ?? null;
	if (key !== null && !/^[\x21-\x7e]+$/.test(key))
		return usage(t`the key must be printable ASCII without blanks, and not empty`);
	if (host === '') return usage(t`--host must not be empty`);
	if (!isLoopback(host) && key === null)
		return usage(
			t`--host ${withoutKeys(host, environment)} lets others in: give a key with --key or ${safe(keyVariable)}, or stay on 127.0.0.1`,
		);
	return {
		kind: 'serve',
		request: { host, port, data, database, key, demo },
	};
}

function parse(args: readonly string[]) {
	// `--demo -3` is a number that is wrong, rather than an option without its value.
	const joined = args.flatMap((arg, index) => {
		if (/^-\d/.test(arg) && isCount(args[index - 1])) return [];
		const next = args[index + 1];
		return isCount(arg) && next !== undefined && /^-\d/.test(next) ? [`${arg}=${next}`] : [arg];
	});
	return parseArgs({ args: joined, options, strict: true, allowPositionals: false }).values;
}

function isCount(arg: string | undefined): boolean {
	return arg === '--port' || arg === '--demo';
}

/** What is wrong, in a sentence: Node's own message goes on over several lines, and explains what is not ours. */
function problemOf(error: unknown): string {
	const [first = ''] = reasonOf(error).split(/\.\s|\n/);
	const option = /^Option '(?:-\w, )?(--\w+)\b.*' argument (?:is ambiguous|missing)/.exec(first)?.[1];
	return option === undefined ? first : `${option} needs a value (one that starts with a dash: ${option}=-…)`;
}

/**
 * A text that quotes arguments, safe to print, without the keys in it: those of the environment, and every word that
 * looks like one, which is what a key typed in the wrong place does.
 */
export function withoutKeys(
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): SafeText {
	const known = [environment[keyVariable] ?? '', environment.TELNYX_API_KEY?.trim() ?? ''];
	// The last four characters, which elsewhere tell two keys apart, have no use here.
	return safe(redactKeys(text, known).replace(/\bKEY(?:…[^\s'"]{4}|[\w-]{4,})/g, 'KEY…'));
}

function usage(problem: SafeText): ServeArguments {
	return { kind: 'usage', problem: t`tconv serve: ${problem} (see tconv serve --help)` };
}

function wholeNumber(text: string, most: number): number | null {
	if (!/^\d{1,9}$/.test(text)) return null;
	const value = Number(text);
	return value <= most ? value : null;
}
