import { channelsNamed } from '../../domain/channel-words.ts';
import { comparedNumber } from '../phone.ts';
import { readMoment } from '../relative-dates.ts';
import { isChannel, isNumber, namesNothing } from '../shown-values.ts';
import { type Column, isTime } from '../tree.ts';
import type { LineValue, QueryTextReader } from './query-text-reader.ts';
import type { Reading } from './text-condition.ts';

/** Most words of one value without quotes: `mon 26 oct 2026 14:00`. */
const mostWords = 5;

/**
 * Reads the values of a column. Dates, channels and phone numbers need no quotes around their spaces and parentheses:
 * `after:2 days ago`, `channel:web chat`, `user:+1 (312) 555-0100`. Throws QueryTextError if one is missing.
 */
export function takeValues(
	{ reader, context }: Reading,
	column: Column,
	after: string,
): [LineValue, ...LineValue[]] {
	const take = (before: string): LineValue => {
		if (isTime(column)) return takeLongest(reader, before, (text) => readMoment(text, context) !== null);
		if (isChannel(column))
			return takeLongest(
				reader,
				before,
				(text) => channelsNamed(text)[0] !== text || namesNothing(column, text),
			);
		if (!isNumber(column)) return reader.takeValue(before);
		return takeNumber(reader) ?? takeLongest(reader, before, (text) => namesNothing(column, text));
	};
	const values: [LineValue, ...LineValue[]] = [take(after)];
	while (reader.take(',')) {
		reader.skipSpace();
		values.push(take('the comma'));
	}
	return values;
}

/** Reads one word and, without quotes, those after it with which it is a value of the column: as many as possible. */
function takeLongest(reader: QueryTextReader, after: string, isValue: (text: string) => boolean): LineValue {
	const first = reader.takeValue(after);
	if (first.quoted) return first;
	let longest = first;
	for (let words = 1; words < mostWords; words++) {
		if (reader.takeMatch(/ +[^\s()",]+/y) === null) break;
		const text = reader.text.slice(first.start, reader.position);
		if (isValue(text)) longest = { ...first, text, end: reader.position };
	}
	reader.position = longest.end;
	return longest;
}

const groupOfDigits = String.raw`(?:\d+|\(\d+\))`;
const groupedNumber = new RegExp(
	String.raw`\+?${groupOfDigits}(?:[ .\u2011-]{0,2}${groupOfDigits})+\*?(?=[\s),]|$)`,
	'y',
);

/** Reads a phone number in groups; null, with nothing read, if none comes next. */
function takeNumber(reader: QueryTextReader): LineValue | null {
	const start = reader.position;
	const text = reader.takeMatch(groupedNumber)?.[0] ?? '';
	const digits = text.replaceAll(/\D/g, '').length;
	const [first = ''] = /\d+/.exec(text) ?? [];
	// A whole number before a space ends there, and a short one without a plus may have a word after it.
	const isOne = first.length < 10 && (/[+(]/.test(text) || digits >= 10);
	if (isOne && comparedNumber(text) !== text) return { text, quoted: false, start, end: reader.position };
	reader.position = start;
	return null;
}
