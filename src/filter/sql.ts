import { QueryError } from './errors.ts';
import type { SqlValue } from './functions.ts';
import { maxGroupDepth } from './parse-group.ts';
import { columnSql, conditionSql, type Sql } from './sql-condition.ts';
import type { Filter, ListQuery, Order } from './tree.ts';

export type { SqlValue } from './functions.ts';

export type CompiledQuery = {
	/** A condition for WHERE; '1' when everything matches. */
	readonly where: string;
	/** What to bind, in order: first what `where` needs, then what `orderBy` needs. */
	readonly params: SqlValue[];
	/** The leading part of `params` that `where` needs: for a statement without the ORDER BY. */
	readonly whereParams: SqlValue[];
	/** Terms for ORDER BY; '' when the query asks for no order. */
	readonly orderBy: string;
};

/**
 * Compiles filters and order to SQL over `conversations(id, name, created_at, last_message_at, metadata)`, times in
 * microseconds, metadata as `JSON.stringify` writes it, on a connection where `sqlFunctions` are registered. NULL counts
 * as in PostgreSQL; text is compared by code point. Limit and offset are the caller's, and no tiebreak is added. Throws
 * QueryError where an operand does not fit its column.
 */
export function compileListQuery(query: ListQuery): CompiledQuery {
	const where = query.filters.length === 0 ? always(true) : join('AND', query.filters, 1);
	const order = query.order.map(orderSql);
	return {
		where: where.text,
		whereParams: [...where.params],
		params: [...where.params, ...order.flatMap(({ params }) => params)],
		orderBy: order.map(({ text }) => text).join(', '),
	};
}

function filterSql(filter: Filter, depth: number): Sql {
	if (filter.kind === 'condition') return conditionSql(filter);
	if (depth > maxGroupDepth) {
		throw new QueryError({
			parameter: filter.join,
			position: 0,
			problem: `groups are nested more than ${maxGroupDepth} deep`,
			advice: 'Write the same with fewer groups inside each other',
		});
	}
	const { text, params } =
		filter.children.length === 0
			? always(filter.join === 'and')
			: join(filter.join === 'and' ? 'AND' : 'OR', filter.children, depth + 1);
	return { text: filter.negated ? `NOT (${text})` : text, params };
}

function join(word: 'AND' | 'OR', filters: readonly Filter[], depth: number): Sql {
	const parts = filters.map((filter) => filterSql(filter, depth));
	return {
		text: balanced(
			word,
			parts.map(({ text }) => text),
		),
		params: parts.flatMap(({ params }) => params),
	};
}

/** Pairs of pairs rather than one long chain: SQLite bounds the depth of an expression, and a chain is as deep as long. */
function balanced(word: 'AND' | 'OR', parts: readonly string[]): string {
	const [only = ''] = parts;
	if (parts.length <= 1) return only;
	const half = Math.ceil(parts.length / 2);
	return `(${balanced(word, parts.slice(0, half))} ${word} ${balanced(word, parts.slice(half))})`;
}

function always(value: boolean): Sql {
	return { text: value ? '1' : '0', params: [] };
}

/** Nulls where PostgreSQL has them unless the order says otherwise: last when ascending, first when descending. */
function orderSql({ column, direction, nulls }: Order): Sql {
	const { text, params } = columnSql(column);
	const ascending = direction === 'asc';
	const place = (nulls ?? (ascending ? 'last' : 'first')) === 'first' ? 'FIRST' : 'LAST';
	// An id is never null, and without the words an index can serve the order.
	const words = column.kind === 'plain' && column.name === 'id' ? '' : ` NULLS ${place}`;
	return { text: `${text} ${ascending ? 'ASC' : 'DESC'}${words}`, params };
}
