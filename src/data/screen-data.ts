import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import type { Instant } from '../domain/instant.ts';
import type { WholeConversation } from '../domain/records.ts';
import type { SaidFilter } from '../filter/tree.ts';
import type { RestoreProgress } from '../writes/restore.ts';
import type { MessageSet } from './detail-queries.ts';
import type { ListRow } from './list-row.ts';
import type { JournalList, TrashList } from './records-queries.ts';

/** Server data: old data stays beside a newer error, and during a request. */
export type Loadable<T> = {
	readonly data: T | undefined;
	readonly error: Error | null;
	readonly isFetching: boolean;
};

/** The list for the screen. */
export type ListData = {
	readonly rows: readonly ListRow[];
	readonly ids: readonly string[];
	/** The ids that the server lists: without pinned rows, and without a row kept while it is read. */
	readonly listedIds: readonly string[];
	/** How many rows are loaded, including those that a search hides. */
	readonly loaded: number;
	/** How many rows cannot be read, including those of the last refresh that kept their older copy. */
	readonly unreadable: number;
	/** How many rows the server sent as `null`. */
	readonly skipped: number;
	readonly hasMore: boolean;
	readonly isLoaded: boolean;
	readonly isFetching: boolean;
	readonly error: Error | null;
	/** Why the list stops early, as the API layer puts it; null if it does not. */
	readonly problem: string | null;
	/** The time that the dates of its filter count from; null before the first page. */
	readonly asOf: Instant | null;
	/** Conditions that keep all rows out, each of them alone (see `whyEmptyOptions`); null if that is not known. */
	readonly whyEmpty: readonly SaidFilter[] | null;
};

/** The open conversation, as far as it is loaded. */
export type OpenData = {
	readonly id: string;
	readonly conversation: Loadable<Conversation>;
	/** The row, if it is one that could not be read: its JSON is all there is to show. */
	readonly broken: Extract<ListRow, { kind: 'broken' }> | null;
	readonly messages: Loadable<MessageSet>;
	readonly insights: Loadable<readonly Decoded<InsightResult>[]>;
	/** The conversation still on the screen until the cursor rests; null once this one is being fetched. */
	readonly before: Conversation | null;
};

const nothingYet = { data: undefined, error: null, isFetching: false } as const;

/**
 * The data of a conversation that the cursor just reached: nothing is fetched yet. `known` is used if it has no row.
 */
export function notFetched(
	id: string,
	rows: readonly ListRow[],
	known: Conversation | undefined,
	before: Conversation | null,
): OpenData {
	const row = rows.find((candidate) => candidate.id === id);
	const data = row?.kind === 'conversation' ? row.conversation : known;
	return {
		id,
		conversation: { ...nothingYet, data },
		broken: row?.kind === 'broken' ? row : null,
		messages: nothingYet,
		insights: nothingYet,
		before,
	};
}

/** Data read from a file: old data stays beside a newer error. */
type Read<T> = Omit<Loadable<T>, 'isFetching'>;

/** The progress of a restoration; `problem` is why it stopped early, null while it runs. */
export type Restoring = RestoreProgress & { readonly problem: string | null };

/** The open list of records. `whole` is the selected conversation; `restoring` is the progress of restorations. */
export type RecordsData =
	| { readonly what: 'journal'; readonly list: Read<JournalList> }
	| {
			readonly what: 'trash';
			readonly list: Read<TrashList>;
			readonly whole: Read<WholeConversation>;
			readonly restoring: ReadonlyMap<string, Restoring>;
	  };

/** All data on the screen. */
export type ScreenData = {
	readonly list: ListData;
	readonly open: OpenData | null;
	readonly templateNames: ReadonlyMap<string, string>;
	/** Why the names of the insight templates could not be read; null if they were. */
	readonly templateError: Error | null;
	readonly assistantNames: ReadonlyMap<string, string>;
	/** The ids of assistants that keep no history. */
	readonly withoutHistory: ReadonlySet<string>;
	/** The open list of records; null if none is open. */
	readonly records: RecordsData | null;
};
