import { expect, onTestFinished } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/domain/json.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import type { Store } from '../../src/store/store.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';

/** An answer with its complete body. */
export type Answer = {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON; null for an empty body. */
	readonly json: JsonValue;
};

/** A server on a real port, with its store and clock. */
export type TestServer = {
	readonly url: string;
	readonly store: Store;
	readonly clock: Clock;
	readonly listening: Listening;
	readonly errors: unknown[];
	readonly request: (method: string, path: string, init?: RequestSettings) => Promise<Answer>;
};

export type RequestSettings = {
	/** Sent as JSON, or unchanged if it is text. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** The bearer token; null sends none. */
	readonly key?: string | null;
};

type Settings = Partial<Parameters<typeof createServer>[0]> & {
	readonly graceMillis?: number;
	readonly arrivalMillis?: number;
	/** Called once the server has the head of a request and started on it. */
	readonly onRequest?: () => void;
};

/** Starts a server on a free loopback port and stops it after the test. */
export async function startServer({
	graceMillis,
	arrivalMillis,
	onRequest,
	...options
}: Settings = {}): Promise<TestServer> {
	const clock = new Clock();
	const store = options.store ?? (await testStore({ clock }));
	const errors: unknown[] = [];
	const server = createServer({
		store,
		key: 'KEY-1',
		now: clock.now,
		newId: countedIds(),
		onUnexpected: (error) => errors.push(error),
		...options,
	});
	const fetching = (request: Request) => {
		const answer = server.fetch(request);
		onRequest?.();
		return answer;
	};
	const listening = await listen(
		{ fetch: fetching },
		{
			host: '127.0.0.1',
			port: 0,
			...(graceMillis === undefined ? {} : { graceMillis }),
			...(arrivalMillis === undefined ? {} : { arrivalMillis }),
		},
	);
	onTestFinished(() => listening.close());
	const url = `http://127.0.0.1:${listening.port}/v2`;
	return {
		url,
		store,
		clock,
		listening,
		errors,
		request: async (method, path, { body, headers = {}, key = 'KEY-1' } = {}) => {
			const response = await fetch(`${url}${path}`, {
				method,
				headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
				...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
			});
			const text = await response.text();
			expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
			return { status: response.status, headers: response.headers, text, json: readJson(text) };
		},
	};
}

function readJson(text: string): JsonValue {
	return text === '' ? null : JSON.parse(text);
}

/** The rows of an answer. */
export function rowsOf(answer: Answer): JsonObject[] {
	expect(answer.status).toBe(200);
	expect(answer.json).toMatchObject({ data: expect.any(Array) });
	return (answer.json as { data: JsonObject[] }).data;
}

/** The ids of the rows of an answer, in order. */
export function idsOf(answer: Answer): JsonValue[] {
	return rowsOf(answer).map(({ id }) => id ?? null);
}

/** The shape of an error in Telnyx's format. */
export function telnyxError(code: string, fields: object = {}): object {
	return {
		errors: [
			expect.objectContaining({
				code,
				title: expect.any(String),
				detail: expect.any(String),
				meta: expect.objectContaining({ url: expect.stringContaining(code) }),
				...fields,
			}),
		],
	};
}
