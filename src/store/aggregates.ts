import type { JsonObject, JsonValue } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { compileListQuery, type SqlValue } from '../filter/sql.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { Row } from './columns.ts';
import type { Connection } from './connection.ts';

/** A field to group by: one of the insight's own JSON result, or a metadata key of the conversation. */
export type GroupField = { readonly source: 'result' | 'metadata'; readonly key: string };

/** The insights to count and their grouping. */
export type AggregateQuery = {
	/** Only this insight; null counts all. */
	readonly insightId: string | null;
	readonly groupBy: readonly GroupField[];
	/** Conditions on the time of the result and on the conversation's metadata. Order and paging are ignored. */
	readonly filters: ListQuery;
};

/** Counts over all insight results. */
export type Aggregates = {
	/**
	 * One row per combination of group values, most frequent first, with `record_count`. Omits insights whose result
	 * lacks a grouped field; counts conversations without a grouped metadata key under null.
	 * @throws {QueryError} if a filter cannot be run.
	 */
	readonly count: (query: AggregateQuery) => JsonObject[];
};

// Named like the table in compiled conditions, so that list conditions work on an insight's `created_at` and on its
// conversation's `metadata`.
const insightsAsConversations = `
	WITH insight (id, name, created_at, last_message_at, metadata, insight_id, result) AS (
		SELECT r.id, c.name, r.created_at, c.last_message_at, c.metadata,
			CASE item.type WHEN 'object' THEN item.value END ->> 'insight_id',
			CASE item.type WHEN 'object' THEN item.value END ->> 'result'
		FROM insight_results AS r
		JOIN main.conversations AS c ON c.seq = r.conversation
		JOIN json_each(r.body, '$.conversation_insights') AS item
	)`;

// A value as JSON text, so that "1", 1 and true stay separate groups. The key is a bound parameter, never part of the
// SQL.
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

/** The counts of a connection. */
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
		return [name, typeof value === 'string' ? (parseJsonText(value) ?? null) : null];
	});
	return { ...Object.fromEntries(fields), record_count: Number(row.record_count) };
}
