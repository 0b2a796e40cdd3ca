import type { Badges, ListRow } from '../../data/list-row.ts';
import {
	channelOf,
	endUserOf,
	isAiDisabled,
	type Metadata,
	metadataText,
} from '../../domain/conversation.ts';
import { jsonEntries, jsonStart } from '../../domain/json.ts';
import { signalBadge, signalTitle } from '../../domain/signals/signal.ts';
import { createFuzzyFilter, fold, type Haystack } from '../../text/fuzzy.ts';
import { memoLast } from '../memo.ts';
import { channelName } from './channel.ts';
import { phone } from './list-line.ts';

type Names = ReadonlyMap<string, string>;
/** The badges of the rows that were looked up, by id. */
type Known = ReadonlyMap<string, Badges>;
/** The text of a row, as the search looks at it. */
type SearchText = { readonly exact: string; readonly ids: string; readonly words: string };

type RowText = SearchText & { readonly names: Names };

/** Longer values are not split into words; the search still finds text in them letter by letter. */
const mostOfWords = 200;

/** The characters and values of one row's metadata that a search looks at: a row of 10 MB would hold up every key. */
const mostSearched = 100_000;
const mostValues = 2000;

/** Ids of machines: long, without a blank, with a digit. Phone numbers are shorter. */
const anId = /^(?=.*\d)\S{20,}$/;

const texts = new WeakMap<ListRow, RowText>();

/** The text of a row is built once in the row's lifetime: doing it for 100,000 rows per key would be noticeable. */
function textOf(row: ListRow, names: Names): RowText {
	const known = texts.get(row);
	if (known !== undefined && known.names === names) return known;
	const made = { names, ...searchText(row, names) };
	texts.set(row, made);
	return made;
}

type SignalText = Pick<SearchText, 'exact' | 'words'>;

const signalTexts = new WeakMap<Badges, SignalText>();

/**
 * The text of a row's signals, folded: title, badge, explanation, and the names and errors of tools. The numbers of an
 * explanation are left out: they would match the digits of a time or a phone number.
 */
function signalText(badges: Badges): SignalText {
	const known = signalTexts.get(badges);
	if (known !== undefined) return known;
	const titles = badges.signals.flatMap(({ kind }) => [signalTitle(kind), signalBadge(kind)]);
	const reasons = badges.signals.flatMap(({ explanation, searched }) => [
		explanation.replaceAll(/\S*\d\S*/g, ''),
		searched,
	]);
	const made = { exact: fold([...titles, ...reasons].join('\n')), words: fold(titles.join('\n')) };
	signalTexts.set(badges, made);
	return made;
}

/** The text of a row and of its signals, if they are known. */
function wholeText(row: ListRow, names: Names, known: Known): SearchText {
	const text = textOf(row, names);
	const badges = known.get(row.id);
	if (badges === undefined || badges.signals.length === 0) return text;
	const { exact, words } = signalText(badges);
	return { exact: `${text.exact}\n${exact}`, ids: text.ids, words: `${text.words}\n${words}` };
}

/**
 * The text that a search of the list looks at in a row, folded: end user, name, channel, assistant, id, and every
 * metadata value.
 */
function searchText(row: ListRow, names: Names): SearchText {
	if (row.kind === 'broken') return { exact: fold(row.problem), ids: '', words: fold(row.problem) };
	const { conversation } = row;
	const { metadata } = conversation;
	const channel = channelOf(conversation);
	const spelled = [
		conversation.name ?? '',
		names.get(metadataText(metadata, 'assistant_id')) ?? '',
		channelName(channel),
		isAiDisabled(conversation) ? 'AI disabled\nai-off' : '',
	];
	const values = searchedValues(metadata);
	const ids = new Set(values.filter((value) => anId.test(value)));
	const words = values.filter((value) => value.length <= mostOfWords && !/\d/.test(value));
	return {
		exact: fold(
			[phone(endUserOf(conversation)), ...spelled, ...values.filter((value) => !ids.has(value))].join('\n'),
		),
		ids: fold([...ids, row.id].join('\n')),
		words: fold([...spelled, ...words].join('\n')),
	};
}

/** As many values as a search looks at, the longest ones cut. */
function searchedValues(metadata: Metadata): string[] {
	const values: string[] = [];
	let left = mostSearched;
	for (const [key, value] of jsonEntries(metadata)) {
		if (left <= 0 || values.length >= mostValues) break;
		const text =
			value !== null && typeof value === 'object' ? jsonStart(value, left) : metadataText(metadata, key);
		values.push(text.slice(0, left));
		left -= text.length;
	}
	return values;
}

/** The rows that match a search, and their ids. */
export type Narrowed = { readonly rows: readonly ListRow[]; readonly ids: readonly string[] };

/** Returns a search over the list's rows and their known signals that caches their texts and the answers to the letters typed before. */
export function createListSearch(): (
	rows: readonly ListRow[],
	names: Names,
	known: Known,
	text: string,
) => Narrowed {
	const filter = createFuzzyFilter();
	const haystackOf = memoLast((rows: readonly ListRow[], names: Names, known: Known): Haystack => {
		const all = rows.map((row) => wholeText(row, names, known));
		return {
			exact: all.map(({ exact }) => exact),
			ids: all.map(({ ids }) => ids),
			words: all.map(({ words }) => words),
		};
	});
	return memoLast((rows, names, known, text) => {
		const found: ListRow[] = [];
		const ids: string[] = [];
		for (const index of filter(haystackOf(rows, names, known), text)) {
			const row = rows[index];
			if (row === undefined) continue;
			found.push(row);
			ids.push(row.id);
		}
		return { rows: found, ids };
	});
}

/** Builds the texts of rows before a search needs them: 100,000 at once take half a second. */
export function prepareSearch(rows: readonly ListRow[], names: Names): void {
	for (const row of rows) textOf(row, names);
}
