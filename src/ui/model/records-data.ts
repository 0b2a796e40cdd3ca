import type { WholeConversation } from '../../domain/records.ts';
import type { RestoreProgress } from '../../writes/restore.ts';
import type { JournalList, TrashList } from '../queries/records-queries.ts';
import type { Loadable } from './screen-data.ts';

/** What was read from a file: the old beside a newer error. */
type Read<T> = Omit<Loadable<T>, 'isFetching'>;

/** How far a restoration is; `problem` is why it ended before its end, null while it goes on. */
export type Restoring = RestoreProgress & { readonly problem: string | null };

/** The list of records that is open. `whole` is the conversation that is shown, `restoring` how far restorations are. */
export type RecordsData =
	| { readonly what: 'journal'; readonly list: Read<JournalList> }
	| {
			readonly what: 'trash';
			readonly list: Read<TrashList>;
			readonly whole: Read<WholeConversation>;
			readonly restoring: ReadonlyMap<string, Restoring>;
	  };
