import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { cliPath, ensureBuilt, programEnv } from '../harness/program.ts';
import { serving } from './serve-fixtures.ts';

/** A proxy for one host, whose name no resolver knows; 403 for all others. `isBroken` drops every tunnel. */
async function proxyTo(host: string, port: number, isBroken = false) {
	const asked: string[] = [];
	const tell = (what: string, { headers }: IncomingMessage) =>
		asked.push(`${what} ${headers['proxy-authorization'] ?? ''}`.trim());
	const proxy = createServer((request, response) => {
		const url = new URL(request.url ?? '');
		tell(url.host, request);
		if (url.host !== host) return response.writeHead(403).end();
		const { method, headers } = request;
		const onward = httpRequest(
			{ host: '127.0.0.1', port, method, path: url.pathname + url.search, headers },
			(answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			},
		);
		return request.pipe(onward);
	});
	proxy.on('connect', (request, socket) => {
		tell(`CONNECT ${request.url}`, request);
		if (isBroken) socket.destroy();
		else socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		proxy.close();
		proxy.closeAllConnections();
	});
	const address = proxy.address();
	return { asked, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** Starts `tconv tail` and returns its first line on stderr. */
async function firstWord(environment: Record<string, string>): Promise<string> {
	await ensureBuilt();
	const child = spawn(process.execPath, [cliPath, 'tail', '--allow-http'], {
		env: programEnv({ TELNYX_API_KEY: 'KEY-1', ...environment }),
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const [line] = await once(createInterface({ input: child.stderr }), 'line');
	child.kill('SIGKILL');
	await once(child, 'exit');
	return String(line);
}

test('case 23, https proxy ignored: the proxy of the environment is used, and named', async () => {
	const port = Number(new URL(await serving(['--port', '0', '--demo', '2', '--key', 'KEY-1']).url()).port);
	const { asked, port: proxyPort } = await proxyTo('api.behind.invalid:8080', port);
	const address = `http://ann:S3CRET@127.0.0.1:${proxyPort}`;
	const environment = { HTTP_PROXY: address, HTTPS_PROXY: address };
	const there = await firstWord({ ...environment, TELNYX_BASE_URL: 'http://api.behind.invalid:8080/v2' });
	expect(there).toContain(`following api.behind.invalid:8080 through the proxy 127.0.0.1:${proxyPort}`);
	expect(asked[0]).toMatch(/^api\.behind\.invalid:8080 Basic /);
	const refused = await firstWord({ ...environment, TELNYX_BASE_URL: 'https://elsewhere.invalid/v2' });
	expect(refused).toContain(
		`The proxy 127.0.0.1:${proxyPort} (HTTPS_PROXY) refused to connect to elsewhere.invalid`,
	);
	expect(there + refused).not.toContain('S3CRET');
});

test('a proxy that closes every connection gets no more requests than a failing server', async () => {
	const { asked, port } = await proxyTo('nothing', 1, true);
	const line = await firstWord({
		HTTPS_PROXY: `127.0.0.1:${port}`,
		TELNYX_BASE_URL: 'https://api.behind.invalid/v2',
	});
	expect(line).toContain(`The proxy 127.0.0.1:${port} (HTTPS_PROXY) could not reach api.behind.invalid.`);
	expect(asked.length).toBeLessThan(5);
});

test('this machine and the hosts of NO_PROXY are reached without it', async () => {
	const url = await serving(['--port', '0', '--demo', '2', '--key', 'KEY-1']).url();
	const { asked, port } = await proxyTo('nothing', 1);
	const environment = { HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://127.0.0.1:${port}` };
	expect(await firstWord({ ...environment, TELNYX_BASE_URL: url })).toMatch(/following 127\.0\.0\.1:\d+, /);
	const direct = {
		...environment,
		NO_PROXY: 'behind.invalid',
		TELNYX_BASE_URL: 'http://api.behind.invalid/v2',
	};
	expect(await firstWord(direct)).toContain('The name api.behind.invalid was not found.');
	expect(asked).toEqual([]);
});

test('an unusable proxy ends the start, and is named without its password', async () => {
	const line = await firstWord({
		HTTPS_PROXY: 'socks5://ann:S3CRET@127.0.0.1:1080',
		TELNYX_BASE_URL: 'https://api.behind.invalid/v2',
	});
	expect(line).toContain('HTTPS_PROXY is not the address of an HTTP proxy.');
	expect(line).not.toContain('S3CRET');
});
