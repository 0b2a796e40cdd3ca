import { describe, expect, test } from 'vitest';
import type { ConversationsApi } from '../../src/api/conversations-api.ts';
import { apiOn, failureOf, json, plain, type Script, secretKey, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const conversation = { id, name: 'Ann', created_at: '2026-10-15T16:05:41Z', metadata: { tier: 'gold' } };
const message = { role: 'assistant', content: 'Hi' };

const writes: Record<string, (api: ConversationsApi) => Promise<unknown>> = {
	create: (api) => api.create({ name: 'Ann' }),
	'update metadata': (api) => api.updateMetadata(id, { tier: 'gold' }),
	delete: (api) => api.delete(id),
	'add a message': (api) => api.addMessage(id, message),
};
const names = Object.keys(writes);

const empty =
	(status: number): Script =>
	(_, response) =>
		void response.writeHead(status).end();
const body =
	(value: unknown, status = 200): Script =>
	(_, response) =>
		json(response, value, status);
const portal: Script = (_, response) =>
	plain(response, 200, 'text/html', `<html><title>Sign in to the guest network ${secretKey}</title></html>`);

async function under(script: Script, name: string): Promise<unknown> {
	await using server = await serve(script);
	return await writes[name]?.(apiOn(server.url));
}

describe('a success status with a body that the operation does not have is no success:', () => {
	const odd: [string, Script][] = [
		['a page', portal],
		['a page that calls itself JSON', (_, response) => plain(response, 200, 'application/json', '<html>')],
		['half a page of JSON', (_, response) => plain(response, 200, 'application/json', '{"data":{"id":"70')],
		['a word', body('ok')],
		['a list', body([conversation])],
		['a list in data', body({ data: [conversation] })],
		['errors', body({ errors: [{ code: '10007', title: 'Unavailable' }] })],
		['errors beside the conversation', body({ data: conversation, errors: [{ code: '1' }] })],
		['accepted, no more', empty(202)],
		['nothing that was read of it', body({ ok: true })],
	];
	test.each(odd.flatMap(([what, script]) => names.map((name) => [what, name, script] as const)))(
		'%s, to %s',
		async (_what, name, script) => {
			const error = await failureOf(under(script, name));
			expect(error).toMatchObject({ name: 'ApiError', kind: 'bad-response' });
			expect(JSON.stringify(error)).not.toContain(secretKey);
		},
	);

	test.each(['update metadata', 'delete'])('another conversation, to %s', async (name) => {
		const another = { ...conversation, id: '11111111-59ae-54ef-9443-92a1828be8c6' };
		const error = await failureOf(under(body({ data: another }), name));
		expect(error).toMatchObject({ kind: 'bad-response' });
	});

	test('another conversation, to one that is read', async () => {
		await using server = await serve(body({ data: { ...conversation, id: 'other' } }));
		const error = await failureOf(apiOn(server.url).get(id));
		expect(error).toMatchObject({
			kind: 'bad-response',
			sentence: expect.stringContaining('a different conversation'),
		});
	});

	test.each(['create', 'update metadata'])('an empty one, to %s', async (name) => {
		expect(await failureOf(under(empty(204), name))).toMatchObject({
			kind: 'bad-response',
			sentence: 'The server sent an empty answer.',
		});
	});

	test('the conversation without its metadata, to update metadata', async () => {
		const error = await failureOf(under(body({ data: { id } }), 'update metadata'));
		expect(error).toMatchObject({ kind: 'bad-response' });
	});

	test('another message, to add a message', async () => {
		const error = await failureOf(under(body({ data: { ...message, content: 'Ho' } }), 'add a message'));
		expect(error).toMatchObject({ kind: 'bad-response' });
	});
});

describe('a success is one with the body that the operation has:', () => {
	test.each<[string, string, Script]>([
		['create', 'bare', body(conversation)],
		['create', 'wrapped', body({ data: conversation }, 201)],
		['update metadata', 'wrapped', body({ data: conversation })],
		['update metadata', 'with its id in capitals', body({ data: { ...conversation, id: id.toUpperCase() } })],
		['delete', '200 and nothing', empty(200)],
		['delete', '204', empty(204)],
		['delete', 'the conversation', body({ data: conversation })],
		['delete', 'data that is null', body({ data: null })],
		['delete', 'blanks', (_, response) => plain(response, 200, 'text/plain', ' \r\n')],
		['add a message', '200 and nothing', empty(200)],
		['add a message', '201 and nothing', empty(201)],
		['add a message', 'the message', body({ data: { role: 'assistant', text: 'Hi' } })],
	])('%s, %s', async (name, _what, script) => {
		await expect(under(script, name)).resolves.not.toThrow();
	});
});

test('a page that says 404 does not say that a conversation is gone', async () => {
	await using server = await serve((_, response) => plain(response, 404, 'text/html', '<h1>Not found</h1>'));
	const api = apiOn(server.url);
	expect(await failureOf(api.get(id))).toMatchObject({ kind: 'bad-response', status: 404 });
	expect(await failureOf(api.delete(id))).toMatchObject({ kind: 'bad-response', status: 404 });
});
