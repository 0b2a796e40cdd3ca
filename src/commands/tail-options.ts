import { parseArgs } from 'node:util';
import { type Instant, instantFromMillis, millisOf } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { parseQueryText } from '../filter/query-text/parse-query-text.ts';
import { QueryTextError } from '../filter/query-text/query-text-error.ts';
import { type MomentContext, readMoment } from '../filter/relative-dates.ts';
import { holdsSecret } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/time.ts';
import { joinFilter } from './filter-argument.ts';
import { withoutKeys } from './serve-options.ts';

/** The options of `tconv tail`. */
export type TailRequest = {
	/** A valid query text; '' for none. */
	readonly filter: string;
	readonly json: boolean;
	readonly intervalMillis: number;
	/** The time to start from; null starts now. */
	readonly since: Instant | null;
	/** True allows plain http, regardless of the settings. */
	readonly allowHttp: boolean;
};

/** The request, help, or a line with the problem of the arguments. */
type TailArguments =
	| { readonly kind: 'tail'; readonly request: TailRequest }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: SafeText };

const options = {
	'allow-http': { type: 'boolean' },
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
	t`Prints the messages of the account of TELNYX_API_KEY as they arrive, one per line, until it is`,
	t`stopped: time, conversation, channel, end user, sender and text.`,
	t``,
	t`  --filter QUERY      only conversations that match, such as 'channel:phone_call meta.tier:gold'.`,
	t`                      A conversation that starts to match is included; dates like 24h move on`,
	t`  --since WHEN        start with the messages since: 1h, today, 2026-11-22T14:00 (default: now)`,
	t`  --interval SECONDS  poll interval while messages arrive, from 1 to ${mostSeconds} (default ${usualSeconds});`,
	t`                      longer while none do`,
	t`  --json              one JSON object per line, with the message as the API sent it; times in UTC`,
	t`  --allow-http        allow a plain http:// address, which sends the key unencrypted; needed for`,
	t`                      any address but this machine's (or set "allowHttp": true in settings.json)`,
	t`  --help              show this help`,
	t``,
	t`Control characters are made visible, or escaped with --json; ⏎ marks line breaks in a message.`,
	t`It reconnects forever. Lost and restored connections are reported on stderr, as is the summary`,
	t`at the end. Messages that arrive together are sorted by time. A reader that has gone, such as`,
	t`head, is noticed at the next message.`,
	t``,
	t`Exit codes: 0 the reader of a pipe has gone, 1 could not start or write, 2 wrong arguments or`,
	t`no key, 128 + the number of the ending signal (Ctrl-C 130, SIGTERM 143, SIGHUP 129).`,
];

/** Parses the arguments after `tconv tail`, with the clock at `nowMillis`. Reads nothing else. */
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

	if (holdsSecret(filter, [environment.TELNYX_API_KEY ?? '']))
		return usage(t`the filter contains your API key, so nothing was sent`);
	const context = { now: instantFromMillis(nowMillis), zone: localZone };
	const problem = filterProblem(filter, context);
	if (problem !== null) return usage(said(problem));

	const since = values.since === undefined ? null : readMoment(values.since, context);
	if (values.since !== undefined && since === null)
		return usage(
			t`--since "${said(values.since)}" is not a time: write 1h, 90m, today, 14:00 or 2026-11-22T14:00`,
		);
	if (since !== null && millisOf(since.from) > nowMillis)
		return usage(t`--since "${said(values.since ?? '')}" is in the future`);

	return {
		kind: 'tail',
		request: {
			filter,
			json,
			intervalMillis: Math.round(seconds * 1000),
			since: since?.from ?? null,
			allowHttp: values['allow-http'] === true,
		},
	};
}

function parse(args: readonly string[]) {
	return parseArgs({ args: joinFilter(args), options, strict: true, allowPositionals: false }).values;
}

/** Why a query text cannot be followed, as a sentence; null if it can. */
function filterProblem(line: string, context: MomentContext): string | null {
	try {
		const { order, limit, offset } = parseQueryText(line, context);
		if (order.length === 0 && limit === null && offset === null) return null;
		const word = order.length > 0 ? 'sort' : limit === null ? 'offset' : 'limit';
		return `Filter: ${word} does not work here, because messages are printed as they arrive. Leave it out.`;
	} catch (error) {
		if (error instanceof QueryTextError) return error.message;
		throw error;
	}
}

/** The message for a missing key. */
export const noKey: SafeText = safe(
	'tconv tail: no account to follow: export TELNYX_API_KEY=KEY… (sample data never change)',
);
