import { createServer } from 'node:http';
import type { JsonValue } from '../../src/domain/json.ts';
import type { Between } from './screen-harness.tsx';

/** Answers requests whose decoded path and query match in the server's place. */
export function instead(
	pattern: RegExp,
	answer: (request: Request) => Response | Promise<Response>,
): Between {
	return (request) => (pattern.test(pathOf(request)) ? answer(request) : null);
}

/** The path and query of a request, from `/ai` on, decoded. */
export function pathOf(request: Request): string {
	return decodeURIComponent(request.url.replace(/^.*?\/v2/, ''));
}

/** The list of conversations, its first page only. */
export const firstPage = /^\/ai\/conversations\?(?!.*\bor=)/;

/** Every page of the list but the first. */
export const laterPage = /^\/ai\/conversations\?.*\bor=/;

/** The list of conversations. */
export const anyPage = /^\/ai\/conversations\?/;

/** A list with exactly these rows, valid or not. */
export function listOf(rows: readonly JsonValue[]): Between {
	return instead(anyPage, (request) => Response.json({ data: firstPage.test(pathOf(request)) ? rows : [] }));
}

/** An error in Telnyx's own form. */
export function refusal(status: number, code: string, title: string, detail: string): Response {
	return Response.json(
		{ errors: [{ code, title, detail }] },
		{ status, headers: { 'x-request-id': `request-${status}` } },
	);
}

/** Holds matching requests until all are released at once. */
export function holding(pattern: RegExp): { readonly between: Between; readonly release: () => void } {
	const gate = Promise.withResolvers<null>();
	return {
		between: (request) => (pattern.test(pathOf(request)) ? gate.promise : null),
		release: () => gate.resolve(null),
	};
}

/** A local address without a listener, so that connections are refused. */
export async function deserted(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
	return `http://127.0.0.1:${address.port}/`;
}
