import type { OpenedAccount } from '../accounts/opened-account.ts';
import { ConversationsApi } from '../api/conversations-api.ts';
import { isExposed } from '../api/endpoint.ts';
import { ApiError } from '../api/errors.ts';
import { proxyFor } from '../api/proxy.ts';
import { abortable, aborted } from '../api/sleep.ts';
import type { ApiOptions, HttpProxy } from '../api/types.ts';
import { type Decoded, decodedValues, isNullRow } from '../domain/decoded.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { describeQuery } from '../filter/describe-query.ts';
import { mayNameAssistant } from '../filter/query-text/assistant-names.ts';
import { parseQueryText } from '../filter/query-text/parse-query-text.ts';
import { resolveFilters } from '../filter/resolve.ts';
import type { SaidQuery } from '../filter/tree.ts';
import type { PollResult } from '../live/change-poller.ts';
import { MessageFeed } from '../live/message-feed.ts';
import { type Poller, startPolling } from '../live/poller.ts';
import type { Ticker } from '../live/ticker.ts';
import { FileProblem } from '../records/file-problem.ts';
import { countText } from '../text/count.ts';
import { hideKeys } from '../text/hidden.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { clock, duration, type ZoneOffset } from '../text/time.ts';
import { atTime } from './at-time.ts';
import { errorWords } from './error-words.ts';
import { apiErrorCode, exitCodes, signalCode } from './exit-codes.ts';
import { goThroughProxy } from './go-through-proxy.ts';
import type { CommandEnd } from './io.ts';
import { accountToFollow, isHttpAllowed } from './tail-account.ts';
import { messageJson, textLine } from './tail-lines.ts';
import { noKey, type TailRequest, tailArguments, tailHelp } from './tail-options.ts';
import { nextTryWords, tellWaits } from './tail-waits.ts';

/** Why a tail ends: the reason of `TailIo.stop`. */
export type TailEnd =
	| CommandEnd
	/** As `--until` or `--once` asked. */
	| { readonly kind: 'over' };

/** The process that `tail` runs in. */
export type TailIo = {
	/** Writes one line with its line end; resolves when there is room for the next. */
	readonly stdout: (line: SafeText) => Promise<void>;
	readonly stderr: (line: SafeText) => void;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The wall clock, in milliseconds since 1970. */
	readonly now: () => number;
	readonly ticker: Ticker;
	readonly random: () => number;
	readonly zone: ZoneOffset;
	/** Aborted, with its reason, when the tail should end. */
	readonly stop: AbortController;
	/** The way to the API if it is not the network, and its waits. */
	readonly reach?: Pick<ApiOptions, 'fetch' | 'sleep' | 'waits'>;
};

/** At the start, waiting does not fix these errors. */
const hopeless = new Set<ApiError['kind']>(['auth', 'forbidden', 'invalid', 'not-found']);

/**
 * `tconv tail`: prints messages as they arrive until it is stopped. Returns the exit code; throws faults of tconv
 * itself.
 */
export async function runTail(args: readonly string[], io: TailIo): Promise<number> {
	const read = tailArguments(args, io.environment, io.now());
	if (read.kind === 'help') {
		try {
			for (const line of tailHelp) await abortable(io.stdout(line), io.stop.signal);
		} catch (error) {
			if (!io.stop.signal.aborted) throw error;
		}
		return exitCodes.ok;
	}
	if (read.kind === 'usage') {
		io.stderr(read.problem);
		return exitCodes.usage;
	}
	let account: OpenedAccount;
	try {
		account = await accountToFollow(read.request.profile, io.environment);
	} catch (error) {
		if (!(error instanceof FileProblem)) throw error;
		io.stderr(t`tconv tail: ${safe(error.message)}`);
		return exitCodes.failed;
	}
	if (account.kind === 'samples') {
		io.stderr(noKey);
		return exitCodes.auth;
	}
	const { apiKey, baseUrl } = account;
	hideKeys([apiKey, ...(io.environment.TELNYX_API_KEY === undefined ? [] : [io.environment.TELNYX_API_KEY])]);
	let api: ConversationsApi;
	let proxy: HttpProxy | null;
	try {
		proxy = proxyFor(baseUrl, io.environment);
		await goThroughProxy(account, io.environment);
		const allowHttp = read.request.allowHttp || (isExposed(baseUrl) && (await isHttpAllowed(io.environment)));
		if (io.reach?.waits !== undefined)
			tellWaits(io.reach.waits, (words) => io.stderr(t`tconv tail: ${words}`));
		api = new ConversationsApi({ baseUrl, apiKey, allowHttp, proxy, ...io.reach });
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		io.stderr(t`tconv tail: ${errorWords(error, io.environment)}`);
		return exitCodes.usage;
	}
	const { host } = new URL(baseUrl);
	const place = proxy === null ? safe(host) : t`${safe(host)} through the proxy ${safe(proxy.host)}`;
	return await new Tail(api, place, read.request, io).run();
}

/** One tail, from its start to its end. */
class Tail {
	readonly #api: ConversationsApi;
	/** The host, and the proxy in between. */
	readonly #place: SafeText;
	readonly #request: TailRequest;
	readonly #io: TailIo;
	readonly #feed: MessageFeed;
	readonly #startedAt: number;
	#isFollowing = false;
	/** True once the time of `--until` has come. */
	#isLastPoll = false;
	#messages = 0;
	#outages = 0;
	/** Start of the present outage, on the ticker's clock. */
	#lostAt: number | null = null;
	/** Number of `null` rows in the previous poll. */
	#nulls = 0;
	/** The longest wait reported in this outage. */
	#saidMillis = 0;
	#code: number | null = null;
	#fault: unknown = null;

	constructor(api: ConversationsApi, place: SafeText, request: TailRequest, io: TailIo) {
		this.#api = api;
		this.#place = place;
		this.#request = request;
		this.#io = io;
		this.#feed = new MessageFeed({ api, now: io.ticker.now });
		this.#startedAt = io.ticker.now();
	}

	async run(): Promise<number> {
		const { stop, ticker, random, now, zone } = this.#io;
		let query: SaidQuery;
		try {
			query = await this.#query();
		} catch (error) {
			if (stop.signal.aborted) return this.#end();
			if (!(error instanceof ApiError)) throw error;
			this.#say(errorWords(error, this.#io.environment));
			return apiErrorCode(error);
		}
		const { since, untilMillis, intervalMillis } = this.#request;
		const live = startPolling({
			// The poller sets the pace and reports the server's rate limit as a wait.
			api: this.#api.pacedByCaller(),
			filters: () => resolveFilters(query.filters, { now: instantFromMillis(now()), zone }),
			since,
			interval: intervalMillis,
			ticker,
			random,
			onPoll: (result, signal) => this.#take(result, query, signal),
		});
		live.subscribe(() => this.#watch(live));
		const callOff = atTime(untilMillis, now, ticker, () => {
			this.#isLastPoll = true;
			live.pollNow();
		});
		await aborted(stop.signal);
		callOff();
		await live.stop();
		if (this.#fault !== null) throw this.#fault;
		return this.#code ?? this.#end();
	}

	/** The filter as a query; loads the assistants only if it may name one. */
	async #query(): Promise<SaidQuery> {
		const { now, zone, stop } = this.#io;
		const { filter } = this.#request;
		const context = { now: instantFromMillis(now()), zone };
		if (!mayNameAssistant(filter)) return parseQueryText(filter, context);
		const assistants = new Map<string, string>();
		for await (const page of this.#api.assistants({ signal: stop.signal }))
			for (const { id, name } of decodedValues(page.rows)) assistants.set(id, name);
		return parseQueryText(filter, { ...context, assistants });
	}

	/** Prints new messages. If the server failed, throws after the messages received, so that the poll is repeated. */
	async #take(result: PollResult, query: SaidQuery, signal: AbortSignal): Promise<void> {
		const { stdout, stop, zone } = this.#io;
		const { messages, troubles, failure } = await this.#feed.take(result, signal);
		for (const message of messages) {
			if (isNullRow(message.row)) continue;
			const line = this.#request.json ? messageJson(message) : textLine(message, zone);
			await abortable(stdout(line), stop.signal);
			this.#messages += 1;
		}
		if (failure !== null) throw failure;
		for (const { id, error, isGivenUp } of troubles) {
			const next = isGivenUp ? t`Waiting until it changes.` : t`Will retry.`;
			this.#say(t`cannot read the messages of ${safe(id)}: ${safe(error.sentence)} ${next}`);
		}
		for (const problem of problemsOf(result.rows)) this.#say(t`cannot read a conversation: ${safe(problem)}`);
		this.#sayNulls(result.skipped + messages.filter(({ row }) => isNullRow(row)).length);
		if (result.hasMore) return;
		if (this.#isLastPoll || this.#request.isOnce) stop.abort({ kind: 'over' } satisfies TailEnd);
		if (this.#isFollowing || stop.signal.aborted) return;
		this.#isFollowing = true;
		const words = describeQuery(query, { zone });
		const what = words === '' ? t`every conversation` : safe(words);
		this.#say(t`following ${this.#place}, ${what}; Ctrl-C ends`);
	}

	/** Reports the number of `null` rows when it changes. */
	#sayNulls(count: number): void {
		if (count !== this.#nulls && count > 0)
			this.#say(t`${count === 1 ? t`1 row` : t`${count} rows`} came as null and cannot be shown.`);
		this.#nulls = count;
	}

	/** Reports a lost server once, and its return once. Ends if there is no hope. */
	#watch(live: Poller): void {
		const { lastError, phase, nextAt } = live.getState();
		const { ticker, now, zone, stop } = this.#io;
		if (phase === 'off') return;
		if (lastError !== null && !(lastError instanceof ApiError)) {
			this.#fault = lastError;
			stop.abort();
		} else if (lastError !== null && this.#isHopeless(lastError)) {
			this.#say(errorWords(lastError, this.#io.environment));
			this.#code = apiErrorCode(lastError);
			stop.abort();
		} else if (lastError !== null && this.#lostAt === null) {
			this.#lostAt = ticker.now();
			this.#outages += 1;
			this.#saidMillis = 0;
			this.#say(t`${clock(now(), zone)} lost: ${safe(lastError.sentence)} Retrying until it is back.`);
		} else if (lastError === null && this.#lostAt !== null) {
			this.#say(t`${clock(now(), zone)} back, after ${duration(ticker.now() - this.#lostAt)}.`);
			this.#lostAt = null;
		}
		if (this.#lostAt !== null && nextAt !== null) this.#tellNext(nextAt - ticker.now());
	}

	/** At the start some errors do not pass by waiting; at the end there is no time to wait. */
	#isHopeless({ kind }: ApiError): boolean {
		return this.#isLastPoll || this.#request.isOnce || (!this.#isFollowing && hopeless.has(kind));
	}

	#tellNext(millis: number): void {
		const words = nextTryWords(millis, this.#saidMillis);
		if (words === null) return;
		this.#saidMillis = millis;
		this.#say(words);
	}

	/** The exit code for the reason of the end; prints the summary if there is a reader. */
	#end(): number {
		const end: TailEnd = this.#io.stop.signal.reason;
		if (end.kind === 'unread') return exitCodes.ok;
		if (end.kind === 'unwritable') {
			this.#say(t`cannot write the output: ${safe(end.reason)}`);
			return exitCodes.failed;
		}
		const messages = counted(this.#messages, t`message`);
		const conversations = counted(this.#feed.told, t`conversation`);
		const time = duration(this.#io.ticker.now() - this.#startedAt);
		this.#say(t`${messages} in ${conversations}, ${time}, ${counted(this.#outages, t`outage`)}`);
		return end.kind === 'over' ? exitCodes.ok : signalCode(end.name);
	}

	#say(words: SafeText): void {
		this.#io.stderr(t`tconv tail: ${words}`);
	}
}

function counted(count: number, thing: SafeText): SafeText {
	return t`${safe(countText(count))} ${thing}${count === 1 ? nothing : t`s`}`;
}

function problemsOf(rows: readonly Decoded<unknown>[]): string[] {
	return rows.flatMap((row) => (row.ok ? [] : [row.problem]));
}
