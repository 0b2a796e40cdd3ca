import type { ConversationsApi } from '../api/conversations-api.ts';
import { startingCursor } from '../api/keyset-cursor.ts';
import { stoppedError } from '../api/keyset-page.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import { uniqueRows } from '../api/unique-rows.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import { formatInstant, type Instant, instantFromMillis } from '../domain/instant.ts';
import { emptyQuery, type Filter, type ListQuery, plainColumn } from '../filter/tree.ts';
import { fingerprint } from './fingerprint.ts';
import { SeenRows, timeOf } from './seen-rows.ts';

/** What one look at the list brought. */
export type Look = {
	/** Rows that are new, or in another state than when they were last given; the longest quiet first, each once. */
	readonly rows: readonly Decoded<Conversation>[];
	/** True while the first walk lasts: with no `since`, its rows are what was there already. */
	readonly isFirst: boolean;
	/**
	 * In server time. A message older than this, in a conversation that was not given lately, was there before this look:
	 * the time of the look before, less half the overlap. On the first walk `since`, or null where there was none; null too
	 * while nothing at all is known of the server's time, when nothing had been there before.
	 */
	readonly newFrom: Instant | null;
	/** True where the list goes on: the next look continues it, and should not wait. */
	readonly hasMore: boolean;
	/** To be called once the rows are taken care of. Until then they will be given again. */
	readonly commit: () => void;
};

export type WatchOptions = {
	readonly api: Pick<ConversationsApi, 'listPageDated'>;
	/** What to follow; order, limit and offset are not looked at. */
	readonly filters: readonly Filter[];
	/** Where to begin, in server time; null begins now. */
	readonly since: Instant | null;
	/** How far before the newest row every look begins, in milliseconds; two minutes unless given. */
	readonly overlapMillis?: number;
	readonly pageSize?: number;
	/** The most pages of one look; four unless given. */
	readonly pagesPerLook?: number;
};

/** One way through the window, from its start to the end of the list, in one look or several. */
type Walk = {
	readonly number: number;
	readonly filters: readonly Filter[];
	readonly newFrom: Instant | null;
	cursor: PageCursor | null;
	readonly places: Set<string>;
	/** The server's clock when it began to answer; null where it tells none. */
	startedAt: Instant | null;
	newest: Instant | null;
	isDone: boolean;
};

const usualOverlapMillis = 120_000;
const usualPageSize = 50;
const column = plainColumn('last_message_at');
const oldestFirst: ListQuery['order'] = [{ column, direction: 'asc', nulls: 'first' }];
const newestFirst: ListQuery['order'] = [{ column, direction: 'desc', nulls: 'last' }];

/**
 * Finds out what changed in the list under a filter, by asking for `last_message_at` from a while before the newest one
 * that was seen. The window's start never goes by our clock, and not beyond the server's own: a row dated into the future
 * must not hide what comes before it. Within the window it reads in ascending order, in which a row that moves can only
 * move ahead of the reader. Rows that become visible late, by up to the overlap, are still in the window.
 *
 * Not seen: rows that are deleted or no longer match (`goneIds`), and changes other than messages in conversations that
 * have been quiet for longer than the overlap.
 */
export class ListWatch {
	readonly #options: WatchOptions;
	readonly #overlap: number;
	readonly #seen = new SeenRows();
	/** The newest `last_message_at` up to which everything was read; null while there was none. */
	#mark: Instant | null;
	/** The newest `last_message_at` of all, which can lie beyond that. */
	#newest: Instant | null;
	/** The server's clock when the last walk began. */
	#time: Instant | null = null;
	#walks = 0;
	/** Whether it is known where to begin: asked for once, so that a first walk that fails does not begin later. */
	#hasStart: boolean;
	#walk: Walk | null = null;
	/** The most rows that one answer had. */
	#full = 0;

	constructor(options: WatchOptions) {
		this.#options = options;
		this.#overlap = (options.overlapMillis ?? usualOverlapMillis) * 1000;
		this.#mark = options.since;
		this.#newest = options.since;
		this.#hasStart = options.since !== null;
	}

	/** How many rows are remembered: as many as the window holds. */
	get remembered(): number {
		return this.#seen.size;
	}

	/** Looks at the list. A look that throws, or that is not committed, has changed nothing. Throws as the API does. */
	async look(signal: AbortSignal): Promise<Look> {
		const walk = this.#walk ?? (await this.#begin(signal));
		this.#walk = null;
		const pages: ConversationPage[] = [];
		while (!walk.isDone && pages.length < (this.#options.pagesPerLook ?? 4)) {
			pages.push(await this.#page(walk, signal));
		}
		const rows = uniqueRows(pages);
		return {
			rows: this.#seen.unknown(rows),
			isFirst: walk.number === 0,
			newFrom: walk.newFrom,
			hasMore: !walk.isDone,
			commit: () => {
				this.#seen.remember(rows, walk.number);
				if (walk.isDone) this.#finish(walk);
				else this.#walk = walk;
			},
		};
	}

	async #begin(signal: AbortSignal): Promise<Walk> {
		const isFirst = this.#walks === 0;
		if (!this.#hasStart) await this.#findNewest(signal);
		if (isFirst) await this.#learnSize(signal);
		const known = latest(this.#mark, this.#time);
		const start = this.#mark === null ? null : before(this.#mark, this.#overlap);
		const window: Filter[] =
			start === null
				? []
				: [{ kind: 'condition', column, negated: false, operator: 'gte', operand: formatInstant(start) }];
		return {
			number: this.#walks,
			filters: [...this.#options.filters, ...window],
			newFrom: isFirst ? this.#options.since : known === null ? null : before(known, this.#overlap / 2),
			cursor: startingCursor(this.#full),
			places: new Set(),
			startedAt: null,
			newest: this.#newest,
			isDone: false,
		};
	}

	/** Finds out where the list stands now. */
	async #findNewest(signal: AbortSignal): Promise<void> {
		const { page, startedAt } = await this.#ask(this.#options.filters, newestFirst, null, signal);
		const newest = page.rows.reduce<Instant | null>((top, row) => latest(top, timeOf(row)), null);
		this.#newest = newest;
		this.#mark = earliest(newest, startedAt ?? newest);
		this.#hasStart = true;
	}

	/**
	 * A server may cap its answers, so a short one is known to be the last only from a server that was seen to send more at
	 * once. Where few rows match, those of no filter show it: one request more now, one less with every look.
	 */
	async #learnSize(signal: AbortSignal): Promise<void> {
		const { filters, pageSize = usualPageSize } = this.#options;
		if (filters.length > 0 && this.#full < pageSize) await this.#ask([], newestFirst, null, signal);
	}

	async #page(walk: Walk, signal: AbortSignal): Promise<ConversationPage> {
		const { page, startedAt } = await this.#ask(walk.filters, oldestFirst, walk.cursor, signal);
		if (page.problem !== null) throw stoppedError(page.problem);
		walk.startedAt ??= startedAt;
		for (const row of page.rows) walk.newest = latest(walk.newest, timeOf(row));
		walk.cursor = page.next;
		walk.isDone = page.next === null;
		if (page.next !== null) {
			const place = fingerprint(JSON.stringify([page.next.row, page.next.seen]));
			if (walk.places.has(place)) throw stoppedError('The server sends the list in a circle.');
			walk.places.add(place);
		}
		return page;
	}

	async #ask(
		filters: readonly Filter[],
		order: ListQuery['order'],
		cursor: PageCursor | null,
		signal: AbortSignal,
	): Promise<{ page: ConversationPage; startedAt: Instant | null }> {
		const { api, pageSize = usualPageSize } = this.#options;
		const { page, serverTime } = await api.listPageDated(
			{ ...emptyQuery, filters, order },
			{ cursor, signal, pageSize },
		);
		this.#full = Math.max(this.#full, page.rows.length);
		return { page, startedAt: serverTime === null ? null : instantFromMillis(serverTime) };
	}

	#finish(walk: Walk): void {
		// Rows can come in behind the reader, late ones long after it passed: complete is only what the walk before saw too.
		// The server's clock holds back what is dated into the future.
		const reached = earliest(this.#newest, walk.startedAt ?? this.#newest);
		// Where the start was given, nothing but the server's clock can say that it lies in the future.
		this.#mark = walk.number === 0 ? reached : latest(this.#mark, reached);
		this.#newest = latest(this.#newest, walk.newest);
		this.#time = latest(this.#time, walk.startedAt);
		this.#walks += 1;
		if (this.#mark !== null) this.#seen.forget(before(this.#mark, this.#overlap), walk.number);
	}
}

function before(instant: Instant, micros: number): Instant {
	// Branding: an instant less a length of time is one.
	return (instant - micros) as Instant;
}

function latest(one: Instant | null, other: Instant | null): Instant | null {
	if (one === null || other === null) return one ?? other;
	return one > other ? one : other;
}

function earliest(one: Instant | null, other: Instant | null): Instant | null {
	if (one === null || other === null) return null;
	return one < other ? one : other;
}
