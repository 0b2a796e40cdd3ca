import type { Instant } from '../domain/instant.ts';
import type {
	ItemState,
	JournalEntry,
	RunHistory,
	RunPlan,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';

/**
 * What is kept on this machine of what was written to the account. The shapes are here, where they are needed; the files
 * are `local/`'s. Every method that writes rejects with what the file system says, and what it settled is on the disk.
 */
export type Records = {
	readonly journal: Journal;
	readonly trash: Trash;
	readonly runs: RunLog;
	readonly held: HeldLog;
	readonly done: DoneLog;
	readonly exports: Exports;
	readonly restorations: Restorations;
};

/** The append-only file of every write attempted. It never holds a key. */
export type Journal = {
	readonly append: (entry: JournalEntry) => Promise<void>;
	/** The latest entries, oldest first, at most `most`; `unreadable` counts lines that are none. */
	readonly read: (
		most: number,
	) => Promise<{ readonly entries: readonly JournalEntry[]; readonly unreadable: number }>;
};

/** The local trash. */
export type Trash = {
	/** Writes a conversation to disk, as pending. Rejects where it cannot, or where the trash is full; then nothing is deleted. */
	readonly keep: (whole: WholeConversation) => Promise<TrashEntry>;
	/** Says what became of a pending one: deleted, or that it was not (then it leaves the trash). */
	readonly settle: (entry: TrashEntry, how: 'deleted' | 'not-deleted') => Promise<void>;
	/** The newest first; `unreadable` are the paths of files that cannot be understood. */
	readonly list: () => Promise<{
		readonly entries: readonly TrashEntry[];
		readonly unreadable: readonly string[];
	}>;
	readonly read: (name: string) => Promise<WholeConversation>;
	/** Lets go of what is older than the days it is kept. Gives how many. */
	readonly purge: () => Promise<number>;
};

/** A run that is being worked on. */
export type OpenRun = {
	readonly note: (id: string, state: Exclude<ItemState, { kind: 'waiting' }>) => Promise<void>;
	readonly end: (how: 'finished' | 'cancelled') => Promise<void>;
};

/** The runs over many conversations, on disk from before their first request. */
export type RunLog = {
	readonly begin: (plan: RunPlan) => Promise<OpenRun>;
	/** Goes on with one that was cut off. */
	readonly reopen: (id: string) => Promise<OpenRun>;
	readonly read: (id: string) => Promise<RunHistory>;
	/** The newest first. */
	readonly list: () => Promise<{
		readonly runs: readonly RunHistory[];
		readonly unreadable: readonly string[];
	}>;
	/** Lets go of runs that are older than what is kept in the trash. Gives how many. */
	readonly purge: () => Promise<number>;
};

/** The conversations that this user took over from the AI. */
export type HeldLog = {
	/** Those held, and since when; `unreadable` are the paths of files that cannot be understood. */
	readonly list: () => Promise<{
		readonly held: ReadonlyMap<string, Instant>;
		readonly unreadable: readonly string[];
	}>;
	readonly hold: (id: string, at: Instant) => Promise<void>;
	/** Nothing happens where it is not held. */
	readonly release: (id: string) => Promise<void>;
	/** Settles once all that was asked for before is on the disk, or has failed. */
	readonly idle: () => Promise<void>;
};

/** The conversations that are done with, each up to a message: the time of that. */
export type DoneLog = {
	/** `unreadable` counts lines that are none. */
	readonly list: () => Promise<{
		readonly reaches: ReadonlyMap<string, Instant>;
		readonly unreadable: number;
	}>;
	/** Notes them; null: not done any more. */
	readonly note: (reaches: ReadonlyMap<string, Instant | null>) => Promise<void>;
	/** Settles once all that was asked for before is on the disk, or has failed. */
	readonly idle: () => Promise<void>;
};

/** Restorations of what the trash has, by its names there. */
export type Restorations = {
	/** Notes that one begins, and gives its id; the id of one that was begun and has not ended, with when that was. */
	readonly begin: (name: string) => Promise<{ readonly attemptId: string; readonly begunAt: Instant | null }>;
	/** Notes that it is all there: another one is a new one. */
	readonly end: (name: string) => Promise<void>;
};

/** Files that the user names. */
export type Exports = {
	/** Begins one; `~/` is the home folder. Rejects where something has that name already: nothing is ever written over. */
	readonly begin: (path: string) => Promise<ExportFile>;
};

/** A file that is being written: NDJSON, a conversation a line. */
export type ExportFile = {
	/** As it will be found, from the root on. */
	readonly path: string;
	readonly append: (whole: WholeConversation) => Promise<void>;
	/** Gives it its name; before this there is no such file. */
	readonly finish: () => Promise<void>;
	readonly discard: () => Promise<void>;
};
