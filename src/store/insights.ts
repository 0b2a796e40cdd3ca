import { parseInstant } from '../domain/instant.ts';
import { type JsonObject, jsonText } from '../domain/json.ts';
import type { WireInsightResult } from '../domain/wire.ts';
import { integerColumn, jsonColumn, offsetOf, type PageRequest, type PageRows } from './columns.ts';
import type { Connection } from './connection.ts';

/** The insight results of a store, by the row number of a conversation. */
export type Insights = {
	readonly page: (conversation: number, page: PageRequest) => PageRows<JsonObject>;
	/** Inserts existing results unchanged. */
	readonly insert: (conversation: number, results: readonly WireInsightResult[]) => void;
};

/** The insight results of a connection. */
export function insightsOf(connection: Connection): Insights {
	const paged = connection.prepare(
		'SELECT body FROM insight_results WHERE conversation = ? AND position >= ? AND position < ? ORDER BY position',
	);
	const next = connection.prepare(
		'SELECT coalesce(max(position) + 1, 0) AS next FROM insight_results WHERE conversation = ?',
	);
	const inserted = connection.prepare(
		'INSERT INTO insight_results (conversation, position, id, created_at, body) VALUES (?, ?, ?, ?, ?)',
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
		insert: (conversation, results) => {
			if (results.length === 0) return;
			let position = nextPosition(conversation);
			for (const result of results) {
				const createdAt = parseInstant(result.created_at);
				inserted.run(conversation, position++, result.id, createdAt, jsonText(result));
			}
		},
	};
}

/** A list of named objects that conversations refer to by id: insight templates, assistants. */
export type Directory = {
	readonly page: (page: PageRequest) => PageRows<JsonObject>;
	readonly get: (id: string) => JsonObject | null;
	/** Adds an object or replaces the one with the same id. */
	readonly put: (id: string, body: JsonObject) => void;
};

/** The directory in one of the two tables of this shape. */
export function directoryOf(connection: Connection, table: 'insight_templates' | 'assistants'): Directory {
	const listed = connection.prepare(`SELECT body FROM ${table} ORDER BY position LIMIT ? OFFSET ?`);
	const counted = connection.prepare(`SELECT count(*) AS total FROM ${table}`);
	const byId = connection.prepare(`SELECT body FROM ${table} WHERE id = ?`);
	const put = connection.prepare(
		`INSERT INTO ${table} (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
	);
	return {
		page: (request) => ({
			rows: listed.all(request.size, offsetOf(request)).map((row) => jsonColumn(row, 'body')),
			total: integerColumn(counted.get() ?? {}, 'total'),
		}),
		get: (id) => {
			const row = byId.get(id);
			return row === undefined ? null : jsonColumn(row, 'body');
		},
		put: (id, body) => {
			put.run(id, jsonText(body));
		},
	};
}
