import { parseArgs } from 'node:util';
import { isRefusedPort } from '../api/endpoint.ts';
import { reasonOf } from '../domain/reason.ts';
import { catalogue } from '../server/chaos/catalogue.ts';
import type { Rule } from '../server/chaos/fault.ts';
import { readSpec } from '../server/chaos/spec.ts';
import { isLoopback } from '../server/host.ts';
import { redactKeys } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

/** The options of `tconv serve`. */
export type ServeRequest = {
	readonly host: string;
	readonly port: number;
	/** NDJSON files to load, gzipped or not. */
	readonly data: readonly string[];
	/** The database to serve; null keeps everything in memory. */
	readonly database: string | null;
	/** The required bearer token; null accepts any. */
	readonly key: string | null;
	/** Number of sample conversations to add. */
	readonly demo: number;
	/** The faults to inject, and the seed of their randomness; null for none. */
	readonly chaos: { readonly rules: readonly Rule[]; readonly seed: number } | null;
};

/** The request, help, or a line with the problem of the arguments. */
type ServeArguments =
	| { readonly kind: 'serve'; readonly request: ServeRequest }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: SafeText };

/** The environment variable for a key that must not appear in a process list. */
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
	chaos: { type: 'string', multiple: true },
	seed: { type: 'string' },
	empty: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

const widest = 26;

/** Help for `--chaos`: the grammar of a spec, and all faults. */
const chaosHelp: readonly SafeText[] = [
	t``,
	t`SPEC is one or more rules, separated by semicolons: [METHOD|METHOD] [/path]: fault[=value].`,
	t`In a path, * is one segment, ** any number. After a fault: ,done (carry the request out, but`,
	t`replace the answer), +N (skip N requests), *N (at most N times), @N% (this share of requests):`,
	t`  --chaos 'GET /ai/conversations: 429=30s*3; DELETE: html,done; latency=100ms-2s@20%'`,
	t`At run time, GET /chaos counts the matches of each rule, and PUT /chaos replaces the rules.`,
	t`Faults:`,
	...Object.values(catalogue).map(({ usage, about }) => t`  ${safe(usage.padEnd(widest))} ${safe(about)}`),
];

/** Help for `tconv serve`, line by line. */
export const serveHelp: readonly SafeText[] = [
	t`Usage: tconv serve [options]`,
	t``,
	t`Serves the AI conversations API over HTTP, for curl, the official SDK, tests, or tconv itself.`,
	t`Once ready, it prints as its first line on stdout: listening on http://127.0.0.1:PORT/v2`,
	t``,
	t`  --port N      port to listen on; 0 takes a free one (default 8787)`,
	t`  --host HOST   address to listen on (default 127.0.0.1); a public address needs a key`,
	t`  --data FILE   load conversations from NDJSON, gzipped or not; repeatable`,
	t`  --db FILE     keep everything in this SQLite file (created if missing) instead of in memory`,
	t`  --demo N      add N sample conversations (default 400, or 0 with --data, --db or --empty)`,
	t`  --empty       start without conversations`,
	t`  --key KEY     require this bearer token; without it, any is accepted. Arguments stay in`,
	t`                the shell's history; TCONV_SERVE_KEY in the environment does not`,
	t`  --chaos SPEC  inject faults, as below; repeatable`,
	t`  --seed N      seed of random faults; the same seed gives the same faults (default 1)`,
	t`  --help        show this help`,
	...chaosHelp,
	t``,
	t`Exit codes: 0 stopped by a signal, 1 could not start, 2 wrong arguments.`,
];

/** Parses the arguments after `tconv serve`. Opens and checks nothing else. */
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
	if (port > 0 && isRefusedPort(port))
		return usage(
			t`--port ${port} is blocked by fetch, so tconv and the SDK could not reach it: choose another`,
		);
	const isBare = data.length === 0 && database === null && !empty;
	const demo = values.demo === undefined ? (isBare ? usualDemo : 0) : wholeNumber(values.demo, mostDemo);
	if (demo === null)
		return usage(
			t`--demo must be a number from 0 to ${mostDemo}, not "${withoutKeys(values.demo ?? '', environment)}"`,
		);
	if (empty && (data.length > 0 || demo > 0)) return usage(t`--empty excludes --data and --demo`);

	const key = values.key ?? environment[keyVariable] ?? null;
	if (key !== null && !/^[\x21-\x7e]+$/.test(key))
		return usage(t`the key must be printable ASCII without blanks, and not empty`);
	if (host === '') return usage(t`--host must not be empty`);
	if (!isLoopback(host) && key === null)
		return usage(
			t`--host ${withoutKeys(host, environment)} is reachable by others: set a key with --key or ${safe(keyVariable)}, or use 127.0.0.1`,
		);
	const seed = wholeNumber(values.seed ?? '1', 999_999_999);
	if (seed === null)
		return usage(t`--seed must be a whole number, not "${withoutKeys(values.seed ?? '', environment)}"`);
	if (values.seed !== undefined && values.chaos === undefined) return usage(t`--seed needs --chaos`);
	const spec = readSpec((values.chaos ?? []).join(';'));
	if (!spec.ok) return usage(t`--chaos: ${withoutKeys(spec.problem, environment)}`);
	const chaos = values.chaos === undefined ? null : { rules: spec.rules, seed };
	return {
		kind: 'serve',
		request: { host, port, data, database, key, demo, chaos },
	};
}

function parse(args: readonly string[]) {
	// `--demo -3` is an invalid number, not an option without its value.
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

/** The problem as one sentence: Node's own message has several lines of irrelevant explanation. */
function problemOf(error: unknown): string {
	const [first = ''] = reasonOf(error).split(/\.\s|\n/);
	const option = /^Option '(?:-\w, )?(--\w+)\b.*' argument (?:is ambiguous|missing)/.exec(first)?.[1];
	return option === undefined ? first : `${option} needs a value (one that starts with a dash: ${option}=-…)`;
}

/**
 * A text that quotes arguments, safe to print, with all keys masked: those of the environment, and any word that looks
 * like one, such as a key typed in the wrong place.
 */
export function withoutKeys(
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): SafeText {
	const known = [environment[keyVariable] ?? '', environment.TELNYX_API_KEY?.trim() ?? ''];
	// The last four characters, which distinguish keys elsewhere, are useless here.
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
