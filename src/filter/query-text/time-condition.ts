import { formatInstant, parseInstant } from '../../domain/instant.ts';
import { type Moment, readMoment } from '../relative-dates.ts';
import type { Column, Condition, Filter } from '../tree.ts';
import type { DateWord, Sign } from './query-text-operators.ts';
import type { LineValue } from './query-text-reader.ts';
import { compare, emptyWords, filledWord, isValueWord, onlyValue, type Reading } from './text-condition.ts';

/** A date as operands: a timestamp exactly as typed, any other date as the instants it means. */
type Said = { readonly kind: Moment['kind']; readonly from: string; readonly to: string | null };

/**
 * Makes the filter of a sign or word between a time and a date. For a span of time, `>` is after its end, `>=` and
 * `after` are at or after its start, `<` and `before` are before its start, and `<=` is before its end. Returns one
 * filter, or two that must both match. Throws QueryTextError if the value is not a date.
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

/** A date as the operand of an API operator: a span counts by its start. Throws QueryTextError if it is not a date. */
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

const written = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** True for a timestamp with its zone, in the API's form. A query text keeps it exactly as typed. */
export function isTimestamp(text: string): boolean {
	return written.test(text) && parseInstant(text) !== null;
}

function readSaid({ reader, context }: Reading, { text, start, end }: LineValue): Said {
	if (isTimestamp(text)) return { kind: 'point', from: text, to: null };
	const moment = readMoment(text, context);
	if (moment !== null) {
		const { kind, from, to } = moment;
		return { kind, from: formatInstant(from), to: to === null ? null : formatInstant(to) };
	}
	throw reader.error(
		`“${text}” is not a date`,
		`Write 24h, 7d, yesterday, monday, 2026-11-01, 2026-11-01..03, 14:00-15:30, or ${emptyWords[0]}; quote spaces`,
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
