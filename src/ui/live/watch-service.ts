import type { ConversationsApi } from '../../api/conversations-api.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { decodedValues } from '../../domain/decoded.ts';
import type { Instant } from '../../domain/instant.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { LineContext } from '../../filter/line/line-context.ts';
import type { SavedView, WatchWay } from '../../filter/saved-views.ts';
import type { Filter } from '../../filter/tree.ts';
import { atMostEvery, type Limited } from '../../live/at-most-every.ts';
import { type Following, follow } from '../../live/follow.ts';
import type { Look } from '../../live/list-watch.ts';
import type { Ticker } from '../../live/ticker.ts';
import type { UiStore } from '../../state/store.ts';
import { readView } from '../../state/view-draft.ts';
import { BoundedMap } from '../../text/bounded-map.ts';
import type { WatchNews } from '../lines/watch-lines.ts';
import type { Presence } from './presence.ts';

type WatchOptions = {
	readonly api: ConversationsApi;
	readonly store: UiStore;
	readonly ticker: Ticker;
	readonly random: () => number;
	readonly presence: Presence;
	/** What a view's line is read against now. It rejects where the names it needs cannot be had. */
	readonly context: (line: string) => Promise<LineContext>;
	/** Tells somebody. It must not reject. */
	readonly tell: (way: WatchWay, news: readonly WatchNews[]) => void | Promise<void>;
};

/** Watches go on until this; it settles when nothing is under way any more. */
type Watches = { readonly close: () => Promise<void> };

/** A watch is nobody's list: it may be slower than what is on the screen. */
const intervalMillis = 15_000;
/** The first rows on the screen come before the first look. */
const startMillis = 2_000;
/** Nobody is told of something more often than this. */
const tellMillis = 10_000;
/** What is relative in a view's filter (`today`) is read again so often. */
const rereadMillis = 3_600_000;
/** So many conversations are remembered for each view, so that none is told of twice. */
const remembered = 10_000;

/** One view that is watched. */
type Watch = { readonly stop: () => Promise<void> };

/** Looks at the saved views that are watched, and tells once of each conversation in which something happens there. */
export function createWatches(options: WatchOptions): Watches {
	const { store, ticker, tell } = options;
	const watches = new Map<string, Watch>();
	const limits = new Map<WatchWay, Limited<WatchNews>>();
	const ending = new Set<Promise<void>>();

	const push = (id: string, conversations: readonly Conversation[]): void => {
		const view = store.getState().saved.views.find((one) => one.id === id);
		if (view === undefined || view.watch === null || conversations.length === 0) return;
		const { watch: way } = view;
		const limit = limits.get(way) ?? atMostEvery(ticker, tellMillis, (news) => tell(way, news));
		limits.set(way, limit);
		limit.push(conversations.map((conversation) => ({ view: view.name, conversation })));
	};

	const settle = (): void => {
		const wanted = new Map(
			store.getState().saved.views.flatMap((view): [string, SavedView][] =>
				// Another name or way is the same watch; another filter is not.
				view.watch === null ? [] : [[`${view.id} ${view.line}`, view]],
			),
		);
		for (const [key, watch] of watches) {
			if (wanted.has(key)) continue;
			watches.delete(key);
			end(watch);
		}
		for (const [key, view] of wanted)
			if (!watches.has(key))
				watches.set(
					key,
					watchView(options, view, (found) => push(view.id, found)),
				);
	};
	const end = (watch: Watch): void => {
		const over = watch.stop().finally(() => ending.delete(over));
		ending.add(over);
	};

	let before = store.getState().saved;
	const unsubscribe = store.subscribe(({ saved }) => {
		if (saved !== before) settle();
		before = saved;
	});
	const isAnyWatched = before.views.some(({ watch }) => watch !== null);
	const callOff = isAnyWatched ? ticker.after(startMillis, settle) : (): void => undefined;
	return {
		close: async () => {
			callOff();
			unsubscribe();
			for (const limit of limits.values()) limit.stop();
			for (const watch of watches.values()) end(watch);
			watches.clear();
			await Promise.all(ending);
		},
	};
}

/** Follows the list under a view's filter. `found` is given the conversations that were not told of yet. */
function watchView(
	{ api, store, ticker, random, presence, context }: WatchOptions,
	view: SavedView,
	found: (conversations: readonly Conversation[]) => void,
): Watch {
	const told = new BoundedMap<string, true>(remembered);
	/** As they were seen last: a change of what is not a message is no news of a conversation that was there. */
	const seen = new BoundedMap<string, Instant | null>(remembered);
	let newest: Instant | null = null;
	/** The first way through the list shows what was there before anybody watched. */
	let hasBegun = false;
	let isOver = false;
	let following: Following | null = null;
	let callOff = (): void => undefined;

	const take = ({ rows, hasMore }: Look): void => {
		const wasThere = !hasBegun;
		if (!hasMore) hasBegun = true;
		const news = decodedValues(rows).filter(({ id, lastMessageAt }) => {
			const before = seen.get(id);
			seen.set(id, lastMessageAt);
			if (lastMessageAt !== null && (newest === null || lastMessageAt > newest)) newest = lastMessageAt;
			if (wasThere || before === lastMessageAt || told.get(id) === true) return false;
			told.set(id, true);
			return true;
		});
		found(news);
	};

	const begin = (filters: readonly Filter[]): void => {
		void following?.stop();
		following = follow({
			api: api.pacedByCaller(),
			filters,
			since: newest,
			interval: intervalMillis,
			ticker,
			random,
			onLook: take,
		});
		if (presence.isAway()) following.pause();
	};

	const read = async (): Promise<void> => {
		try {
			const draft = readView(view, await context(view.line), []);
			if (isOver) return;
			if (draft.ok) begin(draft.query.filters);
			else if (following === null)
				warn(`character ${draft.position + 1}: ${draft.problem}. ${draft.advice}.`);
		} catch (error) {
			if (isOver) return;
			if (following === null) warn(reasonOf(error));
		}
		callOff = ticker.after(following === null ? intervalMillis * 4 : rereadMillis, () => void read());
	};
	let isWarned = false;
	const warn = (reason: string): void => {
		if (isWarned) return;
		isWarned = true;
		const text = `“${view.name}” is not watched: ${reason}`;
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
	};

	const unsubscribe = presence.subscribe(() =>
		presence.isAway() ? following?.pause() : following?.resume(),
	);
	void read();
	return {
		stop: async () => {
			isOver = true;
			callOff();
			unsubscribe();
			await following?.stop();
		},
	};
}
