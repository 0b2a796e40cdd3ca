import { type Instant, parseInstant } from '../domain/instant.ts';
import { QueryError } from './errors.ts';
import { formatColumn } from './format.ts';
import { functionNames, patternProblem, type SqlValue } from './functions.ts';
import { originOf } from './origin.ts';
import type { Column, Condition } from './tree.ts';

/** A piece of SQL with what its question marks stand for, in order. */
export type Sql = { readonly text: string; readonly params: readonly SqlValue[] };

const comparisons = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A column as an SQL value: metadata as text, strings as they are, null and missing keys NULL, the rest as JSON. */
export function columnSql(column: Column): Sql {
	if (column.kind === 'plain') return { text: column.name, params: [] };
	// A JSON string is SQLite's spelling of any key in a path: quotes, dots and brackets in it have no meaning.
	const path = `$.${JSON.stringify(column.key)}`;
	return {
		text: "iif(json_type(metadata, ?) = 'text', metadata ->> ?, nullif(metadata -> ?, 'null'))",
		params: [path, path, path],
	};
}

/** One condition in SQL, in three-valued logic: a comparison with NULL is NULL, negated or not. Throws QueryError. */
export function conditionSql(condition: Condition): Sql {
	const { text, params } = positiveSql(condition);
	return { text: condition.negated ? `NOT (${text})` : text, params };
}

function positiveSql(condition: Condition): Sql {
	const left = columnSql(condition.column);
	switch (condition.operator) {
		case 'is':
			return isSql(condition, left);
		case 'in':
			return within(
				left,
				condition.operand.flatMap((_, index) => operandValues(condition, index)),
			);
		case 'like':
		case 'ilike':
		case 'match':
		case 'imatch':
			return patternSql(condition, left, condition.operand);
		default: {
			const values = operandValues(condition, 0);
			// A UUID's other spelling: equal to either, or to neither.
			if (values.length > 1 && condition.operator === 'eq') return within(left, values);
			if (values.length > 1 && condition.operator === 'neq') return within(left, values, 'NOT IN');
			return {
				text: `${left.text} ${comparisons[condition.operator]} ?`,
				params: [...left.params, ...values.slice(0, 1)],
			};
		}
	}
}

function within(left: Sql, values: readonly SqlValue[], word: 'IN' | 'NOT IN' = 'IN'): Sql {
	return {
		text: `${left.text} ${word} (${values.map(() => '?').join(', ')})`,
		params: [...left.params, ...values],
	};
}

/** `is` never gives NULL. In metadata, true and false are JSON's or their names as text, unknown is no value at all. */
function isSql(condition: Condition & { operator: 'is' }, left: Sql): Sql {
	const { operand, column } = condition;
	switch (operand) {
		case 'null':
			return { ...left, text: `${left.text} IS NULL` };
		case 'not_null':
			return { ...left, text: `${left.text} IS NOT NULL` };
		default:
			if (column.kind === 'plain') {
				throw operandError(condition, 0, 0, {
					problem: `${column.name} is neither true nor false`,
					advice: 'Write is.null or is.not_null',
				});
			}
			return operand === 'unknown'
				? { ...left, text: `${left.text} IS NULL` }
				: { text: `${left.text} IS ?`, params: [...left.params, operand] };
	}
}

function patternSql(condition: Condition, left: Sql, pattern: string): Sql {
	if (isTimestamp(condition.column)) {
		throw operandError(condition, 0, 0, {
			problem: `${condition.operator} compares text, and ${formatColumn(condition.column)} is a time`,
			advice: 'Use gte and lt with two times',
		});
	}
	const kind = condition.operator === 'like' || condition.operator === 'ilike' ? 'like' : 'regex';
	const insensitive = condition.operator === 'ilike' || condition.operator === 'imatch';
	const wrong = patternProblem(kind, pattern, insensitive);
	if (wrong !== null) {
		throw operandError(condition, 0, wrong.position, {
			problem: wrong.problem,
			advice: 'Correct the pattern; a backslash makes the character after it literal',
		});
	}
	return {
		text: `${functionNames[kind]}(${left.text}, ?, ${insensitive ? 1 : 0})`,
		params: [...left.params, pattern],
	};
}

/** What an operand is compared as: microseconds for a time; an id as it stands and in the canonical spelling of UUIDs. */
function operandValues(condition: Condition, index: number): SqlValue[] {
	const { column, operand } = condition;
	const text = typeof operand === 'string' ? operand : (operand[index] ?? '');
	if (isTimestamp(column)) {
		const instant = readTime(text);
		if (instant !== null) return [instant];
		throw operandError(condition, index, 0, {
			problem: `${JSON.stringify(text)} is no time`,
			advice: 'Write it as 2026-10-15T16:05:41.651903+00:00 or 2026-10-15; in a URL a plus is %2B',
		});
	}
	if (column.kind === 'plain' && column.name === 'id') return [...new Set([text, canonicalId(text)])];
	return [text];
}

/** A time as the API takes one: a timestamp, or a date, which is its midnight UTC. */
function readTime(text: string): Instant | null {
	const date = /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(text)?.[1];
	return parseInstant(date === undefined ? text : `${date}T00:00Z`);
}

function canonicalId(text: string): string {
	const parts = /^\{?([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})\}?$/i.exec(text);
	return parts === null ? text : parts.slice(1).join('-').toLowerCase();
}

function isTimestamp(column: Column): boolean {
	return column.kind === 'plain' && (column.name === 'created_at' || column.name === 'last_message_at');
}

/** The error for an operand, at its place in the query where it was read from one. */
function operandError(
	condition: Condition,
	index: number,
	within: number,
	what: { readonly problem: string; readonly advice: string },
): QueryError {
	const origin = originOf(condition);
	const operand = origin?.operands[index];
	return new QueryError({
		parameter: origin?.parameter ?? formatColumn(condition.column),
		position: operand === undefined ? 0 : operand.position + (operand.verbatim ? within : 0),
		...what,
	});
}
