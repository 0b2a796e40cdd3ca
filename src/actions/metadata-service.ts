import type { MetadataSave } from '../state/edits.ts';
import type { MetadataDraft } from '../state/metadata-draft.ts';

/** Writes of metadata. Nothing waits here: what became of them comes back as a notice, and in `UiState.edits`. */
export type MetadataService = {
	/** Shows the map at once, and takes it back where it could not be saved. Writes to one conversation go one by one. */
	readonly save: (save: MetadataSave) => void;
	/** Makes the conversation of an editor for a new one. A retry of the same makes no second one. */
	readonly create: (draft: MetadataDraft) => void;
};
