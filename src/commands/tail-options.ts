import { parseArgs } from 'node:util';
import { type Instant, instantFromMillis, millisOf } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { LineError } from '../filter/line/line-error.ts';
import { parseLine } from '../filter/line/parse-line.ts';
import { type MomentContext, readMoment } from '../filter/moments.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/zone.ts';
import { joinFilter } from './filter-argument.ts';
import { withoutKeys } from './serve-options.ts';

/** What `tconv tail` was asked to do. */
export type TailRequest = {
	/** A filter as one line, known to be readable; '' for none. */
	readonly filter: string;
	readonly json: boolean;
	readonly intervalMillis: number;
	/** Where to begin; null begins now. */
	readonly since: Instant | null;
};

/** The request, or help, or one line that says what is wrong with the arguments. */
export type TailArguments =
	| { readonly kind: 'tail'; readonly request: TailRequest }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: SafeText };

const options = {
	filter: { type: 'string' },
	json: { type: 'boolean' },
	interval: { type: 'string' },
	since: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
} as const;

const usualSeconds = 5;
const mostSeconds = 3600;

/** Help for `tconv tail`, line by line. */
export const tailHelp: readonly SafeText[] = [
	t`Usage: tconv tail [options]`,
	t``,
	t`Prints the messages of the account of TELNYX_API_KEY as they come, one a line, until it is`,
	t`ended: when each was said, the conversation, channel, end user, who said it, and what.`,
	t``,
	t`  --filter LINE       only conversations that match: 'channel:phone_call meta.tier:gold'. One that`,
	t`                      begins to match is printed from then on. Dates such as 24h are read once`,
	t`  --since WHEN        begin with the messages since then: 1h, today, 2026-11-22T14:00 (default: now)`,
	t`  --interval SECONDS  how often to ask while things change, from 1 to ${mostSeconds} (default ${usualSeconds}); it is`,
	t`                      less often while nothing does`,
	t`  --json              one JSON object a line, with the message as the API sent it; times in UTC`,
	t`  --help              show this`,
	t``,
	t`What could steer a terminal is shown, or escaped with --json; line ends inside a message are ⏎.`,
	t`It reconnects for ever. That the server cannot be reached, and that it can again, goes to stderr,`,
	t`as does the summary at the end. Messages come in the order of their times, as far as they come`,
	t`together. Whether a reader such as head has gone is known with the next message.`,
	t``,
	t`Exit codes: 0 the reader of a pipe has gone, 1 it could not start or not write, 2 wrong arguments or`,
	t`no key; 128 + the signal where one ended it (Ctrl-C 130, SIGTERM 143, SIGHUP 129).`,
];

/** Reads the arguments after `tconv tail`, against the clock at `nowMillis`. Nothing outside of them is looked at. */
export function tailArguments(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
	nowMillis: number,
): TailArguments {
	const usage = (problem: SafeText): TailArguments => ({
		kind: 'usage',
		problem: t`tconv tail: ${problem} (see tconv tail --help)`,
	});
	const said = (text: string): SafeText => withoutKeys(text, environment);

	let values: ReturnType<typeof parse>;
	try {
		values = parse(args);
	} catch (error) {
		const [problem = ''] = reasonOf(error).split(/\.\s|\n/);
		return usage(said(problem));
	}
	if (values.help === true) return { kind: 'help' };

	const { filter = '', json = false, interval = String(usualSeconds) } = values;
	const seconds = /^\d{1,4}(?:\.\d{1,3})?$/.test(interval) ? Number(interval) : Number.NaN;
	if (!(seconds >= 1 && seconds <= mostSeconds))
		return usage(t`--interval must be a number of seconds from 1 to ${mostSeconds}, not "${said(interval)}"`);

	const context = { now: instantFromMillis(nowMillis), zone: localZone };
	const problem = filterProblem(filter, context);
	if (problem !== null) return usage(said(problem));

	const since = values.since === undefined ? null : readMoment(values.since, context);
	if (values.since !== undefined && since === null)
		return usage(
			t`--since "${said(values.since)}" is no time: write 1h, 90m, today, 14:00 or 2026-11-22T14:00`,
		);
	if (since !== null && millisOf(since.from) > nowMillis)
		return usage(t`--since "${said(values.since ?? '')}" has not been yet`);

	const request = { filter, json, intervalMillis: Math.round(seconds * 1000), since: since?.from ?? null };
	return { kind: 'tail', request };
}

function parse(args: readonly string[]) {
	return parseArgs({ args: joinFilter(args), options, strict: true, allowPositionals: false }).values;
}

/** Why nothing can be followed by this line; null where it can. */
function filterProblem(line: string, context: MomentContext): string | null {
	try {
		const { order, limit, offset } = parseLine(line, context);
		if (order.length === 0 && limit === null && offset === null) return null;
		const word = order.length > 0 ? 'sort' : limit === null ? 'offset' : 'limit';
		return `Filter: messages are printed as they come, so ${word} has no meaning here. Leave it out.`;
	} catch (error) {
		if (error instanceof LineError) return error.message;
		throw error;
	}
}

/** What is said where there is no key. */
export const noKey: SafeText = safe(
	'tconv tail: there is no account to follow: export TELNYX_API_KEY=KEY… (sample data never changes)',
);
