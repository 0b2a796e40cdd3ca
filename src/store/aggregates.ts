import type { JsonObject, JsonValue } from '../domain/json.ts';
import { compileListQuery, type SqlValue } from '../filter/sql.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { Row } from './columns.ts';
import type { Connection } from './connection.ts';

/** What to group by: a field of the insight's own JSON result, or a metadata key of the conversation. */
export type GroupField = { readonly source: 'result' | 'metadata'; readonly key: string };

/** Which insights to count, and by what. */
export type AggregateQuery = {
	/** Only this insight; null counts all of them. */
	readonly insightId: string | null;
	readonly groupBy: readonly GroupField[];
	/** Conditions on when the result was made and on the conversation's metadata; order and paging are not looked at. */
	readonly filters: ListQuery;
};

/** Counts over all insight results. */
export type Aggregates = {
	/**
	 * One row a combination of group values, the most frequent first, with `record_count`. An insight whose result
	 * lacks a grouped field is left out; a conversation without a grouped metadata key counts under null.
	 * @throws {QueryError} where a filter cannot be run.
	 */
	readonly count: (query: AggregateQuery) => JsonObject[];
};

// Named like the table that conditions are compiled for, so that they can speak of an insight's `created_at` and its
// conversation's `metadata` in the same words as a list's.
const insightsAsConversations = `
	WITH insight (id, name, created_at, last_message_at, metadata, insight_id, result) AS (
		SELECT r.id, c.name, r.created_at, c.last_message_at, c.metadata,
			CASE item.type WHEN 'object' THEN item.value END ->> 'insight_id',
			CASE item.type WHEN 'object' THEN item.value END ->> 'result'
		FROM insight_results AS r
		JOIN main.conversations AS c ON c.seq = r.conversation
		JOIN json_each(r.body, '$.conversation_insights') AS item
	)`;

// A value as JSON text, so that "1", 1 and true stay three different groups. The key is bound, never part of the text.
const memberOf = (json: string): string => `(
	SELECT CASE type WHEN 'text' THEN json_quote(value) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
		WHEN 'null' THEN NULL ELSE CAST(value AS TEXT) END
	FROM json_each(${json}) WHERE key = ?)`;

const members: Readonly<Record<GroupField['source'], string>> = {
	result: memberOf(
		"CASE WHEN json_valid(result) THEN CASE json_type(result) WHEN 'object' THEN result END END",
	),
	metadata: memberOf('metadata'),
};

/** The counts behind a connection. */
export function aggregatesOf(connection: Connection): Aggregates {
	return {
		count: ({ insightId, groupBy, filters }) => {
			const { where, whereParams } = compileListQuery(filters);
			const fields = groupBy.map(({ source }, index) => `${members[source]} AS g${index}`);
			const names = groupBy.map((_, index) => `g${index}`);
			const present = groupBy.flatMap(({ source }, index) =>
				source === 'result' ? [`g${index} IS NOT NULL`] : [],
			);
			const sql = `${insightsAsConversations},
				grouped AS (
					SELECT ${[...fields, '1 AS one'].join(', ')} FROM insight AS conversations
					WHERE (? IS NULL OR insight_id = ?) AND (${where})
				)
				SELECT ${[...names, 'count(*) AS record_count'].join(', ')} FROM grouped
				${present.length > 0 ? `WHERE ${present.join(' AND ')}` : ''}
				${names.length > 0 ? `GROUP BY ${names.join(', ')}` : ''}
				ORDER BY ${['record_count DESC', ...names].join(', ')}`;
			const params: SqlValue[] = [...groupBy.map(({ key }) => key), insightId, insightId, ...whereParams];
			return connection
				.prepareOnce(sql)
				.all(...params)
				.map((row) => toWire(row, groupBy));
		},
	};
}

function toWire(row: Row, groupBy: readonly GroupField[]): JsonObject {
	const fields = groupBy.map(({ source, key }, index): [string, JsonValue] => {
		const value = row[`g${index}`];
		const name = source === 'metadata' ? `metadata.${key}` : key;
		return [name, typeof value === 'string' ? JSON.parse(value) : null];
	});
	return { ...Object.fromEntries(fields), record_count: Number(row.record_count) };
}
