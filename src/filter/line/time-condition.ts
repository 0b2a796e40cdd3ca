import { formatInstant } from '../../domain/instant.ts';
import { type Moment, readMoment } from '../moments.ts';
import type { Column, Condition, Filter } from '../tree.ts';
import type { DateWord, Sign } from './line-operators.ts';
import type { LineValue } from './line-reader.ts';
import { compare, emptyWords, filledWord, isValueWord, onlyValue, type Reading } from './text-condition.ts';
import { isTimestamp } from './timestamps.ts';

/** An end of a moment as an operand: a timestamp as it was written, anything else as the instant it became. */
type Said = { readonly kind: Moment['kind']; readonly from: string; readonly to: string | null };

/**
 * What a sign or a word between a time and a date asks for. A span is taken at the end that is meant: `>` is after all
 * of it, `>=` and `after` from its start on, `<` and `before` before its start, `<=` up to its end. One filter, or two
 * that are joined by "and". Throws LineError for a value that is no date.
 */
export function timeCondition(
	reading: Reading,
	column: Column,
	by: Sign | DateWord,
	values: readonly [LineValue, ...LineValue[]],
): readonly [Filter, ...Filter[]] {
	const value = onlyValue(reading, values);
	const isEquality = by === ':' || by === '=' || by === '!=';
	if (isEquality && !value.quoted && isValueWord(value.text)) {
		const isFilled = value.text.toLowerCase() === filledWord;
		const negated = isFilled !== (by === '!=');
		return [{ kind: 'condition', column, negated, operator: 'is', operand: 'null' }];
	}
	if (by === '~' || by === '!~') throw noText(reading, value);
	const isRange = value.text.includes('..') && readMoment(value.text, reading.context) !== null;
	if (isRange && (by === 'before' || by === 'after')) throw twoEnds(reading, value);
	const said = readSaid(reading, value);
	const { from, to } = said;
	const one = (
		operator: Condition['operator'] & ('gt' | 'gte' | 'lt' | 'lte'),
		operand: string,
	): [Filter] => [compare(column, operator, operand)];
	switch (by) {
		case '>':
			return to === null ? one('gt', from) : one('gte', to);
		case '>=':
		case 'after':
			return one('gte', from);
		case '<':
		case 'before':
			return one('lt', from);
		case '<=':
			return to === null ? one('lte', from) : one('lt', to);
		case 'during':
			if (said.kind === 'point') throw noSpan(reading, value);
			return within(column, said);
		default:
			return by === '!=' ? [outside(column, said)] : within(column, said);
	}
}

/** A date as the operand of an API operator: the start of a span. Throws LineError for a value that is no date. */
export function dateOperand(reading: Reading, value: LineValue): string {
	return readSaid(reading, value).from;
}

function within(column: Column, { kind, from, to }: Said): readonly [Filter, ...Filter[]] {
	if (kind === 'point') return [compare(column, 'eq', from)];
	const start = compare(column, 'gte', from);
	return to === null ? [start] : [start, compare(column, 'lt', to)];
}

function outside(column: Column, said: Said): Filter {
	if (said.kind === 'point') return compare(column, 'neq', said.from);
	const [start, ...rest] = within(column, said);
	if (rest.length === 0) return { ...start, negated: true };
	return { kind: 'group', join: 'and', negated: true, children: [start, ...rest] };
}

function readSaid({ reader, context }: Reading, { text, start, end }: LineValue): Said {
	if (isTimestamp(text)) return { kind: 'point', from: text, to: null };
	const moment = readMoment(text, context);
	if (moment !== null) {
		const { kind, from, to } = moment;
		return { kind, from: formatInstant(from), to: to === null ? null : formatInstant(to) };
	}
	throw reader.error(
		`“${text}” is no date`,
		`Write 24h, 7d, yesterday, monday, 2026-11-01, 2026-11-01..03, 14:00-15:30, or ${emptyWords[0]}; in quotes where there is a space`,
		start,
		end,
	);
}

function twoEnds({ reader }: Reading, { text, start, end }: LineValue) {
	return reader.error(
		`“${text}” has two ends`,
		`Write during:${text} for what lies between them, or one of them after before: or after:`,
		start,
		end,
	);
}

function noSpan({ reader }: Reading, { text, start, end }: LineValue) {
	return reader.error(
		`“${text}” is a moment, and nothing lasts that short`,
		'Write a day or a span after during: (yesterday, 2026-11-01..03, 14:00-15:30), or after: and a moment',
		start,
		end,
	);
}

function noText({ reader }: Reading, { start, end }: LineValue) {
	return reader.error(
		'a time contains no text',
		'Write during: and a day, or > and < with dates',
		start,
		end,
	);
}
