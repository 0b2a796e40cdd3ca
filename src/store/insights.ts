import { parseInstant } from '../domain/instant.ts';
import type { JsonObject } from '../domain/json.ts';
import type { WireInsightResult } from '../domain/wire.ts';
import { integerColumn, jsonColumn } from './columns.ts';
import type { Connection } from './connection.ts';
import { offsetOf, type PageRequest, type PageRows } from './page.ts';

/** The insight results of a store, hanging on the row number of a conversation. */
export type Insights = {
	readonly page: (conversation: number, page: PageRequest) => PageRows<JsonObject>;
	/** Puts in results that were made elsewhere, as they are. */
	readonly insert: (conversation: number, results: readonly WireInsightResult[]) => void;
};

/** The insight results behind a connection. */
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
				inserted.run(conversation, position++, result.id, createdAt, JSON.stringify(result));
			}
		},
	};
}
