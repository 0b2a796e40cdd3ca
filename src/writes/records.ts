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
export type Records = { readonly journal: Journal; readonly trash: Trash; readonly runs: RunLog };

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
