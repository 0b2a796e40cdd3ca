import { parseInstant } from '../../src/domain/instant.ts';
import { likeMatches, regexMatches } from '../../src/filter/functions.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import type { Column, Condition, Filter, Order } from '../../src/filter/tree.ts';

/** True, false, or null for SQL's unknown. */
type Truth = boolean | null;
type Value = string | number | null;

/** The value of a column, reimplemented without the code under test. */
export function columnValue(column: Column, row: KeysetRow): Value {
	if (column.kind === 'metadata') {
		const entry = Object.entries(row.metadata).find(([key]) => key === column.key);
		if (entry === undefined || entry[1] === null) return null;
		return typeof entry[1] === 'string' ? entry[1] : JSON.stringify(entry[1]);
	}
	return { id: row.id, name: row.name, created_at: row.createdAt, last_message_at: row.lastMessageAt }[
		column.name
	];
}

/** Compares by code point, as SQLite compares UTF-8. */
function compareValues(a: string | number, b: string | number): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Evaluates a filter on a row, with three-valued logic. */
export function holds(filter: Filter, row: KeysetRow): Truth {
	if (filter.kind === 'condition') return negate(filter.negated, conditionHolds(filter, row));
	const truths = filter.children.map((child) => holds(child, row));
	const decisive = filter.join === 'or';
	const all = truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive;
	return negate(filter.negated, all);
}

function negate(negated: boolean, truth: Truth): Truth {
	return negated && truth !== null ? !truth : truth;
}

function conditionHolds(condition: Condition, row: KeysetRow): Truth {
	const value = columnValue(condition.column, row);
	const read = (operand: string) =>
		typeof value === 'number' ? (parseInstant(operand) ?? Number.NaN) : operand;
	switch (condition.operator) {
		case 'is':
			if (condition.operand === 'null' || condition.operand === 'unknown') return value === null;
			return condition.operand === 'not_null' ? value !== null : value === condition.operand;
		case 'in':
			if (condition.operand.length === 0) return false;
			return value === null ? null : condition.operand.some((operand) => read(operand) === value);
		case 'like':
		case 'ilike':
			return value === null
				? null
				: likeMatches(String(value), condition.operand, condition.operator === 'ilike');
		case 'match':
		case 'imatch':
			return value === null
				? null
				: regexMatches(String(value), condition.operand, condition.operator === 'imatch');
		default: {
			if (value === null) return null;
			const difference = compareValues(value, read(condition.operand));
			return {
				eq: difference === 0,
				neq: difference !== 0,
				gt: difference > 0,
				gte: difference >= 0,
				lt: difference < 0,
				lte: difference <= 0,
			}[condition.operator];
		}
	}
}

/** The rows in order, with nulls where Postgres puts them. */
export function sorted(rows: readonly KeysetRow[], order: readonly Order[]): KeysetRow[] {
	return rows.toSorted((a, b) => {
		for (const { column, direction, nulls } of order) {
			const left = columnValue(column, a);
			const right = columnValue(column, b);
			if (left === null && right === null) continue;
			const nullsFirst = (nulls ?? (direction === 'asc' ? 'last' : 'first')) === 'first';
			if (left === null) return nullsFirst ? -1 : 1;
			if (right === null) return nullsFirst ? 1 : -1;
			const difference = compareValues(left, right);
			if (difference !== 0) return direction === 'asc' ? difference : -difference;
		}
		return 0;
	});
}
