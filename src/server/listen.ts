import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { ApiServer } from './server.ts';

/** A server on a port. */
export type Listening = {
	readonly port: number;
	/** Takes no new connections, lets requests under way finish, and closes what is idle. */
	readonly close: () => Promise<void>;
};

/** Where to listen; port 0 takes any that is free. */
export type ListenOptions = {
	readonly host: string;
	readonly port: number;
	/** How long requests under way may take after `close`, in milliseconds; then their connections are cut. */
	readonly graceMillis?: number;
};

/** Puts a server on a port. Rejects with Node's error (EADDRINUSE, EACCES, …) when it cannot be had. */
export async function listen(
	server: ApiServer,
	{ host, port, graceMillis = 5_000 }: ListenOptions,
): Promise<Listening> {
	const node = createAdaptorServer({ fetch: server.fetch });
	if (!isHttpServer(node)) throw new TypeError('the adaptor made no HTTP/1.1 server');
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
 * Node's own `close` waits for connections on which nothing was asked yet, and for the keep-alive timeout of those that
 * were busy. So the connections are counted here: without a request one is dropped at once, else when that is answered.
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
