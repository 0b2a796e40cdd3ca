import type { Context } from 'hono';
import type { Instant } from '../domain/instant.ts';
import type { Store } from '../store/store.ts';

/** The variables that handlers can read from their context. */
export type Environment = { Variables: { requestId: string } };

export type HandlerContext = Context<Environment>;

/** The store behind the server, and everything it takes from outside. */
export type ServerOptions = {
	readonly store: Store;
	/** The required bearer token; null accepts any non-empty token. */
	readonly key: string | null;
	/** True refuses every write with 403. */
	readonly readOnly?: boolean;
	readonly now: () => Instant;
	readonly newId: () => string;
	/**
	 * How `PUT` treats keys that the request does not name. The real API's behaviour is unknown, so both are
	 * supported. The default "replace" is the meaning of PUT in HTTP.
	 */
	readonly metadataWrites?: 'replace' | 'merge';
	/**
	 * True answers only requests whose `Host` is this computer: a web page could otherwise reach a keyless server
	 * through a name that resolves to it (DNS rebinding).
	 */
	readonly loopbackOnly?: boolean;
	/** Called with failures of the server itself; the client gets a bare 500. */
	readonly onUnexpected?: (error: unknown) => void;
};
