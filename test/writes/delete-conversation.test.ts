import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addMessage } from '../../src/writes/add-message.ts';
import { deleteConversation } from '../../src/writes/delete-conversation.ts';
import type { Records } from '../../src/writes/records.ts';
import { failureOf } from '../api/http-server.ts';
import { caller, idOf, insightRun, spoken } from '../ui/bundles.ts';
import { breaking, isDelete, isGet, refusing, type WriteBench, writeBench } from './fixtures.ts';

const talk = Array.from({ length: 130 }, (_, index) => `user: line ${index}`);
const one = caller(1, { messages: spoken(...talk), insights: [insightRun('run-1', 'fine')] });
const id = idOf(1);

const isThere = ({ store }: WriteBench): boolean => store.conversations.get(id) !== null;
const trashed = async ({ records }: WriteBench) => (await records.trash.list()).entries;

describe('deleting', () => {
	test('puts the conversation with all its messages and insights into the trash first', async () => {
		const bench = await writeBench({ bundles: [one] });
		let inTrash: readonly string[] = [];
		bench.intervene((request, pass) => {
			if (isDelete(request)) inTrash = readdirSync(join(bench.folder, 'trash'));
			return pass(request);
		});
		const outcome = await deleteConversation(bench.writer, { id });
		expect(outcome).toMatchObject({ kind: 'deleted', note: null });
		expect(inTrash).toEqual([expect.stringMatching(/\.pending\.ndjson$/)]);
		expect(isThere(bench)).toBe(false);
		const [entry] = await trashed(bench);
		expect(entry).toMatchObject({ conversationId: id, state: 'deleted', messages: 130, insights: 1 });
		const whole = await bench.records.trash.read(entry?.name ?? '');
		expect(whole).toEqual({ conversation: one.conversation, messages: one.messages, insights: one.insights });
		expect((await bench.journal()).map(({ outcome: how }) => how)).toEqual(['begun', 'done']);
	});

	test('a conversation already deleted is reported so, and nothing is stored', async () => {
		const bench = await writeBench();
		expect(await deleteConversation(bench.writer, { id })).toEqual({ kind: 'gone' });
		expect([await trashed(bench), await bench.journal()]).toEqual([[], []]);
	});

	test('missing messages do not mean a deleted conversation', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(refusing((request) => request.url.includes('/messages'), 404));
		expect(await failureOf(deleteConversation(bench.writer, { id }))).toMatchObject({ kind: 'bad-response' });
		expect([isThere(bench), await trashed(bench)]).toEqual([true, []]);
	});

	test('missing insights count as none: the rest is stored and deleted', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(refusing((request) => request.url.includes('/conversations-insights'), 404));
		expect(await deleteConversation(bench.writer, { id })).toMatchObject({ kind: 'deleted' });
		expect(await trashed(bench)).toMatchObject([{ messages: 130, insights: 0 }]);
	});

	test('a 404 for a conversation that still exists is no delete', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(refusing(isDelete, 404));
		expect(await failureOf(deleteConversation(bench.writer, { id }))).toMatchObject({ status: 404 });
		expect([isThere(bench), await trashed(bench)]).toEqual([true, []]);
	});

	test('a message being sent is in the trash too', async () => {
		const bench = await writeBench({ bundles: [one] });
		const message = { role: 'user', content: 'wait!' };
		await Promise.all([
			addMessage(bench.writer, { id, message, idempotencyKey: 'k' }),
			deleteConversation(bench.writer, { id }),
		]);
		expect(await trashed(bench)).toMatchObject([{ state: 'deleted', messages: 131 }]);
	});

	test('a conversation that someone else deletes at the same moment stays in the trash', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene((request, pass) => {
			if (isDelete(request)) bench.store.conversations.delete(id);
			return pass(request);
		});
		const outcome = await deleteConversation(bench.writer, { id });
		expect(outcome).toMatchObject({ kind: 'deleted', note: 'Someone else deleted it at the same time.' });
		expect(await trashed(bench)).toMatchObject([{ state: 'deleted', messages: 130 }]);
	});

	test('a message that arrives during the reading is in the trash too', async () => {
		const bench = await writeBench({ bundles: [one] });
		let isFirst = true;
		bench.intervene(async (request, pass) => {
			const answer = await pass(request);
			if (isFirst && request.url.includes('conversations-insights')) {
				isFirst = false;
				bench.store.messages.add(bench.store.conversations.rowOf(id) ?? -1, { role: 'user', text: 'wait!' });
			}
			return answer;
		});
		await deleteConversation(bench.writer, { id });
		expect(await trashed(bench)).toMatchObject([{ state: 'deleted', messages: 131 }]);
	});

	test.each([401, 403, 422, 429])(
		'a refusal (%d) leaves the conversation, and the trash empty',
		async (status) => {
			const bench = await writeBench({ bundles: [one] });
			bench.intervene(refusing(isDelete, status));
			expect(await failureOf(deleteConversation(bench.writer, { id }))).toMatchObject({ status });
			expect([isThere(bench), await trashed(bench)]).toEqual([true, []]);
			expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'failed' });
		},
	);
});

describe('when the connection breaks', () => {
	test('a delete still under way keeps its copy in the trash', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isDelete, 'before'));
		const error = await failureOf(deleteConversation(bench.writer, { id }));
		expect(error).toMatchObject({ kind: 'network', mayHaveHappened: true });
		expect(error).toHaveProperty('message', expect.stringContaining('still exists, but may yet be deleted'));
		expect(isThere(bench)).toBe(true);
		expect(await trashed(bench)).toMatchObject([{ state: 'pending', messages: 130 }]);
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'unknown' });
	});

	test('after the server carried it out, it counts as deleted', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isDelete, 'after'));
		expect(await deleteConversation(bench.writer, { id })).toMatchObject({ kind: 'deleted' });
		expect(isThere(bench)).toBe(false);
		expect(await trashed(bench)).toMatchObject([{ state: 'deleted' }]);
	});

	test('and stays broken, the trash keeps a pending copy', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isDelete, 'before', isGet));
		const error = await failureOf(deleteConversation(bench.writer, { id }));
		expect(error).toMatchObject({ kind: 'network', mayHaveHappened: true });
		expect(await trashed(bench)).toMatchObject([{ state: 'pending', messages: 130 }]);
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'unknown' });
	});
});

describe('without a stored copy, nothing is deleted:', () => {
	const full = () => Promise.reject(new Error('No space is left on the disk.'));
	test.each<[string, (records: Records) => Records]>([
		['the trash is full', (records) => ({ ...records, trash: { ...records.trash, keep: full } })],
		['the journal is full', (records) => ({ ...records, journal: { ...records.journal, append: full } })],
	])('%s', async (_, withRecords) => {
		const bench = await writeBench({ bundles: [one], withRecords });
		const error = await failureOf(deleteConversation(bench.writer, { id }));
		expect(error).toHaveProperty('message', expect.stringMatching(/^Nothing was deleted\. .*No space/));
		expect(bench.requests.some((request) => request.startsWith('DELETE'))).toBe(false);
		expect([isThere(bench), await trashed(bench)]).toEqual([true, []]);
	});

	test('a message cannot be read', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(refusing((request) => request.url.includes('/messages?page%5Bnumber%5D=2'), 500));
		expect(await failureOf(deleteConversation(bench.writer, { id }))).toMatchObject({ kind: 'server' });
		expect([isThere(bench), await trashed(bench), await bench.journal()]).toEqual([true, [], []]);
	});

	test('the session is read-only', async () => {
		const bench = await writeBench({ bundles: [one], readOnly: true });
		expect(await failureOf(deleteConversation(bench.writer, { id }))).toMatchObject({ kind: 'forbidden' });
		expect([bench.requests, await trashed(bench)]).toEqual([[], []]);
	});
});
