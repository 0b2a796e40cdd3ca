import type { Instant } from '../domain/instant.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { WireMessage } from '../domain/wire.ts';
import { integerColumn, jsonColumn } from './columns.ts';
import type { Connection } from './connection.ts';
import { offsetOf, type PageRequest, type PageRows } from './page.ts';

/** A message that is written here. Fields beyond the named ones are kept too. */
export type NewMessage = {
	readonly role: string;
	readonly text: string | null;
	/** ISO 8601; now where it is missing. */
	readonly sent_at?: string | undefined;
	readonly [field: string]: JsonValue | undefined;
};

/** The messages of a store, hanging on the row number of a conversation (`Conversations.rowOf`). */
export type Messages = {
	/** In the order they were written, which need not be the order they were said in. */
	readonly page: (conversation: number, page: PageRequest) => PageRows<JsonObject>;
	/**
	 * Appends a message that is written now; `sent_at` is now too unless it says otherwise. The conversation's
	 * `last_message_at` moves on to it, and never back.
	 */
	readonly add: (conversation: number, message: NewMessage) => void;
	/** Puts in messages that were made elsewhere, as they are: every field is kept, no timestamp moves. */
	readonly insert: (conversation: number, messages: readonly WireMessage[]) => void;
};

/** The messages behind a connection. `now` is for the ones that are written here. */
export function messagesOf(connection: Connection, now: () => Instant): Messages {
	// Positions have no gaps, so a page is a range of positions: no row is read only to be skipped.
	const paged = connection.prepare(
		'SELECT body FROM messages WHERE conversation = ? AND position >= ? AND position < ? ORDER BY position',
	);
	const next = connection.prepare(
		'SELECT coalesce(max(position) + 1, 0) AS next FROM messages WHERE conversation = ?',
	);
	const inserted = connection.prepare('INSERT INTO messages (conversation, position, body) VALUES (?, ?, ?)');
	const moved = connection.prepare(
		'UPDATE conversations SET last_message_at = max(last_message_at, ?) WHERE seq = ?',
	);
	const nextPosition = (conversation: number): number => integerColumn(next.get(conversation) ?? {}, 'next');

	return {
		page: (conversation, request) => {
			const from = offsetOf(request);
			return {
				rows: paged.all(conversation, from, from + request.size).map((row) => jsonColumn(row, 'body')),
				total: nextPosition(conversation),
			};
		},
		add: (conversation, message) => {
			const createdAt = now();
			const sentAt = parseInstant(message.sent_at ?? '') ?? createdAt;
			const body = {
				...message,
				created_at: formatInstant(createdAt),
				sent_at: formatInstant(sentAt),
			};
			connection.transaction(() => {
				inserted.run(conversation, nextPosition(conversation), JSON.stringify(body));
				moved.run(sentAt, conversation);
			});
		},
		insert: (conversation, messages) => {
			let position = nextPosition(conversation);
			for (const message of messages) inserted.run(conversation, position++, JSON.stringify(message));
		},
	};
}
