import { declareCommand } from '../declaration.ts';
import { accountOptions, idsFromInput } from './option-groups.ts';

const exportOptions = [
	{
		name: 'to',
		value: 'FILE',
		about: 'the file to write; it is there only once it is complete',
		completes: 'file',
	},
	{ name: 'filter', value: 'QUERY', about: 'all conversations that match, in place of ids' },
	{ name: 'view', value: 'NAME', about: 'all of a saved view, in place of ids', completes: 'saved-view' },
	{ name: 'all', about: 'all conversations of the account, in place of ids' },
	{ name: 'redact', about: 'replace personal data by stand-ins, such as [phone 1]' },
	{ name: 'unredacted', about: 'write everything as it is' },
	{
		name: 'word',
		value: 'WORD',
		isMany: true,
		about: 'a word that is redacted too, such as a name; repeatable',
	},
	{ name: 'turns', about: 'a row a turn in CSV, in place of a row a conversation' },
	{
		name: 'format',
		value: 'FORMAT',
		about: 'ndjson, json, csv, markdown or html (default: by the end of FILE)',
	},
	{ name: 'force', about: 'replace a file of this name' },
	...accountOptions,
] as const;

/** The options of both commands. */
export type ExportOption = (typeof exportOptions)[number]['name'];

const redaction =
	'NDJSON is written as it came, for tconv serve --data; every other file is redacted unless --unredacted asks otherwise. A redaction replaces what a pattern finds, such as phone numbers, addresses and cards; names need --word. The preview of the screen (X) shows what is found.';

export const exportDeclaration = declareCommand<ExportOption>({
	name: 'export',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'conversations with their messages and insights in one file',
	about: ['Reads whole conversations and writes them into one file, whose path it prints.', idsFromInput],
	options: exportOptions,
	notes: [redaction],
	examples: [
		{ line: 'tconv export ID --to call.html', about: 'one conversation as a page, redacted' },
		{
			line: "tconv export --filter 'after:24h' --to day.ndjson",
			about: 'the last day, for tconv serve --data',
		},
		{
			line: 'tconv export --to turns.csv --turns --word Miller < ids.txt',
			about: 'a row a turn, without a name',
		},
	],
	exits: null,
});

export const bundleDeclaration = declareCommand<ExportOption>({
	name: 'bundle',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'a .tar.gz of conversations for a ticket, redacted',
	about: [
		'Writes conversations as Markdown, as a page and as NDJSON, with their signals and waits, the requests behind them and a manifest, into one .tar.gz, whose path it prints.',
		idsFromInput,
	],
	options: exportOptions.filter(({ name }) => name !== 'format' && name !== 'turns'),
	notes: [redaction],
	examples: [{ line: 'tconv bundle ID --to ticket-4711.tar.gz', about: 'all about one conversation' }],
	exits: null,
});
