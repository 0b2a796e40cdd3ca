import type { MomentContext } from '../moments.ts';

/** What a typed filter is read against: the clock and the zone for dates, and assistants' names by id where known. */
export type LineContext = MomentContext & {
	readonly assistants?: ReadonlyMap<string, string>;
};

/** Something that was understood, but perhaps not as it was meant; positions as in LineError. */
export type LineNote = { readonly position: number; readonly end: number; readonly note: string };
