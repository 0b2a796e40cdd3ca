import type { Instant } from '../domain/instant.ts';
import type { KeysetRow } from './keyset.ts';
import { readTime } from './sql-condition.ts';
import { type Condition, type Filter, isTime } from './tree.ts';

/** Null if the row's times alone do not decide. */
type Decided = boolean | null;

/**
 * True if the times of a row keep it out of the filters, whatever its other values are. A list drops such rows when its
 * dates move on, without asking the server for each.
 */
export function isOutOfTime(filters: readonly Filter[], row: KeysetRow): boolean {
	return filters.some((filter) => decided(filter, row) === false);
}

function decided(filter: Filter, row: KeysetRow): Decided {
	const own = filter.kind === 'condition' ? compared(filter, row) : joined(filter, row);
	return own === null ? null : own !== filter.negated;
}

function joined({ join, children }: Extract<Filter, { kind: 'group' }>, row: KeysetRow): Decided {
	const all = children.map((child) => decided(child, row));
	const isEnough = join === 'or';
	if (all.includes(isEnough)) return isEnough;
	return all.includes(null) ? null : !isEnough;
}

function compared({ column, operator, operand }: Condition, row: KeysetRow): Decided {
	if (!isTime(column) || column.kind !== 'plain' || typeof operand !== 'string') return null;
	const at: Instant | null = column.name === 'created_at' ? row.createdAt : row.lastMessageAt;
	const limit = readTime(operand);
	if (at === null || limit === null) return null;
	switch (operator) {
		case 'eq':
			return at === limit;
		case 'neq':
			return at !== limit;
		case 'gt':
			return at > limit;
		case 'gte':
			return at >= limit;
		case 'lt':
			return at < limit;
		case 'lte':
			return at <= limit;
		default:
			return null;
	}
}
