import { QueryError } from './errors.ts';
import { maxGroupDepth } from './parse-group.ts';
import {
	type Column,
	type Condition,
	type Filter,
	type ListQuery,
	type Order,
	plainColumn,
	type SaidFilter,
	type SaidQuery,
} from './tree.ts';

/**
 * Formats the query as decoded name and value pairs, in PostgREST's spelling. `parseListQuery` reads them back as
 * `normalizeListQuery(query)`. Throws QueryError for a limit or offset that is not a whole number from 0, and for
 * groups nested too deep to be read.
 */
export function formatListQuery(query: ListQuery): [string, string][] {
	const { filters, order, limit, offset } = normalizeListQuery(query);
	const pairs = filters.map(formatFilter);
	if (order.length > 0) pairs.push(['order', order.map(formatOrder).join(',')]);
	if (limit !== null) pairs.push(['limit', formatCount('limit', limit)]);
	if (offset !== null) pairs.push(['offset', formatCount('offset', offset)]);
	return pairs;
}

/**
 * Formats the query as the text after a URL's `?`, percent-encoded (a space is `%20`, a plus `%2B`); '' for the empty
 * query.
 */
export function toQueryString(query: ListQuery): string {
	return formatListQuery(query)
		.map((pair) => pair.map(encode).join('='))
		.join('&');
}

/**
 * Replaces groups without children, which the grammar cannot express, with an equivalent condition on `id`: an empty
 * "and" matches every row, an empty "or" none.
 */
export function normalizeListQuery(query: ListQuery): ListQuery;
export function normalizeListQuery(query: SaidQuery): SaidQuery;
export function normalizeListQuery(query: SaidQuery): SaidQuery {
	return { ...query, filters: query.filters.map((filter) => normalizeFilter(filter, 1)) };
}

/** A column in the query language. A key that is not a plain word gets double quotes. */
export function formatColumn(column: Column): string {
	if (column.kind === 'plain') return column.name;
	const { arrow, key } = column;
	return `metadata${arrow}${/^[A-Za-z_]\w*(?:-\w+)*$/.test(key) ? key : quote(key)}`;
}

function normalizeFilter(filter: SaidFilter, depth: number): SaidFilter {
	if (filter.kind !== 'group') return filter;
	if (filter.children.length === 0) {
		const always = (filter.join === 'and') !== filter.negated;
		return {
			kind: 'condition',
			column: plainColumn('id'),
			negated: always,
			operator: 'is',
			operand: 'null',
		};
	}
	if (depth > maxGroupDepth) {
		throw new QueryError({
			parameter: filter.join,
			position: 0,
			problem: `groups are nested more than ${maxGroupDepth} deep`,
			advice: 'Use fewer nested groups',
		});
	}
	return { ...filter, children: filter.children.map((child) => normalizeFilter(child, depth + 1)) };
}

function formatFilter(filter: Filter): [string, string] {
	const not = filter.negated ? 'not.' : '';
	if (filter.kind === 'group') {
		return [`${not}${filter.join}`, `(${filter.children.map(formatMember).join(',')})`];
	}
	const operand =
		filter.operator === 'in' || filter.operator === 'is' ? formatOperand(filter) : filter.operand;
	return [formatColumn(filter.column), `${not}${filter.operator}.${operand}`];
}

function formatMember(filter: Filter): string {
	if (filter.kind === 'group') return formatFilter(filter).join('');
	const not = filter.negated ? 'not.' : '';
	return `${formatColumn(filter.column)}.${not}${filter.operator}.${formatOperand(filter)}`;
}

/** The operand as written inside a group. */
function formatOperand(condition: Condition): string {
	if (condition.operator === 'is') return condition.operand;
	if (condition.operator !== 'in') return quoteWhereNeeded(condition.operand);
	return `(${condition.operand.map(quoteWhereNeeded).join(',')})`;
}

function formatOrder({ column, direction, nulls }: Order): string {
	return `${formatColumn(column)}.${direction}${nulls === null ? '' : `.nulls${nulls}`}`;
}

function formatCount(parameter: string, count: number): string {
	if (Number.isSafeInteger(count) && count >= 0) return String(count);
	throw new QueryError({
		parameter,
		position: 0,
		problem: `${parameter} is not a whole number from 0 up`,
		advice: `Write ${parameter}=50, digits only`,
	});
}

/** Braces too: PostgREST reads an unquoted `{` as the start of an array. */
function quoteWhereNeeded(operand: string): string {
	const plain = operand !== '' && !/[,.:()"\\{}]|^\s|\s$/.test(operand);
	return plain ? operand : quote(operand);
}

function quote(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function encode(part: string): string {
	return encodeURIComponent(part.toWellFormed());
}
