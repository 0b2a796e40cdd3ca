import { channelsNamed, wordsOfChannel } from '../../domain/channel-words.ts';
import { channels } from '../../domain/conversation.ts';
import { type MomentContext, readMoment, showMoment } from '../relative-dates.ts';
import { isChannel } from '../shown-values.ts';
import { type Column, isTime, isValues, metadataColumn } from '../tree.ts';
import { writeLiteral } from './format-query-text.ts';
import { best, type Compared, type Known, mostOffers, type Offer } from './offers.ts';
import { columnOfWord, columnWords, isAssistant, writeColumn } from './query-text-columns.ts';
import { operatorNamed } from './query-text-operators.ts';
import { unquote, writeText } from './quoting.ts';

const dates: readonly (Offer & { readonly isSpan: boolean })[] = [
	{ text: '1h', hint: 'an hour ago', isSpan: true },
	{ text: '24h', hint: '24 hours ago', isSpan: true },
	{ text: '7d', hint: 'seven days ago', isSpan: true },
	{ text: 'today', hint: 'since midnight', isSpan: true },
	{ text: 'yesterday', hint: 'midnight to midnight', isSpan: true },
	...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((text) => ({
		text,
		hint: `the last ${text}`,
		isSpan: true,
	})),
	{ text: 'now', hint: 'this moment', isSpan: false },
	{ text: '14:00', hint: 'that time, today or yesterday', isSpan: false },
	{ text: '14:00-15:30', hint: 'these hours, today or yesterday', isSpan: true },
];

/** Values to compare a column with, quoted where necessary. */
export function valueOffers({ column, by }: Compared, written: string, known: Known): Offer[] {
	const typed = (written.startsWith('"') ? unquote(`${written}"`) : written).replace(/\*$/, '');
	const isDate = column === null || isTime(column);
	const operator = operatorNamed(by);
	if (operator === 'is') return best(isValues.map(plainOffer), typed, ({ text }) => [text]);
	const takesWords = !written.startsWith('"') && (by === ':' || by === '=' || by === '!=');
	const words = takesWords ? best(wordOffers, typed, ({ text }) => [text]) : [];
	if (isDate) return [...dateOffers(typed, by, known.when), ...words];
	if (/like|match/.test(by)) return [];
	if (isAssistant(column) && operator === undefined)
		return [...assistantOffers(column, typed, known), ...words];
	// `~` looks for a part of a value: whole known values do not help.
	if (by === '~' || by === '!~') return [];
	const values = [...new Set([...known.valuesOf(column), ...documentedValues(column)])];
	const named = isChannel(column) ? channelsNamed(typed).filter((value) => values.includes(value)) : [];
	const fitting = [...new Set([...named, ...best(values, typed, (value) => [value])])].slice(0, mostOffers);
	const found = fitting.map((value): Offer => {
		const text = operator === undefined ? writeLiteral(column, value, undefined) : writeText(value);
		return {
			text: text ?? writeText(value),
			hint:
				(isAssistant(column)
					? known.assistants.get(value)
					: isChannel(column) && wordsOfChannel(value)?.name) || '',
		};
	});
	return [...found, ...words];
}

/** Columns to sort by, with a minus if the user typed one. */
export function orderOffers(typed: string, known: Known): Offer[] {
	const minus = /^[-+]?/.exec(typed)?.[0] ?? '';
	const name = typed.slice(minus.length);
	const nulls = /^(.+)\.(?:n[a-z]*)?$/i.exec(name)?.[1];
	if (nulls !== undefined && !/^meta(?:data)?$/i.test(nulls)) {
		return ['nullsfirst', 'nullslast'].map((place) => ({
			text: `${minus}${nulls}.${place}`,
			hint: place === 'nullsfirst' ? 'rows without it come first' : 'rows without it come last',
		}));
	}
	const columns = ['updated', 'created', 'name', ...columnWords.map(({ word }) => word).slice(0, 7)];
	const keys = known.metadataKeys.map((key) => writeColumn(metadataColumn(key)));
	const words = best([...new Set([...columns, ...keys])], name, (word) => [word]);
	const both = minus === '' ? ['-', ''] : [minus];
	return words.flatMap((word) =>
		both.map((sign) => ({ text: sign + word, hint: orderHint(word, sign === '-') })),
	);
}

function orderHint(word: string, isDown: boolean): string {
	const column = columnOfWord(word);
	if (column !== undefined && isTime(column)) return isDown ? 'latest first' : 'earliest first';
	return isDown ? 'Z to A' : 'A to Z';
}

/** Numbers of rows, for `limit` and `offset`. */
export function countOffers(typed: string): Offer[] {
	return best(['20', '50', '100', '500', '1000'].map(plainOffer), typed, ({ text }) => [text]);
}

const wordOffers: readonly Offer[] = [
	{ text: 'null', hint: 'has no value' },
	{ text: 'any', hint: 'has a value' },
];

function plainOffer(text: string): Offer {
	return { text, hint: '' };
}

/** The values of a column that the API reference documents. */
export function documentedValues(column: Column): readonly string[] {
	if (column.kind === 'plain') return [];
	if (column.key === 'telnyx_conversation_channel') return channels;
	return column.key === 'ai_disabled' ? ['true', 'false'] : [];
}

function assistantOffers(column: Column, typed: string, known: Known): Offer[] {
	const others = known.valuesOf(column).filter((id) => !known.assistants.has(id));
	const all = [...known.assistants, ...others.map((id): [string, string] => [id, ''])];
	const found = best(all, typed, ([id, name]) => [name, id]).slice(0, mostOffers);
	return found.flatMap(([id, name]) => {
		const text = writeLiteral(column, id, known.assistants);
		return text === null
			? []
			: [{ text, hint: name === '' ? 'not in the list of assistants' : text === id ? name : id }];
	});
}

function dateOffers(typed: string, by: string, when: MomentContext | undefined): Offer[] {
	const fitting = dates.filter(({ isSpan }) => isSpan || by !== 'during');
	const offers = best(fitting, typed, ({ text }) => [text]).map(({ text, hint }) => ({
		text: writeText(text),
		hint: instants(text, by, when) ?? hint,
	}));
	const own = instants(typed, by, when);
	if (own === null || offers.some(({ text }) => text === typed)) return offers;
	return [{ text: writeText(typed), hint: own }, ...offers];
}

/** The instants of a date that this comparison uses, as a hint; null if the text is not a date or there is no clock. */
function instants(text: string, by: string, when: MomentContext | undefined): string | null {
	const moment = when === undefined ? null : readMoment(text, when);
	if (when === undefined || moment === null) return null;
	const from = showMoment(moment.from, when.zone);
	if (moment.to === null) return from;
	const to = showMoment(moment.to, when.zone);
	if (/^(?:>=|<|after|before|gte|lt|gt|lte|eq|neq)$/.test(by)) return from;
	return by === '>' || by === '<=' ? to : `${from} – ${to}`;
}
