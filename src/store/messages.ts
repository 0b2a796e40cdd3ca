import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { type JsonValue, jsonText } from '../domain/json.ts';
import type { WireMessage } from '../domain/wire.ts';
import { integerColumn, jsonValueColumn, offsetOf, type PageRequest, type PageRows } from './columns.ts';
import type { Connection } from './connection.ts';

/** A new message. Fields beyond the named ones are kept too. */
export type NewMessage = {
	readonly role: string;
	readonly text: string | null;
	/** ISO 8601; the current time if missing. */
	readonly sent_at?: string | undefined;
	readonly [field: string]: JsonValue | undefined;
};

/** The messages of a store, by the row number of a conversation (`Conversations.rowOf`). */
export type Messages = {
	/** In the order of writing, which can differ from the order of speaking. */
	readonly page: (conversation: number, page: PageRequest) => PageRows<JsonValue>;
	/**
	 * Appends a new message with the current time; `sent_at` defaults to it. The conversation's `last_message_at`
	 * moves forward to `sent_at`, never back.
	 */
	readonly add: (conversation: number, message: NewMessage) => void;
	/** Inserts existing messages unchanged: all fields and timestamps stay. */
	readonly insert: (conversation: number, messages: readonly (WireMessage | null)[]) => void;
};

/** The messages of a connection. `now` is for new messages. */
export function messagesOf(connection: Connection, now: () => Instant): Messages {
	// Positions have no gaps, so a page is a range of positions and no row is skipped over.
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
				rows: paged.all(conversation, from, from + request.size).map((row) => jsonValueColumn(row, 'body')),
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
				inserted.run(conversation, nextPosition(conversation), jsonText(body));
				moved.run(sentAt, conversation);
			});
		},
		insert: (conversation, messages) => {
			let position = nextPosition(conversation);
			for (const message of messages) inserted.run(conversation, position++, jsonText(message));
		},
	};
}
