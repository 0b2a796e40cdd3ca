import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { KeysetRow } from '../filter/keyset.ts';

/** How to reach the API. Everything that is not deterministic can be put in from outside. */
export type ApiOptions = {
	/** Up to and including the version: `https://api.telnyx.com/v2`. */
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly fetch?: typeof globalThis.fetch;
	/** For one attempt, headers and body, in milliseconds; 60,000 unless given. */
	readonly timeoutMs?: number;
	readonly userAgent?: string;
	/** True refuses every write before anything is sent. */
	readonly readOnly?: boolean;
	/** True repeats nothing that was refused with a 429: whoever calls sets the pace. */
	readonly leavesPaceToCaller?: boolean;
	/** Waits before a retry; rejects when `signal` aborts. */
	readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
	readonly random?: () => number;
	readonly now?: () => number;
};

export type CallOptions = { readonly signal?: AbortSignal };
export type PageOptions = CallOptions & { readonly pageSize?: number };
/**
 * `onUncertainRetry` is called when a write is repeated although the server may have carried it out already; `beforeRetry`
 * right before any repetition: where it rejects, nothing more is sent, and that is the error.
 */
export type WriteOptions = CallOptions & {
	readonly onUncertainRetry?: () => void;
	readonly beforeRetry?: () => Promise<void>;
};
/** `idempotencyKey` is made (UUID v4) where none is given; it stays the same over the retries of one call. */
export type CreateOptions = WriteOptions & { readonly idempotencyKey?: string };

/** Where a list goes on. Plain JSON data; nothing outside this layer looks inside. */
export type PageCursor = {
	/** The last row that the next request can start after; null while no row had usable sort values. */
	readonly row: KeysetRow | null;
	/** Rows behind `row` that were given already and will be sent again. */
	readonly again: number;
	/** What the page before gave: ids, or the JSON of a row that has none. */
	readonly seen: readonly string[];
	/** Rows given so far, for a query with a limit. */
	readonly given: number;
	/** The most rows that one answer had so far; 0 at the start. A shorter answer than that is the last one. */
	readonly full: number;
};

export type ConversationPage = {
	readonly rows: readonly Decoded<Conversation>[];
	/** Null at the end of the list, and where `problem` says why there is no going on. */
	readonly next: PageCursor | null;
	/** Why the list stops before its end (the server does not advance); null as it should be. */
	readonly problem: string | null;
};

/** One page of a numbered list; the numbers are the server's own, not what was asked for. */
export type Page<T> = {
	readonly rows: readonly Decoded<T>[];
	readonly page: number;
	readonly totalPages: number;
	readonly totalResults: number;
};

export type NewConversation = {
	readonly name?: string;
	readonly metadata?: { readonly [key: string]: string };
};

export type NewMessage = {
	readonly role: string;
	readonly content?: string;
	readonly name?: string;
	/** ISO 8601. */
	readonly sent_at?: string;
	readonly metadata?: JsonObject;
	readonly tool_calls?: readonly JsonObject[];
	readonly tool_call_id?: string;
};

/** What to count: `groupBy` names fields of the insight's schema, or `metadata.<key>`; `createdAt` is `gte.…`. */
export type AggregateParams = {
	readonly insightId?: string;
	readonly groupBy?: readonly string[];
	readonly createdAt?: readonly string[];
};

/** One group of an aggregate: its field values and how many results fell into it. */
export type AggregateRow = {
	readonly group: { readonly [field: string]: JsonValue };
	readonly count: number;
	readonly raw: JsonObject;
};
