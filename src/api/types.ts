import type { Conversation, Metadata } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { KeysetRow } from '../filter/keyset.ts';
import type { Brake } from './brake.ts';
import type { RequestLog } from './log-requests.ts';
import type { Waits } from './waits.ts';

/** The proxy for requests, from the environment. The URL can contain a password, so only the host is shown. */
export type HttpProxy = { readonly url: string; readonly host: string; readonly variable: string };

/** The API's address and behaviour. Every source of nondeterminism can be replaced. */
export type ApiOptions = {
	/** Up to and including the version: `https://api.telnyx.com/v2`. */
	readonly baseUrl: string;
	readonly apiKey: string;
	/** Sends the requests in place of the network. */
	readonly fetch?: typeof globalThis.fetch;
	/** The proxy for requests, named in errors; null for none. */
	readonly proxy?: HttpProxy | null;
	/** True allows plain http to another machine, which sends the key unencrypted. */
	readonly allowHttp?: boolean;
	/** Limit for one attempt, headers and body, in milliseconds; 60,000 by default. */
	readonly timeoutMs?: number;
	/** Size limit of one answer in bytes, decompressed; 32 MB by default. */
	readonly maxBodyBytes?: number;
	readonly userAgent?: string;
	/** True refuses every write before sending. */
	readonly readOnly?: boolean;
	/** True disables retries after a 429: the caller sets the pace. */
	readonly leavesPaceToCaller?: boolean;
	/** Records every call, so that a screen can show waits and end them. */
	readonly waits?: Waits;
	/** Logs every attempt; no log by default. */
	readonly requestLog?: RequestLog | undefined;
	/** Holds reads back while the server fails; no brake by default. */
	readonly brake?: Brake;
	/** Waits before a retry; rejects when `signal` aborts. */
	readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
	readonly random?: () => number;
	readonly now?: () => number;
};

export type CallOptions = { readonly signal?: AbortSignal };
export type PageOptions = CallOptions & { readonly pageSize?: number };
/** With `holes`, an unreadable page becomes one row with the problem and does not end the list. */
export type NumberedOptions = PageOptions & { readonly holes?: boolean };
/**
 * `onUncertainRetry` is called before a retry of a write that the server may already have carried out. `beforeRetry` is
 * awaited before every retry; its rejection ends the call and becomes the error.
 */
export type WriteOptions = CallOptions & {
	readonly onUncertainRetry?: () => void;
	readonly beforeRetry?: () => Promise<void>;
};
/** `idempotencyKey` defaults to a new UUID v4; all retries of one call share it. */
export type CreateOptions = WriteOptions & { readonly idempotencyKey?: string };

/** A position in a list. Plain JSON data, opaque outside this layer. */
export type PageCursor = {
	/** The next request starts after this row; null before any row with usable sort values. */
	readonly row: KeysetRow | null;
	/** Number of rows after `row` that the caller has and the server will send again. */
	readonly again: number;
	/** Keys of the previous page's rows: the id, or the JSON of a row without an id. */
	readonly seen: readonly string[];
	/** Number of rows returned so far, for a query with a limit. */
	readonly given: number;
	/** Rows in the longest answer so far; 0 at the start. A shorter answer is the last one. */
	readonly full: number;
};

export type ConversationPage = {
	readonly rows: readonly Decoded<Conversation>[];
	/** Number of `null` rows, which have no content. */
	readonly skipped: number;
	/** Null at the end of the list, and after a `problem`. */
	readonly next: PageCursor | null;
	/** The reason for a stop before the end (the server does not advance); normally null. */
	readonly problem: string | null;
};

/** One page of a numbered list; the numbers are the server's, not the requested ones. */
export type Page<T> = {
	readonly rows: readonly Decoded<T>[];
	/** True for an unreadable page; its only row has the problem. */
	readonly isHole: boolean;
	readonly page: number;
	readonly totalPages: number;
	readonly totalResults: number;
};

export type NewConversation = {
	readonly name?: string;
	readonly metadata?: Metadata;
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

/** `groupBy` names fields of the insight's schema, or `metadata.<key>`; `createdAt` has conditions such as `gte.…`. */
export type AggregateParams = {
	readonly insightId?: string;
	readonly groupBy?: readonly string[];
	readonly createdAt?: readonly string[];
};

/** One group of an aggregate: its field values and its number of results. */
export type AggregateRow = {
	readonly group: { readonly [field: string]: JsonValue };
	readonly count: number;
	readonly raw: JsonObject;
};
