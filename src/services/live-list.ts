import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { idsOf, rowKey } from '../api/keyset-cursor.ts';
import {
	cancelListFetches,
	isSameRow,
	isUnchangedSince,
	knownOf,
	loadedPages,
	momentOf,
	putAnswers,
	putPages,
} from '../data/conversation-cache.ts';
import { headOptions, refreshList } from '../data/list-query.ts';
import { hasPassedRows, pagesAsOf } from '../data/pages-as-of.ts';
import { placeRows } from '../data/place-rows.ts';
import type { Conversation } from '../domain/conversation.ts';
import { decodedValues } from '../domain/decoded.ts';
import { type Instant, instantFromMillis } from '../domain/instant.ts';
import { createListeners } from '../domain/listeners.ts';
import { queryKey } from '../filter/query-text/format-query-text.ts';
import { resolveFilters } from '../filter/resolve.ts';
import { emptyQuery, plainColumn, type SaidQuery } from '../filter/tree.ts';
import type { PollResult } from '../live/change-poller.ts';
import { type LiveState, type Poller, startPolling } from '../live/poller.ts';
import type { Ticker } from '../live/ticker.ts';
import type { Freshness } from '../state/live.ts';
import type { UiStore } from '../state/store.ts';
import { localZone } from '../text/time.ts';
import type { TerminalPresence } from './terminal-presence.ts';

type LiveOptions = {
	readonly api: ConversationsApi;
	readonly client: QueryClient;
	readonly store: UiStore;
	/** The wall clock, in milliseconds since 1970. */
	readonly now: () => number;
	readonly ticker: Ticker;
	readonly random: () => number;
	/** Milliseconds between two polls while conversations change. */
	readonly intervalMillis: number;
	readonly terminalPresence: TerminalPresence;
};

/** Polls the list on the screen while `live.isOn` of the UI state is true. */
export type LiveService = {
	/** The poller's state; null while live is off. */
	readonly getState: () => LiveState | null;
	readonly subscribe: (listener: () => void) => () => void;
	/** Polls at once. */
	readonly pollNow: () => void;
	/** Names the conversations on the screen, which are checked for deletion elsewhere. */
	readonly show: (ids: readonly string[]) => void;
	/** Ends polling; settles once no request is in flight. */
	readonly close: () => Promise<void>;
};

/** The first poll after this time, in milliseconds, also checks whether the rows on the screen still exist. */
const checkMillis = 25_000;

/** Messages can arrive later than the list reports them: they are read again after this, in milliseconds. */
const rereadMillis = 10_000;

/** Ids per request: its URL stays far below the 8 kB that servers commonly accept. */
const batch = 50;
const id = plainColumn('id');

/**
 * The deleted ones of these conversations, which following a list cannot detect. One or two requests per fifty ids.
 * Throws as the API does; the result is then unknown.
 */
export async function goneIds(
	api: Pick<ConversationsApi, 'list'>,
	ids: readonly string[],
	options: { readonly signal?: AbortSignal } = {},
): Promise<string[]> {
	const wanted = [...new Set(ids)];
	const there = new Set<string>();
	for (let at = 0; at < wanted.length; at += batch) {
		const operand = wanted.slice(at, at + batch);
		const pages = api.list(
			{
				...emptyQuery,
				filters: [{ kind: 'condition', column: id, negated: false, operator: 'in', operand }],
				// A stable order; with the limit, an answer with all ids is known to be the last.
				order: [{ column: id, direction: 'asc', nulls: null }],
				limit: operand.length,
			},
			{ pageSize: operand.length, ...options },
		);
		// By key, since an unreadable row still exists.
		for await (const { rows } of pages) for (const one of idsOf(rows.map(rowKey))) there.add(one);
	}
	return wanted.filter((one) => !there.has(one));
}

/**
 * Polls the list of the UI state's query and places changed rows among the loaded ones. The selected row does not move.
 * Dispatches which rows are new and which changed.
 */
export function createLive(options: LiveOptions): LiveService {
	const { api, client, store, now, ticker, random, intervalMillis, terminalPresence } = options;
	const instant = (): Instant => instantFromMillis(now());
	// The poller waits out a 429 and shows that. Waited out in the API layer, it would look like a slow server.
	const paced = api.pacedByCaller();
	const listeners = createListeners();
	let poller: Poller | null = null;
	let polledKey = '';
	let shown: readonly string[] = [];
	let checkedAt = ticker.now();
	/** Rows updated in place because they were selected; they move once the selection leaves them. */
	const held = new Set<string>();
	let callOffReread = (): void => undefined;
	/** When the current poll began. */
	let asked = momentOf(client);

	/** Returns false if the poller should report these rows again. */
	const take = async (query: SaidQuery, result: PollResult, signal: AbortSignal): Promise<boolean> => {
		const listed = listedRows(query);
		// Most rows of a first pass are in the list already, unchanged.
		const rows = decodedValues(result.rows).filter((row) => !isSameRow(listed.get(row.id), row));
		const isTaken = await place(query, rows, result, signal);
		signal.throwIfAborted();
		const { openId } = store.getState();
		if (openId !== null && rows.some(({ id }) => id === openId)) readAgain(openId);
		if (ticker.now() - checkedAt >= checkMillis) await check(signal);
		return isTaken;
	};

	const listedRows = (query: SaidQuery): ReadonlyMap<string, Conversation> => {
		const rows = decodedValues((loadedPages(client, query) ?? []).flatMap((page) => page.rows));
		return new Map(rows.map((row) => [row.id, row]));
	};

	const place = async (
		query: SaidQuery,
		rows: readonly Conversation[],
		look: PollResult,
		signal: AbortSignal,
	): Promise<boolean> => {
		const { selectedId } = store.getState();
		const released = [...held].filter((id) => id !== selectedId);
		const asOf = instant();
		const isQuiet = rows.length === 0 && released.length === 0;
		if (isQuiet && !hasPassedRows(client, query, asOf)) return true;
		// The first page may be in flight, with rows older than these.
		if (loadedPages(client, query) === undefined) return false;
		const askAgain = await cancelListFetches(client);
		signal.throwIfAborted();
		const pages = pagesAsOf(client, query, asOf);
		if (pages.length === 0) return false;
		const listed = listedRows(query);
		// A conversation saved, deleted or read since the poll began may be newer than this answer.
		const sure = rows.filter(({ id }) => isUnchangedSince(client, id, asked));
		if (selectedId !== null && sure.some(({ id }) => id === selectedId)) held.add(selectedId);
		const fresh = new Set(sure.map(({ id }) => id));
		for (const id of released) held.delete(id);
		const moved = released.flatMap((id) => (fresh.has(id) ? [] : (listed.get(id) ?? [])));
		const placed = placeRows(pages, [...sure, ...moved], query.order, held);
		if (placed !== null) {
			putPages(client, query, placed, asked, asOf);
			askAgain();
		} else if (!(await isRefreshed(query))) return false;
		signal.throwIfAborted();
		// A row below the last loaded one is in no page, but its conversation may be open.
		const { rows: known } = knownOf(client);
		putAnswers(
			client,
			sure.flatMap((conversation) => (known.has(conversation.id) ? [{ conversation, asked }] : [])),
		);
		const { openId } = store.getState();
		const came = sure.flatMap((row): [string, Freshness][] =>
			row.id === openId ? [] : [[row.id, listed.has(row.id) || !isNew(row, look) ? 'changed' : 'new']],
		);
		store.dispatch({ type: 'live-came', came: new Map(came) });
		return sure.length === rows.length;
	};

	/** Refreshes the top of the list. False if that failed, which the query's state shows, or was cancelled. */
	const isRefreshed = async (query: SaidQuery): Promise<boolean> => {
		const { queryKey } = headOptions(client, options, query);
		const count = (): number => client.getQueryState(queryKey)?.dataUpdateCount ?? 0;
		const before = count();
		await refreshList(client, options, query);
		return count() > before;
	};

	const readAgain = (id: string): void => {
		const read = (): void => {
			for (const part of ['messages', 'insights'])
				void client.refetchQueries({ queryKey: [part, id], type: 'active' });
		};
		read();
		callOffReread();
		callOffReread = ticker.after(rereadMillis, () => {
			if (!terminalPresence.isAway() && store.getState().openId === id) read();
		});
	};

	const check = async (signal: AbortSignal): Promise<void> => {
		const { openId } = store.getState();
		const { rows } = knownOf(client);
		// An unreadable row has no id to ask for.
		const ids = [...new Set(openId === null ? shown : [...shown, openId])].filter((id) => rows.has(id));
		if (ids.length === 0) return;
		const gone = await goneIds(paced, ids, { signal });
		checkedAt = ticker.now();
		signal.throwIfAborted();
		store.dispatch({ type: 'live-checked', asked: ids, gone });
	};

	const settle = (): void => {
		const { live, query } = store.getState();
		const wanted = live.isOn ? queryKey(query) : '';
		if (live.isOn === (poller !== null) && wanted === polledKey) return;
		void poller?.stop();
		poller = null;
		polledKey = wanted;
		held.clear();
		callOffReread();
		if (live.isOn) {
			// Polls report no change from before they began: read the top once.
			void refreshList(client, options, query);
			checkedAt = ticker.now();
			poller = startPolling({
				api: paced,
				filters: () => resolveFilters(query.filters, { now: instant(), zone: localZone }),
				since: null,
				interval: intervalMillis,
				ticker,
				random,
				onPoll: (look, signal) => take(query, look, signal),
			});
			const began = (): void => {
				if (poller?.getState().phase === 'asking') asked = momentOf(client);
			};
			began();
			poller.subscribe(began);
			poller.subscribe(listeners.call);
			if (terminalPresence.isAway()) poller.pause();
		}
		listeners.call();
	};

	const ends = [
		store.subscribe(settle),
		terminalPresence.subscribe(() => (terminalPresence.isAway() ? poller?.pause() : poller?.resume())),
	];
	settle();
	return {
		getState: () => poller?.getState() ?? null,
		subscribe: listeners.subscribe,
		pollNow: () => poller?.pollNow(),
		show: (ids) => {
			shown = ids;
		},
		close: async () => {
			for (const end of ends) end();
			callOffReread();
			const last = poller;
			poller = null;
			await last?.stop();
		},
	};
}

/** True if a row that is not loaded began since the poll before; else it is an old conversation with a new message. */
function isNew({ createdAt }: Conversation, { newFrom }: PollResult): boolean {
	return newFrom === null || (createdAt !== null && createdAt >= newFrom);
}
