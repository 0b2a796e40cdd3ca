import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** Answers requests with a response, or with null after sending the whole answer over the connection itself. */
export type Answering = {
	readonly fetch: (request: Request, outgoing: ServerResponse) => Promise<Response | null>;
};

/** A server on a port. */
export type Listening = {
	readonly port: number;
	/** Accepts no new connections, lets running requests finish, and closes idle connections. */
	readonly close: () => Promise<void>;
};

/** The address to listen on; port 0 takes any free port. */
export type ListenOptions = {
	readonly host: string;
	readonly port: number;
	/** How long running requests may take after `close`, in milliseconds, before their connections are cut. */
	readonly graceMillis?: number;
	/** How long a request may take to arrive, in milliseconds, before it is answered with 408. Default 30 s. */
	readonly arrivalMillis?: number;
};

/** Listens on a port. Rejects with Node's error (EADDRINUSE, EACCES, …) if the port is not available. */
export async function listen(
	server: Answering,
	{ host, port, graceMillis = 5_000, arrivalMillis = 30_000 }: ListenOptions,
): Promise<Listening> {
	const node = createAdaptorServer({
		serverOptions: {
			headersTimeout: arrivalMillis,
			requestTimeout: arrivalMillis,
			connectionsCheckingInterval: Math.min(1000, arrivalMillis),
		},
		fetch: async (request, { outgoing }) => {
			if (!isHttpResponse(outgoing)) throw new TypeError('the adaptor did not create an HTTP/1.1 connection');
			return (await server.fetch(request, outgoing)) ?? RESPONSE_ALREADY_SENT;
		},
	});
	if (!isHttpServer(node)) throw new TypeError('the adaptor did not create an HTTP/1.1 server');
	const close = closing(node, graceMillis);
	await new Promise<void>((resolve, reject) => {
		node.once('error', reject);
		node.listen(port, host, () => {
			node.off('error', reject);
			resolve();
		});
	});
	const address = node.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : port,
		close,
	};
}

/**
 * Node's own `close` waits for connections without a request, and for the keep-alive timeout of the others. This
 * counts requests instead: connections without one are dropped at once, the others after their answer.
 */
function closing(node: Server, graceMillis: number): () => Promise<void> {
	const underWay = new Map<Socket, number>();
	let isClosing = false;
	node.on('connection', (socket: Socket) => {
		underWay.set(socket, 0);
		socket.once('close', () => underWay.delete(socket));
	});
	node.on('request', ({ socket }, response) => {
		underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
		response.once('close', () => {
			const left = (underWay.get(socket) ?? 1) - 1;
			if (underWay.has(socket)) underWay.set(socket, left);
			if (isClosing && left === 0) socket.end();
		});
	});
	return async () => {
		isClosing = true;
		const cut = setTimeout(() => node.closeAllConnections(), graceMillis);
		await new Promise<void>((resolve) => {
			node.close(() => resolve());
			for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
		});
		clearTimeout(cut);
	};
}

function isHttpServer(server: object): server is Server {
	return 'closeAllConnections' in server;
}

function isHttpResponse(response: object): response is ServerResponse {
	return 'assignSocket' in response;
}
