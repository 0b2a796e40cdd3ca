import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { attemptsOf, type JournalAttempt } from '../../domain/journal-attempts.ts';
import type { TrashEntry, WholeConversation } from '../../domain/records.ts';
import type { Records } from '../../writes/records.ts';

/** As many lines of the journal are read; a write has two. */
const mostLines = 2000;

/** What else writes to the files, another tconv or a run in the background, is seen after this. */
const rereadMillis = 2000;

const always = { staleTime: 0, refetchInterval: rereadMillis } as const;

/** The writes that were attempted, the latest first. `isCut`: there are more in the file. */
export type JournalList = {
	readonly attempts: readonly JournalAttempt[];
	readonly unreadable: number;
	readonly isCut: boolean;
};

/** What is in the trash, the newest first, and the files there that cannot be understood. */
export type TrashList = { readonly entries: readonly TrashEntry[]; readonly unreadable: readonly string[] };

/** The journal's latest lines. */
export function journalOptions({ journal }: Records) {
	return queryOptions({
		queryKey: ['journal'],
		queryFn: async (): Promise<JournalList> => {
			const { entries, unreadable } = await journal.read(mostLines);
			const isCut = entries.length + unreadable >= mostLines;
			return { attempts: attemptsOf(entries), unreadable, isCut };
		},
		...always,
	});
}

/** The list of the trash. */
export function trashOptions({ trash }: Records) {
	return queryOptions({
		queryKey: ['trash'],
		queryFn: async (): Promise<TrashList> => trash.list(),
		...always,
	});
}

/** One conversation of the trash: it never changes. */
export function trashedOptions({ trash }: Records, name: string) {
	return queryOptions({
		queryKey: ['trashed', name],
		queryFn: async (): Promise<WholeConversation> => trash.read(name),
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
	});
}

/** Has the journal and the trash read anew where they are on the screen: something was written. */
export function rereadRecords(client: QueryClient): void {
	for (const queryKey of [['trash'], ['journal']]) void client.invalidateQueries({ queryKey });
}
