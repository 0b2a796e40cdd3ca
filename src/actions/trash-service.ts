/** What can be done with the trash. Nothing here waits: what came of it is told, and the lists are read again. */
export type TrashService = {
	/** Writes one of its conversations to a new NDJSON file at `path`. */
	readonly export: (name: string, path: string) => void;
	/** Makes one of its conversations anew, under a new id; after a failure, goes on. */
	readonly restore: (name: string) => void;
	/** Ends a restoration that is under way, between two messages. */
	readonly stop: (name: string) => void;
	/** Asks the server whether one of which that is not known was deleted, and notes it where it was. */
	readonly check: (name: string) => void;
	/** Reads the lists of records again. */
	readonly refresh: () => void;
};
