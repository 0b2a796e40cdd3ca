import { declareCommand } from '../declaration.ts';
import { allowHttpOption, debugOption } from './option-groups.ts';

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
