import { QueryError } from '../filter/errors.ts';
import { formatColumn } from '../filter/format.ts';
import { parseListQuery } from '../filter/parse.ts';
import { metadataColumn } from '../filter/tree.ts';
import type { AggregateQuery, GroupField } from '../store/aggregates.ts';

const metadataParameter = /^metadata(?:\.(.+)|\[(.+)\])$/s;
const metadataPrefix = 'metadata.';

/**
 * Reads the parameters of the aggregates operation: `insight_id` (an id, with or without `eq.`), `group_by` and `show`
 * (fields, comma-separated or repeated; what is shown is grouped by, since a count has one row a group), and
 * conditions in the list's own language on `created_at` and on `metadata.<key>`, or `metadata[<key>]` as the official
 * SDK writes it.
 * @throws {QueryError} for a parameter that is unknown or a condition that cannot be read.
 */
export function aggregateQuery(query: URLSearchParams): AggregateQuery {
	const fields = new Map<string, GroupField>();
	const conditions: [string, string][] = [];
	// What the list's parser calls a parameter, and what the caller called it.
	const names = new Map<string, string>();
	let insightId: string | null = null;
	for (const [name, value] of query) {
		const metadataKey = metadataParameter.exec(name);
		if (name === 'insight_id') insightId = value.replace(/^eq\./, '');
		else if (name === 'group_by' || name === 'show')
			for (const field of groupFields(value)) fields.set(`${field.source}.${field.key}`, field);
		else if (name === 'created_at') conditions.push([name, value]);
		else if (metadataKey !== null) {
			const column = formatColumn(metadataColumn(metadataKey[1] ?? metadataKey[2] ?? ''));
			names.set(column, name);
			conditions.push([column, value]);
		} else
			throw new QueryError({
				parameter: name,
				position: 0,
				problem: 'This operation has no such parameter',
				advice: 'It takes insight_id, group_by, show, created_at and metadata.<key>',
			});
	}
	try {
		return { insightId, groupBy: [...fields.values()], filters: parseListQuery(conditions) };
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		const { parameter, position, problem, advice } = error;
		throw new QueryError({ parameter: names.get(parameter) ?? parameter, position, problem, advice });
	}
}

function groupFields(text: string): GroupField[] {
	return text
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '')
		.map((field) =>
			field.startsWith(metadataPrefix)
				? { source: 'metadata', key: field.slice(metadataPrefix.length) }
				: { source: 'result', key: field },
		);
}
