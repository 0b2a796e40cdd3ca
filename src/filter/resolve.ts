import { formatInstant, type Instant } from '../domain/instant.ts';
import { type Moment, type MomentContext, readMoment } from './relative-dates.ts';
import type { Condition, DateCondition, Filter, ListQuery, SaidFilter, SaidQuery } from './tree.ts';

/** The query with instants for its dates, as of `when`. Returns the query itself if it has no dates. */
export function resolveQuery(query: SaidQuery, when: MomentContext): ListQuery {
	return hasNoDates(query) ? query : { ...query, filters: resolveFilters(query.filters, when) };
}

/** Filters joined by "and", with instants for their dates. */
export function resolveFilters(filters: readonly SaidFilter[], when: MomentContext): readonly Filter[] {
	return filters.flatMap((filter) => resolveFilter(filter, when));
}

/** True if no date depends on the clock. */
export function hasNoDates(query: SaidQuery): query is ListQuery {
	return query.filters.every(isDateless);
}

/**
 * The instants that the comparison is made with, the later one null unless it is a span of time; null for a date that
 * means no time now, such as a range whose end is still before its start.
 */
export function instantsOf(
	{ operator, said }: DateCondition,
	when: MomentContext,
): { readonly from: Instant; readonly to: Instant | null } | null {
	const moment = readMoment(said, when);
	if (moment === null) return null;
	const { from, to } = moment;
	if (to === null || operator === 'during') return { from, to };
	// "After a day" starts at its end, and "up to a day" ends there.
	return { from: operator === 'gt' || operator === 'lte' ? to : from, to: null };
}

function isDateless(filter: SaidFilter): filter is Filter {
	return filter.kind === 'group' ? filter.children.every(isDateless) : filter.kind === 'condition';
}

/** Returns filters that must all match. */
function resolveFilter(filter: SaidFilter, when: MomentContext): readonly Filter[] {
	if (filter.kind === 'condition') return [filter];
	if (filter.kind === 'group') {
		const children = filter.children.flatMap((child) => {
			const resolved = resolveFilter(child, when);
			return filter.join === 'and' ? resolved : [allOf(resolved)];
		});
		return [{ ...filter, children }];
	}
	const moment = readMoment(filter.said, when);
	const parts = moment === null ? [nothing] : compared(filter, moment);
	return filter.negated ? [denied(allOf(parts))] : parts;
}

function denied(filter: Filter): Filter {
	const isEqual = filter.kind === 'condition' && filter.operator === 'eq';
	return isEqual ? { ...filter, operator: 'neq' } : { ...filter, negated: true };
}

const nothing: Filter = { kind: 'group', join: 'or', negated: false, children: [] };

function compared({ column, operator }: DateCondition, { kind, from, to }: Moment): readonly Filter[] {
	const one = (by: 'eq' | 'gt' | 'gte' | 'lt' | 'lte', at: Instant): Condition => ({
		kind: 'condition',
		column,
		negated: false,
		operator: by,
		operand: formatInstant(at),
	});
	switch (operator) {
		case 'gte':
		case 'lt':
			return [one(operator, from)];
		case 'gt':
			return [to === null ? one('gt', from) : one('gte', to)];
		case 'lte':
			return [to === null ? one('lte', from) : one('lt', to)];
		case 'eq':
		case 'during':
			if (to !== null) return [one('gte', from), one('lt', to)];
			return [one(kind === 'ago' ? 'gte' : 'eq', from)];
	}
}

function allOf(filters: readonly Filter[]): Filter {
	const [only] = filters;
	if (only !== undefined && filters.length === 1) return only;
	return { kind: 'group', join: 'and', negated: false, children: filters };
}
