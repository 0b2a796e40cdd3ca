import type { JsonObject } from '../domain/json.ts';
import { integerColumn, jsonColumn } from './columns.ts';
import type { Connection } from './connection.ts';
import { offsetOf, type PageRequest, type PageRows } from './page.ts';

/** A list of named things that conversations refer to by id: insight templates, assistants. */
export type Directory = {
	readonly all: () => JsonObject[];
	readonly page: (page: PageRequest) => PageRows<JsonObject>;
	readonly get: (id: string) => JsonObject | null;
	/** Adds a thing, or takes the place of the one with the same id. */
	readonly put: (id: string, body: object) => void;
};

/** The directory in one of the two tables that have its shape. */
export function directoryOf(connection: Connection, table: 'insight_templates' | 'assistants'): Directory {
	const listed = connection.prepare(`SELECT body FROM ${table} ORDER BY position LIMIT ? OFFSET ?`);
	const counted = connection.prepare(`SELECT count(*) AS total FROM ${table}`);
	const byId = connection.prepare(`SELECT body FROM ${table} WHERE id = ?`);
	const put = connection.prepare(
		`INSERT INTO ${table} (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
	);
	return {
		all: () => listed.all(-1, 0).map((row) => jsonColumn(row, 'body')),
		page: (request) => ({
			rows: listed.all(request.size, offsetOf(request)).map((row) => jsonColumn(row, 'body')),
			total: integerColumn(counted.get() ?? {}, 'total'),
		}),
		get: (id) => {
			const row = byId.get(id);
			return row === undefined ? null : jsonColumn(row, 'body');
		},
		put: (id, body) => {
			put.run(id, JSON.stringify(body));
		},
	};
}
