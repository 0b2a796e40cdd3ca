import type { Instant } from '../domain/instant.ts';
import { type Aggregates, aggregatesOf } from './aggregates.ts';
import { openConnection } from './connection.ts';
import { type Conversations, conversationsOf } from './conversations.ts';
import { type Directory, directoryOf } from './directory.ts';
import { type Idempotency, idempotencyOf } from './idempotency.ts';
import { type Insights, insightsOf } from './insights.ts';
import { type Messages, messagesOf } from './messages.ts';

/** Where a store lives, and what it takes from outside. */
export type StoreOptions = {
	/** A file, or `:memory:`. */
	readonly path: string;
	readonly readOnly?: boolean;
	readonly now: () => Instant;
	readonly newId: () => string;
};

/** Conversations with everything that belongs to them, in one SQLite database. */
export type Store = {
	/** Whether its file was made by opening it. */
	readonly isNew: boolean;
	readonly conversations: Conversations;
	readonly messages: Messages;
	readonly insights: Insights;
	readonly aggregates: Aggregates;
	readonly templates: Directory;
	readonly assistants: Directory;
	readonly idempotency: Idempotency;
	/** Runs `work` in one transaction, rolled back when it throws. */
	readonly transaction: <T>(work: () => T) => T;
	/** The same for work that waits in between; nothing else may use the store meanwhile. */
	readonly transactionAsync: <T>(work: () => Promise<T>) => Promise<T>;
	readonly close: () => void;
};

/**
 * Opens a store, making it where there is none.
 * @throws {StoreError} when the file is no store, comes from a newer program, is locked or cannot be used.
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
