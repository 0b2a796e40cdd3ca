import { nearest } from '../nearest.ts';
import {
	type Column,
	type Condition,
	isTime,
	isValues,
	type Operator,
	plainColumn,
	type SaidFilter,
	type SaidLeaf,
} from '../tree.ts';
import { adviceFor, hasOwnWord, takeColumn } from './query-text-columns.ts';
import {
	type Comparison,
	dateWordNamed,
	likeContaining,
	operatorNamed,
	signs,
} from './query-text-operators.ts';
import type { LineValue, QueryTextReader } from './query-text-reader.ts';
import { takeValues } from './take-values.ts';
import { compare, onlyValue, type Reading, textCondition } from './text-condition.ts';
import { dateOf, timeCondition } from './time-condition.ts';

const lastMessage = plainColumn('last_message_at');

const suffixRule = {
	most: 1,
	isKnown: (word: string): boolean => operatorNamed(word) !== undefined || dateWordNamed(word) !== undefined,
};

/** Reads one condition, or a text to search for in names. Throws QueryTextError. */
export function takeCondition(reading: Reading): SaidFilter {
	const { reader } = reading;
	const start = reader.position;
	if (reader.sees('"')) return takeText(reading);
	const date = reader.takeMatch(/(after|before|during)(?=[:=])[:=]/iy)?.[1]?.toLowerCase();
	const word = date === undefined ? undefined : dateWordNamed(date);
	if (word !== undefined) return takeOperand(reading, lastMessage, { kind: 'date', word }, start);
	const named = takeColumn(reader, suffixRule);
	if (named === null) return takeText(reading);
	noteUnseenKey(reading, named.column, start);
	const [suffix] = named.suffixes;
	// A column's name without an operator is text to search for.
	if (suffix === undefined && isWordAlone(reader, start)) {
		reader.position = start;
		return takeText(reading);
	}
	return takeOperand(reading, named.column, takeComparison(reader, named, start), start);
}

function takeComparison(
	reader: QueryTextReader,
	{ column, suffixes: [suffix] }: NonNullable<ReturnType<typeof takeColumn>>,
	start: number,
): Comparison {
	const sign = signs.find((literal) => reader.take(literal));
	if (sign === undefined) {
		const name = reader.text.slice(start, reader.position);
		throw reader.error(
			`${name} is not followed by an operator`,
			`Write ${name}:value, ${name}~text, ${name}>value, or put it in double quotes to search for it`,
			start,
			reader.position,
		);
	}
	if (suffix === undefined) {
		const raw = sign === '=' ? reader.takeMatch(rawOperator) : null;
		const operator = operatorNamed(raw?.[2] ?? '');
		if (operator === undefined) return { kind: 'sign', sign };
		return { kind: 'operator', operator, negated: raw?.[1] !== undefined, raw: true };
	}
	if (sign !== ':' && sign !== '=') {
		throw reader.error(
			`.${suffix.word} is followed by ${sign}`,
			`Write a colon after .${suffix.word}`,
			reader.position - sign.length,
			reader.position,
		);
	}
	const operator = operatorNamed(suffix.word);
	if (operator !== undefined) return { kind: 'operator', operator, negated: false, raw: false };
	const word = dateWordNamed(suffix.word);
	if (word !== undefined && isTime(column)) return { kind: 'date', word };
	throw reader.error(
		word === undefined
			? `there is no operator .${suffix.word}`
			: `.${suffix.word} works only with created and updated`,
		'Use .eq .neq .gt .gte .lt .lte .like .ilike .match .imatch .in .is, or .after .before .during for a time',
		suffix.start,
		suffix.end,
	);
}

/** A condition in PostgREST's own syntax, within a query text: `created_at=gte.2026-11-01`. */
const rawOperator = /(not\.)?(eq|neq|gte?|lte?|i?like|i?match|in|is)\./y;

function takeOperand(reading: Reading, column: Column, comparison: Comparison, start: number): SaidFilter {
	const { reader } = reading;
	const after = reader.text.slice(start, reader.position);
	if (comparison.kind === 'operator') {
		const condition = takeApiOperand(reading, column, comparison, after);
		reader.expectTermEnd(start);
		return comparison.negated ? { ...condition, negated: true } : condition;
	}
	const values = takeValues(reading, column, after);
	reader.expectTermEnd(values[0].start);
	if (comparison.kind === 'date') return timeCondition(reading, column, comparison.word, values);
	if (isTime(column)) return timeCondition(reading, column, comparison.sign, values);
	return textCondition(reading, column, comparison.sign, values);
}

function takeApiOperand(
	reading: Reading,
	column: Column,
	{ operator, raw }: Comparison & { kind: 'operator' },
	after: string,
): SaidLeaf {
	const { reader } = reading;
	const about = { kind: 'condition', column, negated: false } as const;
	if (operator === 'in')
		return { ...about, operator, operand: takeList(reader, after).map(({ text }) => text) };
	const isDated = isTime(column) && !raw && operator !== 'is';
	const value = onlyValue(reading, isDated ? takeValues(reading, column, after) : reader.takeValues(after));
	if (operator !== 'is') {
		const isDate = isDated && !value.quoted;
		if (!isDate || isPatternOperator(operator)) return compare(column, operator, value.text);
		return dateOf(reading, column, operator, value).condition;
	}
	const operand = isValues.find((known) => known === value.text.toLowerCase());
	if (operand !== undefined) return { ...about, operator, operand };
	throw reader.error(
		`“${value.text}” is not a value of .is`,
		`Write one of ${isValues.join(', ')}`,
		value.start,
		value.end,
	);
}

function isPatternOperator(operator: Operator): operator is 'like' | 'ilike' | 'match' | 'imatch' {
	return operator.endsWith('like') || operator.endsWith('match');
}

/** Reads `(a,b,"c")`, or the same without parentheses. `()` is the empty list. */
function takeList(reader: QueryTextReader, after: string): readonly LineValue[] {
	const start = reader.position;
	if (!reader.take('(')) return reader.takeValues(after);
	reader.skipSpace();
	if (reader.take(')')) return [];
	const values = reader.takeValues('the parenthesis');
	reader.skipSpace();
	if (reader.take(')')) return values;
	throw reader.error(
		'this list is not closed',
		'End the list with a closing parenthesis, and write commas between its values',
		start,
		reader.position,
	);
}

/** Reads a text to search for in names. */
function takeText({ reader, context }: Reading): Condition {
	const start = reader.position;
	const value = reader.takeValue('the space');
	const sign = signs.find((literal) => value.text.includes(literal));
	if (!value.quoted && sign !== undefined) {
		const word = value.text.slice(0, value.text.indexOf(sign));
		throw reader.error(
			word === '' ? `a column is missing before ${sign}` : `there is no column “${word}”`,
			adviceFor(word, context.metadataKeys ?? []),
			start,
			start + Math.max(word.length, 1),
		);
	}
	reader.expectTermEnd(start);
	return compare(plainColumn('name'), 'ilike', likeContaining(value.text));
}

/** Notes a metadata key that no loaded row has, and the keys near it. */
function noteUnseenKey({ reader, context, notes }: Reading, column: Column, start: number): void {
	const { metadataKeys = [] } = context;
	if (column.kind === 'plain' || metadataKeys.length === 0 || metadataKeys.includes(column.key)) return;
	if (hasOwnWord(column)) return;
	const near = nearest(column.key, metadataKeys);
	const offer = near.length === 0 ? '' : `; near it: ${near.join(', ')}`;
	const note = `no loaded row has the metadata key ${column.key}${offer}`;
	notes.push({ position: start, end: reader.position, note });
}

function isWordAlone(reader: QueryTextReader, start: number): boolean {
	const endsHere = reader.done || /[\s()]/.test(reader.text.charAt(reader.position));
	return endsHere && /^[a-z_]+$/i.test(reader.text.slice(start, reader.position));
}
