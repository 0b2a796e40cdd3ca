import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError } from '../api/errors.ts';
import { conversationPath } from '../api/request-paths.ts';
import { canonicalId, unwrapped } from '../domain/conversation-id.ts';
import { isJsonObject } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { readJump } from '../filter/jump.ts';
import { emptyQuery } from '../filter/tree.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandInput, CommandProblem } from './io.ts';
import { LineError, linesOfBytes } from './ndjson.ts';

/** An id as given, and its place for messages: '' for an argument, else `standard input, line 3: `. */
export type GivenId = { readonly text: string; readonly place: string };

/**
 * The ids of the arguments, or without any those of standard input: one a line, or NDJSON rows with an `id`.
 * @throws {CommandProblem} if there are none to read, or a row has no id.
 */
export async function* givenIds(
	args: readonly string[],
	input: CommandInput,
): AsyncGenerator<GivenId, void, undefined> {
	if (args.length > 0) {
		for (const text of args) yield { text, place: '' };
		return;
	}
	if (input.isTerminal)
		throw new CommandProblem(exitCodes.usage, 'An id is missing: give one, or many on standard input.');
	try {
		for await (const { number, text } of linesOfBytes(input.chunks())) {
			const place = `standard input, line ${number}: `;
			yield { text: text.trimStart().startsWith('{') ? idOfRow(text, place) : text.trim(), place };
		}
	} catch (error) {
		if (!(error instanceof LineError)) throw error;
		const place = error.line === null ? 'standard input' : `standard input, line ${error.line}`;
		throw new CommandProblem(exitCodes.usage, `${place}: ${error.message}`);
	}
}

function idOfRow(text: string, place: string): string {
	const row = parseJsonText(text);
	if (!isJsonObject(row)) throw new CommandProblem(exitCodes.usage, `${place}this is not JSON`);
	for (const key of ['id', 'conversation_id']) {
		const id = Object.hasOwn(row, key) ? row[key] : undefined;
		if (typeof id === 'string' && id.trim() !== '') return id;
	}
	throw new CommandProblem(exitCodes.usage, `${place}this row has no "id"`);
}

/**
 * All ids, each once, as the API spells them. Takes nothing but ids: neither call control ids nor phone numbers.
 * @throws {CommandProblem} for anything else, before any request.
 */
export async function exactIds(ids: AsyncIterable<GivenId>): Promise<readonly string[]> {
	const exact = new Set<string>();
	for await (const { text, place } of ids) {
		const id = canonicalId(unwrapped(text));
		const jump = readJump(text);
		const isOther = jump?.kind === 'call' || jump?.kind === 'phone';
		if (isOther || conversationPath(id) === null || !/^[^\s/?#]+$/.test(id)) {
			const advice = 'This command takes ids only. Find the id with tconv get, or tconv list.';
			throw new CommandProblem(exitCodes.usage, `${place}“${text}” is not a conversation id. ${advice}`);
		}
		exact.add(id);
	}
	if (exact.size === 0) throw new CommandProblem(exitCodes.usage, 'Standard input has no id.');
	return [...exact];
}

/**
 * The id of the conversation that a text names: an id, which is not looked up, a call control id, or a phone number.
 * Throws an `ApiError` (not-found), or a `CommandProblem` if several conversations match.
 */
export async function findId(
	api: ConversationsApi,
	{ text, place }: GivenId,
	signal: AbortSignal,
): Promise<string> {
	const jump = readJump(text);
	if (jump === null) return unwrapped(text);
	if (jump.kind === 'id') return jump.id;
	const query = { ...emptyQuery, filters: [jump.filter] };
	const { rows } = await api.listPage(query, { pageSize: 2, signal });
	const what = jump.kind === 'call' ? 'call control id' : 'phone number';
	const [first, second] = rows;
	if (first === undefined)
		throw new ApiError({
			kind: 'not-found',
			sentence: `${place}No conversation has the ${what} ${text}.`,
			advice: '',
		});
	if (second !== undefined || !first.ok) {
		const filter = jump.kind === 'call' ? `call:${text}` : `user:"${text}" or agent:"${text}"`;
		throw new CommandProblem(
			exitCodes.failed,
			`${place}Several conversations have the ${what} ${text}. Choose one: tconv list --filter '${filter}'`,
		);
	}
	return first.value.id;
}
