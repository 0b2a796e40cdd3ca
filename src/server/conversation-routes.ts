import type { Hono, MiddlewareHandler } from 'hono';
import { parseListQuery } from '../filter/parse.ts';
import { createBody, jsonAnswer, messageBody, readBody, updateBody } from './bodies.ts';
import type { Environment, HandlerContext, ServerOptions } from './environment.ts';
import { notFound } from './errors.ts';
import { pageAnswer, pageRequest } from './paging.ts';

/** The decoded query of a request, in its original order. */
export function queryOf(context: HandlerContext): URLSearchParams {
	return new URL(context.req.url).searchParams;
}

/** The seven operations on conversations, and adding a message. `once` makes a POST idempotent. */
export function conversationRoutes(
	app: Hono<Environment>,
	{ store, metadataWrites = 'replace' }: ServerOptions,
	once: MiddlewareHandler<Environment>,
): void {
	const { conversations, messages, insights } = store;
	const rowOf = (id: string): number => {
		const row = conversations.rowOf(id);
		if (row === null) throw notFound('conversation');
		return row;
	};

	app.get('/ai/conversations', (context) =>
		jsonAnswer(context, { data: conversations.list(parseListQuery(queryOf(context))) }),
	);

	// Bare, unlike all other answers, as in the API.
	app.post('/ai/conversations', once, async (context) => {
		const { name, metadata } = await readBody(context, createBody);
		return jsonAnswer(
			context,
			conversations.create({
				...(name === undefined ? {} : { name }),
				...(metadata === undefined ? {} : { metadata }),
			}),
		);
	});

	app.get('/ai/conversations/:id', (context) => {
		const conversation = conversations.get(context.req.param('id'));
		if (conversation === null) throw notFound('conversation');
		return jsonAnswer(context, { data: conversation });
	});

	app.put('/ai/conversations/:id', async (context) => {
		const id = context.req.param('id');
		rowOf(id);
		const { metadata } = await readBody(context, updateBody);
		const conversation =
			metadata === undefined
				? conversations.get(id)
				: conversations.updateMetadata(id, metadata, metadataWrites);
		if (conversation === null) throw notFound('conversation');
		return jsonAnswer(context, { data: conversation });
	});

	app.delete('/ai/conversations/:id', (context) => {
		if (!conversations.delete(context.req.param('id'))) throw notFound('conversation');
		return context.body(null, 204);
	});

	app.get('/ai/conversations/:id/messages', (context) => {
		const row = rowOf(context.req.param('id'));
		const page = pageRequest(queryOf(context));
		return jsonAnswer(context, pageAnswer(page, messages.page(row, page), context.req.url));
	});

	app.get('/ai/conversations/:id/conversations-insights', (context) => {
		const row = rowOf(context.req.param('id'));
		const page = pageRequest(queryOf(context));
		return jsonAnswer(context, pageAnswer(page, insights.page(row, page), context.req.url));
	});

	app.post('/ai/conversations/:id/message', once, async (context) => {
		const id = context.req.param('id');
		rowOf(id);
		const { content, ...rest } = await readBody(context, messageBody);
		// Looked up again: the conversation may have been deleted while the body arrived.
		messages.add(rowOf(id), { text: content ?? null, ...rest });
		return context.body(null, 200);
	});
}
