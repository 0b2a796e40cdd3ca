import type { Instant } from '../domain/instant.ts';
import type {
	BatchHistory,
	BatchPlan,
	ItemState,
	JournalEntry,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';

/**
 * The records of all writes, on this machine. These types live where they are used; `records/` implements them with
 * files. Every method that writes rejects with the file system's error, and resolves once the data is on disk.
 */
export type Records = {
	readonly journal: Journal;
	readonly trash: Trash;
	readonly batches: BatchLog;
	readonly takeovers: TakeoverLog;
	readonly done: DoneLog;
	readonly exports: Exports;
	readonly spools: Spools;
	readonly restorations: Restorations;
};

/** The append-only file of all attempted writes. It never contains a key. */
export type Journal = {
	readonly append: (entry: JournalEntry) => Promise<void>;
	/** The latest entries, oldest first, at most `most`; `unreadable` counts invalid lines. */
	readonly read: (
		most: number,
	) => Promise<{ readonly entries: readonly JournalEntry[]; readonly unreadable: number }>;
};

/** The local trash. */
export type Trash = {
	/**
	 * Writes a conversation to disk, as pending. Rejects if that fails or the trash is full; then nothing is deleted.
	 */
	readonly keep: (whole: WholeConversation) => Promise<TrashEntry>;
	/** Settles a pending one: deleted, or not deleted (it then leaves the trash). */
	readonly settle: (entry: TrashEntry, how: 'deleted' | 'not-deleted') => Promise<void>;
	/** The newest first; `unreadable` are the paths of invalid files. */
	readonly list: () => Promise<{
		readonly entries: readonly TrashEntry[];
		readonly unreadable: readonly string[];
	}>;
	readonly read: (name: string) => Promise<WholeConversation>;
	/** Removes entries older than the retention time. Returns their number. */
	readonly purge: () => Promise<number>;
};

/** A running batch. */
export type OpenBatch = {
	readonly note: (id: string, state: Exclude<ItemState, { kind: 'waiting' }>) => Promise<void>;
	readonly end: (how: 'finished' | 'cancelled') => Promise<void>;
};

/** The batches, on disk from before their first request. */
export type BatchLog = {
	readonly begin: (plan: BatchPlan) => Promise<OpenBatch>;
	/** Continues a batch that was cut off. */
	readonly reopen: (id: string) => Promise<OpenBatch>;
	readonly read: (id: string) => Promise<BatchHistory>;
	/** The newest first. */
	readonly list: () => Promise<{
		readonly batches: readonly BatchHistory[];
		readonly unreadable: readonly string[];
	}>;
	/** Removes batches older than the trash's retention time. Returns their number. */
	readonly purge: () => Promise<number>;
};

/** The conversations that this user took over from the AI. */
export type TakeoverLog = {
	/** The takeovers with their times; `unreadable` are the paths of invalid files. */
	readonly list: () => Promise<{
		readonly takeovers: ReadonlyMap<string, Instant>;
		readonly unreadable: readonly string[];
	}>;
	readonly begin: (id: string, at: Instant) => Promise<void>;
	/** Does nothing without a takeover. */
	readonly end: (id: string) => Promise<void>;
	/** Resolves once all earlier requests are on disk or have failed. */
	readonly idle: () => Promise<void>;
};

/** The conversations marked done, each with the time of the last message covered. */
export type DoneLog = {
	/** `unreadable` counts invalid lines. */
	readonly list: () => Promise<{
		readonly doneThrough: ReadonlyMap<string, Instant>;
		readonly unreadable: number;
	}>;
	/** Records the marks; null means not done. */
	readonly note: (reaches: ReadonlyMap<string, Instant | null>) => Promise<void>;
	/** Resolves once all earlier requests are on disk or have failed. */
	readonly idle: () => Promise<void>;
};

/** Restorations of trashed conversations, by their names in the trash. */
export type Restorations = {
	/** Records the start of a restoration and returns its id; for an unfinished one, its existing id and start time. */
	readonly begin: (name: string) => Promise<{ readonly attemptId: string; readonly begunAt: Instant | null }>;
	/** Records that a restoration is complete: the next one is new. */
	readonly end: (name: string) => Promise<void>;
};

/** Files named by the user. */
export type Exports = {
	/**
	 * Begins a file; `~/` is the home folder. Rejects with a `NameTaken` if the name exists, unless it `replaces` that
	 * file. `name` distinguishes the file from others until it is complete; a rest of an earlier try is removed.
	 */
	readonly begin: (
		path: string,
		options?: { readonly replaces: boolean; readonly name: string },
	) => Promise<ExportFile>;
	/** The absolute path. Rejects as `begin` would for a new file, and leaves nothing. */
	readonly check: (path: string) => Promise<string>;
};

/** Another file has the name of an export. The message says so, and what to do. */
export class NameTaken extends Error {
	override readonly name = 'NameTaken';
	/** The absolute path. */
	readonly path: string;

	constructor(path: string, message: string) {
		super(message);
		this.path = path;
	}
}

/** A file being written. */
export type ExportFile = {
	/** The absolute path of the finished file. */
	readonly path: string;
	/** A conversation as a line of NDJSON, without the API key. */
	readonly append: (whole: WholeConversation) => Promise<void>;
	readonly write: (piece: string | Uint8Array) => Promise<void>;
	/** Gives the file its name; until then it does not exist under that name. */
	readonly finish: () => Promise<void>;
	readonly discard: () => Promise<void>;
};

/** The conversations of exports whose file is not written yet. */
export type Spools = {
	/** Opens the spool of an export, or makes it for these ids. With null it must exist. */
	readonly open: (id: string, ids: readonly string[] | null) => Promise<Spool>;
	readonly list: () => Promise<readonly string[]>;
	/** Opens an empty file beside the spool, for a part of a bundle. `name` consists of letters, digits and dashes. */
	readonly part: (id: string, name: string) => Promise<SpoolPart>;
	/** Removes a spool with its parts. */
	readonly remove: (id: string) => Promise<void>;
	/** Removes spools older than the trash's retention time. Returns their number. */
	readonly purge: () => Promise<number>;
};

/** A file that is written from start to end, and then read. */
export type SpoolPart = {
	readonly write: (piece: string) => Promise<void>;
	/** Its content from the start, in chunks. */
	readonly read: () => AsyncIterable<Uint8Array>;
	readonly close: () => Promise<void>;
};

/** The conversations fetched for one export. Without the API key, else as the server sent them. */
export type Spool = {
	/** The ids of the export, in its order. */
	readonly ids: readonly string[];
	readonly has: (id: string) => boolean;
	readonly append: (id: string, whole: WholeConversation) => Promise<void>;
	/** Null for a conversation that was not fetched. */
	readonly read: (id: string) => Promise<WholeConversation | null>;
	/** Resolves once all of it is on disk. */
	readonly close: () => Promise<void>;
};
