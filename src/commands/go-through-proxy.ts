import type { IncomingMessage } from 'node:http';
import type { OpenedAccount } from '../accounts/opened-account.ts';
import { proxyFor } from '../api/proxy.ts';
import type { HttpProxy } from '../api/types.ts';

const direct = globalThis.fetch;

/**
 * Sends all requests to this account's API through the proxy that the environment names for it, and those of an account
 * without one directly. Loads nothing if it names none. Throws an `ApiError` for an unusable proxy.
 */
export async function goThroughProxy(
	account: OpenedAccount,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
	const proxy = account.kind === 'samples' ? null : proxyFor(account.baseUrl, environment);
	globalThis.fetch = proxy === null ? direct : await fetchThrough(proxy);
}

const bodyless = new Set([204, 205, 304]);

/**
 * A fetch through a proxy, on Node's own HTTP client. Node's fetch retries a proxy that closes the connection a
 * thousand times a second, even after the request was given up (undici 7.29.1).
 */
async function fetchThrough({ url: proxyUrl }: HttpProxy): Promise<typeof globalThis.fetch> {
	const [http, https, { Readable }, { createGunzip }] = await Promise.all([
		import('node:http'),
		import('node:https'),
		import('node:stream'),
		import('node:zlib'),
	]);
	// NO_PROXY is already applied: an account has one host.
	const settings = { keepAlive: true, proxyEnv: { http_proxy: proxyUrl, https_proxy: proxyUrl } };
	const plain = { send: http.request, agent: new http.Agent(settings) };
	const encrypted = { send: https.request, agent: new https.Agent(settings) };

	return async (input, init) => {
		const request = new Request(input, init);
		const { signal, method } = request;
		const headers = { ...Object.fromEntries(request.headers), 'accept-encoding': 'gzip' };
		const body = Buffer.from(await request.arrayBuffer());
		const { send, agent } = request.url.startsWith('https:') ? encrypted : plain;
		const answer = await new Promise<IncomingMessage>((resolve, reject) => {
			signal.throwIfAborted();
			const sending = send(request.url, { method, headers, agent }, resolve);
			// As in fetch, the original error is the cause.
			sending.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
			// During the proxy handshake, the client's own signal would not end the request.
			signal.addEventListener('abort', () => {
				reject(signal.reason);
				sending.destroy();
			});
			sending.end(body);
		});
		const { statusCode: status = 502, statusMessage: statusText = '' } = answer;
		const received = new Headers();
		for (const [name, values] of Object.entries(answer.headersDistinct))
			for (const value of values ?? []) received.append(name, value);
		const isGzip = received.get('content-encoding') === 'gzip';
		const stream = isGzip ? answer.pipe(createGunzip()) : answer;
		if (isGzip) answer.on('error', (error) => stream.destroy(error));
		return new Response(bodyless.has(status) ? null : Readable.toWeb(stream), {
			status,
			statusText,
			headers: received,
		});
	};
}
