import type { MomentContext } from '../relative-dates.ts';
import type { Column } from '../tree.ts';

/** Sources of completions. With `when`, hints of dates show the instants they mean. */
export type Known = {
	/** Assistants' names by id. */
	readonly assistants: ReadonlyMap<string, string>;
	/** Metadata keys seen so far. */
	readonly metadataKeys: readonly string[];
	/** Values seen so far of a column, best first. */
	readonly valuesOf: (column: Column) => readonly string[];
	readonly when?: MomentContext;
};

/** Replaces the characters of the query text from `from` up to `to` by `text`. `hint` explains it, or is ''. */
export type Completion = {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	readonly hint: string;
};

/** A text to insert, and its explanation. */
export type Offer = Pick<Completion, 'text' | 'hint'>;

/** The comparison before a value: its column (null for the time of the last message), and its operator. */
export type Compared = { readonly column: Column | null; readonly by: string };

/** The most completions offered. */
export const mostOffers = 50;

/** The entries that start with the typed text, then those that contain it, in any case; else in the given order. */
export function best<T>(all: readonly T[], typed: string, textsOf: (one: T) => readonly string[]): T[] {
	const wanted = typed.toLowerCase();
	const starting: T[] = [];
	const containing: T[] = [];
	for (const one of all) {
		const texts = textsOf(one).map((text) => text.toLowerCase());
		if (texts.some((text) => text.startsWith(wanted))) starting.push(one);
		else if (wanted.length > 1 && texts.some((text) => text.includes(wanted))) containing.push(one);
	}
	return [...starting, ...containing];
}
