import type { ConversationsApi } from '../api/conversations-api.ts';
import type { Waits } from '../api/waits.ts';
import type { BatchPlan } from '../domain/records.ts';
import type { SavedView } from '../filter/saved-views.ts';
import type { ZoneOffset } from '../text/time.ts';
import type { Writer } from '../writes/attempt.ts';

/** The options of a command line that choose and guard an account. */
export type AccountWish = {
	/** Sample data instead of the account of the environment. */
	readonly demo: boolean;
	/** The name of a profile; null for the account of the environment, or the profile in use. */
	readonly profile: string | null;
	readonly allowHttp: boolean;
	readonly readOnly: boolean;
};

/** The account that a command works with. */
export type Account = {
	readonly api: ConversationsApi;
	/** Its waits for the server, to report them. */
	readonly waits: Waits;
	/** Why nothing can be written to it, in a few words; null if it can. */
	readonly readOnly: string | null;
	readonly savedViews: readonly SavedView[];
	/** Sentences about settings that could not be read; raw. */
	readonly problems: readonly string[];
	/** How many days the trash of this machine keeps a deleted conversation. */
	readonly trashDays: number;
	/** Writes with the records of this machine. `warn` takes sentences, raw. */
	readonly openWriter: (warn: (problem: string) => void) => Writer;
	readonly writeExport: WriteExport;
	/** Purges expired records if a writer was opened, and ends. */
	readonly close: () => Promise<void>;
};

/**
 * Writes the file of an export that was fetched. Returns its absolute path and how many personal data were replaced.
 * Throws `NameTaken` for a file in the way.
 */
export type WriteExport = (
	writer: Writer,
	plan: BatchPlan,
	options: {
		readonly replaces: boolean;
		readonly signal: AbortSignal;
		readonly zone: ZoneOffset;
		readonly onProgress: (done: number, total: number) => void;
	},
) => Promise<{ readonly path: string; readonly findings: number }>;

/** Opens an account. Throws an `ApiError` for an unusable key or address, and a `FileProblem`. */
export type OpenAccount = (wish: AccountWish) => Promise<Account>;
