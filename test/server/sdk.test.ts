import Telnyx from 'telnyx';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadBundle, loadDirectories } from '../../src/store/store.ts';
import { bundle, conversation, query } from '../store/fixtures.ts';
import { startServer, type TestServer } from './fixtures.ts';

let server: TestServer;
let client: Telnyx;

beforeEach(async () => {
	server = await startServer();
	client = new Telnyx({ apiKey: 'KEY-1', baseURL: server.url, maxRetries: 0 });
});

describe('the official SDK', () => {
	test('creates, reads, lists, changes and deletes', async () => {
		const created = await client.ai.conversations.create({ name: 'Ann', metadata: { tier: 'gold' } });
		expect(created).toMatchObject({ name: 'Ann', metadata: { tier: 'gold' } });
		expect((await client.ai.conversations.retrieve(created.id)).data).toEqual(created);

		const changed = await client.ai.conversations.update(created.id, { metadata: { ai_disabled: 'true' } });
		expect(changed.data?.metadata).toEqual({ ai_disabled: 'true' });

		server.store.conversations.insert(
			conversation('phone', { metadata: { telnyx_end_user_target: '+13128675309' } }),
		);
		const { data } = await client.ai.conversations.list({
			'metadata->telnyx_end_user_target': 'eq.+13128675309',
			order: 'created_at.desc',
			limit: 5,
		});
		expect(data.map(({ id }) => id)).toEqual(['phone']);
		const either = await client.ai.conversations.list({ or: `(id.eq.phone,name.like.An*)`, order: 'id' });
		expect(either.data.length).toBe(2);

		expect(await client.ai.conversations.delete(created.id)).toBeFalsy();
		await expect(client.ai.conversations.retrieve(created.id)).rejects.toBeInstanceOf(Telnyx.NotFoundError);
	});

	test('adds messages once per idempotency key, and follows the pages of messages', async () => {
		const { id } = await client.ai.conversations.create({});
		for (const content of ['one', 'two', 'two'])
			await client.ai.conversations.addMessage(id, {
				role: 'user',
				content,
				sent_at: '2026-11-22T12:00:00.5Z',
				'Idempotency-Key': content,
			});
		const texts: string[] = [];
		for await (const message of client.ai.conversations.messages.list(id, { 'page[size]': 1 }))
			texts.push(message.text);
		expect(texts).toEqual(['one', 'two']);
	});

	test('reads insights, their templates, aggregates and assistants', async () => {
		const result = {
			id: 'r',
			status: 'completed',
			created_at: '2026-11-20T10:06:00.000000+00:00',
			conversation_insights: [{ insight_id: 't1', result: '{"score":"Good"}' }],
		};
		loadBundle(
			server.store,
			bundle('c', {
				conversation: conversation('c', { metadata: { assistant_id: 'x' } }),
				insights: [result],
			}),
		);
		const templates = ['t1', 't2', 't3'].map((id) => ({
			id,
			name: `Template ${id}`,
			instructions: 'Judge.',
			created_at: '2026-01-01T00:00:00Z',
		}));
		loadDirectories(server.store, templates, [{ id: 'x', name: 'Booking' }]);

		const insights = await client.ai.conversations.retrieveConversationsInsights('c');
		expect(insights).toEqual({
			data: [result],
			meta: { page_number: 1, page_size: 20, total_pages: 1, total_results: 1, next_page_url: null },
		});
		const names: (string | undefined)[] = [];
		for await (const { name } of client.ai.conversations.insights.list({ 'page[size]': 2 })) names.push(name);
		expect(names).toEqual(['Template t1', 'Template t2', 'Template t3']);
		expect((await client.ai.conversations.insights.retrieve('t2')).data.name).toBe('Template t2');

		const counted = await client.ai.conversations.conversationInsights.retrieveAggregates({
			insight_id: 't1',
			group_by: ['score', 'metadata.assistant_id'],
			created_at: 'gte.2026-11-20T00:00:00Z',
			metadata: { assistant_id: 'eq.x' },
		});
		expect(counted.data).toEqual([{ score: 'Good', 'metadata.assistant_id': 'x', record_count: 1 }]);

		expect((await client.ai.assistants.list()).data).toMatchObject([{ id: 'x', name: 'Booking' }]);
		expect(await client.ai.assistants.retrieve('x')).toMatchObject({ name: 'Booking' });
	});

	test('throws its own error classes, with code and request id', async () => {
		const stranger = new Telnyx({ apiKey: 'KEY-2', baseURL: server.url, maxRetries: 0 });
		await expect(stranger.ai.conversations.list()).rejects.toBeInstanceOf(Telnyx.AuthenticationError);
		await expect(client.ai.conversations.list({ order: 'nothing' })).rejects.toMatchObject({
			status: 400,
			error: { errors: [{ code: '10015' }] },
		});
		// @ts-expect-error an invalid name, which the server must refuse
		await expect(client.ai.conversations.create({ name: 5 })).rejects.toBeInstanceOf(
			Telnyx.UnprocessableEntityError,
		);
		expect(server.store.conversations.list(query())).toEqual([]);
	});
});
