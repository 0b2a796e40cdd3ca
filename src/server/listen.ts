import type { Server } from 'node:http';
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
		close: () => closed(node, graceMillis),
	};
}

/** `Server.close` also drops idle keep-alive connections; busy ones answer `Connection: close` and end by themselves. */
async function closed(node: Server, graceMillis: number): Promise<void> {
	const cut = setTimeout(() => node.closeAllConnections(), graceMillis);
	await new Promise<void>((resolve) => node.close(() => resolve()));
	clearTimeout(cut);
}

function isHttpServer(server: object): server is Server {
	return 'closeAllConnections' in server;
}
