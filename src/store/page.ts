/** Which page of a numbered list: counted from 1, with at most `size` rows. */
export type PageRequest = { readonly number: number; readonly size: number };

/** One page, and how many rows there are on all of them. */
export type PageRows<T> = { readonly rows: readonly T[]; readonly total: number };

/** How many rows come before a page. Kept to what SQLite can count to, for a page number that is out of all reason. */
export function offsetOf({ number, size }: PageRequest): number {
	return Math.min((number - 1) * size, Number.MAX_SAFE_INTEGER);
}
