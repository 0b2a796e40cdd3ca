import { expect, test } from 'vitest';
import { listed, serving } from '../../commands/serve-fixtures.ts';

const put = (url: string, spec: string, key = 'x') =>
	fetch(url.replace('/v2', '/chaos'), {
		method: 'PUT',
		body: spec,
		headers: { authorization: `Bearer ${key}` },
	});

test('reads and replaces rules while the server runs', async () => {
	const server = serving(['--port', '0', '--demo', '2', '--chaos', 'bare=503', '--chaos', 'PUT: html']);
	const url = await server.url();
	expect((await fetch(`${url}/ai/conversations`)).status).toBe(503);
	const told = await fetch(url.replace('/v2', '/chaos'));
	expect(await told.text()).toBe('1 of 1: bare=503\n0 of 0: PUT: html\n');
	expect(await (await put(url, '')).text()).toBe('no faults\n');
	expect((await listed(url)).length).toBe(2);
	expect(server.out.join('\n')).toContain('2 chaos rules, seed 1');
});

test('refuses invalid rules and keeps the active ones', async () => {
	const url = await serving(['--port', '0', '--empty', '--chaos', 'bare=503']).url();
	const refused = await put(url, 'html; nonsense');
	expect(refused.status).toBe(400);
	expect(await refused.text()).toContain('there is no fault \\"nonsense\\"');
	expect((await fetch(`${url}/ai/conversations`)).status).toBe(503);
});

test('requires the key, if there is one', async () => {
	const url = await serving(['--port', '0', '--empty', '--key', 'K', '--chaos', 'bare=503']).url();
	expect((await put(url, '', 'wrong')).status).toBe(401);
	expect((await put(url, '', 'K')).status).toBe(200);
	expect(await listed(url, '', 'K')).toEqual([]);
});

test('is not served without chaos', async () => {
	const url = await serving(['--port', '0', '--empty']).url();
	expect((await put(url, 'bare')).status).toBe(404);
});

test.each([
	[['--chaos', 'nonsense'], '--chaos: "nonsense": there is no fault "nonsense"'],
	[['--chaos', 'html', '--seed', 'x'], '--seed must be a whole number'],
	[['--seed', '4'], '--seed needs --chaos'],
])('reports invalid arguments: %j', async (args, problem) => {
	const server = serving(['--port', '0', '--empty', ...args]);
	expect(await server.code).toBe(2);
	expect(server.err).toEqual([expect.stringContaining(problem)]);
});
