import { isTimestamp } from '../date-condition.ts';
import { canBeEmpty, excludedBy, losesEmpty } from '../exclusion.ts';
import { formatListQuery, normalizeListQuery } from '../format.ts';
import { isOwnValue, partNamed, wordNaming } from '../shown-values.ts';
import {
	type Column,
	type Condition,
	type DateCondition,
	emptyQuery,
	isTime,
	type Order,
	type SaidFilter,
	type SaidQuery,
} from '../tree.ts';
import { assistantText } from './assistant-names.ts';
import { isPastedQuery } from './pasted-query.ts';
import { isAssistant, isId, writeColumn } from './query-text-columns.ts';
import type { QueryTextContext } from './query-text-context.ts';
import { textContained, textOfLike } from './query-text-operators.ts';
import { isPlainText, quote, writeText } from './quoting.ts';
import { isValueWord } from './text-condition.ts';

/** Only assistants are written by name. */
type Names = Pick<QueryTextContext, 'assistants'>;

/**
 * Writes a query as text on one line. With the same assistants, `parseQueryText` reads it back as
 * `normalizeListQuery(query)`. Throws QueryError as `formatListQuery` does.
 */
export function formatQueryText(query: SaidQuery, { assistants }: Names): string {
	const { filters, order, limit, offset } = normalizeListQuery(query);
	// Called for its checks only: it throws for a bad limit or offset.
	formatListQuery({ ...emptyQuery, limit, offset });
	const names: Names = assistants === undefined ? {} : { assistants };
	const terms = filters.map((filter) => formatFilter(filter, names));
	if (order.length > 0) terms.push(`sort:${order.map(formatOrder).join(',')}`);
	if (limit !== null) terms.push(`limit:${limit}`);
	if (offset !== null) terms.push(`offset:${offset}`);
	const text = terms.join(' ');
	const [first = '', ...others] = terms;
	// Alone, `name=not.eq.""` would be read as a pasted query string, in which quotes are part of the value.
	return isPastedQuery(text) && /["%+]/.test(first) ? [`(${first})`, ...others].join(' ') : text;
}

/** Identifies a query: equal for two queries that say the same, whatever the time. */
export function queryKey(query: SaidQuery): string {
	return formatQueryText(query, {});
}

/** True if two queries say the same. */
export function isSameQuery(one: SaidQuery, other: SaidQuery): boolean {
	return one === other || queryKey(one) === queryKey(other);
}

function formatFilter(filter: SaidFilter, names: Names): string {
	if (filter.kind === 'date') return formatDate(filter);
	if (filter.kind === 'condition') return formatCondition(filter, names);
	const excluded = excludedBy(filter);
	if (excluded !== null) return `-${formatCondition(excluded, names)}`;
	const children = filter.children.map((child) => formatFilter(child, names));
	const word = children.length > 1 ? '' : filter.join === 'or' ? 'any' : 'all';
	const between = filter.join === 'or' ? ' or ' : ' ';
	if (filter.negated && losesEmpty(filter))
		return `not.${filter.join === 'or' ? 'any' : 'all'}(${children.join(' ')})`;
	return `${filter.negated ? '-' : ''}${word}(${children.join(between)})`;
}

function formatCondition(condition: Condition, names: Names): string {
	const column = writeColumn(condition.column);
	const minus = condition.negated ? '-' : '';
	// `:any` reads better than `-…:null`.
	if (condition.operator === 'is' && condition.operand === 'null') {
		return `${column}:${condition.negated ? 'any' : 'null'}`;
	}
	if (condition.negated && losesEmpty(condition))
		return `${column}=not.${condition.operator}.${verbatim(condition)}`;
	const short = isTime(condition.column) ? shortTime(condition) : shortText(condition, column, names);
	return minus + (short ?? `${column}.${condition.operator}:${verbatim(condition)}`);
}

/** An operand in the API's own form, quoted so that no part of it has a special meaning. */
function verbatim({ operator, operand, column }: Condition): string {
	if (typeof operand !== 'string') return `(${operand.map(writeText).join(',')})`;
	return operator !== 'is' && isTime(column) ? quote(operand) : writeText(operand);
}

const signs = new Map([
	['eq', ':'],
	['neq', '!='],
	['gt', '>'],
	['gte', '>='],
	['lt', '<'],
	['lte', '<='],
]);

function formatDate({ column, negated, operator, said }: DateCondition): string {
	// `after:` and `before:` refuse a range, which has two ends.
	const hasTwoEnds = operator !== 'during' && said.includes('..');
	const start = startOf(column, operator, signs.get(operator) ?? ':', hasTwoEnds);
	return `${negated ? '-' : ''}${start}${writeText(said)}`;
}

const dateWords = new Map([
	['gte', 'after:'],
	['lt', 'before:'],
	['during', 'during:'],
]);

/** A time and its comparison: a word alone stands for the last message. */
function startOf(column: Column, operator: string, sign: string, hasTwoEnds = false): string {
	const word = dateWords.get(operator);
	const isUsual = column.kind === 'plain' && column.name === 'last_message_at' && !hasTwoEnds;
	return isUsual && word !== undefined ? word : `${writeColumn(column)}${sign}`;
}

function shortTime({ operator, operand, column }: Condition): string | null {
	const sign = signs.get(operator);
	if (sign === undefined || typeof operand !== 'string' || !isTimestamp(operand)) return null;
	return `${startOf(column, operator, sign)}${operand}`;
}

function shortText(condition: Condition, name: string, names: Names): string | null {
	const { column } = condition;
	switch (condition.operator) {
		case 'eq':
		case 'neq': {
			// The sign `!=` also matches empty values; the operator `neq` does not.
			if (condition.operator === 'neq' && canBeEmpty(column)) return null;
			const text = writeLiteral(column, condition.operand, names.assistants);
			return text === null ? null : `${name}${signs.get(condition.operator)}${text}`;
		}
		case 'gt':
		case 'gte':
		case 'lt':
		case 'lte':
			return `${name}${signs.get(condition.operator)}${writeText(condition.operand)}`;
		case 'like': {
			const text = isId(column) ? null : textOfLike(condition.operand);
			return text?.includes('*') && isPlainText(text) && isOwnValue(column, text) ? `${name}:${text}` : null;
		}
		case 'ilike': {
			const text = isId(column) || isAssistant(column) ? null : textContained(condition.operand);
			return text === null || partNamed(column, text) !== text ? null : `${name}~${writeText(text)}`;
		}
		case 'in': {
			const texts = condition.operand.map((operand) => writeLiteral(column, operand, names.assistants));
			const word = wordNaming(column, condition.operand);
			if (word !== null) return `${name}:${word}`;
			return texts.length > 1 && !texts.includes(null) ? `${name}:${texts.join(',')}` : null;
		}
		default:
			return null;
	}
}

function formatOrder({ column, direction, nulls }: Order): string {
	return `${direction === 'desc' ? '-' : ''}${writeColumn(column)}${nulls === null ? '' : `.nulls${nulls}`}`;
}

/**
 * Writes an operand of `eq` as a value after a colon; an assistant by name if that is unique. Null if no text reads
 * back as the operand.
 */
export function writeLiteral(
	column: Column,
	operand: string,
	assistants: ReadonlyMap<string, string> | undefined,
): string | null {
	const text = isAssistant(column) ? assistantText(operand, assistants) : operand;
	if (text === null || !isOwnValue(column, text)) return null;
	return text.includes('*') || isValueWord(column, text) ? quote(text) : writeText(text);
}
