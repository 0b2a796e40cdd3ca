import type { Column, Condition, Filter, SaidFilter } from './tree.ts';

/**
 * Excluding a value keeps rows without a value. In PostgREST a comparison with null is neither true nor false, so
 * `neq` and `not` drop those rows. An exclusion therefore adds them: `or=(column.neq.value,column.is.null)`.
 */

/** True for a column that can be empty. */
export function canBeEmpty(column: Column): boolean {
	return column.kind === 'metadata' || column.name === 'name';
}

/** True if negating the filter with `not` would drop conversations without a value. */
export function losesEmpty(filter: SaidFilter): boolean {
	if (filter.kind === 'group') return filter.children.some(losesEmpty);
	if (filter.kind === 'date') return false;
	// An empty list matches nothing, not even an empty value.
	const isKnown = filter.operator === 'is' || (filter.operator === 'in' && filter.operand.length === 0);
	return !isKnown && canBeEmpty(filter.column);
}

/** The complement of `filter`: it matches exactly the conversations that `filter` does not, empty values included. */
export function excluding(filter: Filter): Filter;
export function excluding(filter: SaidFilter): SaidFilter;
export function excluding(filter: SaidFilter): SaidFilter {
	const excluded = excludedBy(filter);
	if (excluded !== null) return excluded;
	if (filter.kind === 'date' || !losesEmpty(filter)) return denied(filter);
	if (filter.kind === 'condition') {
		const { column } = filter;
		const empty: Condition = { kind: 'condition', column, negated: false, operator: 'is', operand: 'null' };
		const other: Condition =
			filter.operator === 'eq' && !filter.negated ? { ...filter, operator: 'neq' } : denied(filter);
		return { kind: 'group', join: 'or', negated: false, children: [other, empty] };
	}
	const children = filter.negated ? filter.children.map(denied) : filter.children;
	const join = (filter.join === 'or') === filter.negated ? 'or' : 'and';
	return { kind: 'group', join, negated: false, children: children.map((child) => excluding(child)) };
}

/** Adds rows without a value to "is not" and "does not contain"; returns any other filter unchanged. */
export function keepingEmpty(filter: SaidFilter): SaidFilter {
	if (filter.kind !== 'condition' || !losesEmpty(filter)) return filter;
	if (filter.operator === 'neq' && !filter.negated) return excluding({ ...filter, operator: 'eq' });
	return filter.operator === 'ilike' && filter.negated ? excluding({ ...filter, negated: false }) : filter;
}

/** The condition that an exclusion excludes; null for any other filter. */
export function excludedBy(filter: SaidFilter): Condition | null {
	if (filter.kind !== 'group' || filter.join !== 'or' || filter.negated) return null;
	const [other, empty, more] = filter.children;
	if (other?.kind !== 'condition' || empty?.kind !== 'condition' || more !== undefined) return null;
	if (empty.operator !== 'is' || empty.operand !== 'null' || empty.negated) return null;
	if (!losesEmpty(other) || !isSame(other.column, empty.column)) return null;
	if (other.operator === 'neq' && !other.negated) return { ...other, operator: 'eq' };
	return other.negated && other.operator !== 'eq' ? { ...other, negated: false } : null;
}

function denied<T extends SaidFilter>(filter: T): T {
	return { ...filter, negated: !filter.negated };
}

function isSame(one: Column, other: Column): boolean {
	if (one.kind === 'plain' || other.kind === 'plain') {
		return one.kind === 'plain' && other.kind === 'plain' && one.name === other.name;
	}
	return one.key === other.key && one.arrow === other.arrow;
}
