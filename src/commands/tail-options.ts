import { type Instant, instantFromMillis } from '../domain/instant.ts';
import { parseQueryText } from '../filter/query-text/parse-query-text.ts';
import { QueryTextError } from '../filter/query-text/query-text-error.ts';
import type { MomentContext } from '../filter/relative-dates.ts';
import { holdsSecret } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { localZone } from '../text/time.ts';
import { readCommandLine } from './command-line.ts';
import { tailDeclaration } from './declarations/read.ts';
import { helpLines } from './help.ts';
import { withoutKeys } from './masked.ts';
import { readTailTimes } from './tail-times.ts';

/** The options of `tconv tail`. */
export type TailRequest = {
	/** A valid query text; '' for none. */
	readonly filter: string;
	readonly json: boolean;
	readonly intervalMillis: number;
	/** The time to start from; null starts now. */
	readonly since: Instant | null;
	/** The time to end, in milliseconds since 1970; null for no end. */
	readonly untilMillis: number | null;
	/** Ends after the messages that are there at the start. */
	readonly isOnce: boolean;
	/** The name of a profile; null for the usual account. */
	readonly profile: string | null;
	/** True allows plain http, regardless of the settings. */
	readonly allowHttp: boolean;
};

/** The request, help, or a line with the problem of the arguments. */
type TailArguments =
	| { readonly kind: 'tail'; readonly request: TailRequest }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: SafeText };

const usualSeconds = 5;
const mostSeconds = 3600;

/** Help for `tconv tail`, line by line. */
export const tailHelp: readonly SafeText[] = helpLines(tailDeclaration);

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

	const line = readCommandLine(tailDeclaration, args);
	if (line.kind === 'usage') return usage(said(line.problem));
	if (line.kind === 'help') return { kind: 'help' };

	const { options } = line;
	const filter = options.text('filter') ?? '';
	const interval = options.text('interval') ?? String(usualSeconds);
	const seconds = /^\d{1,4}(?:\.\d{1,3})?$/.test(interval) ? Number(interval) : Number.NaN;
	if (!(seconds >= 1 && seconds <= mostSeconds))
		return usage(t`--interval must be a number of seconds from 1 to ${mostSeconds}, not "${said(interval)}"`);

	if (holdsSecret(filter, [environment.TELNYX_API_KEY ?? '']))
		return usage(t`the filter contains your API key, so nothing was sent`);
	const context = { now: instantFromMillis(nowMillis), zone: localZone };
	const problem = filterProblem(filter, context);
	if (problem !== null) return usage(said(problem));

	const times = readTailTimes(
		{ since: options.text('since'), until: options.text('until'), isOnce: options.has('once') },
		context,
	);
	if (!times.ok) return usage(said(times.problem));
	return {
		kind: 'tail',
		request: {
			filter,
			json: options.has('json'),
			intervalMillis: Math.round(seconds * 1000),
			since: times.since,
			untilMillis: times.untilMillis,
			isOnce: options.has('once'),
			profile: options.text('profile'),
			allowHttp: options.has('allow-http'),
		},
	};
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
	'tconv tail: no account to follow: tconv profile add NAME, or export TELNYX_API_KEY=KEY… (sample data never change)',
);
