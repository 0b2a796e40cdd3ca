import { describe, expect, test } from 'vitest';
import { jsonText } from '../../src/domain/json.ts';
import type { WholeConversation } from '../../src/domain/records.ts';
import { addMessage } from '../../src/writes/add-message.ts';
import { createConversation } from '../../src/writes/create-conversation.ts';
import { readWhole } from '../../src/writes/read-whole.ts';
import { type RestoreProgress, restoreConversation } from '../../src/writes/restore.ts';
import { failureOf } from '../api/http-server.ts';
import { objectOf } from '../domain/json-texts.ts';
import { caller, idOf, insightRun, spoken, toolCall } from '../ui/bundles.ts';
import { type Between, type WriteBench, writeBench } from './fixtures.ts';

const isPost = (request: Request): boolean => request.method === 'POST';

/** Carries out every post; loses the answers with these 1-based numbers (three in a row are one call). */
function losing(...lost: readonly number[]): Between {
	let posts = 0;
	return async (request, pass) => {
		if (!isPost(request)) return pass(request);
		posts += 1;
		const answer = await pass(request);
		if (lost.includes(posts)) throw new TypeError('fetch failed');
		return answer;
	};
}

async function texts({ writer }: WriteBench, id: string): Promise<unknown[]> {
	const { whole } = await readWhole(writer.api, id);
	return whole.messages.map((message) => (message as { text?: unknown }).text ?? null);
}

describe('a conversation', () => {
	const conversation = { name: 'Ann', metadata: { tier: 'gold' } };

	test('is created once, after any number of lost answers', async () => {
		const bench = await writeBench();
		bench.intervene(losing(1, 2, 3));
		const creation = { conversation, idempotencyKey: 'key-1' };
		const error = await failureOf(createConversation(bench.writer, creation));
		expect(error).toMatchObject({ kind: 'network', mayHaveHappened: true });
		const made = await createConversation(bench.writer, creation);
		expect(made).toMatchObject({ name: 'Ann', metadata: { tier: 'gold' } });
		expect(bench.store.conversations.count()).toBe(1);
		expect((await bench.journal()).map(({ outcome, conversationId }) => [outcome, conversationId])).toEqual([
			['begun', null],
			['unknown', null],
			['begun', null],
			['done', made.id],
		]);
	});

	test('is not created if it is refused', async () => {
		const bench = await writeBench();
		bench.intervene(() => Response.json({ errors: [] }, { status: 422 }));
		const error = await failureOf(createConversation(bench.writer, { conversation, idempotencyKey: 'k' }));
		expect(error).toMatchObject({ kind: 'invalid' });
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'failed' });
	});
});

describe('a message', () => {
	const addition = { id: idOf(1), message: { role: 'user', content: 'hi' }, idempotencyKey: 'key-1' };

	test('is added once, after any number of lost answers', async () => {
		const bench = await writeBench({ bundles: [caller(1, { messages: [] })] });
		bench.intervene(losing(1, 2, 3));
		expect(await failureOf(addMessage(bench.writer, addition))).toMatchObject({ mayHaveHappened: true });
		await addMessage(bench.writer, addition);
		expect(await texts(bench, idOf(1))).toEqual(['hi']);
		expect((await bench.journal()).map(({ outcome }) => outcome)).toEqual([
			'begun',
			'unknown',
			'begun',
			'done',
		]);
	});

	test('for a deleted conversation is refused', async () => {
		const bench = await writeBench();
		expect(await failureOf(addMessage(bench.writer, addition))).toMatchObject({ kind: 'not-found' });
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'failed' });
	});
});

describe('restoring', () => {
	const one = caller(1, {
		messages: [...spoken('user: hello', 'assistant: wait'), ...toolCall('find', '{"a":1}', '{"b":2}')],
		insights: [insightRun('run-1', 'fine')],
	});
	const attemptId = '8c0ff7d4-63b9-43cd-a89f-0e52a9c6d0aa';

	async function bench(): Promise<{ bench: WriteBench; whole: WholeConversation }> {
		const made = await writeBench({ bundles: [one] });
		return { bench: made, whole: (await readWhole(made.writer.api, idOf(1))).whole };
	}

	test('recreates it under a new id, with its messages in order and with their times', async () => {
		const { bench: made, whole } = await bench();
		const progress: RestoreProgress[] = [];
		const restored = await restoreConversation(made.writer, { whole, attemptId }, (now) =>
			progress.push(now),
		);
		const { id } = restored.conversation;
		expect(id).not.toBe(idOf(1));
		expect(restored).toMatchObject({ messages: 4, unreadable: 0 });
		const { whole: copy } = await readWhole(made.writer.api, id);
		expect(copy.conversation).toMatchObject({ name: 'Caller 1', metadata: one.conversation.metadata });
		const without = (message: unknown): unknown => ({ ...(message as object), created_at: null });
		expect(copy.messages.map(without)).toEqual(whole.messages.map(without));
		expect(copy.insights).toEqual([]);
		expect(progress.map(({ done }) => done)).toEqual([0, 0, 1, 2, 3, 4]);
		expect((await made.journal()).at(-1)).toMatchObject({
			operation: 'restore',
			outcome: 'done',
			conversationId: id,
		});
	});

	test.each([1, 2, 4])(
		'continues after the answer to post %d was lost, without doubling anything',
		async (nth) => {
			const { bench: made, whole } = await bench();
			made.intervene(losing(nth, nth + 1, nth + 2));
			const first = restoreConversation(made.writer, { whole, attemptId }, () => undefined);
			expect(await failureOf(first)).toMatchObject({ mayHaveHappened: true });
			const { conversation } = await restoreConversation(made.writer, { whole, attemptId }, () => undefined);
			expect(made.store.conversations.count()).toBe(2);
			expect(await texts(made, conversation.id)).toEqual(['hello', 'wait', null, '{"b":2}']);
		},
	);

	test('can be stopped between two messages, and continued', async () => {
		const { bench: made, whole } = await bench();
		const stop = new AbortController();
		const ended = restoreConversation(
			made.writer,
			{ whole, attemptId },
			({ done }) => {
				if (done === 2) stop.abort();
			},
			stop.signal,
		);
		expect(await failureOf(ended)).toMatchObject({ name: 'AbortError' });
		expect((await made.journal()).at(-1)).toHaveProperty('problem', 'Stopped after 2 of 4 messages.');
		const { conversation } = await restoreConversation(made.writer, { whole, attemptId }, () => undefined);
		expect(await texts(made, conversation.id)).toHaveLength(4);
	});

	test('sends metadata unchanged, of any JSON type, and no message without a role', async () => {
		const made = await writeBench();
		const metadata = objectOf(
			'{"count":9007199254740993,"7":["a",1.10],"on":true,"text":"as it is","none":null}',
		);
		const whole: WholeConversation = {
			conversation: { id: 'x', metadata },
			messages: [
				{ role: 'user', text: 'hi', metadata: { nested: { a: 1 }, flat: [1, 'b'] } },
				'no message',
				{},
			],
			insights: [],
		};
		const restored = await restoreConversation(made.writer, { whole, attemptId }, () => undefined);
		expect(restored).toMatchObject({ messages: 1, unreadable: 2 });
		expect(jsonText(restored.conversation.metadata)).toBe(jsonText(metadata));
		const { whole: copy } = await readWhole(made.writer.api, restored.conversation.id);
		expect(copy.messages).toMatchObject([{ metadata: { nested: { a: 1 }, flat: [1, 'b'] } }]);
	});
});
