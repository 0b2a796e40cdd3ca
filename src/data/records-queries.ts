import { type QueryClient, queryOptions } from '@tanstack/react-query';
import {
	attemptsOf,
	type JournalAttempt,
	type TrashEntry,
	type WholeConversation,
} from '../domain/records.ts';
import type { Records } from '../writes/records.ts';

/** The most lines read from the end of the journal; a write has two. */
const mostLines = 2000;

/** Writes by another tconv, or by a batch in the background, appear after this. Milliseconds. */
const rereadMillis = 2000;

const always = { staleTime: 0, refetchInterval: rereadMillis } as const;

/** Attempted writes, the latest first. `isCut`: the file has more. */
export type JournalList = {
	readonly attempts: readonly JournalAttempt[];
	readonly unreadable: number;
	readonly isCut: boolean;
};

/** The trash, the newest first, and the files in it that cannot be read. */
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

/** One conversation of the trash. It never changes, so it is read once. */
export function trashedOptions({ trash }: Records, name: string) {
	return queryOptions({
		queryKey: ['trashed', name],
		queryFn: async (): Promise<WholeConversation> => trash.read(name),
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
	});
}

/** The cache key of the progress of restorations, by name in the trash. */
export const restoringKey = ['restoring'] as const;

/** Reads the journal and the trash again after a write, if they are on the screen. */
export function rereadRecords(client: QueryClient): void {
	for (const queryKey of [['trash'], ['journal']]) void client.invalidateQueries({ queryKey });
}
