import { closeSync, existsSync, openSync } from 'node:fs';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { reasonOf } from '../domain/reason.ts';
import { sqlFunctions } from '../filter/functions.ts';
import { MatchWork } from '../filter/match-work.ts';
import type { SqlValue } from '../filter/sql.ts';
import { resultCodes, StoreError, sqliteCode } from './errors.ts';

/** An open database with a current schema, shared by the modules of this folder. */
export type Connection = {
	/** True if opening created the file. */
	readonly isNew: boolean;
	/** Prepares a statement and caches it by its text. */
	readonly prepare: (sql: string) => StatementSync;
	/** Prepares a statement for one immediate query, and resets the cost count for its patterns. */
	readonly prepareOnce: (sql: string) => StatementSync;
	/** Runs `work` in a transaction, or in the current one if there is one. Rolls back if it throws. */
	readonly transaction: <T>(work: () => T) => T;
	/** Like `transaction`, for asynchronous work. The connection must not be used for anything else meanwhile. */
	readonly transactionAsync: <T>(work: () => Promise<T>) => Promise<T>;
	readonly close: () => void;
};

const memory = ':memory:';
const busyMillis = 5_000;

/**
 * Opens a file (created with mode 0600 if missing) or `:memory:`, and migrates its schema. Only this module loads
 * `node:sqlite`, so programs without a store do not pay for it.
 * @throws {StoreError} for a file that is not a database, belongs to another program, is newer than this program, is
 * locked, or is unusable.
 */
export async function openConnection(path: string, readOnly: boolean): Promise<Connection> {
	const { DatabaseSync } = await import('node:sqlite');
	try {
		const isNew = path !== memory && !readOnly && !existsSync(path);
		if (isNew) closeSync(openSync(path, 'wx', 0o600));
		const work = new MatchWork();
		const database = new DatabaseSync(path, { readOnly, timeout: busyMillis, defensive: true });
		try {
			migrate(database, path, readOnly);
			for (const [name, matches] of Object.entries(sqlFunctions(work)))
				database.function(name, { deterministic: true, directOnly: true, varargs: true }, (...values) =>
					matches(...values.map(sqlValue)),
				);
		} catch (error) {
			database.close();
			throw error;
		}
		return connectionTo(database, isNew, work);
	} catch (error) {
		throw error instanceof StoreError ? error : openError(error, path);
	}
}

/**
 * The schema, one step per version: step k migrates `user_version` k to k + 1. Released steps never change; new ones
 * follow. Instants are whole microseconds since 1970. `extra` holds the fields of a conversation without a column, so
 * that answers return all fields. Positions of messages and insight results count from 0 without gaps, so paging is a
 * range scan and the total is the last position plus one.
 */
export const migrations: readonly string[] = [
	`
	CREATE TABLE conversations (
		seq INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		name TEXT,
		created_at INTEGER NOT NULL,
		last_message_at INTEGER NOT NULL,
		metadata TEXT NOT NULL,
		extra TEXT
	) STRICT;
	CREATE INDEX conversations_by_last_message ON conversations (last_message_at DESC, id DESC);
	CREATE INDEX conversations_by_creation ON conversations (created_at DESC, id DESC);

	CREATE TABLE messages (
		seq INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL REFERENCES conversations (seq) ON DELETE CASCADE,
		position INTEGER NOT NULL,
		body TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX messages_in_order ON messages (conversation, position);

	CREATE TABLE insight_results (
		seq INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL REFERENCES conversations (seq) ON DELETE CASCADE,
		position INTEGER NOT NULL,
		id TEXT NOT NULL,
		created_at INTEGER,
		body TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX insight_results_in_order ON insight_results (conversation, position);
	CREATE INDEX insight_results_by_creation ON insight_results (created_at);

	CREATE TABLE insight_templates (
		position INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		body TEXT NOT NULL
	) STRICT;
	CREATE TABLE assistants (
		position INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		body TEXT NOT NULL
	) STRICT;

	CREATE TABLE idempotency (
		key TEXT PRIMARY KEY,
		fingerprint TEXT NOT NULL,
		status INTEGER NOT NULL,
		body TEXT NOT NULL,
		saved_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX idempotency_by_age ON idempotency (saved_at);
	`,
];

/** Marks a file as this program's ("tcnv"), so that it never takes over another program's database. */
const applicationId = 0x74636e76;

function migrate(database: DatabaseSync, path: string, readOnly: boolean): void {
	const version = pragma(database, 'user_version');
	const owner = pragma(database, 'application_id');
	const isOurs = owner === applicationId || (owner === 0 && version === 0 && isEmpty(database));
	if (!isOurs) throw new StoreError('not-a-store', `${path} is a database of another program`);
	if (version > migrations.length)
		throw new StoreError(
			'newer-schema',
			`${path} was written by a newer version of this program (schema ${version}; this one knows ${migrations.length})`,
		);
	if (readOnly) {
		if (version === migrations.length) return;
		throw new StoreError('older-schema', `${path} has an older schema: open it once for writing`);
	}
	// Write-ahead logging lets another process read during writes; NORMAL is safe with it.
	if (path !== memory) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
	if (version === migrations.length) return;
	database.exec('BEGIN IMMEDIATE');
	try {
		// Read again under the lock: another process may have migrated first.
		for (const step of migrations.slice(pragma(database, 'user_version'))) database.exec(step);
		database.exec(
			`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`,
		);
	} catch (error) {
		database.exec('ROLLBACK');
		throw error;
	}
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
	return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function isEmpty(database: DatabaseSync): boolean {
	return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

/** Arguments of the query functions: the schema has neither blobs nor 64-bit integers. */
function sqlValue(value: SQLOutputValue): SqlValue {
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function connectionTo(database: DatabaseSync, isNew: boolean, work: MatchWork): Connection {
	const statements = new Map<string, StatementSync>();
	const begin = (): boolean => {
		if (database.isTransaction) return false;
		database.exec('BEGIN IMMEDIATE');
		return true;
	};
	const rollback = (): void => {
		// Some failures (a full disk) have already rolled back.
		if (database.isTransaction) database.exec('ROLLBACK');
	};
	return {
		isNew,
		prepare: (sql) => {
			const known = statements.get(sql);
			if (known !== undefined) return known;
			const statement = database.prepare(sql);
			statements.set(sql, statement);
			return statement;
		},
		prepareOnce: (sql) => {
			work.begin();
			return database.prepare(sql);
		},
		transaction: (change) => {
			if (!begin()) return change();
			try {
				const result = change();
				database.exec('COMMIT');
				return result;
			} catch (error) {
				rollback();
				throw error;
			}
		},
		transactionAsync: async (change) => {
			if (!begin()) return await change();
			try {
				const result = await change();
				database.exec('COMMIT');
				return result;
			} catch (error) {
				rollback();
				throw error;
			}
		},
		close: () => {
			if (database.isOpen) database.close();
		},
	};
}

function openError(error: unknown, path: string): StoreError {
	const primary = (sqliteCode(error) ?? 0) & 0xff;
	const options = { cause: error };
	switch (primary) {
		case resultCodes.notADatabase:
			return new StoreError('not-a-store', `${path} is not a database`, options);
		case resultCodes.busy:
		case resultCodes.locked:
			return new StoreError('busy', `${path} is in use by another process`, options);
		default: {
			const reason = reasonOf(error);
			return new StoreError('unusable', `cannot open ${path}: ${reason}`, options);
		}
	}
}
