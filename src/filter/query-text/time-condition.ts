import { readDateCondition } from '../date-condition.ts';
import { readMoment } from '../relative-dates.ts';
import type { Column, DateOperator, SaidLeaf } from '../tree.ts';
import type { DateWord, Sign } from './query-text-operators.ts';
import type { LineValue } from './query-text-reader.ts';
import { emptyWords, filledWord, isValueWord, onlyValue, type Reading } from './text-condition.ts';

const operators: { readonly [by in Sign | DateWord]?: DateOperator | 'neq' } = {
	':': 'eq',
	'=': 'eq',
	'!=': 'neq',
	'>': 'gt',
	'>=': 'gte',
	after: 'gte',
	'<': 'lt',
	before: 'lt',
	'<=': 'lte',
	during: 'during',
};

/** Makes the condition of a sign or word between a time and a date. Throws QueryTextError if the value is not a date. */
export function timeCondition(
	reading: Reading,
	column: Column,
	by: Sign | DateWord,
	values: readonly [LineValue, ...LineValue[]],
): SaidLeaf {
	const value = onlyValue(reading, values);
	const operator = operators[by];
	const isEquality = operator === 'eq' || operator === 'neq';
	if (isEquality && !value.quoted && isValueWord(column, value.text)) {
		const isFilled = value.text.toLowerCase() === filledWord;
		const negated = isFilled !== (operator === 'neq');
		return { kind: 'condition', column, negated, operator: 'is', operand: 'null' };
	}
	if (operator === undefined) throw noText(reading, value);
	const isRange = value.text.includes('..') && readMoment(value.text, reading.context) !== null;
	if (isRange && (by === 'before' || by === 'after')) throw twoEnds(reading, value);
	const { condition, kind } = dateOf(reading, column, operator, value);
	if (by === 'during' && kind === 'point') throw noSpan(reading, value);
	return condition;
}

/** The comparison of a time with a date. Throws QueryTextError if the value is not a date. */
export function dateOf(
	{ reader, context }: Reading,
	column: Column,
	operator: DateOperator | 'neq',
	{ text, start, end }: LineValue,
) {
	const read = readDateCondition(column, operator, text, context);
	if (read !== null) return read;
	throw reader.error(
		`“${text}” is not a date`,
		`Write 24h, 2 days ago, yesterday, monday, 18 nov, 11-18, 21T18, 2026-11-01..03, 14:00-15:30, or ${emptyWords[0]}`,
		start,
		end,
	);
}

function twoEnds({ reader }: Reading, { text, start, end }: LineValue) {
	return reader.error(
		`“${text}” has two ends`,
		`Write during:${text} for the time between them, or write one end after before: or after:`,
		start,
		end,
	);
}

function noSpan({ reader }: Reading, { text, start, end }: LineValue) {
	return reader.error(
		`“${text}” is a moment, not a span of time`,
		'Write a day or a span after during: (yesterday, 2026-11-01..03, 14:00-15:30), or use after: with a moment',
		start,
		end,
	);
}

function noText({ reader }: Reading, { start, end }: LineValue) {
	return reader.error(
		'a time cannot contain a text',
		'Use during: with a day, or > and < with dates',
		start,
		end,
	);
}
