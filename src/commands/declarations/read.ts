import { declareCommand } from '../declaration.ts';
import {
	accountOptions,
	allowHttpOption,
	debugOption,
	filterOptions,
	idsFromInput,
	outputOptions,
	profileOption,
} from './option-groups.ts';

export const listDeclaration = declareCommand({
	name: 'list',
	args: '',
	mostArgs: 0,
	summary: 'conversations that match a filter',
	about: ['Prints conversations, the latest message first.'],
	options: [
		...filterOptions,
		{ name: 'limit', value: 'N', about: 'at most N conversations (default 50)' },
		{
			name: 'all',
			about:
				'all of them, page by page, in constant memory. They come by creation time, the newest first, because that never changes while the list is read; sort: in --filter asks for another order',
		},
		{
			name: 'sample',
			value: 'N',
			about: 'N conversations drawn at random from all that match, each as likely as any other',
		},
		{
			name: 'seed',
			value: 'N',
			about: 'the seed of --sample: the same seed draws the same conversations from the same data',
		},
		...outputOptions,
		...accountOptions,
	],
	notes: [
		'Fields: id, name, created_at, last_message_at, channel, end_user, and metadata.KEY for each key of the metadata. A table on a narrow terminal leaves out name and channel, unless --fields names them.',
	],
	examples: [
		{ line: "tconv list --filter 'channel:phone_call after:24h'", about: 'the calls of the last day' },
		{
			line: 'tconv list --all --fields id,channel,metadata.tier --output csv > all.csv',
			about: 'a spreadsheet of the whole account',
		},
		{ line: "tconv list --view 'Calls today' --sample 20 --seed 7", about: '20 calls of today for a review' },
		{
			line: "tconv list --filter 'metadata->tier=eq.gold&order=created_at.asc' --json | jq -r .id",
			about: 'the ids for a filter as the API writes it',
		},
	],
	exits: null,
});

export const getDeclaration = declareCommand({
	name: 'get',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'conversations by their ids',
	about: [
		'Prints conversations by id, call control id (v3:...) or phone number, in the order of their ids.',
		idsFromInput,
	],
	options: [...outputOptions, ...accountOptions],
	notes: [
		'Fields: id, name, created_at, last_message_at, channel, end_user, and metadata.KEY for each key of the metadata.',
	],
	examples: [
		{ line: 'tconv get 705469e5-59ae-54ef-9443-92a1828be8c6', about: 'one conversation with its metadata' },
		{ line: 'tconv get +13128675309 --output yaml', about: 'the conversation with a phone number, as YAML' },
		{ line: 'tconv get --fields metadata.tier < ids.txt', about: 'one field of many conversations' },
	],
	exits: null,
});

export const messagesDeclaration = declareCommand({
	name: 'messages',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'the messages of conversations',
	about: [
		'Prints all messages of each conversation in the order in which they were said. An ID is an id, a call control id or a phone number.',
		idsFromInput,
	],
	options: [...outputOptions, ...accountOptions],
	notes: [
		'A row of JSON has the "conversation_id", and the "message" as the API sent it.',
		'Fields: conversation_id, at, role, text, and any field of a message, such as metadata.KEY.',
	],
	examples: [
		{ line: 'tconv messages +13128675309', about: 'what was said in a call' },
		{
			line: 'tconv list --view "Calls today" --json | tconv messages --json > messages.ndjson',
			about: 'every message of the calls of today',
		},
		{
			line: 'tconv messages ID --fields at,role,text --output md',
			about: 'a table for a ticket',
		},
	],
	exits: null,
});

export const insightsDeclaration = declareCommand({
	name: 'insights',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'the insights of conversations',
	about: [
		'Prints the results of all analyses of each conversation. An ID is an id, a call control id or a phone number.',
		idsFromInput,
	],
	options: [...outputOptions, ...accountOptions],
	notes: [
		'A row of JSON has the "conversation_id", and the "insight" as the API sent it: one run with its results. In the other formats each result is a row.',
		'Fields: conversation_id, at, status, name, result, and any field of a run.',
	],
	examples: [
		{ line: 'tconv insights +13128675309', about: 'the insights of a call' },
		{
			line: 'tconv list --filter after:today --json | tconv insights --output csv',
			about: 'a spreadsheet of all insights of today',
		},
	],
	exits: null,
});

export const tailDeclaration = declareCommand({
	name: 'tail',
	args: '',
	mostArgs: 0,
	summary: 'new messages of the account, one per line, as they come',
	about: [
		'Prints the messages of the account of TELNYX_API_KEY as they arrive, one per line, until it is stopped: time, conversation, channel, end user, sender and text.',
	],
	options: [
		{
			name: 'filter',
			value: 'QUERY',
			about:
				"only conversations that match, such as 'channel:phone_call meta.tier:gold'. A conversation that starts to match is included; dates like 24h move on",
		},
		{
			name: 'since',
			value: 'WHEN',
			about: 'start with the messages since: 1h, today, 2026-11-22T14:00 (default: now)',
		},
		{
			name: 'until',
			value: 'WHEN',
			about: 'end at this time: 14:00, 18:30, tomorrow, 2026-11-22T14:00',
		},
		{ name: 'once', about: 'end after the messages that are there now; with --since' },
		{
			name: 'interval',
			value: 'SECONDS',
			about: 'poll interval while messages arrive, from 1 to 3600 (default 5); longer while none do',
		},
		{ name: 'json', about: 'one JSON object per line, with the message as the API sent it; times in UTC' },
		profileOption,
		allowHttpOption,
		debugOption,
	],
	notes: [
		'Control characters are made visible, or escaped with --json; line breaks in a message are marked.',
		'It reconnects forever. Lost and restored connections are reported on stderr, as is the summary at the end. Messages that arrive together are sorted by time. A reader that has gone, such as head, is noticed at the next message.',
	],
	examples: [
		{ line: 'tconv tail --filter channel:sms_chat', about: 'text messages as they come' },
		{
			line: 'tconv tail --since 1h --once --json > hour.ndjson',
			about: 'the messages of the last hour, and no more',
		},
		{ line: 'tconv tail --json --until 18:00 | ./answer-rate', about: 'a pipe that ends at six' },
	],
	exits: '0 the reader of a pipe has gone, or --until or --once ended it',
});
