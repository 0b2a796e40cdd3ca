import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ApiOptions } from '../../src/api/types.ts';

/** A key that no other text contains. */
export const secretKey = 'KEY0199F2A7-Zq8_vW4rT1xN6bM3kL5';

export type Seen = {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
};

/** Answers one request; `nth` counts from 0. */
export type Script = (seen: Seen, response: ServerResponse, nth: number) => void | Promise<void>;

export type TestServer = AsyncDisposable & { readonly url: string; readonly seen: Seen[] };

/** A real HTTP server on a free loopback port; the script answers. */
export async function serve(script: Script): Promise<TestServer> {
	const seen: Seen[] = [];
	const server = createServer(async (request, response) => {
		const { method = '', url = '', headers } = request;
		const one = { method, url, headers, body: await text(request) };
		seen.push(one);
		await script(one, response, seen.length - 1);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v2`,
		seen,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Answers with JSON. */
export function json(
	response: ServerResponse,
	body: unknown,
	status = 200,
	headers: Record<string, string> = {},
): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}

/** Answers with any text. */
export function plain(response: ServerResponse, status: number, type: string, body: string): void {
	response.writeHead(status, { 'content-type': type });
	response.end(body);
}

/** Announces a longer answer than it sends, and breaks the connection. */
export function cutOff(response: ServerResponse, status: number, body: string): void {
	response.writeHead(status, { 'content-type': 'application/json', 'content-length': '100000' });
	response.write(body, () => response.destroy());
}

/** An API on a server, without real waits between attempts. `waits` collects their lengths. */
export function apiOn(
	url: string,
	options: Partial<ApiOptions> = {},
	waits: number[] = [],
): ConversationsApi {
	const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
	return new ConversationsApi({ baseUrl: url, apiKey: secretKey, sleep, random: () => 0, ...options });
}

/** The error of a call; fails if the call succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
	try {
		await call;
	} catch (error) {
		return error;
	}
	throw new Error('The call was expected to fail.');
}

/** All values of a generator. */
export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const page of pages) list.push(page);
	return list;
}
