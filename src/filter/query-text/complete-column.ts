import { nearest } from '../nearest.ts';
import { isTime, metadataColumn, operators } from '../tree.ts';
import { best, type Known, type Offer } from './offers.ts';
import { columnOfWord, columnWords, writeColumn } from './query-text-columns.ts';

const operatorHints: Readonly<Record<(typeof operators)[number], string>> = {
	eq: 'exactly this',
	neq: 'anything but this',
	gt: 'after this in order',
	gte: 'this or after it',
	lt: 'before this in order',
	lte: 'this or before it',
	like: 'a pattern with *, case-sensitive',
	ilike: 'a pattern with *, in any case',
	match: 'a regular expression, case-sensitive',
	imatch: 'a regular expression, in any case',
	in: 'one of: (a,b,"c d")',
	is: 'null, not_null, true, false, unknown',
};

const textSigns: readonly Offer[] = [
	{ text: ':', hint: 'is; a pattern with *, one of several with commas' },
	{ text: '~', hint: 'contains, in any case' },
	{ text: '!=', hint: 'is not' },
	{ text: '!~', hint: 'does not contain' },
	{ text: ':null', hint: 'has no value' },
	{ text: ':any', hint: 'has a value' },
	{ text: '>', hint: 'after this in order' },
	{ text: '<', hint: 'before this in order' },
];

const timeSigns: readonly Offer[] = [
	{ text: '>=', hint: 'on or after this date' },
	{ text: '<', hint: 'before this date' },
	{ text: ':', hint: 'on this day, in this span' },
	{ text: '!=', hint: 'not on this day' },
	{ text: '>', hint: 'after this date' },
	{ text: '<=', hint: 'on or before this date' },
	{ text: ':null', hint: 'has no value' },
	{ text: ':any', hint: 'has a value' },
];

const elsewhere: readonly Offer[] = [
	{ text: 'after:', hint: 'last message since: 24h, yesterday' },
	{ text: 'before:', hint: 'last message before: 24h, yesterday' },
	{ text: 'during:', hint: 'last message within: yesterday, 14:00-15:30' },
	{ text: 'sort:', hint: '-updated,name' },
	{ text: 'limit:', hint: 'at most this many conversations' },
];

const joins: readonly Offer[] = [
	{ text: 'or', hint: 'either side matches' },
	{ text: 'not', hint: 'excludes the next term' },
];

/** The columns and other first words that start with the typed text, and the operators if it is a column already. */
export function columnOffers(typed: string, known: Known, isFirst: boolean): Offer[] {
	const words = columnWords.slice(0, 9).map(({ word, column, hint }) => ({
		text: word + (isTime(column) ? '>=' : ':'),
		hint,
		names: [word],
	}));
	const keys = known.metadataKeys.flatMap((key) => {
		const word = writeColumn(metadataColumn(key));
		// A key with its own word (`channel`) is offered as that word.
		return word.startsWith('meta.') ? [{ text: `${word}:`, hint: 'metadata', names: [word, key] }] : [];
	});
	const others = [...elsewhere, ...(isFirst ? [] : joins)].map((offer) => ({
		...offer,
		names: [offer.text],
	}));
	const all = [...words, ...others, ...keys];
	const fitting = best(all, typed, ({ names }) => names);
	const near =
		fitting.length === 0
			? nearest(
					typed,
					all.flatMap(({ names }) => names),
				)
			: [];
	const found = [...fitting, ...all.filter(({ names }) => names.some((name) => near.includes(name)))];
	const own = columnOfWord(typed);
	const isColumn = own !== undefined || keys.some(({ names: [word] }) => word === typed);
	const signs = isColumn ? (own !== undefined && isTime(own) ? timeSigns : textSigns) : [];
	const operated = signs.map(({ text, hint }) => ({ text: typed + text, hint }));
	const rest = found.filter(({ text }) => !operated.some((offer) => offer.text === text));
	return [...operated, ...rest.map(({ text, hint }) => ({ text, hint }))];
}

/** The operators after a dot; null if the typed text has none. */
export function suffixOffers(typed: string): Offer[] | null {
	const [, column = '', start = ''] =
		/^([a-z_]+|meta(?:data)?(?:\.|->>?)(?:"(?:[^"\\]|\\.)*"|[^\s"]+))\.([a-z]*)$/is.exec(typed) ?? [];
	const own = columnOfWord(column);
	if (own === undefined && !/^meta(?:data)?[.-]/i.test(column)) return null;
	const dates = ['after', 'before', 'during'].map((word) => ({ word, hint: 'a date: 24h, yesterday' }));
	const words = operators.map((word) => ({ word, hint: operatorHints[word] }));
	const fitting = own !== undefined && isTime(own) ? [...dates, ...words] : words;
	const offers = fitting
		.filter(({ word }) => word.startsWith(start.toLowerCase()))
		.map(({ word, hint }) => ({ text: `${column}.${word}:`, hint }));
	return offers.length === 0 ? null : offers;
}
