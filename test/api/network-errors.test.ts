import { createServer } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { ApiError } from '../../src/api/errors.ts';
import { proxyFor } from '../../src/api/proxy.ts';
import { errorOfTimeout, errorOfTransport } from '../../src/api/transport-error.ts';

const direct = { host: 'api.example', proxy: null };
const through = {
	host: 'api.example',
	proxy: {
		url: 'http://ann:S3CRET@proxy.example:3128/',
		host: 'proxy.example:3128',
		variable: 'HTTPS_PROXY',
	},
};

/** An error as fetch throws it, with the failure as its cause. */
const failed = (cause: object) => new TypeError('fetch failed', { cause });
const withCode = (code: string) => failed(Object.assign(new Error(code), { code }));

describe('case 28, bad port: a port that fetch refuses', () => {
	test.each([10080, 5060, 5061, 6000, 6667, 1719])('is named before anything is sent: %i', (port) => {
		const make = () => new ConversationsApi({ baseUrl: `http://127.0.0.1:${port}/v2`, apiKey: 'KEY-1' });
		expect(make).toThrow(ApiError);
		expect(make).toThrow(`has the port ${port}, which fetch blocks`);
	});

	test('agrees with fetch itself', async () => {
		for (const port of [1, 22, 25, 587, 1720, 2049, 4190, 5061, 6566, 6697, 10080]) {
			const thrown = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
			expect(thrown).toMatchObject({ cause: { message: 'bad port' } });
		}
	});
});

describe('the cause of a connection that failed', () => {
	test.each([
		['ENOTFOUND', 'The name api.example was not found.', 'Behind a proxy, set HTTPS_PROXY'],
		['ECONNREFUSED', 'Nothing answers at api.example.', 'start the server'],
		['UND_ERR_CONNECT_TIMEOUT', 'No connection to api.example was established in time', 'firewall'],
		['ENETUNREACH', 'Nothing at api.example can be reached from here', 'Check the network'],
		['ECONNRESET', 'The connection to api.example failed (ECONNRESET)', 'try again'],
		['CERT_HAS_EXPIRED', 'The certificate of api.example is not currently valid', 'clock'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'has the certificate of another host', 'sign-in page'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'could not be verified', 'NODE_EXTRA_CA_CERTS'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'could not be verified', 'NODE_USE_SYSTEM_CA=1'],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'could not be verified', 'NODE_EXTRA_CA_CERTS'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'could not be verified', 'NODE_EXTRA_CA_CERTS'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'does not use https', 'port'],
	])('is named, with what to do: %s', (code, sentence, advice) => {
		const error = errorOfTransport(withCode(code), direct);
		expect(error).toMatchObject({ kind: 'network', code });
		expect(error.sentence).toContain(sentence);
		expect(error.advice).toContain(advice);
	});

	test.each(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH'])(
		'names the proxy where there is one, and not its password: %s',
		(code) => {
			const error = errorOfTransport(withCode(code), through);
			expect(error.message).toContain('the proxy proxy.example:3128 (HTTPS_PROXY)');
			expect(JSON.stringify(error) + error.message).not.toMatch(/S3CRET|ann/);
		},
	);

	test('names a proxy that closes the connection, or is none', () => {
		for (const statusCode of [undefined, Number.NaN]) {
			const broken = Object.assign(new Error('no'), { code: 'ERR_PROXY_TUNNEL', statusCode });
			expect(errorOfTransport(failed(broken), through).sentence).toBe(
				'The proxy proxy.example:3128 (HTTPS_PROXY) could not reach api.example.',
			);
		}
	});

	test.each([
		['407', 'name and a password'],
		['403', 'NO_PROXY'],
	])('names the refusal of a proxy: %s', (status, advice) => {
		const refusal = Object.assign(new Error('no'), { code: 'ERR_PROXY_TUNNEL', statusCode: Number(status) });
		const error = errorOfTransport(failed(refusal), through);
		expect(error.sentence).toBe(
			`The proxy proxy.example:3128 (HTTPS_PROXY) refused to connect to api.example (${status}).`,
		);
		expect(error.advice).toContain(advice);
	});

	test('names the proxy of an answer that did not come in time', () => {
		expect(errorOfTimeout(direct, 60_000).message).not.toContain('proxy');
		expect(errorOfTimeout(through, 60_000).message).toContain('through the proxy proxy.example:3128');
	});
});

describe('over a real connection', () => {
	const ask = async (url: string) => {
		const api = new ConversationsApi({ baseUrl: url, apiKey: 'KEY-1', sleep: async () => undefined });
		return await api
			.assistants()
			.next()
			.then(
				() => null,
				(error: unknown) => error,
			);
	};

	test('a server that speaks http where https is asked for', async () => {
		const server = createServer((_, response) => response.end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void server.close());
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : 0;
		expect(await ask(`https://127.0.0.1:${port}/v2`)).toMatchObject({
			sentence: expect.stringContaining('does not use https'),
		});
	});

	test('a status without a body, a web page, a redirect', async () => {
		const answers: [string, RegExp][] = [
			['HTTP/1.1 503 Service Unavailable\r\n\r\n', /failed \(503\) and gave no reason/],
			[
				'HTTP/1.1 502 Bad Gateway\r\n\r\n<html><h1>502</h1></html>',
				/failed \(502\): a gateway sent a web page/,
			],
			['HTTP/1.1 511 Network Authentication Required\r\n\r\n<html></html>', /requires a sign-in/],
			['HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>Sign in</title></html>', /web page/],
			['HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\n\r\n', /another address \(302\)/],
		];
		for (const [answer, words] of answers) {
			const server = createPlainServer((socket) => {
				socket.on('error', () => undefined);
				socket.once('data', () => socket.end(answer));
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			onTestFinished(() => void server.close());
			const address = server.address();
			const port = typeof address === 'object' ? address?.port : 0;
			expect(await ask(`http://127.0.0.1:${port}/v2`)).toMatchObject({
				sentence: expect.stringMatching(words),
			});
		}
	});
});

describe('the proxy for an address', () => {
	const cloud = 'https://api.telnyx.com/v2';

	test.each([
		[{ HTTPS_PROXY: 'http://p:3128' }, cloud, 'p:3128'],
		[{ https_proxy: 'http://p:3128', HTTPS_PROXY: 'http://other:1' }, cloud, 'p:3128'],
		[{ HTTPS_PROXY: 'p:3128' }, cloud, 'p:3128'],
		[{ HTTPS_PROXY: ' https://ann:pw@p ' }, cloud, 'p'],
		[{ HTTPS_PROXY: '' }, cloud, null],
		[{ HTTP_PROXY: 'http://p:3128' }, cloud, null],
		[{ HTTP_PROXY: 'http://p:3128' }, 'http://api.example/v2', 'p:3128'],
		[{ HTTP_PROXY: 'http://p:3128' }, 'http://127.0.0.1:8787/v2', null],
		[{ HTTP_PROXY: 'http://p:3128' }, 'http://[::1]:8787/v2', null],
		[{ HTTPS_PROXY: 'http://p:3128' }, 'https://localhost/v2', null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: '*' }, cloud, null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'telnyx.com' }, cloud, null],
		[{ HTTPS_PROXY: 'http://p:3128', no_proxy: 'localhost, .telnyx.com' }, cloud, null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'a.example *.Telnyx.com' }, cloud, null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'api.telnyx.com:443' }, cloud, null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'api.telnyx.com:8443' }, cloud, 'p:3128'],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'elnyx.com, api.telnyx.com.evil' }, cloud, 'p:3128'],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: ',, .' }, cloud, 'p:3128'],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: '2001:db8::1' }, 'https://[2001:db8::1]/v2', null],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: '[2001:db8::1]:443' }, 'https://[2001:db8::1]/v2', null],
	])('by %j, for %s: %s', (environment, url, host) => {
		expect(proxyFor(url, environment)?.host ?? null).toBe(host);
	});

	test.each(['socks5://p:1080', 'http://', 'http://a b', 'ftp://p'])(
		'that is none is refused by name: %s',
		(value) => {
			expect(() => proxyFor(cloud, { HTTPS_PROXY: value })).toThrow(
				'HTTPS_PROXY is not the address of an HTTP proxy',
			);
		},
	);
});
