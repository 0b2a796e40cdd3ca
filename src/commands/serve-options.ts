import { isRefusedPort } from '../api/endpoint.ts';
import { catalogue } from '../server/chaos/catalogue.ts';
import type { Rule } from '../server/chaos/fault.ts';
import { readSpec } from '../server/chaos/spec.ts';
import { isLoopback } from '../server/host.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { readCommandLine } from './command-line.ts';
import { serveDeclaration } from './declarations/others.ts';
import { helpLines } from './help.ts';
import { serveKeyVariable, withoutKeys } from './masked.ts';

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

const usualDemo = 400;
const mostDemo = 1_000_000;

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
export const serveHelp: readonly SafeText[] = helpLines(serveDeclaration, chaosHelp);

/** Parses the arguments after `tconv serve`. Opens and checks nothing else. */
export function serveArguments(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): ServeArguments {
	const line = readCommandLine(serveDeclaration, args);
	if (line.kind === 'usage') return usage(withoutKeys(line.problem, environment));
	if (line.kind === 'help') return { kind: 'help' };

	const { options } = line;
	const host = options.text('host') ?? '127.0.0.1';
	const data = options.texts('data');
	const database = options.text('db');
	const empty = options.has('empty');
	const asked = { port: options.text('port'), demo: options.text('demo'), seed: options.text('seed') };
	const port = wholeNumber(asked.port ?? '8787', 65_535);
	if (port === null)
		return usage(
			t`--port must be a number from 0 to 65535, not "${withoutKeys(asked.port ?? '', environment)}"`,
		);
	if (port > 0 && isRefusedPort(port))
		return usage(
			t`--port ${port} is blocked by fetch, so tconv and the SDK could not reach it: choose another`,
		);
	const isBare = data.length === 0 && database === null && !empty;
	const demo = asked.demo === null ? (isBare ? usualDemo : 0) : wholeNumber(asked.demo, mostDemo);
	if (demo === null)
		return usage(
			t`--demo must be a number from 0 to ${mostDemo}, not "${withoutKeys(asked.demo ?? '', environment)}"`,
		);
	if (empty && (data.length > 0 || demo > 0)) return usage(t`--empty excludes --data and --demo`);

	const key = options.text('key') ?? environment[serveKeyVariable] ?? null;
	if (key !== null && !/^[\x21-\x7e]+$/.test(key))
		return usage(t`the key must be printable ASCII without blanks, and not empty`);
	if (host === '') return usage(t`--host must not be empty`);
	if (!isLoopback(host) && key === null)
		return usage(
			t`--host ${withoutKeys(host, environment)} is reachable by others: set a key with --key or ${safe(serveKeyVariable)}, or use 127.0.0.1`,
		);
	const seed = wholeNumber(asked.seed ?? '1', 999_999_999);
	if (seed === null)
		return usage(t`--seed must be a whole number, not "${withoutKeys(asked.seed ?? '', environment)}"`);
	if (asked.seed !== null && !options.has('chaos')) return usage(t`--seed needs --chaos`);
	const spec = readSpec(options.texts('chaos').join(';'));
	if (!spec.ok) return usage(t`--chaos: ${withoutKeys(spec.problem, environment)}`);
	const chaos = !options.has('chaos') ? null : { rules: spec.rules, seed };
	return {
		kind: 'serve',
		request: { host, port, data, database, key, demo, chaos },
	};
}

function usage(problem: SafeText): ServeArguments {
	return { kind: 'usage', problem: t`tconv serve: ${problem} (see tconv serve --help)` };
}

function wholeNumber(text: string, most: number): number | null {
	if (!/^\d{1,9}$/.test(text)) return null;
	const value = Number(text);
	return value <= most ? value : null;
}
