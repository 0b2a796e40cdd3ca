import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { decodedValues } from '../../domain/decoded.ts';
import { jsonText } from '../../domain/json.ts';
import { toQueryString } from '../../filter/format.ts';
import type { ListQuery } from '../../filter/tree.ts';
import { type Following, follow, type LiveState, type Ticker } from '../../live/follow.ts';
import { goneIds } from '../../live/gone-ids.ts';
import type { Look } from '../../live/list-watch.ts';
import type { Freshness } from '../../state/live.ts';
import type { UiStore } from '../../state/store.ts';
import { listOptions, refreshList } from '../queries/list-query.ts';
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

	const notify = (): void => {
		for (const listener of [...listeners]) listener();
	};

	const take = async (query: ListQuery, look: Look, signal: AbortSignal): Promise<void> => {
		const rows = unlike(look, query);
		await place(query, rows, look, signal);
		const { openId } = store.getState();
		if (openId !== null && rows.some(({ id }) => id === openId)) readAgain(openId);
		if (ticker.now() - checkedAt >= checkMillis) await check(signal);
	};

	/** What is not in the list just so already: of a walk through what was there, that is most. */
	const unlike = (look: Look, query: ListQuery): Conversation[] => {
		const pages = client.getQueryData(listOptions(api, query).queryKey)?.pages ?? [];
		const known = new Map<string, Conversation>();
		for (const row of decodedValues(pages.flatMap((page) => page.rows))) known.set(row.id, row);
		return decodedValues(look.rows).filter((row) => {
			const old = known.get(row.id);
			return (
				old === undefined ||
				old.lastMessageAt !== row.lastMessageAt ||
				jsonText(old.raw) !== jsonText(row.raw)
			);
		});
	};

	const place = async (
		query: ListQuery,
		rows: readonly Conversation[],
		look: Look,
		signal: AbortSignal,
	): Promise<void> => {
		const { queryKey } = listOptions(api, query);
		const { selectedId } = store.getState();
		const released = [...held].filter((id) => id !== selectedId);
		if (rows.length === 0 && released.length === 0) return;
		// A next page under way was built on the old rows, and would put them back: the list asks for it anew.
		await client.cancelQueries({ queryKey, predicate: ({ state: { data } }) => data !== undefined });
		signal.throwIfAborted();
		const data = client.getQueryData(queryKey);
		if (data === undefined) return;
		const known = new Map<string, Conversation>();
		for (const row of decodedValues(data.pages.flatMap((page) => page.rows))) known.set(row.id, row);
		if (selectedId !== null && rows.some(({ id }) => id === selectedId)) held.add(selectedId);
		const fresh = new Set(rows.map(({ id }) => id));
		for (const id of released) held.delete(id);
		const moved = released.flatMap((id) => (fresh.has(id) ? [] : (known.get(id) ?? [])));
		const pages = placeRows(data.pages, [...rows, ...moved], query.order, held);
		if (pages === null) await refreshList(client, api, query);
		else client.setQueryData(queryKey, { ...data, pages });
		for (const row of rows) {
			const one = ['conversation', row.id];
			if (client.getQueryData(one) !== undefined) client.setQueryData(one, row);
		}
		const { openId } = store.getState();
		const came = rows.flatMap((row): [string, Freshness][] =>
			row.id === openId ? [] : [[row.id, known.has(row.id) || !isNew(row, look) ? 'changed' : 'new']],
		);
		store.dispatch({ type: 'live-came', came: new Map(came) });
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

	const check = async (signal: AbortSignal): Promise<void> => {
		const { openId } = store.getState();
		const ids = openId === null ? shown : [...new Set([...shown, openId])];
		if (ids.length === 0) return;
		const gone = await goneIds(paced, ids, { signal });
		checkedAt = ticker.now();
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
