import type { ListQuery } from './tree.ts';

/** Reads the parameters of a list request, names and values already percent-decoded. Throws QueryError. */
export function parseListQuery(_params: Iterable<readonly [string, string]>): ListQuery {
	throw new Error('not written yet');
}
