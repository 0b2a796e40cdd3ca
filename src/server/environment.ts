import type { Context } from 'hono';
import type { Instant } from '../domain/instant.ts';
import type { Store } from '../store/store.ts';

/** What a handler can take from its context. */
export type Environment = { Variables: { requestId: string } };

export type HandlerContext = Context<Environment>;

/** What the server works on, and everything it takes from outside. */
export type ServerOptions = {
	readonly store: Store;
	/** The bearer token to ask for; null takes any that is not empty. */
	readonly key: string | null;
	/** True refuses every write with 403. */
	readonly readOnly?: boolean;
	readonly now: () => Instant;
	readonly newId: () => string;
	/**
	 * What `PUT` does with the keys it does not name. Which of the two the real API does is unknown, so both can be had;
	 * "replace", the default, is what a PUT means in HTTP.
	 */
	readonly metadataWrites?: 'replace' | 'merge';
	/**
	 * True answers only requests whose `Host` is this machine, so that a web page cannot reach a keyless server through a
	 * name that it points here (DNS rebinding).
	 */
	readonly loopbackOnly?: boolean;
	/** Told about failures that are this server's own fault; the client sees a bare 500. */
	readonly onUnexpected?: (error: unknown) => void;
};
