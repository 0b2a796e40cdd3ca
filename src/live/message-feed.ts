import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError } from '../api/errors.ts';
import type { Page } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { type Message, messageInstant } from '../domain/message.ts';
import type { Look } from './list-watch.ts';
import { beyondKnown, type MessageCounts, writtenAt } from './message-counts.ts';

/** A message that came, with the conversation that it came in. */
export type FedMessage = {
	readonly conversation: Conversation;
	readonly row: Decoded<Message>;
	/** When it was said; null where nothing tells. */
	readonly at: Instant | null;
};

/** A conversation whose messages cannot be read while the server is fine otherwise: told of at first, and at the end. */
export type Trouble = { readonly id: string; readonly error: ApiError; readonly isGivenUp: boolean };

/** What a look came to. Where there is a `failure`, it holds for the server, and the look should be given again. */
export type Fed = {
	/** In the order in which they were said. */
	readonly messages: readonly FedMessage[];
	readonly troubles: readonly Trouble[];
	readonly failure: Error | null;
};

export type FeedOptions = {
	readonly api: Pick<ConversationsApi, 'messages'>;
	/** Any clock, in milliseconds. */
	readonly now: () => number;
	/** How long a conversation is remembered after its last message, in milliseconds of the server's; an hour unless given. */
	readonly keepMillis?: number;
	/** The most conversations that are remembered; 5,000 unless given. */
	readonly most?: number;
};

/** What of a conversation that was not known counts as new: everything, nothing, or what was written from then on. */
type Cut = 'everything' | 'nothing' | Instant;

/** `counts` is null until the messages could be read once. `due`: when to read them again, on our clock. */
type Entry = {
	conversation: Conversation;
	counts: MessageCounts | null;
	cut: Cut;
	due: number[];
	attempts: number;
	/** Whether a message of it was given. */
	isTold: boolean;
};

/** Messages can become visible after the conversation said so, or be written late for an earlier moment. */
const rereadMillis = [10_000, 60_000];
const retryMillis = 5_000;
const retryCapMillis = 300_000;
const mostAttempts = 12;
const atOnce = 3;
/** So many failures without one success are the server's, not those of the conversations. */
const telling = 3;

/** Failures that no conversation is to blame for. */
const general = new Set<ApiError['kind']>(['network', 'timeout', 'rate-limited', 'auth', 'forbidden']);

/**
 * Turns changed conversations into the messages that are new in them, none twice.
 *
 * A conversation that is known is compared message by message with what was there. Of one that is not, all is new where
 * it was created since the look before; else what was written since then (`newFrom`): it either was in the list and quiet,
 * so that everything before is old, or has begun to match. Of the rows that are there at the start nothing is new. A
 * message that does not say when it was written is new in known and in new conversations only.
 *
 * A conversation is forgotten an hour after its last message. When it comes back, `newFrom` is later than everything
 * that was in it, so nothing of that comes again.
 */
export class MessageFeed {
	readonly #options: FeedOptions;
	readonly #entries = new Map<string, Entry>();
	#told = 0;

	constructor(options: FeedOptions) {
		this.#options = options;
	}

	/** How many conversations are remembered. */
	get remembered(): number {
		return this.#entries.size;
	}

	/** In how many conversations there were messages so far; one that was forgotten in between counts again. */
	get told(): number {
		return this.#told;
	}

	/** Reads the messages of what a look brought, and of what is due again. Does not throw: see `failure`. */
	async take(look: Look, signal: AbortSignal): Promise<Fed> {
		const now = this.#options.now();
		const changed = new Set<Entry>();
		for (const conversation of decodedValues(look.rows)) {
			const entry = this.#entryOf(conversation, look);
			entry.due = rereadMillis.map((after) => now + after);
			changed.add(entry);
		}
		const due = [...this.#entries.values()].filter(
			(entry) => !changed.has(entry) && entry.due.some((at) => at <= now),
		);
		const fed = await this.#readAll([...changed, ...due], now, signal);
		if (fed.failure === null) this.#forget(look.newFrom);
		return fed;
	}

	#entryOf(conversation: Conversation, look: Look): Entry {
		const known = this.#entries.get(conversation.id);
		if (known !== undefined) {
			known.conversation = conversation;
			// Still unread from a start that failed: once that is over, it is like any other that was not given lately.
			if (known.counts === null && known.cut === 'nothing') known.cut = cutFor(conversation, look);
			return known;
		}
		const made = {
			conversation,
			counts: null,
			cut: cutFor(conversation, look),
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

	/** Puts a conversation off that alone cannot be read; after half an hour it is given up until it changes again. */
	#postpone(entry: Entry, error: ApiError, now: number): Trouble[] {
		entry.attempts += 1;
		const isFirst = entry.attempts === 1;
		const isGivenUp = entry.attempts >= mostAttempts;
		const wait = Math.min(retryCapMillis, retryMillis * 2 ** (entry.attempts - 1));
		entry.due = isGivenUp ? [] : [now + wait];
		if (isGivenUp) entry.attempts = 0;
		return isFirst || isGivenUp ? [{ id: entry.conversation.id, error, isGivenUp }] : [];
	}

	#forget(newFrom: Instant | null): void {
		if (newFrom === null) return;
		const { keepMillis = 3_600_000, most = 5_000 } = this.#options;
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

function cutFor({ createdAt }: Conversation, { isFirst, newFrom }: Look): Cut {
	if (newFrom === null) return isFirst ? 'nothing' : 'everything';
	return createdAt !== null && createdAt >= newFrom ? 'everything' : newFrom;
}

function isAfter(row: Decoded<Message>, cut: Cut): boolean {
	if (typeof cut === 'string') return cut === 'everything';
	const at = writtenAt(row);
	return at !== null && at >= cut;
}

/** Takes the readings off the list that are no longer due. */
function settle(entry: Entry, now: number): void {
	entry.due = entry.due.filter((at) => at > now);
	entry.attempts = 0;
}

/** By when they were said; one that does not tell stands where its conversation's last message does. */
function inTime(messages: readonly FedMessage[]): FedMessage[] {
	const at = (one: FedMessage): number => one.at ?? one.conversation.lastMessageAt ?? 0;
	return [...messages].sort((a, b) => at(a) - at(b));
}
