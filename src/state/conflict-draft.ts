import type { Metadata } from '../domain/conversation.ts';
import type { MetadataMerge } from '../domain/metadata-merge.ts';
import type { MetadataSave } from './edits.ts';

/**
 * Keys that somebody else changed too since an edit began: for each, one side is to be chosen. To go on, what was to be
 * saved is saved again with `theirs` as its base and the resolved merge as its map.
 */
export type ConflictDraft = {
	readonly save: MetadataSave;
	/** What the conversation is called. */
	readonly title: string;
	readonly theirs: Metadata;
	readonly merge: MetadataMerge;
	readonly choices: ReadonlyMap<string, 'mine' | 'theirs'>;
	/** The conflict under the cursor, and the first row that is seen. */
	readonly selected: number;
	readonly top: number;
};

/** The choice as it opens: nothing is chosen. */
export function conflictDraft(
	save: MetadataSave,
	title: string,
	theirs: Metadata,
	merge: MetadataMerge,
): ConflictDraft {
	return { save, title, theirs, merge, choices: new Map(), selected: 0, top: 0 };
}
