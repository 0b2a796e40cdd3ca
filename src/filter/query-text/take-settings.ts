import type { Order } from '../tree.ts';
import { columnAdvice, takeColumn } from './query-text-columns.ts';
import type { QueryTextReader } from './query-text-reader.ts';

/** The order, limit and offset of a query text. */
export type Settings = { order: readonly Order[] | null; limit: number | null; offset: number | null };

const suffixRule = {
	most: 2,
	isKnown: (word: string): boolean => directions.has(word) || places.has(word),
};
const directions = new Map<string, Order['direction']>([
	['asc', 'asc'],
	['desc', 'desc'],
]);
const places = new Map<string, 'first' | 'last'>([
	['nullsfirst', 'first'],
	['nullslast', 'last'],
]);

/**
 * Reads `sort:-updated,name.nullslast`, `limit:50` or `offset:50` into the settings. Returns the one that came next;
 * null for none. Throws QueryTextError for a setting that is repeated or invalid.
 */
export function takeSetting(reader: QueryTextReader, settings: Settings): keyof Settings | null {
	const start = reader.position;
	const word = reader.takeMatch(settingPattern)?.[1]?.toLowerCase();
	if (word === undefined) return null;
	const name = word === 'limit' || word === 'offset' ? word : 'order';
	if (settings[name] !== null) {
		throw reader.error(`${word} is given twice`, `Give ${word} once`, start, reader.position);
	}
	if (name === 'order') settings.order = takeOrder(reader);
	else settings[name] = takeCount(reader, name);
	return name;
}

/** Matches the start of a setting. */
export const settingPattern = /(sort|order|limit|offset)[:=]/iy;

function takeOrder(reader: QueryTextReader): readonly Order[] {
	const start = reader.position;
	const order: Order[] = [];
	do {
		if (order.length > 0) reader.skipSpace();
		order.push(takeTerm(reader));
	} while (reader.take(','));
	reader.expectTermEnd(start);
	return order;
}

function takeTerm(reader: QueryTextReader): Order {
	const start = reader.position;
	const sign = reader.takeMatch(/[-+]/y)?.[0];
	const named = takeColumn(reader, suffixRule);
	if (named === null) {
		const word = reader.takeMatch(/[^\s()",]+/y)?.[0] ?? '';
		throw reader.error(
			word === '' ? 'a column is missing' : `there is no column “${word}”`,
			`${columnAdvice.split(', or put')[0]}, with a minus before it to reverse the order`,
			start,
			reader.position,
		);
	}
	let direction: Order['direction'] | null = sign === undefined ? null : sign === '-' ? 'desc' : 'asc';
	let nulls: Order['nulls'] = null;
	for (const { word, start: from, end } of named.suffixes) {
		const way = directions.get(word);
		const place = places.get(word);
		if (way !== undefined && direction === null) direction = way;
		else if (place !== undefined && nulls === null) nulls = place;
		else {
			throw reader.error(
				`.${word} is not possible here`,
				'Write -updated or updated.desc, and .nullsfirst or .nullslast after it',
				from,
				end,
			);
		}
	}
	return { column: named.column, direction: direction ?? 'asc', nulls };
}

function takeCount(reader: QueryTextReader, name: 'limit' | 'offset'): number {
	const value = reader.takeValue(`${name}:`);
	const count = Number(value.text);
	if (!/^\d+$/.test(value.text) || !Number.isSafeInteger(count)) {
		throw reader.error(
			`${name} is not a whole number of 0 or more`,
			`Write ${name}:50, digits only`,
			value.start,
			value.end,
		);
	}
	reader.expectTermEnd(value.start);
	return count;
}
