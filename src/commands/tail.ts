import { abortable } from '../api/abortable.ts';
import { ConversationsApi } from '../api/conversations-api.ts';
import { baseUrlOf } from '../api/endpoint.ts';
import { ApiError } from '../api/errors.ts';
import type { ApiOptions } from '../api/types.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { mayNameAssistant } from '../filter/line/assistant-names.ts';
import { parseLine } from '../filter/line/parse-line.ts';
import type { ListQuery } from '../filter/tree.ts';
import { queryWords } from '../filter/words.ts';
import { type Following, follow } from '../live/follow.ts';
import type { Look } from '../live/list-watch.ts';
import { MessageFeed } from '../live/message-feed.ts';
import type { Ticker } from '../live/ticker.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { clock, duration } from '../text/time.ts';
import type { ZoneOffset } from '../text/zone.ts';
import { aborted } from './aborted.ts';
import { exitCodes, signalCodes } from './exit-codes.ts';
import { withoutKeys } from './serve-options.ts';
import { jsonLine, textLine } from './tail-lines.ts';
import { noKey, type TailRequest, tailArguments, tailHelp } from './tail-options.ts';

/** Why a tail ends: the reason of `TailIo.stop`. */
export type TailEnd =
	| { readonly kind: 'signal'; readonly name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' }
	/** Who read its output has gone. */
	| { readonly kind: 'unread' }
	| { readonly kind: 'unwritable'; readonly reason: string };

/** What `tail` takes from the process it runs in. */
export type TailIo = {
	/** Writes one line, the end of the line included; settles when there is room for the next. */
	readonly stdout: (line: SafeText) => Promise<void>;
	readonly stderr: (line: SafeText) => void;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The time of day, in milliseconds since 1970. */
	readonly now: () => number;
	readonly ticker: Ticker;
	readonly random: () => number;
	readonly zone: ZoneOffset;
	/** Aborted, with its reason, when it is to end. */
	readonly stop: AbortController;
	/** How the API is reached, where that is not over the network. */
	readonly reach?: Pick<ApiOptions, 'fetch' | 'sleep'>;
};

/** At the start, waiting does not cure these. */
const hopeless = new Set<ApiError['kind']>(['auth', 'forbidden', 'invalid', 'not-found']);

/** `tconv tail`: prints messages as they come until it is told to stop. Gives the exit code; throws faults of our own. */
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
	const apiKey = io.environment.TELNYX_API_KEY?.trim() ?? '';
	if (apiKey === '') {
		io.stderr(noKey);
		return exitCodes.usage;
	}
	const baseUrl = baseUrlOf(io.environment);
	let api: ConversationsApi;
	try {
		api = new ConversationsApi({ baseUrl, apiKey, ...io.reach });
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		io.stderr(t`tconv tail: ${errorWords(error, io)}`);
		return exitCodes.usage;
	}
	return await new Tail(api, new URL(baseUrl).host, read.request, io).run();
}

/** One tail, from its start to its end. */
class Tail {
	readonly #api: ConversationsApi;
	readonly #host: string;
	readonly #request: TailRequest;
	readonly #io: TailIo;
	readonly #feed: MessageFeed;
	readonly #startedAt: number;
	#isFollowing = false;
	#messages = 0;
	#outages = 0;
	/** When the outage of now began, on the ticker's clock. */
	#lostAt: number | null = null;
	#code: number | null = null;
	#fault: unknown = null;

	constructor(api: ConversationsApi, host: string, request: TailRequest, io: TailIo) {
		this.#api = api;
		this.#host = host;
		this.#request = request;
		this.#io = io;
		this.#feed = new MessageFeed({ api, now: io.ticker.now });
		this.#startedAt = io.ticker.now();
	}

	async run(): Promise<number> {
		const { stop, ticker, random } = this.#io;
		let query: ListQuery;
		try {
			query = await this.#query();
		} catch (error) {
			if (stop.signal.aborted) return this.#end();
			if (!(error instanceof ApiError)) throw error;
			this.#say(errorWords(error, this.#io));
			return exitCodes.failed;
		}
		const { since, intervalMillis } = this.#request;
		const live = follow({
			// The pace is set here: whoever waits is told that the server asked for it.
			api: this.#api.pacedByCaller(),
			filters: query.filters,
			since,
			interval: intervalMillis,
			ticker,
			random,
			onLook: (look, signal) => this.#take(look, query, signal),
		});
		live.subscribe(() => this.#watch(live));
		await aborted(stop.signal);
		await live.stop();
		if (this.#fault !== null) throw this.#fault;
		return this.#code ?? this.#end();
	}

	/** The filter as a query; the names of assistants are asked for where it could have one. */
	async #query(): Promise<ListQuery> {
		const { now, zone, stop } = this.#io;
		const { filter } = this.#request;
		const context = { now: instantFromMillis(now()), zone };
		if (!mayNameAssistant(filter)) return parseLine(filter, context);
		const known = decodedValues(await this.#api.assistants({ signal: stop.signal }));
		return parseLine(filter, { ...context, assistants: new Map(known.map(({ id, name }) => [id, name])) });
	}

	/** Prints what is new. Where the server failed, it throws after what was there: that look comes again. */
	async #take(look: Look, query: ListQuery, signal: AbortSignal): Promise<void> {
		const { stdout, stop, zone } = this.#io;
		const { messages, troubles, failure } = await this.#feed.take(look, signal);
		for (const message of messages) {
			const line = this.#request.json ? jsonLine(message) : textLine(message, zone);
			await abortable(stdout(line), stop.signal);
			this.#messages += 1;
		}
		if (failure !== null) throw failure;
		for (const { id, error, isGivenUp } of troubles) {
			const next = isGivenUp ? t`Given up until it changes.` : t`It will be tried again.`;
			this.#say(t`the messages of ${safe(id)} cannot be read: ${safe(error.sentence)} ${next}`);
		}
		for (const problem of problemsOf(look.rows))
			this.#say(t`a conversation cannot be read: ${safe(problem)}`);
		if (this.#isFollowing || look.hasMore) return;
		this.#isFollowing = true;
		const words = queryWords(query, { zone });
		const what = words === '' ? t`every conversation` : safe(words);
		this.#say(t`following ${safe(this.#host)}, ${what}; Ctrl-C ends`);
	}

	/** Tells once that the server is lost, and once that it is back. Ends where there is no hope. */
	#watch(live: Following): void {
		const { lastError, phase } = live.getState();
		const { ticker, now, zone, stop } = this.#io;
		if (phase === 'off') return;
		if (lastError !== null && !(lastError instanceof ApiError)) {
			this.#fault = lastError;
			stop.abort();
		} else if (lastError !== null && !this.#isFollowing && hopeless.has(lastError.kind)) {
			this.#say(errorWords(lastError, this.#io));
			this.#code = exitCodes.failed;
			stop.abort();
		} else if (lastError !== null && this.#lostAt === null) {
			this.#lostAt = ticker.now();
			this.#outages += 1;
			this.#say(t`${clock(now(), zone)} lost: ${safe(lastError.sentence)} Trying until it is back.`);
		} else if (lastError === null && this.#lostAt !== null) {
			this.#say(t`${clock(now(), zone)} back, after ${duration(ticker.now() - this.#lostAt)}.`);
			this.#lostAt = null;
		}
	}

	/** The exit code for what ended it, and the summary where somebody is there to read it. */
	#end(): number {
		const end: TailEnd = this.#io.stop.signal.reason;
		if (end.kind === 'unread') return exitCodes.ok;
		if (end.kind === 'unwritable') {
			this.#say(t`the output cannot be written: ${safe(end.reason)}`);
			return exitCodes.failed;
		}
		const messages = counted(this.#messages, t`message`);
		const conversations = counted(this.#feed.told, t`conversation`);
		const time = duration(this.#io.ticker.now() - this.#startedAt);
		this.#say(t`${messages} in ${conversations}, ${time}, ${counted(this.#outages, t`outage`)}`);
		return signalCodes[end.name];
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

/** What happened, what to do, and what the server itself says of it; the key is in none of it. */
function errorWords(error: ApiError, { environment }: Pick<TailIo, 'environment'>): SafeText {
	const fields = error.fields.map(({ parameter, message }) => `${parameter ?? ''} ${message}`.trim());
	const own = [...(error.detail === null ? [] : [error.detail]), ...fields].join('; ');
	const says = own === '' ? '' : ` The server says: ${own.replace(/[.\s]+$/, '')}.`;
	return withoutKeys(`${error.sentence} ${error.advice}${says}`, environment);
}
