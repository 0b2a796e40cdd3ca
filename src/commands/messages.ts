import type { ConversationsApi } from '../api/conversations-api.ts';
import { type Decoded, isNullRow } from '../domain/decoded.ts';
import { formatInstant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { type Message, messageInstant } from '../domain/message.ts';
import { safe, t } from '../text/safe.ts';
import { accountWish, openOutput } from './command-options.ts';
import { messagesDeclaration } from './declarations/read.ts';
import { eachId } from './each-id.ts';
import { findId, givenIds } from './ids.ts';
import { messageText } from './message-text.ts';
import { fieldOf, type ShownRow } from './output/shown-row.ts';
import { type Runner, runner } from './runner.ts';

type MessagesOf = { readonly id: string; readonly rows: readonly Decoded<Message>[] };

/** `tconv messages`. */
export const runMessages: Runner = runner(messagesDeclaration, async ({ options, args, io, open, say }) => {
	// With one conversation, its id in every row would only take room.
	const columns = args.length === 1 ? ['at', 'role', 'text'] : ['conversation_id', 'at', 'role', 'text'];
	const printer = await openOutput(options, io, 'messages', { columns });
	const { api } = await open(accountWish(options));
	const { stop } = io;
	let nulls = 0;
	const code = await eachId(
		givenIds(args, io.input),
		io,
		say,
		async (given) => messagesOf(api, await findId(api, given, stop), stop),
		async ({ id, rows }) => {
			nulls += rows.filter(isNullRow).length;
			for (const row of rows) if (!isNullRow(row)) await printer.add(messageRow(id, row));
		},
	);
	io.progress(null);
	await printer.end();
	if (nulls > 0) say(t`${nulls} rows came as null and cannot be shown`);
	return code;
});

/** All messages of a conversation in the order in which they were said; the server's own order is another one. */
async function messagesOf(api: ConversationsApi, id: string, signal: AbortSignal): Promise<MessagesOf> {
	const rows: Decoded<Message>[] = [];
	for await (const page of api.messages(id, { signal })) rows.push(...page.rows);
	return { id, rows: inOrderOfTime(rows) };
}

/** Rows by their time. One without a time stays behind the row that came before it. */
export function inOrderOfTime(rows: readonly Decoded<Message>[]): readonly Decoded<Message>[] {
	let last = Number.NEGATIVE_INFINITY;
	const timed = rows.map((row) => {
		last = (row.ok ? messageInstant(row.value) : null) ?? last;
		return { row, at: last };
	});
	return timed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ row }) => row);
}

function messageRow(id: string, row: Decoded<Message>): ShownRow {
	const raw = row.ok ? row.value.raw : row.raw;
	const named = (name: string): JsonValue | undefined => {
		if (!row.ok) return name === 'text' ? safe(`(unreadable message: ${row.problem})`) : undefined;
		const at = messageInstant(row.value);
		switch (name) {
			case 'at':
				return at === null ? null : formatInstant(at);
			case 'text':
				return messageText(row.value);
			default:
				return undefined;
		}
	};
	return {
		json: { conversation_id: id, message: raw },
		field: (name) => (name === 'conversation_id' ? id : (named(name) ?? fieldOf(raw, name))),
	};
}
