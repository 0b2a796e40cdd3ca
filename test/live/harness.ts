import { onTestFinished } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ApiOptions } from '../../src/api/types.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import { type Instant, millisOf } from '../../src/domain/instant.ts';
import type { JsonObject, JsonValue } from '../../src/domain/json.ts';
import type { PollResult } from '../../src/live/change-poller.ts';
import { type Poller, type PollerOptions, startPolling } from '../../src/live/poller.ts';
import type { Ticker } from '../../src/live/ticker.ts';
import { createServer } from '../../src/server/server.ts';
import type { Store } from '../../src/store/store.ts';
import { Clock, conversation, countedIds, testStore } from '../store/fixtures.ts';

/** A clock with timers that only the test advances. */
export class FakeTicker implements Ticker {
	#now = 1_000_000;
	readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

	readonly #waiting: (() => void)[] = [];

	readonly now = (): number => this.#now;

	readonly after = (millis: number, run: () => void): (() => void) => {
		const timer = { at: this.#now + millis, run };
		this.#timers.add(timer);
		for (const wake of this.#waiting.splice(0)) wake();
		return () => this.#timers.delete(timer);
	};

	/** Number of pending timers. */
	get pending(): number {
		return this.#timers.size;
	}

	/** Resolves once a timer is set. */
	async whenSet(): Promise<void> {
		if (this.pending === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	/** Moves on to the next timer and lets it go off; gives how long that took, null where none is set. */
	next(): number | null {
		const [first] = [...this.#timers].sort((a, b) => a.at - b.at);
		if (first === undefined) return null;
		const waited = Math.max(0, first.at - this.#now);
		this.advance(waited);
		return waited;
	}

	/** Moves on; timers that are due go off. */
	advance(millis: number): void {
		this.#now += millis;
		for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
			if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
			timer.run();
		}
	}
}

/** Answers in the server's place with a response; null passes the request on. */
export type Between = (request: Request) => Response | Promise<Response | null> | null;

/** A real server in this process, with its store, clock and API client. */
export type LiveServer = {
	readonly store: Store;
	/** The server's clock, for its rows and its answers. */
	readonly clock: Clock;
	readonly ticker: FakeTicker;
	readonly api: ConversationsApi;
	/** API options that use no network and no waits between attempts. */
	readonly reach: Required<Pick<ApiOptions, 'fetch' | 'sleep'>>;
	/** Every request so far, decoded. */
	readonly requests: string[];
	readonly waits: number[];
	between: Between | null;
	/** Changes rows of the list on their way out, to break them. */
	garble: ((row: JsonObject) => JsonValue) | null;
	/** Milliseconds by which the server's `Date` is ahead of its rows; null sends no `Date`. */
	dateAhead: number | null;
	/** Advances all clocks. */
	readonly pass: (millis: number) => void;
};

/** Starts a server that ends with the test. The local clock and the server's are independent. */
export async function liveServer(): Promise<LiveServer> {
	const clock = new Clock();
	const store = await testStore({ clock });
	const server = createServer({ store, key: 'KEY-1', now: clock.now, newId: countedIds() });
	const ticker = new FakeTicker();
	const fetch: typeof globalThis.fetch = async (input, init) => {
		const request = new Request(input, init);
		harness.requests.push(decodeURIComponent(request.url.replace(/^.*?\/v2\//, '')));
		const answer = (await harness.between?.(request)) ?? (await server.fetch(request));
		const headers = new Headers(answer.headers);
		if (harness.dateAhead !== null)
			headers.set('date', new Date(millisOf(clock.now()) + harness.dateAhead).toUTCString());
		const text = await answer.text();
		const { garble } = harness;
		const isList = garble !== null && answer.ok && new URL(request.url).pathname.endsWith('/conversations');
		const body = isList ? JSON.stringify({ data: JSON.parse(text).data.map(garble) }) : text;
		return new Response(answer.status === 204 ? null : body, { status: answer.status, headers });
	};
	const reach = { fetch, sleep: async (millis: number) => void harness.waits.push(millis) };
	const harness: LiveServer = {
		store,
		clock,
		ticker,
		requests: [],
		waits: [],
		between: null,
		garble: null,
		dateAhead: 0,
		pass: (millis) => {
			clock.instant = Math.round(clock.instant + millis * 1000) as Instant;
		},
		reach,
		api: new ConversationsApi({
			baseUrl: 'http://embedded.invalid/v2',
			apiKey: 'KEY-1',
			...reach,
			random: () => 0.5,
			now: ticker.now,
		}),
	};
	return harness;
}

/** A list that is followed in a test. */
export type TestFollowing = {
	readonly live: Poller;
	/** Every poll so far that was taken. */
	readonly polls: PollResult[];
	/** The ids that the last poll brought. */
	readonly ids: () => string[];
	/** Settles once the poll under way is over. */
	readonly rested: () => Promise<void>;
	/** Lets the next timer go off, time passing for all, and waits for the poll to be over; gives how long it waited. */
	readonly tick: () => Promise<number>;
};

/** Follows the server's list, and stops with the test. `onLook` can throw. */
export function following(server: LiveServer, options: Partial<PollerOptions> = {}): TestFollowing {
	const { ticker, api } = server;
	const polls: PollResult[] = [];
	const live = startPolling({
		api,
		filters: () => [],
		since: null,
		ticker,
		random: () => 1,
		...options,
		onPoll: async (poll, signal) => {
			await options.onPoll?.(poll, signal);
			polls.push(poll);
		},
	});
	onTestFinished(() => live.stop());
	const rested = (): Promise<void> =>
		new Promise((resolve) => {
			const poll = () => {
				if (live.getState().phase === 'asking') return;
				end();
				resolve();
			};
			const end = live.subscribe(poll);
			poll();
		});
	return {
		live,
		polls,
		ids: () => decodedValues(polls.at(-1)?.rows ?? []).map(({ id }) => id),
		rested,
		tick: async () => {
			const due = live.getState().nextAt;
			const wait = due === null ? 0 : Math.max(0, due - ticker.now());
			server.pass(wait);
			const waited = ticker.next() ?? 0;
			await rested();
			return waited;
		},
	};
}

/** Inserts a conversation with its last message `seconds` after (or before) the server's clock. */
export function insertAt(
	server: LiveServer,
	id: string,
	seconds = 0,
	metadata: Record<string, string> = {},
): void {
	const at = stamp(server, seconds);
	server.store.conversations.insert(conversation(id, { created_at: at, last_message_at: at, metadata }));
}

/** A message that is written now, and said `seconds` from now. */
export function say(server: LiveServer, id: string, text: string, seconds = 0): void {
	const row = server.store.conversations.rowOf(id);
	if (row === null) throw new Error(`there is no ${id}`);
	server.store.messages.add(row, { role: 'user', text, sent_at: stamp(server, seconds) });
}

/** The server's time, some seconds on. */
export function stamp({ clock }: LiveServer, seconds = 0): string {
	return new Date(millisOf(clock.now()) + seconds * 1000).toISOString();
}

/** An answer that refuses. */
export function refusal(status: number, headers: Record<string, string> = {}): Response {
	return Response.json({ errors: [{ code: '1', title: 'no', detail: 'not now' }] }, { status, headers });
}
