import type { Instant } from '../domain/instant.ts';
import type { ConversationBundle, WireAssistant, WireInsightTemplate } from '../domain/wire.ts';
import { type Aggregates, aggregatesOf } from './aggregates.ts';
import { integerColumn, textColumn } from './columns.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Conversations, conversationsOf } from './conversations.ts';
import { type Directory, directoryOf, type Insights, insightsOf } from './insights.ts';
import { type Messages, messagesOf } from './messages.ts';

/** The place of a store, and its outside dependencies. */
export type StoreOptions = {
	/** A file, or `:memory:`. */
	readonly path: string;
	readonly readOnly?: boolean;
	readonly now: () => Instant;
	readonly newId: () => string;
};

/** The answer to a successful write, saved so that a repeated request gets the same answer. */
type SavedAnswer = {
	/** Identifies a request: a hash of caller, operation and body. */
	readonly fingerprint: string;
	readonly status: number;
	readonly body: string;
};

/** Saved answers by idempotency key. */
export type Idempotency = {
	/** The answer under a key, unless it is a day old at `now`. */
	readonly find: (key: string, now: Instant) => SavedAnswer | null;
	/** Saves an answer at `now` and deletes expired ones. */
	readonly save: (key: string, answer: SavedAnswer, now: Instant) => void;
};

/** How long the API repeats an answer: 24 hours, in microseconds. */
const replayWindow = 24 * 60 * 60 * 1_000_000;

/** The saved answers of a connection. */
function idempotencyOf(connection: Connection): Idempotency {
	const byKey = connection.prepare(
		'SELECT fingerprint, status, body FROM idempotency WHERE key = ? AND saved_at > ?',
	);
	const saved = connection.prepare(
		'INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, saved_at) VALUES (?, ?, ?, ?, ?)',
	);
	const expired = connection.prepare('DELETE FROM idempotency WHERE saved_at <= ?');
	return {
		find: (key, now) => {
			const row = byKey.get(key, now - replayWindow);
			if (row === undefined) return null;
			return {
				fingerprint: textColumn(row, 'fingerprint'),
				status: integerColumn(row, 'status'),
				body: textColumn(row, 'body'),
			};
		},
		save: (key, { fingerprint, status, body }, now) =>
			connection.transaction(() => {
				expired.run(now - replayWindow);
				saved.run(key, fingerprint, status, body, now);
			}),
	};
}

/** Conversations with their messages and insights, in one SQLite database. */
export type Store = {
	/** True if opening created the file. */
	readonly isNew: boolean;
	readonly conversations: Conversations;
	readonly messages: Messages;
	readonly insights: Insights;
	readonly aggregates: Aggregates;
	readonly templates: Directory;
	readonly assistants: Directory;
	readonly idempotency: Idempotency;
	/** Runs `work` in one transaction, which is rolled back if it throws. */
	readonly transaction: <T>(work: () => T) => T;
	/** Like `transaction`, for asynchronous work. The store must not be used for anything else meanwhile. */
	readonly transactionAsync: <T>(work: () => Promise<T>) => Promise<T>;
	readonly close: () => void;
};

/**
 * Opens a store and creates it if missing.
 * @throws {StoreError} if the file is not a store, is from a newer program, is locked, or is unusable.
 */
export async function openStore({ path, readOnly = false, now, newId }: StoreOptions): Promise<Store> {
	const connection = await openConnection(path, readOnly);
	return {
		isNew: connection.isNew,
		conversations: conversationsOf(connection, now, newId),
		messages: messagesOf(connection, now),
		insights: insightsOf(connection),
		aggregates: aggregatesOf(connection),
		templates: directoryOf(connection, 'insight_templates'),
		assistants: directoryOf(connection, 'assistants'),
		idempotency: idempotencyOf(connection),
		transaction: connection.transaction,
		transactionAsync: connection.transactionAsync,
		close: connection.close,
	};
}

/**
 * Inserts a conversation with its messages and insights, all unchanged, including `last_message_at`. Slow outside a
 * transaction.
 * @throws {StoreError} "duplicate" if its id exists already, "unusable" for an invalid timestamp.
 */
export function loadBundle(store: Store, bundle: ConversationBundle): void {
	const row = store.conversations.insert(bundle.conversation);
	store.messages.insert(row, bundle.messages);
	store.insights.insert(row, bundle.insights);
}

/** Inserts bundles in one transaction: all of them, or none if one fails. Returns their number. */
export function loadBundles(store: Store, bundles: Iterable<ConversationBundle>): number {
	return store.transaction(() => {
		let count = 0;
		for (const bundle of bundles) {
			loadBundle(store, bundle);
			count++;
		}
		return count;
	});
}

/** Inserts insight templates and assistants, which conversations refer to by id. */
export function loadDirectories(
	store: Store,
	templates: readonly WireInsightTemplate[],
	assistants: readonly WireAssistant[],
): void {
	store.transaction(() => {
		for (const template of templates) store.templates.put(template.id, template);
		for (const assistant of assistants) store.assistants.put(assistant.id, assistant);
	});
}
