import type { Hono } from 'hono';
import { aggregateQuery } from './aggregate-query.ts';
import { queryOf } from './conversation-routes.ts';
import type { Environment, ServerOptions } from './environment.ts';
import { notFound } from './errors.ts';
import { pageAnswer, pageRequest } from './paging.ts';

/** Insight templates, insight aggregates and assistants: what turns ids into names and results into numbers. */
export function directoryRoutes(app: Hono<Environment>, { store }: ServerOptions): void {
	const { templates, assistants, aggregates } = store;

	app.get('/ai/conversations/conversation-insights/aggregates', (context) =>
		context.json({ data: aggregates.count(aggregateQuery(queryOf(context))) }),
	);

	app.get('/ai/conversations/insights', (context) => {
		const page = pageRequest(queryOf(context));
		return context.json(pageAnswer(page, templates.page(page)));
	});

	app.get('/ai/conversations/insights/:id', (context) => {
		const template = templates.get(context.req.param('id'));
		if (template === null) throw notFound('insight template');
		return context.json({ data: template });
	});

	app.get('/ai/assistants', (context) => context.json({ data: assistants.all() }));

	// Bare, as the official SDK expects it.
	app.get('/ai/assistants/:id', (context) => {
		const assistant = assistants.get(context.req.param('id'));
		if (assistant === null) throw notFound('assistant');
		return context.json(assistant);
	});
}
