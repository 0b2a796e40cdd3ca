import type { Metadata } from '../../domain/conversation.ts';
import { mergeMetadata, withMine } from '../../domain/metadata-merge.ts';
import type { MetadataDraft, MetadataRow } from './metadata-draft.ts';

/** A save that failed: the map it started from, and the map it did not write. */
export type Unsaved = { readonly id: string; readonly base: Metadata; readonly mine: Metadata };

/** A map that was made from another one as if these changes had never been in it. */
export function withoutUnsaved(map: Metadata, { base, mine }: Omit<Unsaved, 'id'>): Metadata {
	return withMine(mergeMetadata(mine, map, base));
}

/** The draft of an editor that was opened on values that then were not saved: they become its own change. */
export function withUnsaved(draft: MetadataDraft, unsaved: Unsaved): MetadataDraft {
	if (draft.target.kind !== 'edit' || draft.target.id !== unsaved.id) return draft;
	const base = withoutUnsaved(draft.base, unsaved);
	const wasOf = (key: string): MetadataRow['was'] =>
		Object.hasOwn(base, key) ? { key, value: base[key] ?? null } : null;
	const rows = draft.rows.map((row): MetadataRow => ({ ...row, was: wasOf(row.was?.key ?? row.key) }));
	const known = new Set(rows.flatMap(({ was }) => was?.key ?? []));
	const removed = Object.keys(base)
		.filter((key) => !known.has(key))
		.map((key, at): MetadataRow => {
			const value = base[key] ?? null;
			return { id: draft.nextId + at, key, value, was: { key, value }, isRemoved: true };
		});
	return { ...draft, base, rows: [...rows, ...removed], nextId: draft.nextId + removed.length, past: [] };
}
