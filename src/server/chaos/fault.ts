/** The retry hint of a 429: none, or one of the four headers that servers use. */
export type RetryHint = 'none' | 'seconds' | 'date' | 'reset' | 'millis';

/** Changes to the rows of a list, or to the object around them. */
export type RowChange =
	| 'types'
	| 'fields'
	| 'nulls'
	| 'repeat'
	| 'shuffle'
	| 'empty'
	| 'envelope'
	| 'other-id'
	| 'deep'
	| 'long';

/** A way for an answer to fail. Times are in milliseconds, sizes in bytes. */
export type Fault =
	| { readonly kind: 'latency'; readonly from: number; readonly to: number }
	| { readonly kind: 'clock'; readonly skew: number }
	| { readonly kind: 'rate-limit'; readonly hint: RetryHint; readonly millis: number }
	| { readonly kind: 'error' | 'html' | 'bare' | 'redirect'; readonly status: number }
	| { readonly kind: 'errors' | 'revoked' }
	| { readonly kind: 'reset'; readonly when: 'before' | 'during' | 'after' }
	| { readonly kind: 'stale' | 'not-json' }
	| { readonly kind: 'rows'; readonly change: RowChange; readonly size: number }
	| { readonly kind: 'cut'; readonly percent: number }
	| Transfer;

/** A fault in the transfer of a body. */
export type Transfer =
	| { readonly kind: 'huge' | 'gzip'; readonly size: number }
	| { readonly kind: 'endless' }
	| { readonly kind: 'drip'; readonly millis: number };

/**
 * A fault and the requests it applies to: of those that match, after the first `skip`, at most `count`, with
 * probability `share`.
 */
export type Rule = {
	/** The rule as written. */
	readonly text: string;
	readonly methods: readonly string[] | null;
	/** A pattern for the path below /v2: `*` matches one segment, `**` any number. Null matches every path. */
	readonly path: string | null;
	readonly fault: Fault;
	/** True if the server carries out the request before the answer is replaced. */
	readonly isDone: boolean;
	readonly skip: number;
	readonly count: number | null;
	/** From 0 to 1. */
	readonly share: number;
};
