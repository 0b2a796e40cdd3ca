import type { Metadata } from '../../domain/conversation.ts';
import type { JsonValue } from '../../domain/json.ts';
import { type MetadataConflict, type MetadataMerge, resolveConflicts } from '../../domain/metadata-merge.ts';
import { mergeTexts } from '../../text/line-diff.ts';
import type { MetadataSave } from '../edits.ts';
import { clamp } from '../scroll.ts';

/** The side whose value a key gets; `both` is a text with the changed lines of both sides. */
export type Side = 'mine' | 'theirs' | 'both';

/**
 * Keys that someone else also changed since an edit began; the user chooses a side for each. Then the save runs again
 * with `theirs` as its base and the resolved merge as its map.
 */
export type ConflictDraft = {
	readonly save: MetadataSave;
	/** The title of the conversation. */
	readonly title: string;
	readonly theirs: Metadata;
	readonly merge: MetadataMerge;
	readonly choices: ReadonlyMap<string, Side>;
	/** The conflict under the cursor, and the first visible row. */
	readonly selected: number;
	readonly top: number;
};

/** A new conflict draft without choices. */
export function conflictDraft(
	save: MetadataSave,
	title: string,
	theirs: Metadata,
	merge: MetadataMerge,
): ConflictDraft {
	return { save, title, theirs, merge, choices: new Map(), selected: 0, top: 0 };
}

/** The conflict under the cursor. */
export function selectedConflict({ merge, selected }: ConflictDraft): MetadataConflict | null {
	return merge.conflicts[selected] ?? null;
}

/** A text with the lines that both sides changed; null for another value, or if they changed the same lines. */
export function bothOf({ base, mine, theirs }: MetadataConflict): string | null {
	if (typeof base !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') return null;
	return mergeTexts(base, mine, theirs);
}

/** Chooses a side for the key under the cursor. */
export function chooseSide(draft: ConflictDraft, side: Side): ConflictDraft {
	const conflict = selectedConflict(draft);
	return conflict === null ? draft : { ...draft, choices: new Map(draft.choices).set(conflict.key, side) };
}

/** Chooses a side for every key. */
export function chooseSideForAll(draft: ConflictDraft, side: 'mine' | 'theirs'): ConflictDraft {
	return { ...draft, choices: new Map(draft.merge.conflicts.map(({ key }) => [key, side])) };
}

/** Moves by a number of keys, up to the ends, and shows the values from their start. */
export function moveConflict(draft: ConflictDraft, by: number): ConflictDraft {
	const selected = clamp(draft.selected + by, 0, draft.merge.conflicts.length - 1);
	return selected === draft.selected ? draft : { ...draft, selected, top: 0 };
}

/** The draft on the next key without a choice, wrapping around from the cursor; null if all have one. */
export function nextUnchosen(draft: ConflictDraft): ConflictDraft | null {
	const { conflicts } = draft.merge;
	for (let step = 0; step < conflicts.length; step++) {
		const at = (draft.selected + step) % conflicts.length;
		const key = conflicts[at]?.key;
		if (key !== undefined && !draft.choices.has(key)) return moveConflict(draft, at - draft.selected);
	}
	return null;
}

/** The save with all choices made. A key that someone changed again since becomes a new conflict. */
export function resolvedSave({ save, theirs, merge, choices }: ConflictDraft): MetadataSave {
	const values = new Map(
		merge.conflicts.flatMap((conflict): [string, JsonValue | undefined][] => {
			const side = choices.get(conflict.key);
			if (side === undefined) return [];
			return [[conflict.key, side === 'both' ? (bothOf(conflict) ?? conflict.mine) : conflict[side]]];
		}),
	);
	return { ...save, base: theirs, mine: resolveConflicts(merge, values).merged };
}
