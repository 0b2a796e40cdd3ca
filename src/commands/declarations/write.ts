import { declareCommand } from '../declaration.ts';
import {
	accountOptions,
	carefulWrites,
	idempotencyOption,
	idsFromInput,
	outputOptions,
	writeOptions,
	yesOption,
} from './option-groups.ts';

export const createDeclaration = declareCommand({
	name: 'create',
	args: '',
	mostArgs: 0,
	summary: 'a new conversation',
	about: ['Creates a conversation and prints it.', carefulWrites],
	options: [
		{ name: 'name', value: 'TEXT', about: 'its name' },
		{
			name: 'set',
			value: 'KEY=VALUE',
			isMany: true,
			about: 'a key of its metadata; repeatable',
			completes: 'metadata-key',
		},
		idempotencyOption,
		...writeOptions,
		...outputOptions,
		...accountOptions,
	],
	notes: [
		'Where an answer is lost, it names the key with which the same command does not create a second one.',
	],
	examples: [
		{
			line: "tconv create --name 'Night test' --set tier=gold",
			about: 'a conversation with a name and a key',
		},
		{ line: 'tconv create --set suite=7 --json | jq -r .id', about: 'its id, for the next command' },
	],
	exits: null,
});

export const updateDeclaration = declareCommand({
	name: 'update',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'change the metadata of conversations',
	about: [
		'Sets and removes keys of the metadata of conversations, which it takes by their ids and never by a filter. On a terminal it asks first; elsewhere it needs --yes.',
		idsFromInput,
		carefulWrites,
	],
	options: [
		{
			name: 'set',
			value: 'KEY=VALUE',
			isMany: true,
			about: 'set a key to a text; repeatable',
			completes: 'metadata-key',
		},
		{
			name: 'unset',
			value: 'KEY',
			isMany: true,
			about: 'remove a key; repeatable',
			completes: 'metadata-key',
		},
		{
			name: 'replace',
			value: 'FILE',
			about: 'make the metadata of one conversation those of a JSON file; - is standard input',
			completes: 'file',
		},
		{
			name: 'telnyx-keys',
			about: "allow changes of Telnyx's own keys, such as ai_disabled, which change how calls go on",
		},
		yesOption,
		...writeOptions,
		...outputOptions,
		...accountOptions,
	],
	notes: [
		'A conversation is printed as the server has it afterwards. Several are written as a batch, which :batches shows and can undo. Where somebody else changed the same key since it was read, nothing is sent for that conversation.',
	],
	examples: [
		{ line: 'tconv update ID --set tier=gold --unset trial', about: 'two keys of one conversation' },
		{
			line: "tconv list --filter 'name~refund' --all --json | tconv update --set queue=refunds --yes",
			about: 'a key of many, chosen by a filter that you can look at first',
		},
		{ line: 'tconv update ID --replace metadata.json --dry-run', about: 'the request of a replacement' },
	],
	exits: null,
});

export const deleteDeclaration = declareCommand({
	name: 'delete',
	args: '[ID...]',
	mostArgs: null,
	completes: 'id',
	summary: 'delete conversations, with a copy in the trash of this machine',
	about: [
		'Deletes conversations, which it takes by their ids and never by a filter. On a terminal it asks first; elsewhere it needs --yes. Before a request leaves, all of the conversation is in the trash of this machine (:trash on the screen, where R restores it).',
		idsFromInput,
	],
	options: [yesOption, ...writeOptions, ...outputOptions, ...accountOptions],
	notes: ['Prints a row for each: its id, what became of it, and a remark.'],
	examples: [
		{ line: 'tconv delete 705469e5-59ae-54ef-9443-92a1828be8c6', about: 'one, after a question' },
		{ line: 'tconv delete --yes < ids.txt', about: 'those of a file' },
		{ line: 'tconv delete --dry-run < ids.txt', about: 'the requests, and nothing else' },
	],
	exits: null,
});

export const addMessageDeclaration = declareCommand({
	name: 'add-message',
	args: 'ID [TEXT]',
	mostArgs: 2,
	completes: 'id',
	summary: 'insert a message into the history of a conversation',
	about: [
		'Inserts a message into the history of a conversation. Without TEXT it is read from standard input. Telnyx does not promise that it reaches the end user.',
		carefulWrites,
	],
	options: [
		{
			name: 'role',
			value: 'ROLE',
			about: 'whom it is from: assistant, user or system (default assistant)',
			completes: 'role',
		},
		idempotencyOption,
		...writeOptions,
		...accountOptions,
	],
	notes: ['Where an answer is lost, it names the key with which the same command does not add a second one.'],
	examples: [
		{
			line: "tconv add-message ID 'A person calls you back within the hour.'",
			about: 'a message of the assistant',
		},
		{ line: 'tconv add-message ID --role system < note.txt', about: 'a longer one from a file' },
	],
	exits: null,
});
