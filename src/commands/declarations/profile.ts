import { declareCommand } from '../declaration.ts';
import { allowHttpOption, debugOption, outputOptions, yesOption } from './option-groups.ts';

export const profileDeclaration = declareCommand({
	name: 'profile',
	args: 'add|list|use|show|rename|remove [NAME]',
	mostArgs: 3,
	completes: 'profile-action',
	summary: 'accounts by name: their keys, addresses and guards',
	about: [
		'add NAME asks for the key without showing it, checks it, and keeps it in the keychain of the system, else in a file that only you can read; it says which. For a name that is there already, it asks, and replaces what is given.',
		'list prints the profiles, show NAME one of them, never a key. use NAME makes one the account where no other is named and TELNYX_API_KEY is not set (use demo: none). rename NAME NEW takes its key, records and saved views along. remove NAME forgets the key; the records stay.',
	],
	options: [
		{ name: 'key-stdin', about: 'add: read the key from standard input' },
		{
			name: 'key-command',
			value: 'COMMAND',
			about:
				"add: keep no key, but run this command for it at each start, without a shell, such as 'pass telnyx'",
			completes: 'file',
		},
		{ name: 'base-url', value: 'URL', about: 'add: another address of the API' },
		{ name: 'read-only', about: 'add: send no write to this account' },
		{ name: 'theme', value: 'NAME', about: 'add: ascii, or no-colours' },
		{ name: 'start-view', value: 'NAME', about: 'add: the saved view that the screen starts with' },
		{ name: 'owner', value: 'NAME', about: 'add: the name written with the mark done' },
		{ name: 'unchecked', about: 'add: keep the key without asking the server whether it is right' },
		yesOption,
		...outputOptions,
		allowHttpOption,
		debugOption,
	],
	examples: [
		{ line: 'tconv profile add prod --read-only', about: 'asks for the key' },
		{ line: "tconv profile add staging --key-command 'pass telnyx/staging'", about: 'the key stays in pass' },
		{ line: 'tconv profile add ci --key-stdin < key.txt', about: 'a key from a file' },
		{ line: 'tconv profile use prod', about: 'tconv starts with that account' },
	],
	exits: null,
});
