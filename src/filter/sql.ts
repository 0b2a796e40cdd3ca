import { QueryError } from './errors.ts';
import type { SqlValue } from './functions.ts';
import { maxGroupDepth } from './parse-group.ts';
import { columnSql, conditionSql, type Sql } from './sql-condition.ts';
import type { Filter, ListQuery, Order } from './tree.ts';

export type { SqlValue } from './functions.ts';

type CompiledQuery = {
	/** A condition for WHERE; '1' if everything matches. */
	readonly where: string;
	/** Parameters in order: first those of `where`, then those of `orderBy`. */
	readonly params: SqlValue[];
	/** Only the parameters of `where`, for a statement without ORDER BY. */
	readonly whereParams: SqlValue[];
	/** Terms for ORDER BY; '' if the query has no order. */
	readonly orderBy: string;
};

/**
 * Compiles filters and order to SQL over `conversations(id, name, created_at, last_message_at, metadata)`, with times
 * in microseconds and metadata as `jsonText` writes it. The connection needs `sqlFunctions`. NULL works as in
 * PostgreSQL; text is compared by code point. The caller applies limit and offset, and no tiebreak is added. Throws
 * QueryError if an operand does not fit its column.
 */
export function compileListQuery(query: ListQuery): CompiledQuery {
	const all: Filter = { kind: 'group', join: 'and', negated: false, children: query.filters };
	if (height(all) > maxHeight) throw tooComplex('its groups are nested too deep');
	const where = filterSql(all);
	const order = query.order.map(orderSql);
	const params = [...where.params, ...order.flatMap((term) => term.params)];
	if (params.length > maxParams) throw tooComplex('it compares with too many values');
	return {
		where: where.text,
		whereParams: [...where.params],
		params,
		orderBy: order.map(({ text }) => text).join(', '),
	};
}

function filterSql(filter: Filter): Sql {
	if (filter.kind === 'condition') return conditionSql(filter);
	const word = filter.join === 'and' ? 'AND' : 'OR';
	const parts = filter.children.map(filterSql);
	const nothing = { text: word === 'AND' ? '1' : '0', params: [] };
	const texts = (parts.length > 0 ? parts : [nothing]).map((part) => part.text);
	const text = balanced(word, texts);
	return {
		text: filter.negated ? `NOT (${text})` : text,
		params: parts.flatMap(({ params }) => params),
	};
}

/** SQLite limits the height of an expression to 1000. The rest is for the condition itself. */
const maxHeight = 950;

/** SQLite's limit is 32,766. The rest is for the caller's parameters. */
const maxParams = 32_000;

/** Upper bound on the height of a filter's SQL expression. */
function height(filter: Filter, depth = 0): number {
	if (filter.kind === 'condition') return 1;
	if (depth > maxGroupDepth) throw tooComplex('its groups are nested too deep');
	const below = filter.children.reduce((most, child) => Math.max(most, height(child, depth + 1)), 0);
	return below + (filter.negated ? 1 : 0) + Math.ceil(Math.log2(Math.max(1, filter.children.length)));
}

function tooComplex(why: string): QueryError {
	return new QueryError({
		parameter: 'and',
		position: 0,
		problem: `the query cannot be run: ${why}`,
		advice: 'Use fewer conditions or values',
	});
}

/**
 * A balanced tree instead of a chain: SQLite limits the depth of an expression, and a chain is as deep as it is long.
 */
function balanced(word: 'AND' | 'OR', parts: readonly string[]): string {
	const [only = ''] = parts;
	if (parts.length <= 1) return only;
	const half = Math.ceil(parts.length / 2);
	return `(${balanced(word, parts.slice(0, half))} ${word} ${balanced(word, parts.slice(half))})`;
}

/** Places nulls as PostgreSQL does by default: last when ascending, first when descending. */
function orderSql({ column, direction, nulls }: Order): Sql {
	const { text, params } = columnSql(column);
	const ascending = direction === 'asc';
	const place = (nulls ?? (ascending ? 'last' : 'first')) === 'first' ? 'FIRST' : 'LAST';
	// An id is never null, and without this clause an index can serve the order.
	const words = column.kind === 'plain' && column.name === 'id' ? '' : ` NULLS ${place}`;
	return { text: `${text} ${ascending ? 'ASC' : 'DESC'}${words}`, params };
}
