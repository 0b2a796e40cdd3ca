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

export const accountOptions = [
	{ name: 'demo', about: 'sample data, made up for this run, instead of the account of TELNYX_API_KEY' },
	allowHttpOption,
	debugOption,
] as const;

export const idsFromInput =
	'Without an ID, ids are read from standard input: one a line, or NDJSON rows with an "id". Blank lines are skipped.';
