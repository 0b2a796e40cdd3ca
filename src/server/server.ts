import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { Hono } from 'hono/quick';
import { QueryError } from '../filter/errors.ts';
import { resultCodes, sqliteCode } from '../store/errors.ts';
import { authentication } from './auth.ts';
import { bodyTooLarge, largestBody } from './bodies.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import type { Environment, ServerOptions } from './environment.ts';
import {
	ApiFailure,
	badRequest,
	busy,
	endedEarly,
	notFound,
	readOnlyFailure,
	telnyxFailure,
	unexpected,
} from './errors.ts';
import { loopbackHosts } from './host.ts';
import { idempotency } from './idempotency.ts';

/** The path prefix of every operation, as at api.telnyx.com. */
export const basePath = '/v2';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The API over a store, as a function from request to response. It never rejects. */
export type ApiServer = { readonly fetch: (request: Request) => Promise<Response> };

/**
 * The complete API over a store, for any transport: the embedded backend calls `fetch` in the process, `serve`
 * listens on a port. Every answer has an `x-request-id`, and none reveals internal failures.
 */
export function createServer(options: ServerOptions): ApiServer {
	const { store, key, readOnly = false, now, newId, loopbackOnly = false, onUnexpected } = options;
	const app = new Hono<Environment>();

	app.use(async (context, next) => {
		await next();
		context.header('x-request-id', newId());
	});
	if (loopbackOnly) app.use(loopbackHosts());
	app.use(authentication(key));

	const api = new Hono<Environment>();
	api.use(
		methodNotAllowed({
			app: api,
			onMethodNotAllowed: (context, methods) => notAllowed(context.req.method, methods),
		}),
	);
	if (readOnly)
		api.use(async (context, next) => {
			if (!reading.has(context.req.method)) throw readOnlyFailure();
			await next();
		});
	api.use(
		bodyLimit({
			maxSize: largestBody,
			onError: () => {
				throw bodyTooLarge();
			},
		}),
	);
	// Fixed paths come first: "insights" would match as an id.
	directoryRoutes(api, options);
	conversationRoutes(api, options, idempotency(store.idempotency, now));
	app.route(basePath, api);

	app.notFound(() => answer(notFound('URL')));
	app.onError((error) => {
		if (error instanceof ApiFailure) return answer(error);
		if (error instanceof QueryError) return answer(queryFailure(error));
		if (isCutOff(error)) return answer(badRequest(endedEarly));
		if (((sqliteCode(error) ?? 0) & 0xff) === resultCodes.busy) return answer(busy());
		onUnexpected?.(error);
		return answer(unexpected());
	});
	return {
		fetch: async (request) => {
			// The routes parse the URL, and a host such as 999.999.999.999 makes it invalid.
			if (URL.canParse(request.url)) return await app.fetch(request);
			const { status, body } = badRequest('The Host header is invalid.');
			return Response.json(body, { status, headers: { 'x-request-id': newId() } });
		},
	};
}

/** True if the client disconnected while its body was read, before any route handled it. */
function isCutOff(error: Error): boolean {
	return 'code' in error && error.code === 'ECONNRESET';
}

function answer({ status, body, headers }: ApiFailure): Response {
	return Response.json(body, { status, headers });
}

/** 400 with the parameter and the position: in `detail` for people, and in fields for programs. */
function queryFailure({ message, parameter, position }: QueryError): ApiFailure {
	return badRequest(message, { source: { parameter }, meta: { position } });
}

function notAllowed(method: string, methods: readonly string[]): Response {
	const allow = [...methods, 'OPTIONS'].join(', ');
	if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
	return answer(
		telnyxFailure(
			405,
			'10015',
			'Bad Request',
			`This URL does not support ${method}; it supports ${allow}.`,
			{},
			{ allow },
		),
	);
}
