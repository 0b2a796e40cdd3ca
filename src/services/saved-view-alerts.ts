import type { ConversationsApi } from '../api/conversations-api.ts';
import type { Conversation } from '../domain/conversation.ts';
import { decodedValues } from '../domain/decoded.ts';
import { type Instant, instantFromMillis } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import type { QueryTextContext } from '../filter/query-text/query-text-context.ts';
import { resolveFilters } from '../filter/resolve.ts';
import type { AlertWay, SavedView } from '../filter/saved-views.ts';
import type { SaidFilter } from '../filter/tree.ts';
import type { PollResult } from '../live/change-poller.ts';
import { type Poller, startPolling } from '../live/poller.ts';
import type { Ticker } from '../live/ticker.ts';
import { notify } from '../state/events.ts';
import { readSavedView } from '../state/saved-view-draft.ts';
import type { UiStore } from '../state/store.ts';
import { BoundedMap } from '../text/bounded-map.ts';
import { localZone } from '../text/time.ts';
import type { AlertNews } from './send-alert.ts';
import type { TerminalPresence } from './terminal-presence.ts';

type AlertOptions = {
	readonly api: ConversationsApi;
	readonly store: UiStore;
	/** The wall clock, in milliseconds since 1970. */
	readonly now: () => number;
	readonly ticker: Ticker;
	readonly random: () => number;
	readonly terminalPresence: TerminalPresence;
	/** The context for parsing a query text now. Rejects if the assistants' names cannot be loaded. */
	readonly context: (queryText: string) => Promise<QueryTextContext>;
	/** Sends the alert. It must not reject. */
	readonly send: (way: AlertWay, news: readonly AlertNews[]) => void | Promise<void>;
};

/** Alerts run until `close`, which settles once no request is in flight. */
type SavedViewAlerts = { readonly close: () => Promise<void> };

/** Alerts can wait longer than the list on the screen. */
const intervalMillis = 15_000;
/** Leaves the connection to the first rows on the screen. */
const startMillis = 2_000;
/** The shortest time between two alerts. */
const sendMillis = 10_000;
/** A view whose filter could not be read yet is read again after this. */
const rereadMillis = 60_000;
/** Conversations remembered per saved view, so that each causes one alert. */
const remembered = 10_000;

/** A saved view while it is polled for alerts. */
type PolledView = { readonly stop: () => Promise<void> };

/** Passes items on, batched when they come fast. */
type Limited<T> = {
	readonly push: (items: readonly T[]) => void;
	/** Drops waiting items. */
	readonly stop: () => void;
};

/**
 * Passes the first items on at once, and all items of the next `millis` together at the end of that time. The next
 * batch also waits until `pass` resolves; it must not reject.
 */
export function atMostEvery<T>(
	ticker: Ticker,
	millis: number,
	pass: (items: readonly T[]) => void | Promise<void>,
): Limited<T> {
	let waiting: T[] = [];
	let isResting = true;
	let isStopped = false;
	let callOff = (): void => undefined;
	const go = (): void => {
		if (isStopped) return;
		isResting = waiting.length === 0;
		if (isResting) return;
		const items = waiting;
		waiting = [];
		const begun = ticker.now();
		void Promise.resolve(pass(items)).then(() => {
			if (!isStopped) callOff = ticker.after(Math.max(0, begun + millis - ticker.now()), go);
		});
	};
	return {
		push: (items) => {
			waiting.push(...items);
			if (isResting) go();
		},
		stop: () => {
			isStopped = true;
			waiting = [];
			callOff();
		},
	};
}

/** Polls the saved views with alerts, and sends one alert for each new or changed conversation in each view. */
export function createSavedViewAlerts(options: AlertOptions): SavedViewAlerts {
	const { store, ticker, send } = options;
	const polled = new Map<string, PolledView>();
	const limits = new Map<AlertWay, Limited<AlertNews>>();
	const ending = new Set<Promise<void>>();

	const push = (id: string, conversations: readonly Conversation[]): void => {
		const view = store.getState().saved.views.find((one) => one.id === id);
		if (view === undefined || view.alert === null || conversations.length === 0) return;
		const { alert: way } = view;
		const limit = limits.get(way) ?? atMostEvery(ticker, sendMillis, (news) => send(way, news));
		limits.set(way, limit);
		limit.push(conversations.map((conversation) => ({ view: view.name, conversation })));
	};

	const settle = (): void => {
		const wanted = new Map(
			store.getState().saved.views.flatMap((view): [string, SavedView][] =>
				// A new name or way of alerting keeps the poller; a new filter starts another.
				view.alert === null ? [] : [[`${view.id} ${view.queryText}`, view]],
			),
		);
		for (const [key, one] of polled) {
			if (wanted.has(key)) continue;
			polled.delete(key);
			end(one);
		}
		for (const [key, view] of wanted)
			if (!polled.has(key))
				polled.set(
					key,
					pollView(options, view, (found) => push(view.id, found)),
				);
	};
	const end = (one: PolledView): void => {
		const over = one.stop().finally(() => ending.delete(over));
		ending.add(over);
	};

	let before = store.getState().saved;
	const unsubscribe = store.subscribe(({ saved }) => {
		if (saved !== before) settle();
		before = saved;
	});
	const hasAlerts = before.views.some(({ alert }) => alert !== null);
	const callOff = hasAlerts ? ticker.after(startMillis, settle) : (): void => undefined;
	return {
		close: async () => {
			callOff();
			unsubscribe();
			for (const limit of limits.values()) limit.stop();
			for (const one of polled.values()) end(one);
			polled.clear();
			await Promise.all(ending);
		},
	};
}

/** Polls the list of a saved view. Calls `found` with the conversations that had no alert yet. */
function pollView(
	{ api, store, now, ticker, random, terminalPresence, context }: AlertOptions,
	view: SavedView,
	found: (conversations: readonly Conversation[]) => void,
): PolledView {
	const notified = new BoundedMap<string, true>(remembered);
	/** The last message time seen of each: a change of metadata alone causes no alert. */
	const seen = new BoundedMap<string, Instant | null>(remembered);
	/** The first pass through the list finds conversations older than the alerts: none of them is news. */
	let hasBegun = false;
	let isOver = false;
	let poller: Poller | null = null;
	let callOff = (): void => undefined;

	const take = ({ rows, hasMore }: PollResult): void => {
		const wasThere = !hasBegun;
		if (!hasMore) hasBegun = true;
		const news = decodedValues(rows).filter(({ id, lastMessageAt }) => {
			const before = seen.get(id);
			seen.set(id, lastMessageAt);
			if (wasThere || before === lastMessageAt || notified.get(id) === true) return false;
			notified.set(id, true);
			return true;
		});
		found(news);
	};

	const begin = (filters: readonly SaidFilter[]): void => {
		poller = startPolling({
			api: api.pacedByCaller(),
			filters: () => resolveFilters(filters, { now: instantFromMillis(now()), zone: localZone }),
			since: null,
			interval: intervalMillis,
			ticker,
			random,
			onPoll: take,
		});
		if (terminalPresence.isAway()) poller.pause();
	};

	const read = async (): Promise<void> => {
		try {
			const draft = readSavedView(view, await context(view.queryText), []);
			if (isOver) return;
			if (draft.ok) {
				begin(draft.query.filters);
				return;
			}
			warn(`character ${draft.position + 1}: ${draft.problem}. ${draft.advice}.`);
		} catch (error) {
			if (isOver) return;
			warn(reasonOf(error));
		}
		callOff = ticker.after(rereadMillis, () => void read());
	};
	let isWarned = false;
	const warn = (reason: string): void => {
		if (isWarned) return;
		isWarned = true;
		notify(store, 'warn', `No alerts for “${view.name}”: ${reason}`);
	};

	const unsubscribe = terminalPresence.subscribe(() =>
		terminalPresence.isAway() ? poller?.pause() : poller?.resume(),
	);
	void read();
	return {
		stop: async () => {
			isOver = true;
			callOff();
			unsubscribe();
			await poller?.stop();
		},
	};
}
