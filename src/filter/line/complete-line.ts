import type { MomentContext } from '../moments.ts';
import type { Column } from '../tree.ts';

/** What can be offered. `when` lets dates show the instants that they are. */
export type Known = {
	/** Assistants' names by id. */
	readonly assistants: ReadonlyMap<string, string>;
	/** Metadata keys seen so far. */
	readonly metadataKeys: readonly string[];
	/** Values seen so far of a column, best first. */
	readonly valuesOf: (column: Column) => readonly string[];
	readonly when?: MomentContext;
};

/** Replace the line's characters from `from` up to `to` by `text`. `hint` says what it means; '' where that is plain. */
export type Completion = {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	readonly hint: string;
};

/** What could be typed at the caret (a UTF-16 position in the text), best first. */
export function completeLine(_text: string, _caret: number, _known: Known): Completion[] {
	return [];
}
