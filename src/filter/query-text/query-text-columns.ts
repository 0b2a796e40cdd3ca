import { nearest } from '../nearest.ts';
import { type Column, metadataColumn, plainColumn } from '../tree.ts';
import type { QueryTextReader } from './query-text-reader.ts';
import { quote } from './quoting.ts';

/** The words for columns. `writeColumn` takes the first word of a column. */
export const columnWords: readonly {
	readonly word: string;
	readonly column: Column;
	readonly hint: string;
}[] = [
	{ word: 'channel', column: metadataColumn('telnyx_conversation_channel'), hint: 'phone_call, sms_chat, …' },
	{ word: 'user', column: metadataColumn('telnyx_end_user_target'), hint: 'the end user: +1312*' },
	{ word: 'agent', column: metadataColumn('telnyx_agent_target'), hint: 'the number called' },
	{ word: 'assistant', column: metadataColumn('assistant_id'), hint: 'by name or id' },
	{ word: 'call', column: metadataColumn('call_control_id'), hint: 'the call control id' },
	{ word: 'name', column: plainColumn('name'), hint: 'the name of the conversation' },
	{ word: 'id', column: plainColumn('id'), hint: 'the id of the conversation' },
	{ word: 'created', column: plainColumn('created_at'), hint: 'the start: created>=yesterday' },
	{ word: 'updated', column: plainColumn('last_message_at'), hint: 'the last message: updated>=24h' },
	{ word: 'created_at', column: plainColumn('created_at'), hint: 'same as created' },
	{ word: 'last_message_at', column: plainColumn('last_message_at'), hint: 'same as updated' },
];

const byWord = new Map(columnWords.map(({ word, column }) => [word, column]));

/** Advice that lists the columns. */
export const columnAdvice = `Use ${columnWords
	.slice(0, 9)
	.map(({ word }) => word)
	.join(', ')} or meta.KEY, or put text to search for in double quotes`;

/** Advice for a word that is no column: the nearest ones, or a metadata key of that name; else all columns. */
export function adviceFor(word: string, metadataKeys: readonly string[]): string {
	const keys = metadataKeys.map((key) => writeColumn(metadataColumn(key)));
	const own = metadataKeys.find((key) => key.toLowerCase() === word.toLowerCase());
	if (own !== undefined) return `Write ${writeColumn(metadataColumn(own))} for the metadata key`;
	const near = nearest(word, [...columnWords.map((known) => known.word), ...keys, ...metadataKeys]);
	const [best] = near.map((name) => (metadataKeys.includes(name) ? writeColumn(metadataColumn(name)) : name));
	return best === undefined ? columnAdvice : `Did you mean ${best}? ${columnAdvice}`;
}

/** The column of a word; undefined if there is none. */
export function columnOfWord(word: string): Column | undefined {
	return byWord.get(word.toLowerCase());
}

/** True for a column that has a word of its own. */
export function hasOwnWord(column: Column): boolean {
	return columnWords.some((known) => isSame(known.column, column));
}

/** True for the id, which only matches as a whole. */
export function isId(column: Column): boolean {
	return column.kind === 'plain' && column.name === 'id';
}

/** True for the column of assistant ids. */
export function isAssistant(column: Column): boolean {
	return column.kind === 'metadata' && column.arrow === '->' && column.key === 'assistant_id';
}

/** Writes a column for a query text: `channel`, `meta.tier`, `meta."a b"`, `meta->>tier`. */
export function writeColumn(column: Column): string {
	const known = columnWords.find(({ column: other }) => isSame(other, column));
	if (known !== undefined) return known.word;
	if (column.kind === 'plain') return column.name;
	const { arrow, key } = column;
	return `meta${arrow === '->' ? '.' : '->>'}${/^\w+(?:-\w+)*$/.test(key) ? key : quote(key)}`;
}

/** A word after a column's name and a dot: an operator, or a direction. */
type Suffix = { readonly word: string; readonly start: number; readonly end: number };

/** The words that may follow a column after dots, and how many. */
type SuffixRule = { readonly most: number; readonly isKnown: (word: string) => boolean };

/**
 * Reads a column's name and the suffixes after its dots. An unquoted metadata key may contain dots itself, so only
 * known words at its end are suffixes. Returns null, with nothing read, if the next word is not a column. Throws
 * QueryTextError for a missing key.
 */
export function takeColumn(
	reader: QueryTextReader,
	rule: SuffixRule,
): { readonly column: Column; readonly suffixes: readonly Suffix[] } | null {
	const start = reader.position;
	const head = reader.takeMatch(/meta(?:data)?(?:\.|->>|->)/iy)?.[0];
	if (head !== undefined) {
		const key = takeKey(reader, rule);
		const column: Column = { kind: 'metadata', key, arrow: head.endsWith('->>') ? '->>' : '->' };
		return { column, suffixes: takeSuffixes(reader, rule) };
	}
	const word = reader.takeMatch(/[^\s()",:=~<>!.]+/y)?.[0] ?? '';
	const column = columnOfWord(word);
	if (column !== undefined) return { column, suffixes: takeSuffixes(reader, rule) };
	reader.position = start;
	return null;
}

function takeKey(reader: QueryTextReader, { most, isKnown }: SuffixRule): string {
	if (reader.sees('"')) return reader.takeQuoted().text;
	const start = reader.position;
	const written = reader.takeMatch(/(?:[^\s()",:=~<>!-]|-(?!>))+/y)?.[0];
	if (written === undefined) {
		throw reader.error(
			'a metadata key is missing',
			'Write meta.KEY, with double quotes around an unusual key',
		);
	}
	let key = written;
	for (let taken = 0; taken < most; taken++) {
		const dot = key.lastIndexOf('.');
		if (dot <= 0 || !isKnown(key.slice(dot + 1).toLowerCase())) break;
		key = key.slice(0, dot);
	}
	reader.position = start + key.length;
	return key;
}

function takeSuffixes(reader: QueryTextReader, { most }: SuffixRule): Suffix[] {
	const suffixes: Suffix[] = [];
	while (suffixes.length < most) {
		const word = reader.takeMatch(/\.([a-z_]+)/iy)?.[1]?.toLowerCase();
		if (word === undefined) break;
		suffixes.push({ word, start: reader.position - word.length, end: reader.position });
	}
	return suffixes;
}

function isSame(a: Column, b: Column): boolean {
	if (a.kind === 'plain') return b.kind === 'plain' && a.name === b.name;
	return b.kind === 'metadata' && a.key === b.key && a.arrow === b.arrow;
}
