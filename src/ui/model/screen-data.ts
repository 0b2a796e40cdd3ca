import type { Conversation } from '../../domain/conversation.ts';
import type { Decoded } from '../../domain/decoded.ts';
import type { InsightResult } from '../../domain/insight.ts';
import type { MessageSet } from '../queries/detail-queries.ts';
import type { ListRow } from './list-row.ts';
import type { RecordsData } from './records-data.ts';

/** Something that was asked of the server: old data stays beside a newer error, and beside a request under way. */
export type Loadable<T> = {
	readonly data: T | undefined;
	readonly error: Error | null;
	readonly isFetching: boolean;
};

/** The list as the screen needs it. */
export type ListData = {
	readonly rows: readonly ListRow[];
	readonly ids: readonly string[];
	/** How many rows are loaded, those that a search leaves out too. */
	readonly loaded: number;
	readonly hasMore: boolean;
	readonly isLoaded: boolean;
	readonly isFetching: boolean;
	readonly error: Error | null;
	/** Why the list ends before its end, in the API layer's words. */
	readonly problem: string | null;
};

/** The conversation on the right, as far as it is loaded. */
export type OpenData = {
	readonly id: string;
	readonly conversation: Loadable<Conversation>;
	/** A row of the list that could not be read has nothing more to show than itself. */
	readonly broken: Extract<ListRow, { kind: 'broken' }> | null;
	readonly messages: Loadable<MessageSet>;
	readonly insights: Loadable<readonly Decoded<InsightResult>[]>;
};

/** Everything on the screen that came from the server. */
export type ScreenData = {
	readonly list: ListData;
	readonly open: OpenData | null;
	readonly templateNames: ReadonlyMap<string, string>;
	readonly assistantNames: ReadonlyMap<string, string>;
	/** What was read for the list of records that is open; null while none is. */
	readonly records: RecordsData | null;
};
