import type { MomentContext } from '../relative-dates.ts';

/**
 * The context of a query text: clock and zone for dates, assistants' names by id and the metadata keys of the loaded
 * rows if they are known.
 */
export type QueryTextContext = MomentContext & {
	readonly assistants?: ReadonlyMap<string, string>;
	readonly metadataKeys?: readonly string[];
};

/** A part of a query: one of its filters, by index, or another parameter. */
export type QueryPart = number | 'order' | 'limit' | 'offset';

/** The text of one part; positions as in QueryTextError. */
export type LineTerm = { readonly position: number; readonly end: number; readonly part: QueryPart };

/** A note about a reading that the user may not expect; positions as in QueryTextError. */
export type LineNote = { readonly position: number; readonly end: number; readonly note: string };
