import type { Hono } from 'hono';
import { QueryError } from '../filter/errors.ts';
import { formatColumn } from '../filter/format.ts';
import { parseListQuery } from '../filter/parse.ts';
import { metadataColumn } from '../filter/tree.ts';
import type { AggregateQuery, GroupField } from '../store/aggregates.ts';
import { jsonAnswer } from './bodies.ts';
import { queryOf } from './conversation-routes.ts';
import type { Environment, ServerOptions } from './environment.ts';
import { notFound } from './errors.ts';
import { pageAnswer, pageRequest, pageSizes } from './paging.ts';

const metadataParameter = /^metadata(?:\.(.+)|\[(.+)\])$/s;
const metadataPrefix = 'metadata.';

/**
 * Reads the parameters of the aggregates operation: `insight_id` (an id, with or without `eq.`); `group_by` and
 * `show` (fields, comma-separated or repeated; shown fields are grouped by, because a count has one row per group);
 * and list conditions on `created_at` and on `metadata.<key>`, or `metadata[<key>]` as in the official SDK.
 * @throws {QueryError} for an unknown parameter or a malformed condition.
 */
function aggregateQuery(query: URLSearchParams): AggregateQuery {
	const fields = new Map<string, GroupField>();
	const conditions: [string, string][] = [];
	// The caller's name of each parameter, by the name that the list parser uses.
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
				advice: 'It accepts insight_id, group_by, show, created_at and metadata.<key>',
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

/** Insight templates, insight aggregates and assistants. */
export function directoryRoutes(app: Hono<Environment>, { store }: ServerOptions): void {
	const { templates, assistants, aggregates } = store;

	app.get('/ai/conversations/conversation-insights/aggregates', (context) =>
		jsonAnswer(context, { data: aggregates.count(aggregateQuery(queryOf(context))) }),
	);

	app.get('/ai/conversations/insights', (context) => {
		const page = pageRequest(queryOf(context));
		return jsonAnswer(context, pageAnswer(page, templates.page(page), context.req.url));
	});

	app.get('/ai/conversations/insights/:id', (context) => {
		const template = templates.get(context.req.param('id'));
		if (template === null) throw notFound('insight template');
		return jsonAnswer(context, { data: template });
	});

	// The default page of this list is longer than that of other lists (observed).
	app.get('/ai/assistants', (context) => {
		const page = pageRequest(queryOf(context), pageSizes.most);
		return jsonAnswer(context, pageAnswer(page, assistants.page(page), context.req.url));
	});

	// Bare, as the official SDK expects it.
	app.get('/ai/assistants/:id', (context) => {
		const assistant = assistants.get(context.req.param('id'));
		if (assistant === null) throw notFound('assistant');
		return jsonAnswer(context, assistant);
	});
}
