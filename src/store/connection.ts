import { closeSync, existsSync, openSync } from 'node:fs';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { reasonOf } from '../domain/reason.ts';
import { sqlFunctions } from '../filter/functions.ts';
import type { SqlValue } from '../filter/sql.ts';
import { resultCodes, StoreError, sqliteCode } from './errors.ts';
import { applicationId, migrations } from './migrations.ts';

/** An open database with its schema in place. Everything in this folder works on one of these. */
export type Connection = {
	/** Whether the file was made by opening it. */
	readonly isNew: boolean;
	/** Prepares a statement; the same text gives the same statement. */
	readonly prepare: (sql: string) => StatementSync;
	/** Prepares a statement that is not worth keeping: its text depends on a query. */
	readonly prepareOnce: (sql: string) => StatementSync;
	/** Runs `work` in a transaction (or in the one that is open), rolled back when it throws. */
	readonly transaction: <T>(work: () => T) => T;
	/** The same for work that waits in between; nothing else may use the connection meanwhile. */
	readonly transactionAsync: <T>(work: () => Promise<T>) => Promise<T>;
	readonly close: () => void;
};

const memory = ':memory:';
const busyMillis = 5_000;

/**
 * Opens a file (made with mode 0600 where there is none) or `:memory:`, and brings its schema up to date. `node:sqlite`
 * is loaded here and nowhere else, so a program that needs no store does not pay for it.
 * @throws {StoreError} for a file that is no database, another program's, newer than this program, locked or unusable.
 */
export async function openConnection(path: string, readOnly: boolean): Promise<Connection> {
	const { DatabaseSync } = await import('node:sqlite');
	try {
		const isNew = path !== memory && !readOnly && !existsSync(path);
		if (isNew) closeSync(openSync(path, 'wx', 0o600));
		const database = new DatabaseSync(path, { readOnly, timeout: busyMillis, defensive: true });
		try {
			migrate(database, path, readOnly);
			for (const [name, work] of Object.entries(sqlFunctions))
				database.function(name, { deterministic: true, directOnly: true, varargs: true }, (...values) =>
					work(...values.map(sqlValue)),
				);
		} catch (error) {
			database.close();
			throw error;
		}
		return connectionTo(database, isNew);
	} catch (error) {
		throw error instanceof StoreError ? error : openError(error, path);
	}
}

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
	// Write-ahead logging lets another process read while this one writes; NORMAL is safe with it.
	if (path !== memory) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
	if (version === migrations.length) return;
	database.exec('BEGIN IMMEDIATE');
	try {
		// Read again under the lock: another process may have been first.
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

/** What a function of the query language can be given: the schema has neither blobs nor 64-bit integers. */
function sqlValue(value: SQLOutputValue): SqlValue {
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function connectionTo(database: DatabaseSync, isNew: boolean): Connection {
	const statements = new Map<string, StatementSync>();
	const begin = (): boolean => {
		if (database.isTransaction) return false;
		database.exec('BEGIN IMMEDIATE');
		return true;
	};
	const rollback = (): void => {
		// Some failures (a full disk) have rolled back already.
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
		prepareOnce: (sql) => database.prepare(sql),
		transaction: (work) => {
			if (!begin()) return work();
			try {
				const result = work();
				database.exec('COMMIT');
				return result;
			} catch (error) {
				rollback();
				throw error;
			}
		},
		transactionAsync: async (work) => {
			if (!begin()) return await work();
			try {
				const result = await work();
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
