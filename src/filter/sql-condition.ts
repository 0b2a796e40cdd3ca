import { canonicalId } from '../domain/conversation-id.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { QueryError } from './errors.ts';
import { formatColumn } from './format.ts';
import { functionNames, patternProblem, type SqlValue } from './functions.ts';
import { originOf } from './parse-condition.ts';
import type { Column, Condition } from './tree.ts';

/** A piece of SQL and its parameters, in order. */
export type Sql = { readonly text: string; readonly params: readonly SqlValue[] };

const comparisons = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A column as an SQL value. Metadata is text: strings unchanged, null and missing keys NULL, anything else as JSON. */
export function columnSql(column: Column): Sql {
	if (column.kind === 'plain') return { text: column.name, params: [] };
	// A JSON string is valid for any key in an SQLite path: quotes, dots and brackets in it are literal.
	const path = `$.${JSON.stringify(column.key)}`;
	return {
		text: "iif(json_type(metadata, ?) = 'text', metadata ->> ?, nullif(metadata -> ?, 'null'))",
		params: [path, path, path],
	};
}

/**
 * Compiles one condition with three-valued logic: a comparison with NULL is NULL, negated or not. Throws QueryError.
 */
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
			// A UUID with a second spelling: equal to either, or to neither.
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

/**
 * `is` never yields NULL. In metadata, true and false match JSON booleans and their names as text; unknown matches a
 * missing value.
 */
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
					problem: `${column.name} cannot be true or false`,
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

/** The values to compare an operand as: microseconds for a time; for an id, the given text and the canonical UUID. */
function operandValues(condition: Condition, index: number): SqlValue[] {
	const { column, operand } = condition;
	const text = typeof operand === 'string' ? operand : (operand[index] ?? '');
	if (isTimestamp(column)) {
		const instant = readTime(text);
		if (instant !== null) return [instant];
		throw operandError(condition, index, 0, {
			problem: `${JSON.stringify(text)} is not a time`,
			advice: 'Write it as 2026-10-15T16:05:41.651903+00:00 or 2026-10-15; in a URL a plus is %2B',
		});
	}
	if (column.kind === 'plain' && column.name === 'id') return [...new Set([text, canonicalId(text)])];
	return [text];
}

/** Reads a time as the API does: a timestamp, or a date for its midnight UTC. */
export function readTime(text: string): Instant | null {
	const date = /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(text)?.[1];
	return parseInstant(date === undefined ? text : `${date}T00:00Z`);
}

function isTimestamp(column: Column): boolean {
	return column.kind === 'plain' && (column.name === 'created_at' || column.name === 'last_message_at');
}

/** An error about an operand, with its position if the condition was parsed from a query. */
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
