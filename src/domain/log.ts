/** A line of the log that `--log FILE` writes. Times are in milliseconds. */
export type LogEntry =
	| {
			readonly kind: 'request';
			readonly method: string;
			/** Path below the base URL. The query keeps only its names: values may contain a person's search text. */
			readonly path: string;
			/** 1-based. */
			readonly attempt: number;
			/** Null if no answer arrived; `error` has the reason. */
			readonly status: number | null;
			/** Time to the response headers. */
			readonly millis: number;
			readonly error?: string;
	  }
	| { readonly kind: 'body'; readonly of: 'request' | 'answer'; readonly path: string; readonly text: string }
	| { readonly kind: 'poll'; readonly phase: string; readonly error?: string }
	| { readonly kind: 'state'; readonly event: string }
	/** No key was handled and no frame drawn for this long. */
	| { readonly kind: 'blocked'; readonly millis: number }
	| { readonly kind: 'stray'; readonly text: string };

/** Takes an entry. It never throws: a log that cannot be written must not end the program. */
export type Log = (entry: LogEntry) => void;
