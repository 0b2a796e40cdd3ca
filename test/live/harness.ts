import { onTestFinished } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ApiOptions } from '../../src/api/types.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import { type Instant, millisOf } from '../../src/domain/instant.ts';
import type { JsonObject, JsonValue } from '../../src/domain/json.ts';
import type { Filter } from '../../src/filter/tree.ts';
import { type Following, type FollowOptions, follow } from '../../src/live/follow.ts';
import type { Look } from '../../src/live/list-watch.ts';
import type { Ticker } from '../../src/live/ticker.ts';
import { createServer } from '../../src/server/server.ts';
import type { Store } from '../../src/store/store.ts';
import { Clock, conversation, countedIds, testStore } from '../store/fixtures.ts';

/** A clock with timers that stands still until it is moved. */
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

	/** How many timers are set. */
	get pending(): number {
		return this.#timers.size;
	}

	/** Settles once a timer is set. */
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

/** Answers in the server's place where it gives a response; null lets the request through. */
export type Between = (request: Request) => Response | Promise<Response | null> | null;

/** A real server in the process, its store and clock, and the service on it. */
export type LiveServer = {
	readonly store: Store;
	/** The server's clock: what its rows are written by, and what its answers say. */
	readonly clock: Clock;
	readonly ticker: FakeTicker;
	readonly api: ConversationsApi;
	/** How to reach it: without a network, and without waiting between attempts. */
	readonly reach: Required<Pick<ApiOptions, 'fetch' | 'sleep'>>;
	/** Every request so far, decoded. */
	readonly requests: string[];
	readonly waits: number[];
	between: Between | null;
	/** Changes rows of the list on their way out, to break them. */
	garble: ((row: JsonObject) => JsonValue) | null;
	/** Milliseconds that the server's `Date` is ahead of what its rows are written by; null where it tells none. */
	dateAhead: number | null;
	/** Lets time pass for everybody. */
	readonly pass: (millis: number) => void;
};

/** Starts a server that ends with the test. Our clock and the server's have nothing to do with each other. */
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
			clock.instant = (clock.instant + millis * 1000) as Instant;
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
	readonly live: Following;
	/** Every look so far that was taken. */
	readonly looks: Look[];
	/** The ids that the last look brought. */
	readonly ids: () => string[];
	/** Settles once the look under way is over. */
	readonly rested: () => Promise<void>;
	/** Lets the next timer go off, time passing for all, and waits for the look to be over; gives how long it waited. */
	readonly tick: () => Promise<number>;
};

/** Follows the server's list, and stops with the test. `onLook` can throw. */
export function following(
	server: LiveServer,
	options: Partial<FollowOptions> & { readonly filters?: readonly Filter[] } = {},
): TestFollowing {
	const { ticker, api } = server;
	const looks: Look[] = [];
	const live = follow({
		api,
		filters: [],
		since: null,
		ticker,
		random: () => 1,
		...options,
		onLook: async (look, signal) => {
			await options.onLook?.(look, signal);
			looks.push(look);
		},
	});
	onTestFinished(() => live.stop());
	const rested = (): Promise<void> =>
		new Promise((resolve) => {
			const look = () => {
				if (live.getState().phase === 'asking') return;
				end();
				resolve();
			};
			const end = live.subscribe(look);
			look();
		});
	return {
		live,
		looks,
		ids: () => decodedValues(looks.at(-1)?.rows ?? []).map(({ id }) => id),
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

/** A conversation of the server's whose last message is `seconds` after (or before) its clock. */
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
