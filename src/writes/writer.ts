import type { ConversationsApi } from '../api/conversations-api.ts';
import type { Instant } from '../domain/instant.ts';
import type { Records } from './records.ts';

/** What every write works with: the API, the records on this machine, and what is not deterministic. */
export type Writer = {
	readonly api: ConversationsApi;
	readonly records: Records;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
	/** Tells of a journal that could not be written: the write itself goes on, except where it deletes. */
	readonly onUnjournalled: (problem: string) => void;
};
