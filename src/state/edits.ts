import type { Metadata } from '../domain/conversation.ts';
import type { MetadataChange } from '../domain/records.ts';
import type { MetadataDraft, MetadataTarget } from './metadata-draft.ts';

/** A conversation made here: it is in the list until another filter, and where the filter hides it, until `r`. */
type Pinned = { readonly id: string; readonly isHidden: boolean };

/** A metadata map that is to take the place of another. */
export type MetadataSave = {
	readonly id: string;
	/** The map that the change was made from. What somebody else made of it since is kept. */
	readonly base: Metadata;
	readonly mine: Metadata;
	/** The editor that it comes from: kept where saving fails. */
	readonly draft?: MetadataDraft;
	/** What is said once it is written, in the place of which keys changed. */
	readonly says?: string;
	/** The write that it takes back: such a one is none to take back itself. */
	readonly undoes?: MetadataChange;
};

/** What became of edits in this run of the program. */
export type Edits = {
	/** Edits that were left or could not be saved, by `editKey`. */
	readonly kept: ReadonlyMap<string, MetadataDraft>;
	/** The metadata that conversations are shown with while they are being saved. */
	readonly saving: ReadonlyMap<string, Metadata>;
	/** How many conversations are being created or restored. */
	readonly making: number;
	/** The metadata writes that were done, the last one at the end. */
	readonly undoable: readonly MetadataChange[];
	/** The last one made in front. */
	readonly pinned: readonly Pinned[];
};

export type EditEvent =
	| { readonly type: 'edit-keep'; readonly draft: MetadataDraft }
	| { readonly type: 'edit-drop'; readonly target: MetadataTarget }
	/** A conversation is shown with this metadata, which is being saved; null once that has ended. */
	| { readonly type: 'edit-saving'; readonly id: string; readonly metadata: Metadata | null }
	/** One more is being created or restored, or one less. */
	| { readonly type: 'edit-making'; readonly by: 1 | -1 }
	| { readonly type: 'edit-done'; readonly change: MetadataChange }
	/** A write is being taken back, or is not to be offered again. */
	| { readonly type: 'edit-undone'; readonly change: MetadataChange }
	| { readonly type: 'pin'; readonly pinned: Pinned }
	| { readonly type: 'unpin'; readonly id: string };

export const noEdits: Edits = { kept: new Map(), saving: new Map(), making: 0, undoable: [], pinned: [] };

/** How many writes can be taken back. */
const undoLimit = 200;

/** The edits after an event. */
export function reduceEdits(edits: Edits, event: EditEvent): Edits {
	switch (event.type) {
		case 'edit-keep':
			// Asked for again it is the list of keys: what was open in it has been answered.
			return {
				...edits,
				kept: new Map(edits.kept).set(editKey(event.draft.target), { ...event.draft, step: null }),
			};
		case 'edit-drop':
			return { ...edits, kept: without(edits.kept, editKey(event.target)) };
		case 'edit-saving':
			return {
				...edits,
				saving:
					event.metadata === null
						? without(edits.saving, event.id)
						: new Map(edits.saving).set(event.id, event.metadata),
			};
		case 'edit-making':
			return { ...edits, making: edits.making + event.by };
		case 'edit-done':
			return { ...edits, undoable: [...edits.undoable, event.change].slice(-undoLimit) };
		case 'edit-undone':
			return { ...edits, undoable: edits.undoable.filter((change) => change !== event.change) };
		case 'pin':
			return { ...edits, pinned: [event.pinned, ...unpinned(edits.pinned, event.pinned.id)] };
		case 'unpin':
			return { ...edits, pinned: unpinned(edits.pinned, event.id) };
	}
}

/** What an edit is kept under. */
export function editKey(
	target: { readonly kind: 'edit'; readonly id: string } | { readonly kind: 'create' },
): string {
	return target.kind === 'edit' ? `edit ${target.id}` : 'create';
}

function unpinned(pinned: readonly Pinned[], id: string): readonly Pinned[] {
	return pinned.filter((one) => one.id !== id);
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
	const next = new Map(map);
	next.delete(key);
	return next;
}
