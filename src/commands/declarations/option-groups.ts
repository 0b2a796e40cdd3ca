/** Options that several commands share. */

export const filterOptions = [
	{
		name: 'filter',
		value: 'QUERY',
		about:
			"only conversations that match, such as 'channel:phone_call after:24h', or a query string of the API",
	},
	{
		name: 'view',
		value: 'NAME',
		about:
			'the filter of a saved view, and its order, but with --all and --sample; with --filter, both must match',
		completes: 'saved-view',
	},
] as const;

export const outputOptions = [
	{
		name: 'output',
		value: 'FORMAT',
		about: 'table, json, ndjson, csv, yaml or md (default: table on a terminal, ndjson in a pipe)',
		completes: 'format',
	},
	{ name: 'json', about: 'the same as --output ndjson' },
	{
		name: 'fields',
		value: 'LIST',
		about: 'only these fields, separated by commas, such as id,channel,metadata.tier',
		completes: 'field',
	},
] as const;

export const allowHttpOption = {
	name: 'allow-http',
	about:
		'allow a plain http:// address, which sends the key unencrypted; needed for any address but this machine\'s (or set "allowHttp": true in settings.json)',
} as const;

export const debugOption = {
	name: 'debug',
	about: 'print the stack trace if tconv crashes',
} as const;

export const profileOption = {
	name: 'profile',
	value: 'NAME',
	about:
		'the account of this profile, with its own key, address and guards; nothing of it comes from the environment',
	completes: 'profile',
} as const;

export const accountOptions = [
	profileOption,
	{ name: 'demo', about: 'sample data, made up for this run, instead of an account' },
	allowHttpOption,
	debugOption,
] as const;

export const writeOptions = [
	{ name: 'dry-run', about: 'print the requests that would be sent, and send none of them' },
	{ name: 'read-only', about: 'refuse to write, as the settings can for some accounts' },
] as const;

export const idempotencyOption = {
	name: 'idempotency-key',
	value: 'KEY',
	about:
		'1 to 255 letters, digits, - and _ that name this request: sent again within 24 hours with the same key, it is not carried out twice (default: a new one)',
} as const;

export const yesOption = {
	name: 'yes',
	about: 'do not ask; needed where standard input is not a terminal',
} as const;

/** Said of every command that writes. */
export const carefulWrites =
	'Every write is careful, as on the screen: the conversation is read again, changes of others stay, the journal of this machine has the attempt before the request leaves, and the answer is compared with the request.';

export const idsFromInput =
	'Without an ID, ids are read from standard input: one a line, or NDJSON rows with an "id". Blank lines are skipped.';
