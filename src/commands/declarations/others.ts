import { declareCommand } from '../declaration.ts';
import { profileOption } from './option-groups.ts';

const screenOptions = [
	{
		name: 'filter',
		value: 'QUERY',
		about: "start with a filter, written as for the key =: 'channel:phone_call after:24h name~refund'",
	},
	{ name: 'read-only', about: 'send no write to the account; actions that would write say so' },
	{
		name: 'allow-http',
		about:
			'allow plain http:// to another machine, which sends the key unencrypted (or "allowHttp": true in settings.json)',
	},
	profileOption,
	{ name: 'ascii', about: 'draw borders and symbols in ASCII only' },
	{
		name: 'log',
		value: 'FILE',
		about:
			'append requests, polls, screen events and slow frames to a file, one JSON object per line, without the key and the values of filters',
		completes: 'file',
	},
	{ name: 'log-bodies', about: 'add the bodies of requests to the log' },
	{ name: 'debug', about: 'log into the state folder, and print the stack trace if tconv crashes' },
] as const;

/** `tconv` without a command: the screen. */
export const screenDeclaration = declareCommand({
	name: '',
	args: '',
	mostArgs: null,
	summary: 'browse the account of TELNYX_API_KEY, or sample data without a key',
	about: [],
	options: [...screenOptions, { name: 'version', short: 'V', about: 'print the version' }],
	examples: [
		{ line: "tconv --filter 'channel:phone_call after:24h'", about: 'start with a filter' },
		{ line: 'tconv --read-only', about: 'look without being able to change anything' },
	],
	exits: null,
});

export const openDeclaration = declareCommand({
	name: 'open',
	args: 'ID',
	// It says itself that it takes one.
	mostArgs: null,
	completes: 'id',
	summary: 'the screen, with one conversation by id, call control id (v3:...) or phone number',
	about: [
		'Starts the screen and opens one conversation, by its id, call control id (v3:...) or phone number.',
	],
	options: screenOptions,
	examples: [
		{ line: 'tconv open +13128675309', about: 'the conversation with a phone number' },
		{
			line: 'tconv open 705469e5-59ae-54ef-9443-92a1828be8c6 --read-only',
			about: 'one by its id, to look only',
		},
	],
	exits: null,
});

export const serveDeclaration = declareCommand({
	name: 'serve',
	args: '',
	mostArgs: 0,
	summary: 'the API on a local port, over sample data or your own files',
	about: [
		'Serves the AI conversations API over HTTP, for curl, the official SDK, tests, or tconv itself. Once ready, it prints as its first line on stdout: listening on http://127.0.0.1:PORT/v2',
	],
	options: [
		{ name: 'port', value: 'N', about: 'port to listen on; 0 takes a free one (default 8787)' },
		{
			name: 'host',
			value: 'HOST',
			about: 'address to listen on (default 127.0.0.1); a public address needs a key',
		},
		{
			name: 'data',
			value: 'FILE',
			isMany: true,
			about: 'load conversations from NDJSON, gzipped or not; repeatable',
			completes: 'file',
		},
		{
			name: 'db',
			value: 'FILE',
			about: 'keep everything in this SQLite file (created if missing) instead of in memory',
			completes: 'file',
		},
		{
			name: 'demo',
			value: 'N',
			about: 'add N sample conversations (default 400, or 0 with --data, --db or --empty)',
		},
		{ name: 'empty', about: 'start without conversations' },
		{
			name: 'key',
			value: 'KEY',
			about:
				"require this bearer token; without it, any is accepted. Arguments stay in the shell's history; TCONV_SERVE_KEY in the environment does not",
		},
		{ name: 'chaos', value: 'SPEC', isMany: true, about: 'inject faults; repeatable' },
		{
			name: 'seed',
			value: 'N',
			about: 'seed of random faults; the same seed gives the same faults (default 1)',
		},
	],
	examples: [
		{ line: 'tconv serve --data conversations.ndjson.gz', about: 'the API over a file of your own' },
		{ line: "tconv serve --chaos 'DELETE: 500*2'", about: 'a server that fails at the first two deletions' },
	],
	exits: '0 stopped by a signal, 1 could not start',
});

export const completionDeclaration = declareCommand({
	name: 'completion',
	args: 'bash|zsh|fish',
	mostArgs: 1,
	completes: 'shell',
	summary: 'a completion script for your shell',
	about: [
		'Prints a script that completes commands, options, formats, saved views, and the metadata keys and ids in the records of this machine. It asks no server.',
	],
	options: [],
	examples: [
		{ line: 'source <(tconv completion bash)', about: 'in ~/.bashrc' },
		{ line: 'source <(tconv completion zsh)', about: 'in ~/.zshrc, after compinit' },
		{ line: 'tconv completion fish > ~/.config/fish/completions/tconv.fish', about: 'for fish' },
	],
	exits: null,
});
