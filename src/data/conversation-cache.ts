import { type InfiniteData, notifyManager, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { isSameJson } from '../api/fingerprints.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { queryKey } from '../filter/query-text/format-query-text.ts';
import type { SaidQuery } from '../filter/tree.ts';
import { keptMillis, staleMillis } from './query-client.ts';

/*
 * The only module that writes conversations into the query cache. Each conversation is kept once, by id. Pages of lists
 * hold ids, and so does the query that reads one conversation. An answer is dropped if a write or another answer
 * changed the conversation after the request began: the answer may be older.
 */

type Readable = Extract<Decoded<Conversation>, { readonly ok: true }>;
type Unreadable = Exclude<Decoded<Conversation>, Readable>;

/**
 * All conversations read so far. Lists leave out those in `gone`, which are deleted; an open one stays on the screen.
 */
export type Known = {
	readonly rows: ReadonlyMap<string, Readable>;
	readonly gone: ReadonlySet<string>;
};

/** `Known`, writable for this module. */
type Table = Known & { readonly rows: Map<string, Readable> };

/**
 * A page of a list as the cache holds it: ids of conversations, and rows that cannot be read. The dates of the query
 * count from `asOf`, for every page of a list.
 */
export type ListedPage = Omit<ConversationPage, 'rows'> & {
	readonly rows: readonly (string | Unreadable)[];
	readonly asOf: Instant;
};

/** The start of a page: its cursor, and the `asOf` of the pages before it. */
export type PageStart = { readonly cursor: PageCursor; readonly asOf: Instant };

type Listed = InfiniteData<ListedPage, PageStart | null>;

/** A point in the order in which requests begin and conversations change. */
type Moment = number;

/** A conversation from an answer, and the moment its request began. */
type Answer = { readonly conversation: Conversation; readonly asked: Moment };

const knownKey = ['conversations'] as const;
const nothingKnown = (): Known => ({ rows: new Map(), gone: new Set() });

/** Subscribes to all conversations; fetches nothing. */
export const knownOptions = queryOptions({
	queryKey: knownKey,
	queryFn: ({ client }) => knownOf(client),
	initialData: nothingKnown,
	staleTime: Number.POSITIVE_INFINITY,
	gcTime: Number.POSITIVE_INFINITY,
});

/** All conversations read so far. */
export function knownOf(client: QueryClient): Known {
	return client.getQueryData<Known>(knownKey) ?? nothingKnown();
}

/** Reads one conversation by id. Its data is the id under which the conversation is kept. */
export function conversationOptions(client: QueryClient, api: Pick<ConversationsApi, 'get'>, id: string) {
	return queryOptions({
		queryKey: ['conversation', id],
		queryFn: async ({ signal }): Promise<string> => {
			const asked = momentOf(client);
			const conversation = await api.get(id, { signal });
			putAnswers(client, [{ conversation, asked }]);
			return conversation.id;
		},
		initialData: () => (knownOf(client).rows.has(id) ? id : undefined),
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/** Reads one conversation from the server. Throws as the API does. */
export async function readConversation(
	client: QueryClient,
	api: Pick<ConversationsApi, 'get'>,
	id: string,
): Promise<Conversation> {
	const keptAs = await client.fetchQuery({ ...conversationOptions(client, api, id), staleTime: 0 });
	const row = knownOf(client).rows.get(keptAs);
	if (row === undefined) throw new Error(`Conversation ${keptAs} is not in the cache.`);
	return row.value;
}

/** Reads one conversation again. True if that succeeded; a failure is in the query's state, not thrown. */
export async function refreshConversation(
	client: QueryClient,
	api: Pick<ConversationsApi, 'get'>,
	id: string,
): Promise<boolean> {
	const options = conversationOptions(client, api, id);
	const count = (): number => client.getQueryState(options.queryKey)?.dataUpdateCount ?? 0;
	const before = count();
	await client.prefetchQuery({ ...options, staleTime: 0 });
	return count() > before;
}

type Clock = { now: Moment; readonly changed: Map<string, Moment> };
const clocks = new WeakMap<QueryClient, Clock>();

function clockOf(client: QueryClient): Clock {
	const clock = clocks.get(client) ?? { now: 0, changed: new Map() };
	clocks.set(client, clock);
	return clock;
}

/** The current moment. Take it when a request begins, and pass it with the answer. */
export function momentOf(client: QueryClient): Moment {
	return clockOf(client).now;
}

/** Notes that a conversation changed, so that answers to earlier requests are dropped. Returns the new moment. */
export function noteChange(client: QueryClient, id: string): Moment {
	const clock = clockOf(client);
	clock.now += 1;
	clock.changed.set(id, clock.now);
	return clock.now;
}

/** Whether a conversation is unchanged since a moment. */
export function isUnchangedSince(client: QueryClient, id: string, moment: Moment): boolean {
	return (clockOf(client).changed.get(id) ?? 0) <= moment;
}

/** Stores answers, and drops those that may be older than the cache. An equal copy keeps the old object. */
export function putAnswers(client: QueryClient, answers: readonly Answer[]): void {
	const known = client.getQueryData<Table>(knownKey);
	const newer = answers.filter(({ conversation: { id }, asked }) => isUnchangedSince(client, id, asked));
	const changed = newer.filter(({ conversation }) => {
		const { id } = conversation;
		return known?.gone.has(id) || !isSameRow(known?.rows.get(id)?.value, conversation);
	});
	if (changed.length === 0) return;
	const isNews =
		known === undefined ||
		changed.some(({ conversation: { id } }) => known.rows.has(id) || known.gone.has(id));
	// Conversations that are new to the cache need no redraw of their own: their page brings one.
	const rows = isNews ? new Map(known?.rows) : known.rows;
	const gone = new Set(known?.gone);
	for (const { conversation } of changed) {
		noteChange(client, conversation.id);
		rows.set(conversation.id, { ok: true, value: conversation });
		gone.delete(conversation.id);
	}
	if (isNews) client.setQueryData<Table>(knownKey, { rows, gone });
}

/** Stores a conversation after a write. */
export function putWritten(client: QueryClient, conversation: Conversation): void {
	putAnswers(client, [{ conversation, asked: noteChange(client, conversation.id) }]);
}

/** Removes deleted conversations from every list. */
export function dropConversations(client: QueryClient, ids: Iterable<string>): void {
	const { rows, gone } = knownOf(client);
	const next = new Set(gone);
	for (const id of ids) {
		noteChange(client, id);
		next.add(id);
	}
	if (next.size > gone.size) client.setQueryData<Known>(knownKey, { rows, gone: next });
}

/** Drops conversations that no list and no single read refers to. */
export function forgetUnlisted(client: QueryClient): void {
	const { rows, gone } = knownOf(client);
	const used = new Set<unknown>();
	for (const [, listed] of client.getQueriesData<Listed>({ queryKey: ['list'] }))
		for (const page of listed?.pages ?? []) for (const row of page.rows) used.add(row);
	for (const [[, id], keptAs] of client.getQueriesData({ queryKey: ['conversation'] }))
		used.add(id).add(keptAs);
	const unused = [...rows.keys()].filter((id) => !used.has(id));
	if (unused.length === 0) return;
	const left = new Map(rows);
	const { changed } = clockOf(client);
	for (const id of unused) {
		left.delete(id);
		changed.delete(id);
	}
	client.setQueryData<Known>(knownKey, { rows: left, gone });
}

/** The key of a list in the cache: of what was said, so that a list stays itself while its dates move on. */
export function listKey(query: SaidQuery) {
	return ['list', queryKey(query)] as const;
}

const listedAs = new WeakMap<ConversationPage, ListedPage>();

/** Pages of the cache with conversations in place of ids; deleted ones are left out. */
export function readPages(pages: readonly ListedPage[], { rows, gone }: Known): ConversationPage[] {
	return pages.map((page) => {
		const read = page.rows.flatMap((row): Decoded<Conversation>[] => {
			if (typeof row !== 'string') return [row];
			const known = rows.get(row);
			return known === undefined || gone.has(row) ? [] : [known];
		});
		const made = { ...page, rows: read };
		listedAs.set(made, page);
		return made;
	});
}

/** The loaded pages of a list; undefined before the first one. */
export function loadedPages(client: QueryClient, query: SaidQuery): ConversationPage[] | undefined {
	const listed = client.getQueryData<Listed>(listKey(query));
	return listed && readPages(listed.pages, knownOf(client));
}

/** Stores the rows of a page that was requested at a moment. Returns the page as the cache holds it. */
export function keepPage(
	client: QueryClient,
	page: ConversationPage,
	asked: Moment,
	asOf: Instant,
): ListedPage {
	putAnswers(client, answersOf([page], asked));
	return toListed(page, asOf);
}

/**
 * Replaces the pages of a list, whose dates count from `asOf`, and stores their rows as answers to a request of a
 * moment.
 */
export function putPages(
	client: QueryClient,
	query: SaidQuery,
	pages: readonly ConversationPage[],
	asked: Moment,
	asOf: Instant,
): void {
	const pageParams = pages.map((_, index) => {
		const cursor = pages[index - 1]?.next ?? null;
		return cursor === null ? null : { cursor, asOf };
	});
	notifyManager.batch(() => {
		// All other pages came from the cache unchanged.
		const changed = pages.filter((page) => !listedAs.has(page));
		putAnswers(client, answersOf(changed, asked));
		const listed = pages.map((page) => toListed(page, asOf));
		client.setQueryData<Listed>(listKey(query), { pages: listed, pageParams });
	});
}

function answersOf(pages: readonly ConversationPage[], asked: Moment): Answer[] {
	return pages.flatMap(({ rows }) =>
		rows.flatMap((row) => (row.ok ? [{ conversation: row.value, asked }] : [])),
	);
}

function toListed(page: ConversationPage, asOf: Instant): ListedPage {
	const known = listedAs.get(page);
	if (known !== undefined) return known.asOf === asOf ? known : { ...known, asOf };
	return { ...page, rows: page.rows.map((row) => (row.ok ? row.value.id : row)), asOf };
}

/** Cancels the fetch of a list's next page: it would bring the old pages back. */
export async function cancelNextPage(client: QueryClient, query: SaidQuery): Promise<void> {
	await client.cancelQueries({ queryKey: listKey(query), exact: true });
}

/**
 * Cancels list fetches in flight that would overwrite moved rows with the old pages. Returns a function that restarts
 * those the screen waits for; call it once the rows have moved.
 */
export async function cancelListFetches(client: QueryClient): Promise<() => void> {
	const awaited = client.getQueryCache().findAll({
		fetchStatus: 'fetching',
		predicate: ({ queryKey: [kind], state }) =>
			kind === 'list-head' || (kind === 'list' && state.data === undefined),
	});
	await Promise.all(['list-head', 'list'].map((kind) => client.cancelQueries({ queryKey: [kind] })));
	return () => {
		// A failure is in the query's own state.
		for (const query of awaited) void query.fetch().catch(() => undefined);
	};
}

/** Whether two copies of a conversation are equal. */
export function isSameRow(one: Conversation | undefined, other: Conversation | undefined): boolean {
	if (one === other) return true;
	if (one === undefined || other === undefined) return false;
	return one.lastMessageAt === other.lastMessageAt && isSameJson(one.raw, other.raw);
}
