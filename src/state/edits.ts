import type { Metadata } from '../domain/conversation.ts';
import type { MetadataChange } from '../domain/records.ts';
import type { MetadataDraft, MetadataTarget } from './metadata/metadata-draft.ts';
import { restingStep } from './metadata/metadata-edit.ts';
import { type Unsaved, withUnsaved } from './metadata/unsaved-base.ts';

/**
 * A conversation created or restored here, or opened by its id: pinned into the list until the filter changes, and with
 * `isHidden` until `r`.
 */
type Pinned = { readonly id: string; readonly isHidden: boolean };

/** A metadata map that replaces another one. */
export type MetadataSave = {
	readonly id: string;
	/** The map that the change started from. Changes that others made since are kept. */
	readonly base: Metadata;
	readonly mine: Metadata;
	/** The editor's draft, stored if saving fails. */
	readonly draft?: MetadataDraft;
	/** The notice after saving, instead of the changed keys. */
	readonly says?: string;
	/** The write that this save undoes; such a save cannot be undone itself. */
	readonly undoes?: MetadataChange;
};

/** The edits of this session. */
export type Edits = {
	/** Edits that were left or could not be saved, by `editKey`. */
	readonly kept: ReadonlyMap<string, MetadataDraft>;
	/** Metadata being written, by conversation; shown as being saved. */
	readonly saving: ReadonlyMap<string, Metadata>;
	/** Number of conversations being created or restored. */
	readonly making: number;
	/** The completed metadata writes, the latest last. */
	readonly undoable: readonly MetadataChange[];
	/** Pinned conversations, the latest first. */
	readonly pinned: readonly Pinned[];
};

export type EditEvent =
	| { readonly type: 'edit-keep'; readonly draft: MetadataDraft }
	| { readonly type: 'edit-drop'; readonly target: MetadataTarget }
	/** A save failed: drafts begun from its values begin from the values before. */
	| { readonly type: 'edit-unsaved'; readonly unsaved: Unsaved }
	/** This metadata is being saved for a conversation; null once the save has ended. */
	| { readonly type: 'edit-saving'; readonly id: string; readonly metadata: Metadata | null }
	/** One more conversation is being created or restored, or one less. */
	| { readonly type: 'edit-making'; readonly by: 1 | -1 }
	| { readonly type: 'edit-done'; readonly change: MetadataChange }
	/** A write is being undone, or can no longer be undone. */
	| { readonly type: 'edit-undone'; readonly change: MetadataChange }
	| { readonly type: 'pin'; readonly pinned: Pinned }
	| { readonly type: 'unpin'; readonly id: string };

export const noEdits: Edits = { kept: new Map(), saving: new Map(), making: 0, undoable: [], pinned: [] };

/** Most writes that can be undone. */
const undoLimit = 200;

/** Most pinned conversations; the oldest pin goes first. */
const pinLimit = 50;

/** The edits after an event. */
export function reduceEdits(edits: Edits, event: EditEvent): Edits {
	switch (event.type) {
		case 'edit-keep':
			return {
				...edits,
				kept: new Map(edits.kept).set(editKey(event.draft.target), {
					...event.draft,
					step: restingStep(event.draft.step),
				}),
			};
		case 'edit-unsaved':
			return {
				...edits,
				kept: new Map([...edits.kept].map(([key, draft]) => [key, withUnsaved(draft, event.unsaved)])),
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
			return {
				...edits,
				pinned: [event.pinned, ...unpinned(edits.pinned, event.pinned.id)].slice(0, pinLimit),
			};
		case 'unpin':
			return { ...edits, pinned: unpinned(edits.pinned, event.id) };
	}
}

/** The key under which an edit is stored. */
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
