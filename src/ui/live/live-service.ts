import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { decodedValues } from '../../domain/decoded.ts';
import { toQueryString } from '../../filter/format.ts';
import type { ListQuery } from '../../filter/tree.ts';
import { type Following, follow, type LiveState } from '../../live/follow.ts';
import { goneIds } from '../../live/gone-ids.ts';
import type { Look } from '../../live/list-watch.ts';
import type { Ticker } from '../../live/ticker.ts';
import type { Freshness } from '../../state/live.ts';
import type { UiStore } from '../../state/store.ts';
import { headOptions, listOptions, refreshList } from '../queries/list-query.ts';
import { quietLists } from '../queries/quiet-lists.ts';
import { isSameRow, knownRows } from './known-rows.ts';
import { placeRows } from './place-rows.ts';
import type { Presence } from './presence.ts';

type LiveOptions = {
	readonly api: ConversationsApi;
	readonly client: QueryClient;
	readonly store: UiStore;
	readonly ticker: Ticker;
	readonly random: () => number;
	/** Milliseconds between two looks while things change. */
	readonly intervalMillis: number;
	readonly presence: Presence;
};

/** The following of the list that is on the screen. It begins and ends with `live.isOn` of the UI state. */
export type LiveService = {
	/** How it goes; null while it is off. */
	readonly getState: () => LiveState | null;
	readonly subscribe: (listener: () => void) => () => void;
	/** Looks at once. */
	readonly askNow: () => void;
	/** Which conversations are on the screen: they are checked for having been deleted elsewhere. */
	readonly show: (ids: readonly string[]) => void;
	/** Ends everything; settles when nothing is under way any more. */
	readonly close: () => Promise<void>;
};

/** With the first look after this, in milliseconds, it is checked whether what is on the screen is still there. */
const checkMillis = 25_000;

/** The messages can come after the list says that there are some: they are read once more after this, in milliseconds. */
const rereadMillis = 10_000;

/**
 * Follows the list that the UI state asks for, and puts what changed into what is loaded of it: without moving the row
 * that the reader is on, and telling which rows came or changed.
 */
export function createLive(options: LiveOptions): LiveService {
	const { api, client, store, ticker, random, intervalMillis, presence } = options;
	// Here the pace is set, and said: a 429 that was waited out below would look like a server that is slow to answer.
	const paced = api.pacedByCaller();
	const listeners = new Set<() => void>();
	let following: Following | null = null;
	let followed = '';
	let shown: readonly string[] = [];
	let checkedAt = ticker.now();
	/** Rows that changed where they stand, because the reader was on them; they go to their places later. */
	const held = new Set<string>();
	let callOffReread = (): void => undefined;
	/** What was known when the look under way began. */
	let atBegin = knownRows(client, []);

	const notify = (): void => {
		for (const listener of [...listeners]) listener();
	};

	/** Gives false where its rows should be given again. */
	const take = async (query: ListQuery, look: Look, signal: AbortSignal): Promise<boolean> => {
		const loaded = knownRows(client, pagesOf(query));
		// Of a walk through what was there, most is in the list just so already.
		const rows = decodedValues(look.rows).filter((row) => !isSameRow(loaded.listed().get(row.id), row));
		const isTaken = await place(query, rows, look, signal);
		signal.throwIfAborted();
		const { openId } = store.getState();
		if (openId !== null && rows.some(({ id }) => id === openId)) readAgain(openId);
		if (ticker.now() - checkedAt >= checkMillis) await check(query, signal);
		return isTaken;
	};

	const pagesOf = (query: ListQuery): readonly ConversationPage[] =>
		client.getQueryData(listOptions(api, query).queryKey)?.pages ?? [];

	const place = async (
		query: ListQuery,
		rows: readonly Conversation[],
		look: Look,
		signal: AbortSignal,
	): Promise<boolean> => {
		const { queryKey } = listOptions(api, query);
		const { selectedId } = store.getState();
		const released = [...held].filter((id) => id !== selectedId);
		if (rows.length === 0 && released.length === 0) return true;
		// The first page may have been read before this, and come without it.
		if (client.getQueryData(queryKey) === undefined) return false;
		const askAgain = await quietLists(
			client,
			rows.map(({ id }) => id),
		);
		signal.throwIfAborted();
		const data = client.getQueryData(queryKey);
		if (data === undefined) return false;
		const known = knownRows(client, data.pages);
		// What was saved, deleted or read since the look began may be newer than its answer.
		const sure = rows.filter(({ id }) => isSameRow(atBegin.find(id), known.find(id)));
		if (selectedId !== null && sure.some(({ id }) => id === selectedId)) held.add(selectedId);
		const fresh = new Set(sure.map(({ id }) => id));
		for (const id of released) held.delete(id);
		const moved = released.flatMap((id) => (fresh.has(id) ? [] : (known.listed().get(id) ?? [])));
		const pages = placeRows(data.pages, [...sure, ...moved], query.order, held);
		if (pages !== null) {
			client.setQueryData(queryKey, { ...data, pages });
			askAgain();
		} else if (!(await isRefreshed(query))) return false;
		signal.throwIfAborted();
		for (const row of sure) {
			const one = ['conversation', row.id];
			if (client.getQueryState(one) !== undefined) client.setQueryData(one, row);
		}
		const { openId } = store.getState();
		const came = sure.flatMap((row): [string, Freshness][] =>
			row.id === openId
				? []
				: [[row.id, known.listed().has(row.id) || !isNew(row, look) ? 'changed' : 'new']],
		);
		store.dispatch({ type: 'live-came', came: new Map(came) });
		return sure.length === rows.length;
	};

	/** Reads the top of the list anew. False where that failed, which its own state tells, or was called off. */
	const isRefreshed = async (query: ListQuery): Promise<boolean> => {
		const { queryKey } = headOptions(client, api, query);
		const count = (): number => client.getQueryState(queryKey)?.dataUpdateCount ?? 0;
		const before = count();
		await refreshList(client, api, query);
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
			if (!presence.isAway() && store.getState().openId === id) read();
		});
	};

	const check = async (query: ListQuery, signal: AbortSignal): Promise<void> => {
		const { openId } = store.getState();
		const known = knownRows(client, pagesOf(query));
		// A row that cannot be read has no id to ask for.
		const ids = [...new Set(openId === null ? shown : [...shown, openId])].filter(
			(id) => known.find(id) !== undefined,
		);
		if (ids.length === 0) return;
		const gone = await goneIds(paced, ids, { signal });
		checkedAt = ticker.now();
		signal.throwIfAborted();
		store.dispatch({ type: 'live-checked', asked: ids, gone });
	};

	const settle = (): void => {
		const { live, query } = store.getState();
		const wanted = live.isOn ? toQueryString(query) : '';
		if (live.isOn === (following !== null) && wanted === followed) return;
		void following?.stop();
		following = null;
		followed = wanted;
		held.clear();
		callOffReread();
		if (live.isOn) {
			// What changed while nobody followed is in no look: the top is read once.
			void refreshList(client, api, query);
			checkedAt = ticker.now();
			following = follow({
				api: paced,
				filters: query.filters,
				since: null,
				interval: intervalMillis,
				ticker,
				random,
				onLook: (look, signal) => take(query, look, signal),
			});
			const began = (): void => {
				if (following?.getState().phase === 'asking') atBegin = knownRows(client, pagesOf(query));
			};
			began();
			following.subscribe(began);
			following.subscribe(notify);
			if (presence.isAway()) following.pause();
		}
		notify();
	};

	const ends = [
		store.subscribe(settle),
		presence.subscribe(() => (presence.isAway() ? following?.pause() : following?.resume())),
	];
	settle();
	return {
		getState: () => following?.getState() ?? null,
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		askNow: () => following?.askNow(),
		show: (ids) => {
			shown = ids;
		},
		close: async () => {
			for (const end of ends) end();
			callOffReread();
			const last = following;
			following = null;
			await last?.stop();
		},
	};
}

/** A row that is not loaded is new where it began since the look before; else something was said in an old one. */
function isNew({ createdAt }: Conversation, { newFrom }: Look): boolean {
	return newFrom === null || (createdAt !== null && createdAt >= newFrom);
}
