/** What is kept on this machine of writes: those attempted, or what was deleted. */
export type RecordsKind = 'journal' | 'trash';

/** A list of records, or one of them shown whole. */
export type RecordsDraft = {
	readonly what: RecordsKind;
	/** The record under the cursor by its key; null, or one that is gone, for the first. */
	readonly selected: string | null;
	/** The first row seen of the record that is shown whole; null while the list is. */
	readonly shownTop: number | null;
};

/** A list of records as it opens. */
export function openRecordsDraft(what: RecordsKind): RecordsDraft {
	return { what, selected: null, shownTop: null };
}
