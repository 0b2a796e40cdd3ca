import { describe, expect, onTestFinished, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { demoAssistants, demoBundle, demoConversation, demoTemplates } from '../../src/demo/index.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import { embeddedBaseUrl, startEmbedded } from '../../src/server/embedded.ts';
import { all } from '../api/http-server.ts';
import { Clock, query } from '../store/fixtures.ts';

const count = 130;

async function start(readOnly = false) {
	const { now } = new Clock();
	const embedded = await startEmbedded({
		now,
		source: {
			count,
			conversation: (index) => demoConversation(3, now(), count, index),
			bundle: (index) => demoBundle(3, now(), count, index),
			templates: demoTemplates,
			assistants: demoAssistants,
		},
	});
	onTestFinished(() => embedded.close());
	const { fetch } = embedded;
	return new ConversationsApi({ baseUrl: embeddedBaseUrl, apiKey: 'demo', fetch, readOnly });
}

describe('this program’s client over the embedded server', () => {
	test('walks all samples, newest first, each once', async () => {
		const api = await start();
		const seen: { id: string; at: number }[] = [];
		for await (const page of api.list(query('order=last_message_at.desc,id.desc'), { pageSize: 50 })) {
			expect(page.problem).toBeNull();
			seen.push(...decodedValues(page.rows).map(({ id, lastMessageAt }) => ({ id, at: lastMessageAt ?? 0 })));
		}
		expect(new Set(seen.map(({ id }) => id)).size).toBe(count);
		expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => b - a));
	});

	test('reads every message and insight of every sample, and resolves their ids', async () => {
		const api = await start();
		const { now } = new Clock();
		for (let index = 0; index < count; index++) {
			const { conversation, messages, insights } = demoBundle(3, now(), count, index);
			const read = { messages: 0, insights: 0 };
			for await (const page of api.messages(conversation.id)) read.messages += page.rows.length;
			for await (const page of api.insights(conversation.id)) read.insights += page.rows.length;
			expect(read).toEqual({ messages: messages.length, insights: insights.length });
		}
		for await (const page of api.insightTemplates())
			expect(decodedValues(page.rows).map(({ id }) => id)).toEqual(demoTemplates.map(({ id }) => id));
		expect(
			(await all(api.assistants())).flatMap(({ rows }) => decodedValues(rows)).map(({ id }) => id),
		).toEqual(demoAssistants.map(({ id }) => id));
		const rows = decodedValues(await api.insightAggregates({ groupBy: ['score'] }));
		expect(rows.every(({ count: counted }) => counted > 0)).toBe(true);
	});

	test('creates, changes, extends and deletes a conversation', async () => {
		const api = await start();
		const { id } = await api.create({ name: 'Ann', metadata: { a: '1' } });
		expect((await api.updateMetadata(id, { b: '2' })).metadata).toEqual({ b: '2' });
		await api.addMessage(id, { role: 'assistant', content: 'hi' });
		for await (const page of api.messages(id))
			expect(decodedValues(page.rows).map(({ text }) => text)).toEqual(['hi']);
		await api.delete(id);
		await expect(api.get(id)).rejects.toMatchObject({ kind: 'not-found', code: '10005', status: 404 });
	});

	test('understands the server’s refusals', async () => {
		const api = await start();
		const unknown = {
			...query(),
			filters: query('created_at=gte.2026-01-01').filters.map((filter) =>
				filter.kind === 'condition' && filter.operator === 'gte' ? { ...filter, operand: 'someday' } : filter,
			),
		};
		await expect(api.listPage(unknown)).rejects.toMatchObject({
			kind: 'invalid',
			status: 400,
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			fields: [{ parameter: 'created_at', position: 4 }],
		});
	});
});
