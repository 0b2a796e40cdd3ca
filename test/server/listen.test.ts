import { once } from 'node:events';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { startServer } from './fixtures.ts';

const body = JSON.stringify({ name: 'slow' });

function begin(url: string, agent: Agent): ClientRequest {
	const sending = httpRequest(`${url}/ai/conversations`, {
		method: 'POST',
		agent,
		headers: { authorization: 'Bearer KEY-1', 'content-length': body.length },
	});
	sending.write(body.slice(0, 3));
	return sending;
}

async function arrival() {
	const { promise, resolve } = Promise.withResolvers<void>();
	const server = await startServer({ onRequest: resolve, graceMillis: 60_000 });
	return { ...server, arrived: promise };
}

describe('closing', () => {
	test('lets a running request finish and accepts no new one', async () => {
		const { url, listening, store, arrived } = await arrival();
		const agent = new Agent({ keepAlive: true });
		const slow = begin(url, agent);
		await arrived;
		const closing = listening.close();
		const { port } = new URL(url);
		const [refused] = await once(connect(Number(port), '127.0.0.1'), 'error');
		expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
		slow.end(body.slice(3));
		const [response]: IncomingMessage[] = await once(slow, 'response');
		expect(response?.statusCode).toBe(200);
		response?.resume();
		// The client would keep the connection, so the server must end it.
		await closing;
		expect(store.conversations.count()).toBe(1);
		agent.destroy();
	});

	test('drops idle connections', async () => {
		const { request, listening, url } = await arrival();
		const agent = new Agent({ keepAlive: true });
		const asking = httpRequest(`${url}/ai/conversations`, {
			agent,
			headers: { authorization: 'Bearer KEY-1' },
		});
		asking.end();
		const [response]: IncomingMessage[] = await once(asking, 'response');
		response?.resume();
		await once(response ?? asking, 'end');
		const { port } = new URL(url);
		const silent = connect(Number(port), '127.0.0.1');
		await once(silent, 'connect');
		await listening.close();
		await expect(request('GET', '/ai/conversations')).rejects.toThrow();
		silent.destroy();
		agent.destroy();
	});

	test('cuts requests that do not finish in time', async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { url, listening } = await startServer({ onRequest: resolve, graceMillis: 20 });
		const slow = begin(url, new Agent());
		const failed = once(slow, 'error');
		await promise;
		await listening.close();
		expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
	});
});

test('reports a port in use as an error without crashing', async () => {
	const { listening } = await startServer();
	await expect(
		listen({ fetch: async () => new Response() }, { host: '127.0.0.1', port: listening.port }),
	).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
