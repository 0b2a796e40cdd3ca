import type { Instant } from '../domain/instant.ts';

/** What is done with, on this machine. Nothing here waits. */
export type DoneService = {
	/** Marks conversations done up to a message, or not any more (null), and keeps that for the next start. */
	readonly note: (reaches: ReadonlyMap<string, Instant | null>) => void;
};
