import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError } from '../api/errors.ts';
import type { Page } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { type Message, messageInstant } from '../domain/message.ts';
import type { PollResult } from './change-poller.ts';
import { beyondKnown, type MessageCounts, writtenAt } from './message-counts.ts';

/** A new message with its conversation. */
export type FedMessage = {
	readonly conversation: Conversation;
	readonly row: Decoded<Message>;
	/** When it was sent; null if unknown. */
	readonly at: Instant | null;
};

/**
 * A conversation whose messages cannot be read although the server works otherwise; reported at the first and the last
 * attempt.
 */
export type Trouble = { readonly id: string; readonly error: ApiError; readonly isGivenUp: boolean };

/** The result of a poll. A `failure` concerns the whole server, and the poll should be passed in again. */
export type Fed = {
	/** In the order of their times. */
	readonly messages: readonly FedMessage[];
	readonly troubles: readonly Trouble[];
	readonly failure: Error | null;
};

export type FeedOptions = {
	readonly api: Pick<ConversationsApi, 'messages'>;
	/** Any clock, in milliseconds. */
	readonly now: () => number;
	/**
	 * Milliseconds, in the time of the rows, for which a conversation is remembered after its last message; 26 hours by
	 * default.
	 */
	readonly keepMillis?: number;
	/** Most conversations remembered; 5,000 by default. */
	readonly most?: number;
};

/** The new part of a conversation that was not known: everything, nothing, or messages from an instant on. */
type Cut = 'everything' | 'nothing' | Instant;

/** `counts` is null until the messages are read once. `due`: times to read them again, on the local clock. */
type Entry = {
	conversation: Conversation;
	counts: MessageCounts | null;
	cut: Cut;
	due: number[];
	attempts: number;
	/** Whether one of its messages was returned. */
	isTold: boolean;
};

/** Messages can become visible after their conversation changed, or be written late with an earlier time. */
const rereadMillis = [10_000, 60_000];
const retryMillis = 5_000;
const retryCapMillis = 300_000;
const mostAttempts = 12;
const atOnce = 3;
/** Conversations read at each poll although nothing shows a change. */
const mostAhead = 5;
/** More than a day: if the server's clock goes back by a day, later messages must still be known. */
const usualKeepMillis = 26 * 3_600_000;
/** This many failures without a success are the server's, not the conversations'. */
const telling = 3;

/** Failures that no conversation causes. */
const general = new Set<ApiError['kind']>(['network', 'timeout', 'rate-limited', 'auth', 'forbidden']);

/**
 * Turns changed conversations into their new messages, none twice.
 *
 * A known conversation is compared message by message. In an unknown one everything is new if it was created since the
 * previous poll; otherwise only messages written since then (`newFrom`): the conversation was either in the list and
 * quiet, so that all earlier messages are old, or it has started to match. In the rows of the start nothing is new. A
 * message without a time is new only in known and in new conversations.
 *
 * A conversation is forgotten a day after its last message. When it returns, `newFrom` is later than all its old
 * messages, so none is repeated.
 */
export class MessageFeed {
	readonly #options: FeedOptions;
	readonly #entries = new Map<string, Entry>();
	#told = 0;

	constructor(options: FeedOptions) {
		this.#options = options;
	}

	/** Number of remembered conversations. */
	get remembered(): number {
		return this.#entries.size;
	}

	/** Number of conversations with new messages so far; one that was forgotten in between counts again. */
	get told(): number {
		return this.#told;
	}

	/** Reads the messages of a poll's conversations and of those due again. Does not throw; see `failure`. */
	async take(result: PollResult, signal: AbortSignal): Promise<Fed> {
		const now = this.#options.now();
		const changed = new Set<Entry>();
		for (const conversation of decodedValues(result.rows)) {
			const entry = this.#entryOf(conversation, result);
			entry.due = rereadMillis.map((after) => now + after);
			changed.add(entry);
		}
		const due = [...this.#entries.values()].filter(
			(entry) => !changed.has(entry) && entry.due.some((at) => at <= now),
		);
		const ahead = this.#ahead(result.backAt, new Set([...changed, ...due]));
		const fed = await this.#readAll([...changed, ...due, ...ahead], now, signal);
		if (fed.failure === null) this.#evictOldest(result.newFrom);
		return fed;
	}

	/** A few of the conversations dated after the server's clock, in turns. */
	#ahead(backAt: Instant | null, others: ReadonlySet<Entry>): Entry[] {
		if (backAt === null) return [];
		const ahead = [...this.#entries.values()]
			.filter((entry) => !others.has(entry) && (entry.conversation.lastMessageAt ?? 0) > backAt)
			.slice(0, mostAhead);
		for (const entry of ahead) {
			this.#entries.delete(entry.conversation.id);
			this.#entries.set(entry.conversation.id, entry);
		}
		return ahead;
	}

	#entryOf(conversation: Conversation, result: PollResult): Entry {
		const known = this.#entries.get(conversation.id);
		if (known !== undefined) {
			known.conversation = conversation;
			// Still unread after a failed start; once that is over, it counts as not returned lately.
			if (known.counts === null && known.cut === 'nothing') known.cut = cutFor(conversation, result);
			return known;
		}
		const made = {
			conversation,
			counts: null,
			cut: cutFor(conversation, result),
			due: [],
			attempts: 0,
			isTold: false,
		};
		this.#entries.set(conversation.id, made);
		return made;
	}

	async #readAll(entries: readonly Entry[], now: number, signal: AbortSignal): Promise<Fed> {
		const messages: FedMessage[] = [];
		const failed: { readonly entry: Entry; readonly error: ApiError }[] = [];
		let succeeded = 0;
		let failure: Error | null = null;
		const queue = entries.values();
		const work = async (): Promise<void> => {
			for (const entry of queue) {
				if (failure !== null) return;
				try {
					messages.push(...(await this.#read(entry, signal)));
					settle(entry, now);
					succeeded += 1;
				} catch (thrown) {
					const error = thrown instanceof Error ? thrown : new Error(String(thrown));
					if (!(error instanceof ApiError) || general.has(error.kind)) failure ??= error;
					else if (error.kind === 'not-found') this.#entries.delete(entry.conversation.id);
					else failed.push({ entry, error });
					if (succeeded === 0 && failed.length >= telling) failure ??= error;
				}
			}
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		const troubles =
			failure === null ? failed.flatMap(({ entry, error }) => this.#postpone(entry, error, now)) : [];
		return { messages: inTime(messages), troubles, failure };
	}

	async #read(entry: Entry, signal: AbortSignal): Promise<FedMessage[]> {
		const { conversation } = entry;
		const pages: Page<Message>[] = [];
		for await (const page of this.#options.api.messages(conversation.id, { signal })) pages.push(page);
		const isKnown = entry.counts !== null;
		const { rows, counts } = beyondKnown(pages, entry.counts ?? new Map());
		entry.counts = counts;
		const fresh = rows.filter((row) => isKnown || isAfter(row, entry.cut));
		if (fresh.length > 0 && !entry.isTold) {
			entry.isTold = true;
			this.#told += 1;
		}
		return fresh.map((row) => ({ conversation, row, at: row.ok ? messageInstant(row.value) : null }));
	}

	/** Postpones a conversation that alone is unreadable; after half an hour it is given up until it changes again. */
	#postpone(entry: Entry, error: ApiError, now: number): Trouble[] {
		entry.attempts += 1;
		const isFirst = entry.attempts === 1;
		const isGivenUp = entry.attempts >= mostAttempts;
		const wait = Math.min(retryCapMillis, retryMillis * 2 ** (entry.attempts - 1));
		entry.due = isGivenUp ? [] : [now + wait];
		if (isGivenUp) entry.attempts = 0;
		return isFirst || isGivenUp ? [{ id: entry.conversation.id, error, isGivenUp }] : [];
	}

	#evictOldest(newFrom: Instant | null): void {
		if (newFrom === null) return;
		const { keepMillis = usualKeepMillis, most = 5_000 } = this.#options;
		const old = newFrom - keepMillis * 1000;
		const idle: Entry[] = [];
		for (const [id, entry] of this.#entries) {
			const at = entry.conversation.lastMessageAt;
			if (entry.due.length > 0 || (at !== null && at >= newFrom)) continue;
			if (at === null || at < old) this.#entries.delete(id);
			else idle.push(entry);
		}
		const surplus = this.#entries.size - most;
		if (surplus <= 0) return;
		idle.sort((a, b) => (a.conversation.lastMessageAt ?? 0) - (b.conversation.lastMessageAt ?? 0));
		for (const { conversation } of idle.slice(0, surplus)) this.#entries.delete(conversation.id);
	}
}

function cutFor({ createdAt }: Conversation, { isFirst, newFrom }: PollResult): Cut {
	if (newFrom === null) return isFirst ? 'nothing' : 'everything';
	return createdAt !== null && createdAt >= newFrom ? 'everything' : newFrom;
}

function isAfter(row: Decoded<Message>, cut: Cut): boolean {
	if (typeof cut === 'string') return cut === 'everything';
	const at = writtenAt(row);
	return at !== null && at >= cut;
}

/** Removes readings that are no longer due. */
function settle(entry: Entry, now: number): void {
	entry.due = entry.due.filter((at) => at > now);
	entry.attempts = 0;
}

/** Sorts by time; a message without a time takes that of its conversation's last message. */
function inTime(messages: readonly FedMessage[]): FedMessage[] {
	const at = (one: FedMessage): number => one.at ?? one.conversation.lastMessageAt ?? 0;
	return [...messages].sort((a, b) => at(a) - at(b));
}
