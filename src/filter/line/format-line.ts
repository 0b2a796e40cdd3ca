import { toQueryString } from '../format.ts';
import type { ListQuery } from '../tree.ts';
import type { LineContext } from './line-context.ts';

/** The query as a line. What `parseLine` reads back is `normalizeListQuery(query)`. Throws QueryError as that does. */
export function formatLine(query: ListQuery, _context: LineContext): string {
	return toQueryString(query);
}
