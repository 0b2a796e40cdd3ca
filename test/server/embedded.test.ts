import { describe, expect, onTestFinished, test } from 'vitest';
import { demoAssistants, demoBundle, demoConversation, demoTemplates } from '../../src/demo/index.ts';
import { embeddedBaseUrl, startEmbedded } from '../../src/server/embedded.ts';
import { Clock, countedIds } from '../store/fixtures.ts';

const count = 60;

async function start() {
	const { now } = new Clock();
	const made: number[] = [];
	const embedded = await startEmbedded({
		now,
		newId: countedIds(),
		source: {
			count,
			conversation: (index) => demoConversation(7, now(), count, index),
			bundle: (index) => {
				made.push(index);
				return demoBundle(7, now(), count, index);
			},
			templates: demoTemplates,
			assistants: demoAssistants,
		},
	});
	onTestFinished(() => embedded.close());
	const get = async (path: string, init: RequestInit = {}) => {
		const answer = await embedded.fetch(`${embeddedBaseUrl}${path}`, {
			...init,
			headers: { authorization: 'Bearer demo' },
		});
		expect(answer.ok).toBe(true);
		const text = await answer.text();
		return text === '' ? null : JSON.parse(text);
	};
	return { embedded, made, get, sample: (index: number) => demoBundle(7, now(), count, index) };
}

describe('the embedded server', () => {
	test('lists every sample before generating messages', async () => {
		const { get, made, sample } = await start();
		const { data } = await get('/ai/conversations?order=last_message_at.desc,id.desc');
		expect(data.length).toBe(count);
		expect(data.find(({ id }: { id: string }) => id === sample(3).conversation.id)).toEqual(
			sample(3).conversation,
		);
		expect(made).toEqual([]);
	});

	test('generates a conversation’s messages and insights once, on first access', async () => {
		const { get, made, sample } = await start();
		const { conversation, messages, insights } = sample(5);
		const path = `/ai/conversations/${conversation.id}`;
		const page = '?page[size]=100';
		expect((await get(`${path}/messages${page}`)).data).toEqual(messages.slice(0, 100));
		expect((await get(`${path}/messages${page}`)).meta.total_results).toBe(messages.length);
		expect((await get(`${path}/conversations-insights${page}`)).data).toEqual(insights);
		expect(made).toEqual([5]);
	});

	test('puts an added message after the generated ones', async () => {
		const { get, sample } = await start();
		const { conversation, messages } = sample(0);
		const path = `/ai/conversations/${conversation.id}`;
		await get(`${path}/message`, { method: 'POST', body: '{"role":"user","content":"hello"}' });
		const { meta } = await get(`${path}/messages`);
		expect(meta.total_results).toBe(messages.length + 1);
		const { data } = await get(`${path}/messages?page[size]=1&page[number]=${messages.length + 1}`);
		expect(data).toMatchObject([{ text: 'hello' }]);
	});

	test('counts over all samples except deleted ones', async () => {
		const { get, made, sample } = await start();
		await get(`/ai/conversations/${sample(1).conversation.id}`, { method: 'DELETE' });
		const { data } = await get('/ai/conversations/conversation-insights/aggregates');
		const expected = Array.from({ length: count }, (_, index) => (index === 1 ? [] : sample(index).insights))
			.flat()
			.reduce((total, { conversation_insights }) => total + conversation_insights.length, 0);
		expect(data).toEqual([{ record_count: expected }]);
		expect(made.length).toBe(count - 1);
	});

	test('can be closed before all samples are inserted, and then stops', async () => {
		const { now } = new Clock();
		let made = 0;
		const embedded = await startEmbedded({
			now,
			sliceMillis: 0,
			source: {
				count: 1_000,
				conversation: (index) => demoConversation(7, now(), 1_000, ++made && index),
				bundle: (index) => demoBundle(7, now(), 1_000, index),
				templates: demoTemplates,
				assistants: demoAssistants,
			},
		});
		embedded.close();
		await expect(embedded.fetch(`${embeddedBaseUrl}/ai/assistants`)).rejects.toThrow();
		expect(made).toBe(1);
	});

	test('serves templates and assistants, and rejects aborted requests', async () => {
		const { get, embedded } = await start();
		expect((await get('/ai/assistants')).data).toEqual(demoAssistants);
		expect((await get('/ai/conversations/insights?page[size]=100')).data).toEqual(demoTemplates);
		await expect(
			embedded.fetch(`${embeddedBaseUrl}/ai/assistants`, { signal: AbortSignal.abort() }),
		).rejects.toMatchObject({ name: 'AbortError' });
	});
});
