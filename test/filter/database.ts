import { DatabaseSync } from 'node:sqlite';
import { sqlFunctions } from '../../src/filter/functions.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import { MatchWork } from '../../src/filter/match-work.ts';
import { compileListQuery } from '../../src/filter/sql.ts';
import type { ListQuery } from '../../src/filter/tree.ts';

/** A database with one table of conversations, as compiled queries expect it. */
export type Rows = { readonly idsOf: (query: ListQuery) => string[]; readonly close: () => void };

export function databaseOf(rows: readonly KeysetRow[]): Rows {
	const database = new DatabaseSync(':memory:');
	database.exec(
		'CREATE TABLE conversations (id TEXT, name TEXT, created_at INTEGER, last_message_at INTEGER, metadata TEXT)',
	);
	for (const [name, matches] of Object.entries(sqlFunctions(new MatchWork()))) {
		database.function(name, { deterministic: true, varargs: true }, (...values) =>
			matches(
				...values.map((value) => (typeof value === 'string' || typeof value === 'number' ? value : null)),
			),
		);
	}
	const insert = database.prepare('INSERT INTO conversations VALUES (?, ?, ?, ?, ?)');
	for (const { id, name, createdAt, lastMessageAt, metadata } of rows) {
		insert.run(id, name, createdAt, lastMessageAt, JSON.stringify(metadata));
	}
	return {
		idsOf: (query) => {
			const { where, params, orderBy } = compileListQuery(query);
			const ordered = orderBy === '' ? '' : ` ORDER BY ${orderBy}`;
			return database
				.prepare(`SELECT id FROM conversations WHERE ${where}${ordered} LIMIT ? OFFSET ?`)
				.all(...params, query.limit ?? -1, query.offset ?? 0)
				.map(({ id }) => String(id));
		},
		close: () => database.close(),
	};
}
