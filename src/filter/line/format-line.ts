import { formatListQuery, normalizeListQuery } from '../format.ts';
import { type Condition, emptyQuery, type Filter, type ListQuery, type Order } from '../tree.ts';
import { isAssistant, isId, isTime, writeColumn } from './line-columns.ts';
import type { LineContext } from './line-context.ts';
import { textContained, textOfLike } from './line-patterns.ts';
import { writeLiteral } from './literals.ts';
import { isPlainText, quote, writeText } from './quoting.ts';

import { isTimestamp } from './timestamps.ts';

/** Only names can stand in a line for something else: instants are written as they are, so that nothing drifts. */
type Names = Pick<LineContext, 'assistants'>;

/**
 * The query as a line, on one line of text. What `parseLine` reads back with the same assistants is
 * `normalizeListQuery(query)`. Throws QueryError as `formatListQuery` does.
 */
export function formatLine(query: ListQuery, { assistants }: Names): string {
	const { filters, order, limit, offset } = normalizeListQuery(query);
	// Only for what it throws.
	formatListQuery({ ...emptyQuery, limit, offset });
	const names: Names = assistants === undefined ? {} : { assistants };
	const terms = filters.map((filter) => formatFilter(filter, names));
	if (order.length > 0) terms.push(`sort:${order.map(formatOrder).join(',')}`);
	if (limit !== null) terms.push(`limit:${limit}`);
	if (offset !== null) terms.push(`offset:${offset}`);
	return terms.join(' ');
}

function formatFilter(filter: Filter, names: Names): string {
	if (filter.kind === 'condition') return formatCondition(filter, names);
	const children = filter.children.map((child) => formatFilter(child, names));
	const word = children.length > 1 ? '' : filter.join === 'or' ? 'any' : 'all';
	const between = filter.join === 'or' ? ' or ' : ' ';
	return `${filter.negated ? '-' : ''}${word}(${children.join(between)})`;
}

function formatCondition(condition: Condition, names: Names): string {
	const column = writeColumn(condition.column);
	const minus = condition.negated ? '-' : '';
	// Asking for a value that is there reads better than asking for none that is not.
	if (condition.operator === 'is' && condition.operand === 'null') {
		return `${column}:${condition.negated ? 'any' : 'null'}`;
	}
	const short = isTime(condition.column) ? shortTime(condition, column) : shortText(condition, column, names);
	return minus + (short ?? `${column}.${condition.operator}:${verbatim(condition)}`);
}

/** A condition as the API takes it: in quotes nothing has a meaning of its own. */
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

function shortTime({ operator, operand, column }: Condition, name: string): string | null {
	const sign = signs.get(operator);
	if (sign === undefined || typeof operand !== 'string' || !isTimestamp(operand)) return null;
	const word = operator === 'gte' ? 'after' : operator === 'lt' ? 'before' : null;
	const isUsual = column.kind === 'plain' && column.name === 'last_message_at';
	return isUsual && word !== null ? `${word}:${operand}` : `${name}${sign}${operand}`;
}

function shortText(condition: Condition, name: string, names: Names): string | null {
	const { column } = condition;
	switch (condition.operator) {
		case 'eq':
		case 'neq': {
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
			return text?.includes('*') && isPlainText(text) ? `${name}:${text}` : null;
		}
		case 'ilike': {
			const text = isId(column) || isAssistant(column) ? null : textContained(condition.operand);
			return text === null ? null : `${name}~${writeText(text)}`;
		}
		case 'in': {
			const texts = condition.operand.map((operand) => writeLiteral(column, operand, names.assistants));
			return texts.length > 1 && !texts.includes(null) ? `${name}:${texts.join(',')}` : null;
		}
		default:
			return null;
	}
}

function formatOrder({ column, direction, nulls }: Order): string {
	return `${direction === 'desc' ? '-' : ''}${writeColumn(column)}${nulls === null ? '' : `.nulls${nulls}`}`;
}
