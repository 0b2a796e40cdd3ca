import type { Instant } from '../domain/instant.ts';
import type { KeysetRow } from './keyset.ts';
import type { Order } from './tree.ts';

/** Compares two rows as the server sorts them: negative if `a` comes first. */
type RowOrder = (a: KeysetRow, b: KeysetRow) => number;

/**
 * The order of rows under `order` (see `withTiebreak`), nulls included. Null if the client cannot know it: the server
 * sorts names and metadata by its own collation.
 */
export function rowOrder(order: readonly Order[]): RowOrder | null {
	const terms: RowOrder[] = [];
	for (const { column, direction, nulls } of order) {
		if (column.kind === 'metadata' || column.name === 'name') return null;
		const { name } = column;
		const sign = direction === 'asc' ? 1 : -1;
		if (name === 'id') {
			terms.push((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -sign : sign));
			continue;
		}
		const nullSign = (nulls ?? (direction === 'asc' ? 'last' : 'first')) === 'last' ? 1 : -1;
		const at = (row: KeysetRow): Instant | null =>
			name === 'created_at' ? row.createdAt : row.lastMessageAt;
		terms.push((a, b) => {
			const left = at(a);
			const right = at(b);
			if (left === right) return 0;
			if (left === null) return nullSign;
			if (right === null) return -nullSign;
			return (left - right) * sign;
		});
	}
	return (a, b) => {
		for (const term of terms) {
			const difference = term(a, b);
			if (difference !== 0) return difference;
		}
		return 0;
	};
}
