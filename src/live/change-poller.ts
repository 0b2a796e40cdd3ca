import type { ConversationsApi } from '../api/conversations-api.ts';
import { fingerprint } from '../api/fingerprints.ts';
import { startingCursor } from '../api/keyset-cursor.ts';
import { stoppedError } from '../api/keyset-page.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import { formatInstant, type Instant, instantFromMillis } from '../domain/instant.ts';
import { emptyQuery, type Filter, type ListQuery, plainColumn } from '../filter/tree.ts';
import { SeenRows, timeOf, uniqueRows } from './seen-rows.ts';
import type { Ticker } from './ticker.ts';

type Row = Decoded<Conversation>;

/** The result of one poll of the list. */
export type PollResult = {
	/** Rows that are new or changed since they were last returned; the longest quiet first, each once. */
	readonly rows: readonly Decoded<Conversation>[];
	/** Number of rows that came as `null`. */
	readonly skipped: number;
	/** True during the first walk: without `since`, its rows are the ones already there. */
	readonly isFirst: boolean;
	/**
	 * In the time of the rows. An older message, in a conversation not returned lately, existed before this poll. The
	 * value is the start of the previous walk's window, or, if a filter can have hidden newer rows, the time of the
	 * previous poll by the newest row of all. On the first walk it is `since`, or null without one; also null if the
	 * list had no rows before.
	 */
	readonly newFrom: Instant | null;
	/**
	 * The server's clock if it went back: conversations dated later may show no sign of a new message. Null if it never
	 * did.
	 */
	readonly backAt: Instant | null;
	/** True if the list continues: the next poll continues it and should not wait. */
	readonly hasMore: boolean;
	/** Call this once the rows are processed; until then they are returned again. */
	readonly commit: () => void;
};

export type ChangePollerOptions = {
	readonly api: Pick<ConversationsApi, 'listPageDated'>;
	/** The filters to follow, read when a walk begins: their dates may have moved on. */
	readonly filters: () => readonly Filter[];
	/** The start, in server time; null starts now. */
	readonly since: Instant | null;
	/** Milliseconds before the newest row at which every poll starts; two minutes by default. */
	readonly overlapMillis?: number;
	readonly pageSize?: number;
	/** Most pages of one poll; four by default. */
	readonly pagesPerPoll?: number;
	/** Measures the time since the previous poll; the time of day is never used. */
	readonly ticker: Pick<Ticker, 'now'>;
};

/** One pass through the window, from its start to the end of the list, in one poll or several. */
type Walk = {
	readonly number: number;
	readonly filters: readonly Filter[];
	/** The start of its window; null for the whole list. */
	readonly start: Instant | null;
	/** True if it starts before the previous one, because the server's clock went back. */
	readonly isBack: boolean;
	readonly newFrom: Instant | null;
	/** Its start, on the ticker. */
	readonly tick: number;
	cursor: PageCursor | null;
	readonly places: Set<string>;
	/** The server's clock at its first answer; null if the server sends none. */
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
 * Finds the changes in the list under a filter, by requesting `last_message_at` from some time before the newest one
 * seen. The window's start never depends on the local clock, and never passes the server's own: a row dated into the
 * future must not hide earlier ones. The server's clock can be off and differ from the rows' clock, so it is compared
 * with nothing else; if it goes back, so does the window. Within the window it reads in ascending order, in which a row
 * can only move ahead of the reader. Rows that become visible late, by up to the overlap, are still in the window.
 *
 * Not seen: rows that are deleted or no longer match (`goneIds`), and changes other than messages in conversations
 * quiet for longer than the overlap.
 */
export class ChangePoller {
	readonly #options: ChangePollerOptions;
	readonly #overlap: number;
	readonly #seen = new SeenRows();
	/** The newest `last_message_at` up to which everything was read; null before the first row. */
	#mark: Instant | null;
	/** The newest `last_message_at` of all, which can be later. */
	#newest: Instant | null;
	/** The last completed walk. */
	#last: Walk | null = null;
	#walks = 0;
	#hasGoneBack = false;
	/** Whether the start is known: it is requested once, so that a failed first walk does not start later. */
	#hasStart: boolean;
	#walk: Walk | null = null;
	/** Most rows in one answer so far. */
	#full = 0;

	constructor(options: ChangePollerOptions) {
		this.#options = options;
		this.#overlap = (options.overlapMillis ?? usualOverlapMillis) * 1000;
		this.#mark = options.since;
		this.#newest = options.since;
		this.#hasStart = options.since !== null;
	}

	/** Number of remembered rows: as many as the window holds. */
	get remembered(): number {
		return this.#seen.size;
	}

	/** Polls the list. A poll that throws or is not committed changes nothing. Throws as the API does. */
	async poll(signal: AbortSignal): Promise<PollResult> {
		let walk = this.#walk ?? (await this.#begin(signal, null));
		const isNew = this.#walk === null;
		this.#walk = null;
		const pages = walk.isDone ? [] : [await this.#page(walk, signal)];
		const back = isNew ? this.#goneBackTo(walk) : null;
		if (back !== null) {
			walk = await this.#begin(signal, back);
			pages.length = 0;
		}
		while (!walk.isDone && pages.length < (this.#options.pagesPerPoll ?? 4)) {
			pages.push(await this.#page(walk, signal));
		}
		const rows = uniqueRows(pages);
		return {
			rows: this.#seen.unknown(rows),
			skipped: pages.reduce((sum, page) => sum + page.skipped, 0),
			isFirst: walk.number === 0,
			newFrom: await this.#newFrom(walk, rows, signal),
			backAt: this.#hasGoneBack ? walk.startedAt : null,
			hasMore: !walk.isDone,
			commit: () => {
				this.#seen.remember(rows, walk.number);
				if (walk.isDone) this.#finish(walk);
				else this.#walk = walk;
			},
		};
	}

	async #begin(signal: AbortSignal, back: Instant | null): Promise<Walk> {
		const isFirst = this.#walks === 0;
		const filters = this.#options.filters();
		if (!this.#hasStart) await this.#findNewest(filters, signal);
		if (isFirst) await this.#learnSize(filters, signal);
		const mark = back ?? this.#mark;
		const before = isFirst ? this.#options.since : (this.#last?.start ?? null);
		return {
			number: this.#walks,
			filters,
			start: mark === null ? null : earlier(mark, this.#overlap),
			isBack: back !== null,
			newFrom: back === null ? before : earlier(back, this.#overlap / 2),
			tick: this.#options.ticker.now(),
			cursor: startingCursor(this.#full),
			places: new Set(),
			startedAt: null,
			newest: this.#newest,
			isDone: false,
		};
	}

	/**
	 * The time of the previous walk by the server's present clock, if that clock went back since: later writes are
	 * dated before the window's start. Null if it did not go back by more than the overlap covers.
	 */
	#goneBackTo({ startedAt, tick }: Walk): Instant | null {
		const last = this.#last;
		if (last === null || last.startedAt === null || startedAt === null) return null;
		const then = earlier(startedAt, (tick - last.tick) * 1000);
		const back = last.startedAt - then;
		// The server's clock has whole seconds.
		if (back > 2_000_000) this.#hasGoneBack = true;
		return back > this.#overlap / 2 ? earliest(then, this.#mark) : null;
	}

	/**
	 * Without a filter, everything in the previous walk's window is known. With one, a conversation can start to match
	 * long after its messages; the newest row of all then gives the present time of the rows.
	 */
	async #newFrom({ number, filters, isBack, newFrom }: Walk, rows: readonly Row[], signal: AbortSignal) {
		const { ticker } = this.#options;
		const last = this.#last;
		if (number === 0 || isBack || last === null || filters.length === 0 || this.#seen.hasAll(rows))
			return newFrom;
		const { page, startedAt } = await this.#ask([], newestFirst, null, signal, 1);
		const newest = newestOf(page);
		const then = earliest(newest, startedAt ?? newest);
		const passed = (ticker.now() - last.tick) * 1000;
		return then === null ? newFrom : latest(newFrom, earlier(then, passed + this.#overlap / 2));
	}

	/** Finds the present end of the list. */
	async #findNewest(filters: readonly Filter[], signal: AbortSignal): Promise<void> {
		const { page, startedAt } = await this.#ask(filters, newestFirst, null, signal);
		const newest = newestOf(page);
		this.#newest = newest;
		this.#mark = earliest(newest, startedAt ?? newest);
		this.#hasStart = true;
	}

	/**
	 * A server may cap its answers, so a short answer is the last one only if the server has sent more rows at once
	 * before. If few rows match, an unfiltered request shows that: one more request now, one fewer in every poll.
	 */
	async #learnSize(filters: readonly Filter[], signal: AbortSignal): Promise<void> {
		const { pageSize = usualPageSize } = this.#options;
		if (filters.length > 0 && this.#full < pageSize) await this.#ask([], newestFirst, null, signal);
	}

	async #page(walk: Walk, signal: AbortSignal): Promise<ConversationPage> {
		const { start } = walk;
		const window: Filter[] =
			start === null
				? []
				: [{ kind: 'condition', column, negated: false, operator: 'gte', operand: formatInstant(start) }];
		const filters = [...walk.filters, ...window];
		const { page, startedAt } = await this.#ask(filters, oldestFirst, walk.cursor, signal);
		if (page.problem !== null) throw stoppedError(page.problem);
		walk.startedAt ??= startedAt;
		walk.newest = latest(walk.newest, newestOf(page));
		walk.cursor = page.next;
		walk.isDone = page.next === null;
		if (page.next !== null) {
			const place = fingerprint(JSON.stringify([page.next.row, page.next.seen]));
			if (walk.places.has(place)) throw stoppedError('The server sends the same page again and again.');
			walk.places.add(place);
		}
		return page;
	}

	async #ask(
		filters: readonly Filter[],
		order: ListQuery['order'],
		cursor: PageCursor | null,
		signal: AbortSignal,
		pageSize = this.#options.pageSize ?? usualPageSize,
	): Promise<{ page: ConversationPage; startedAt: Instant | null }> {
		const { api } = this.#options;
		const { page, serverTime } = await api.listPageDated(
			{ ...emptyQuery, filters, order },
			{ cursor, signal, pageSize },
		);
		this.#full = Math.max(this.#full, page.rows.length);
		return { page, startedAt: serverTime === null ? null : instantFromMillis(serverTime) };
	}

	#finish(walk: Walk): void {
		// Rows can arrive behind the reader, late ones long after it passed: only what the previous walk also saw is
		// complete. The server's clock holds back rows dated into the future.
		const reached = earliest(this.#newest, walk.startedAt ?? this.#newest);
		// With a given start, only the server's clock can show that it lies in the future.
		this.#mark = walk.number === 0 || walk.isBack ? reached : latest(this.#mark, reached);
		this.#newest = latest(this.#newest, walk.newest);
		this.#last = walk;
		this.#walks += 1;
		if (this.#mark !== null) this.#seen.evictOldest(earlier(this.#mark, this.#overlap), walk.number);
	}
}

function newestOf({ rows }: ConversationPage): Instant | null {
	return rows.reduce<Instant | null>((top, row) => latest(top, timeOf(row)), null);
}

function earlier(instant: Instant, micros: number): Instant {
	// Branding: an instant minus a duration is an instant; a ticker has fractions of a microsecond.
	return Math.round(instant - micros) as Instant;
}

function latest(one: Instant | null, other: Instant | null): Instant | null {
	if (one === null || other === null) return one ?? other;
	return one > other ? one : other;
}

function earliest(one: Instant | null, other: Instant | null): Instant | null {
	if (one === null || other === null) return null;
	return one < other ? one : other;
}
