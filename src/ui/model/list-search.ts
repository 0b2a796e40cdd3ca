import { channelOf, endUserOf, metadataText } from '../../domain/conversation.ts';
import { fold } from '../../text/fold.ts';
import { createFuzzyFilter, type Haystack } from '../../text/fuzzy.ts';
import { channelName } from '../lines/channel.ts';
import { phone } from '../lines/list-line.ts';
import type { ListRow } from './list-row.ts';
import { memoLast } from './memo.ts';

type Names = ReadonlyMap<string, string>;
/** A row's part in the haystack. */
type SearchText = { readonly exact: string; readonly ids: string; readonly words: string };

type RowText = SearchText & { readonly names: Names };

/** Longer values are no words; a search for what is in them is answered letter by letter all the same. */
const mostOfWords = 200;

/** Long, without a blank, with a digit: what machines name things by. Numbers of telephones are shorter. */
const anId = /^(?=.*\d)\S{20,}$/;

const texts = new WeakMap<ListRow, RowText>();

/** A row's text is put together once for as long as the row lives: 100,000 times per key would be seen. */
function textOf(row: ListRow, names: Names): RowText {
	const known = texts.get(row);
	if (known !== undefined && known.names === names) return known;
	const made = { names, ...searchText(row, names) };
	texts.set(row, made);
	return made;
}

/** What a search of the list looks at in a row: who, name, channel, assistant, id, and every metadata value. Folded. */
function searchText(row: ListRow, names: Names): SearchText {
	if (row.kind === 'broken') return { exact: fold(row.problem), ids: '', words: fold(row.problem) };
	const { conversation } = row;
	const { metadata } = conversation;
	const channel = channelOf(conversation);
	const spelled = [
		conversation.name ?? '',
		names.get(metadataText(metadata, 'assistant_id')) ?? '',
		channelName(channel),
	];
	const values = Object.keys(metadata).map((key) => metadataText(metadata, key));
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

/** The rows that a search leaves, and their ids. */
export type Narrowed = { readonly rows: readonly ListRow[]; readonly ids: readonly string[] };

/** Makes a search of the list's rows that remembers their texts and the answers to the letters typed before. */
export function createListSearch(): (rows: readonly ListRow[], names: Names, text: string) => Narrowed {
	const filter = createFuzzyFilter();
	const haystackOf = memoLast((rows: readonly ListRow[], names: Names): Haystack => {
		const all = rows.map((row) => textOf(row, names));
		return {
			exact: all.map(({ exact }) => exact),
			ids: all.map(({ ids }) => ids),
			words: all.map(({ words }) => words),
		};
	});
	return memoLast((rows, names, text) => {
		const found: ListRow[] = [];
		const ids: string[] = [];
		for (const index of filter(haystackOf(rows, names), text)) {
			const row = rows[index];
			if (row === undefined) continue;
			found.push(row);
			ids.push(row.id);
		}
		return { rows: found, ids };
	});
}

/** Puts the texts of rows together before anybody searches them: of 100,000 at once they take half a second. */
export function prepareSearch(rows: readonly ListRow[], names: Names): void {
	for (const row of rows) textOf(row, names);
}
