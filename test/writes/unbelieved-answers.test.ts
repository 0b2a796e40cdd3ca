import { describe, expect, test } from 'vitest';
import { addMessage } from '../../src/writes/add-message.ts';
import { createConversation } from '../../src/writes/create-conversation.ts';
import { deleteConversation } from '../../src/writes/delete-conversation.ts';
import { restoreConversation } from '../../src/writes/restore.ts';
import { failureOf } from '../api/http-server.ts';
import { caller, idOf, spoken } from '../ui/bundles.ts';
import { type Between, isDelete, isGet, type WriteBench, writeBench, writeMetadata } from './fixtures.ts';

const id = idOf(1);
const one = caller(1, { messages: spoken('user: hello', 'assistant: wait') });

const page = (): Response => new Response('<html><title>Sign in</title></html>', { status: 200 });
const answers: [string, () => Response][] = [
	['a page', page],
	['a list', () => Response.json([])],
	['errors', () => Response.json({ errors: [{ code: '1', title: 'No' }] })],
	['another conversation', () => Response.json({ data: { ...one.conversation, id: idOf(2) } })],
	['accepted, no more', () => new Response(null, { status: 202 })],
];

/** Answers every write with `answer`; with `isDone` the server carries it out first. */
function answering(answer: () => Response, isDone: boolean): Between {
	return async (request, pass) => {
		if (isGet(request)) return pass(request);
		if (isDone) await pass(request);
		return answer();
	};
}

async function journalled({ journal }: WriteBench): Promise<readonly string[]> {
	return (await journal()).map(({ outcome }) => outcome);
}

async function trashed({ records }: WriteBench): Promise<readonly string[]> {
	return (await records.trash.list()).entries.map(({ state }) => state);
}

describe.each(answers)('a write that is answered by %s', (_what, answer) => {
	test('is no delete while the conversation exists', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(answering(answer, false));
		const error = await failureOf(deleteConversation(bench.writer, { id }));
		expect(error).toMatchObject({ kind: 'bad-response', mayHaveHappened: true });
		expect(error).toHaveProperty('message', expect.stringContaining('still exists, but may yet be deleted'));
		expect([await trashed(bench), await journalled(bench)]).toEqual([['pending'], ['begun', 'unknown']]);
		expect(bench.requests.slice(-2)).toEqual([
			`DELETE /ai/conversations/${id}`,
			`GET /ai/conversations/${id}`,
		]);
	});

	test('is a delete if the conversation is deleted', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(answering(answer, true));
		const outcome = await deleteConversation(bench.writer, { id });
		expect(outcome).toMatchObject({
			kind: 'deleted',
			note: expect.stringMatching(
				/^The server .*\. A second check shows that the conversation is deleted\.$/,
			),
		});
		expect([await trashed(bench), await journalled(bench)]).toEqual([['deleted'], ['begun', 'done']]);
	});

	test('may have added the message', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(answering(answer, false));
		const addition = { id, message: { role: 'user', content: 'hi' }, idempotencyKey: 'k' };
		const error = await failureOf(addMessage(bench.writer, addition));
		expect(error).toMatchObject({ kind: 'bad-response', mayHaveHappened: true });
		expect(await journalled(bench)).toEqual(['begun', 'unknown']);
	});

	test.each([true, false])('counts as saved metadata only if the server has them (%s)', async (isDone) => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(answering(answer, isDone));
		const base = one.conversation.metadata;
		const writing = writeMetadata(bench.writer, { id, base, mine: { ...base, tier: 'gold' } });
		if (isDone) {
			expect(await writing).toMatchObject({ kind: 'written', note: expect.stringMatching(/^The server /) });
			expect(await journalled(bench)).toEqual(['begun', 'done']);
			return;
		}
		const error = await failureOf(writing);
		expect(error).toMatchObject({ mayHaveHappened: true });
		expect(error).toHaveProperty('message', expect.stringContaining('does not show the change'));
		expect(await journalled(bench)).toEqual(['begun', 'unknown']);
	});
});

describe.each(answers.filter(([what]) => what !== 'another conversation'))(
	'a creation that is answered by %s',
	(_what, answer) => {
		test('may have created it, once', async () => {
			const bench = await writeBench();
			bench.intervene(answering(answer, true));
			const creation = { conversation: { name: 'Ann' }, idempotencyKey: 'k' };
			const error = await failureOf(createConversation(bench.writer, creation));
			expect(error).toMatchObject({ kind: 'bad-response', mayHaveHappened: true });
			bench.intervene(null);
			expect((await createConversation(bench.writer, creation)).name).toBe('Ann');
			expect(bench.store.conversations.count()).toBe(1);
			expect(await journalled(bench)).toEqual(['begun', 'unknown', 'begun', 'done']);
		});

		test('stops a restoration, which continues without doubling anything', async () => {
			const bench = await writeBench();
			bench.intervene(answering(answer, true));
			const { conversation, messages } = one;
			const restoration = { whole: { conversation, messages, insights: [] }, attemptId: crypto.randomUUID() };
			const error = await failureOf(restoreConversation(bench.writer, restoration, () => undefined));
			expect(error).toMatchObject({ mayHaveHappened: true });
			bench.intervene(null);
			await restoreConversation(bench.writer, restoration, () => undefined);
			expect(bench.store.conversations.count()).toBe(1);
		});
	},
);

test('an answer to a delete that cannot be checked leaves the copy in the trash as pending', async () => {
	const bench = await writeBench({ bundles: [one] });
	let isSent = false;
	bench.intervene((request, pass) => {
		isSent ||= isDelete(request);
		return isSent ? page() : pass(request);
	});
	const error = await failureOf(deleteConversation(bench.writer, { id }));
	expect(error).toHaveProperty('message', expect.stringContaining('may have been deleted anyway'));
	expect(await trashed(bench)).toEqual(['pending']);
});
