import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UiState } from '../../state/ui-state.ts';
import type { RecordsData, Restoring } from '../model/records-data.ts';
import type { Program } from '../program.ts';
import { journalOptions, trashedOptions, trashOptions } from '../queries/records-queries.ts';

/** The key under which it stands how far restorations are, by names of the trash. */
export const restoringKey = ['restoring'] as const;

const none: ReadonlyMap<string, Restoring> = new Map();

/** Subscribes to the list of records that is open, and so has its files read; null while none is. */
export function useRecordsData({ writer }: Program, { overlays }: UiState): RecordsData | null {
	const overlay = overlays.findLast(({ kind }) => kind === 'records');
	const draft = overlay?.kind === 'records' ? overlay.draft : null;
	const isTrash = draft?.what === 'trash';
	const shown = isTrash && draft.shownTop !== null ? draft.selected : null;
	const { records } = writer;
	const journal = useQuery({ ...journalOptions(records), enabled: draft?.what === 'journal' });
	const trash = useQuery({ ...trashOptions(records), enabled: isTrash });
	const whole = useQuery({ ...trashedOptions(records, shown ?? ''), enabled: shown !== null });
	const restoring = useQuery<ReadonlyMap<string, Restoring>>({
		queryKey: restoringKey,
		queryFn: skipToken,
		structuralSharing: false,
	}).data;
	const what = draft?.what ?? null;
	return useMemo(() => {
		switch (what) {
			case null:
				return null;
			case 'journal':
				return { what, list: { data: journal.data, error: journal.error } };
			case 'trash':
				return {
					what,
					list: { data: trash.data, error: trash.error },
					whole: {
						data: shown === null ? undefined : whole.data,
						error: shown === null ? null : whole.error,
					},
					restoring: restoring ?? none,
				};
		}
	}, [what, shown, journal.data, journal.error, trash.data, trash.error, whole.data, whole.error, restoring]);
}
