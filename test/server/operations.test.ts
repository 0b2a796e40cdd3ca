import { describe, expect, test } from 'vitest';
import { loadBundle, loadBundles, loadDirectories } from '../../src/store/store.ts';
import { bundle, conversation, query } from '../store/fixtures.ts';
import { idsOf, rowsOf, startServer } from './fixtures.ts';

const result = (id: string, score: string) => ({
	id,
	status: 'completed',
	created_at: '2026-11-20T10:06:00.000000+00:00',
	conversation_insights: [{ insight_id: 'quality', result: JSON.stringify({ score }) }],
});

describe('conversations', () => {
	test('are created bare, read and listed in `data`, changed, and deleted with an empty answer', async () => {
		const { request } = await startServer();
		const created = await request('POST', '/ai/conversations', {
			body: { name: 'Ann', metadata: { tier: 'gold' }, unknown: 1 },
		});
		expect(created.status).toBe(200);
		const wire = {
			id: '00000000-0000-4000-8000-000000000001',
			name: 'Ann',
			created_at: '2026-11-22T12:00:00.000000+00:00',
			last_message_at: '2026-11-22T12:00:00.000000+00:00',
			metadata: { tier: 'gold' },
		};
		expect(created.json).toEqual(wire);
		const path = `/ai/conversations/${wire.id}`;
		expect((await request('GET', path)).json).toEqual({ data: wire });
		expect((await request('GET', '/ai/conversations')).json).toEqual({ data: [wire] });
		const changed = await request('PUT', path, { body: { metadata: { ai_disabled: 'true' } } });
		expect(changed.json).toEqual({ data: { ...wire, metadata: { ai_disabled: 'true' } } });
		expect((await request('PUT', path, { body: {} })).json).toEqual(changed.json);
		const deleted = await request('DELETE', path);
		expect([deleted.status, deleted.text]).toEqual([204, '']);
		expect((await request('GET', path)).status).toBe(404);
		expect((await request('DELETE', path)).status).toBe(404);
	});

	test('can be created without fields, and null counts as missing', async () => {
		const { request, store } = await startServer();
		await request('POST', '/ai/conversations', { body: {} });
		await request('POST', '/ai/conversations', { body: { name: null, metadata: null } });
		expect(store.conversations.list(query()).map(({ name, metadata }) => [name, metadata])).toEqual([
			[undefined, {}],
			[undefined, {}],
		]);
	});

	test('keep a metadata key called __proto__', async () => {
		const { request } = await startServer();
		const metadata: unknown = JSON.parse('{"__proto__": "x", "constructor": "y"}');
		const made = await request('POST', '/ai/conversations', { body: { metadata } });
		expect(made.text).toContain('"metadata":{"__proto__":"x","constructor":"y"}');
		const path = '/ai/conversations/00000000-0000-4000-8000-000000000001';
		const other: unknown = JSON.parse('{"__proto__": "z"}');
		expect((await request('PUT', path, { body: { metadata: other } })).text).toContain('{"__proto__":"z"}');
	});

	test('compare ids as UUIDs: in upper case and without hyphens (case 30)', async () => {
		const { request, store } = await startServer();
		const id = '00000001-0000-4000-8000-00000000000a';
		loadBundles(store, [bundle(id.toUpperCase())]);
		for (const spelling of [id, id.toUpperCase(), id.replaceAll('-', ''), `%7B${id}%7D`]) {
			expect((await request('GET', `/ai/conversations/${spelling}`)).json).toMatchObject({ data: { id } });
			expect((await request('GET', `/ai/conversations/${spelling}/messages`)).status).toBe(200);
			expect((await request('GET', `/ai/conversations?id=eq.${spelling}`)).json).toMatchObject({
				data: [{ id }],
			});
		}
		const path = `/ai/conversations/${id.toUpperCase()}`;
		expect((await request('PUT', path, { body: { metadata: { a: 'x' } } })).json).toMatchObject({
			data: { id, metadata: { a: 'x' } },
		});
		expect((await request('DELETE', path)).status).toBe(204);
		expect(store.conversations.count()).toBe(0);
	});

	test('accept metadata of any JSON type and return it unchanged', async () => {
		const { request } = await startServer();
		const metadata =
			'{"called_tools":["hangup","log_conversation"],"verified":true,"n":9007199254740993,"p":1.10,"none":null,"o":{"7":1,"a":{"b":-0},"a":1e400}}';
		const made = await request('POST', '/ai/conversations', { body: `{"metadata":${metadata}}` });
		expect(made.text).toContain(`"metadata":${metadata}`);
		const path = '/ai/conversations/00000000-0000-4000-8000-000000000001';
		expect((await request('GET', path)).text).toContain(`"metadata":${metadata}`);
		expect((await request('GET', '/ai/conversations')).text).toContain(`"metadata":${metadata}`);
		const other = metadata.replace('true', 'false');
		const put = await request('PUT', path, { body: `{"metadata":${other}}` });
		expect(put.text).toContain(`"metadata":${other}`);
		const message = `{"role":"tool","content":"done","metadata":${metadata},"tool_calls":[${metadata}]}`;
		await request('POST', `${path}/message`, { body: message });
		const { text } = await request('GET', `${path}/messages`);
		expect(text).toContain(`"metadata":${metadata},"tool_calls":[${metadata}]`);
	});

	test('keep the other keys if the server merges metadata', async () => {
		const { request, store } = await startServer({ metadataWrites: 'merge' });
		const { id } = store.conversations.create({ metadata: { a: '1', b: '2' } });
		const changed = await request('PUT', `/ai/conversations/${id}`, { body: { metadata: { b: '3' } } });
		expect(changed.json).toMatchObject({ data: { metadata: { a: '1', b: '3' } } });
	});

	test('accept any id that the URL encodes', async () => {
		const { request, store } = await startServer();
		for (const id of ['a/b', 'é ü', '50%', 'insights']) store.conversations.insert(conversation(id));
		expect((await request('GET', '/ai/conversations/a%2Fb')).json).toMatchObject({ data: { id: 'a/b' } });
		expect((await request('GET', '/ai/conversations/%C3%A9%20%C3%BC')).status).toBe(200);
		expect((await request('GET', '/ai/conversations/50%25')).status).toBe(200);
	});
});

describe('messages and insights', () => {
	test('come in pages of 20 by default and at most 100, and `meta` has the real size', async () => {
		const { request, store } = await startServer();
		const messages = Array.from({ length: 230 }, (_, index) => ({
			role: 'user',
			text: `${index}`,
			extra: [index],
		}));
		loadBundle(store, bundle('c', { messages, insights: [result('r', 'Good')] }));
		const get = (search: string) => request('GET', `/ai/conversations/c/messages${search}`);

		const first = await get('');
		expect(rowsOf(first)).toEqual(messages.slice(0, 20));
		expect(first.json).toMatchObject({
			meta: {
				page_number: 1,
				page_size: 20,
				total_pages: 12,
				total_results: 230,
				next_page_url: expect.stringContaining('=2&'),
			},
		});
		const capped = await get('?page[size]=5000&page[number]=3');
		expect(rowsOf(capped)).toEqual(messages.slice(200));
		expect(capped.json).toMatchObject({
			meta: { page_number: 3, page_size: 100, total_pages: 3, total_results: 230, next_page_url: null },
		});
		const beyond = await get('?page%5Bnumber%5D=999999999&page%5Bsize%5D=100');
		expect(rowsOf(beyond)).toEqual([]);
		expect(beyond.json).toMatchObject({ meta: { page_number: 999_999_999, total_results: 230 } });

		const insights = await request('GET', '/ai/conversations/c/conversations-insights');
		expect(insights.json).toEqual({
			data: [result('r', 'Good')],
			meta: { page_number: 1, page_size: 20, total_pages: 1, total_results: 1, next_page_url: null },
		});
	});

	test('end with an added message, whose answer is empty', async () => {
		const { request, store, clock } = await startServer();
		const { id } = store.conversations.create({});
		clock.set('2026-11-22T12:00:01Z');
		const added = await request('POST', `/ai/conversations/${id}/message`, {
			body: {
				role: 'assistant',
				content: 'One moment.',
				metadata: { n: 1, ok: true, list: ['a', 2] },
				tool_calls: [{ id: 't', type: 'function', function: { name: 'Find', arguments: '{}' } }],
			},
		});
		expect([added.status, added.text]).toEqual([200, '']);
		expect(rowsOf(await request('GET', `/ai/conversations/${id}/messages`))).toEqual([
			{
				role: 'assistant',
				text: 'One moment.',
				metadata: { n: 1, ok: true, list: ['a', 2] },
				tool_calls: [{ id: 't', type: 'function', function: { name: 'Find', arguments: '{}' } }],
				created_at: '2026-11-22T12:00:01.000000+00:00',
				sent_at: '2026-11-22T12:00:01.000000+00:00',
			},
		]);
		expect(store.conversations.get(id)?.last_message_at).toBe('2026-11-22T12:00:01.000000+00:00');
	});
});

describe('resolving ids', () => {
	test('finds assistants beyond the first page: the API returns 100 at once (case 16)', async () => {
		const { request, store } = await startServer();
		const assistants = Array.from({ length: 150 }, (_, n) => ({ id: `a${n}`, name: `Bot number ${n}` }));
		loadDirectories(store, [], assistants);
		const first = await request('GET', '/ai/assistants');
		expect(first.json).toEqual({
			data: assistants.slice(0, 100),
			meta: {
				page_number: 1,
				page_size: 100,
				total_pages: 2,
				total_results: 150,
				next_page_url: '/v2/ai/assistants?page%5Bnumber%5D=2&page%5Bsize%5D=100',
			},
		});
		const next = await request('GET', '/ai/assistants?page%5Bnumber%5D=2&page%5Bsize%5D=100');
		expect(next.json).toMatchObject({ data: assistants.slice(100), meta: { next_page_url: null } });
	});

	test('serves templates and assistants in pages and one by one', async () => {
		const { request, store } = await startServer();
		const template = (id: string) => ({
			id,
			name: `T ${id}`,
			instructions: 'Judge.',
			created_at: '2026-01-01',
		});
		loadDirectories(
			store,
			[template('a'), template('b'), template('c')],
			[{ id: 'x', name: 'Ann', model: 'm' }],
		);
		const page = await request('GET', '/ai/conversations/insights?page[size]=2&page[number]=2');
		expect(page.json).toEqual({
			data: [template('c')],
			meta: { page_number: 2, page_size: 2, total_pages: 2, total_results: 3, next_page_url: null },
		});
		expect((await request('GET', '/ai/conversations/insights/b')).json).toEqual({ data: template('b') });
		expect((await request('GET', '/ai/conversations/insights/z')).status).toBe(404);
		expect((await request('GET', '/ai/assistants')).json).toEqual({
			data: [{ id: 'x', name: 'Ann', model: 'm' }],
			meta: { page_number: 1, page_size: 100, total_pages: 1, total_results: 1, next_page_url: null },
		});
		expect((await request('GET', '/ai/assistants/x')).json).toMatchObject({ name: 'Ann' });
		expect((await request('GET', '/ai/assistants/y')).status).toBe(404);
	});

	test('aggregates by groups in a list or repeated and by metadata in both notations; errors name parameters', async () => {
		const { request, store } = await startServer();
		for (const [id, score, version] of [
			['a', 'Good', '1'],
			['b', 'Good', '2'],
			['c', 'Poor', '2'],
		] as const)
			loadBundle(
				store,
				bundle(id, {
					conversation: conversation(id, { metadata: { version } }),
					insights: [result(`r${id}`, score)],
				}),
			);
		const get = (search: string) =>
			request('GET', `/ai/conversations/conversation-insights/aggregates${search}`);
		expect(rowsOf(await get('?insight_id=quality&group_by=score'))).toEqual([
			{ score: 'Good', record_count: 2 },
			{ score: 'Poor', record_count: 1 },
		]);
		const both = [
			{ score: 'Good', 'metadata.version': '1', record_count: 1 },
			{ score: 'Good', 'metadata.version': '2', record_count: 1 },
			{ score: 'Poor', 'metadata.version': '2', record_count: 1 },
		];
		expect(rowsOf(await get('?group_by=score,metadata.version'))).toEqual(both);
		expect(rowsOf(await get('?group_by=score&group_by=metadata.version'))).toEqual(both);
		for (const name of ['metadata.version', 'metadata[version]'])
			expect(rowsOf(await get(`?group_by=score&${name}=eq.1`))).toEqual([{ score: 'Good', record_count: 1 }]);
		expect(rowsOf(await get('?created_at=gte.2026-11-20&created_at=lt.2026-11-20T10:06:00Z'))).toEqual([
			{ record_count: 0 },
		]);
		expect(rowsOf(await get('?insight_id=eq.none&group_by=score'))).toEqual([]);
		for (const [search, parameter] of [
			['?grouped_by=score', 'grouped_by'],
			['?metadata.version=1', 'metadata.version'],
			['?created_at=gte.never', 'created_at'],
		] as const) {
			const failed = await get(search);
			expect(failed.status).toBe(400);
			expect(failed.json).toMatchObject({ errors: [{ source: { parameter } }] });
		}
	});
});

describe('the list', () => {
	test('answers HEAD without a body', async () => {
		const { request, store } = await startServer();
		store.conversations.create({});
		const head = await request('HEAD', '/ai/conversations');
		expect([head.status, head.text]).toEqual([200, '']);
		expect(idsOf(await request('GET', '/ai/conversations')).length).toBe(1);
	});
});
