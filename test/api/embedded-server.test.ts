import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { emptyQuery, metadataColumn, plainColumn } from '../../src/filter/tree.ts';
import { loadBundles } from '../../src/store/store.ts';
import { startServer } from '../server/fixtures.ts';
import { all, failureOf } from './http-server.ts';

/** The service and the embedded server, with a real socket between them. */
async function start() {
	const server = await startServer({ key: 'KEY-1' });
	return { server, api: new ConversationsApi({ baseUrl: server.url, apiKey: 'KEY-1' }) };
}

describe('the embedded server', () => {
	test('a conversation from its creation to its end', async () => {
		const { api } = await start();
		const made = await api.create({ name: 'Ann', metadata: { channel: 'sms', to: '+1 (312) "x", y' } });
		expect(await api.get(made.id)).toEqual(made);
		await api.addMessage(made.id, { role: 'user', content: 'Hi 👋' });
		await api.addMessage(made.id, { role: 'assistant', content: 'Hello' });
		const [page] = await all(api.messages(made.id, { pageSize: 1000 }));
		expect(decodedValues(page?.rows ?? []).map(({ role, text }) => [role, text])).toEqual([
			['user', 'Hi 👋'],
			['assistant', 'Hello'],
		]);
		const changed = await api.updateMetadata(made.id, { ...made.metadata, ai_disabled: 'true' });
		expect(changed.metadata).toEqual({ ...made.metadata, ai_disabled: 'true' });
		const column = metadataColumn('to');
		const condition = { kind: 'condition', column, negated: false, operator: 'eq' } as const;
		const found = await api.listPage({
			...emptyQuery,
			filters: [{ ...condition, operand: '+1 (312) "x", y' }],
		});
		expect(decodedValues(found.rows).map(({ id }) => id)).toEqual([made.id]);
		await api.delete(made.id);
		expect(await failureOf(api.get(made.id))).toMatchObject({ kind: 'not-found', code: '10005' });
	});

	test('one idempotency key makes one conversation', async () => {
		const { api } = await start();
		const first = await api.create({ name: 'once' }, { idempotencyKey: 'k-1' });
		expect((await api.create({ name: 'once' }, { idempotencyKey: 'k-1' })).id).toBe(first.id);
		expect(await failureOf(api.create({ name: 'other' }, { idempotencyKey: 'k-1' }))).toMatchObject({
			kind: 'invalid',
			status: 422,
		});
	});

	test('its errors arrive as what they are', async () => {
		const { server, api } = await start();
		const stranger = new ConversationsApi({ baseUrl: server.url, apiKey: 'nobody' });
		expect(await failureOf(stranger.listPage(emptyQuery))).toMatchObject({ kind: 'auth', status: 401 });
		const column = plainColumn('created_at');
		const condition = { kind: 'condition', column, negated: false, operator: 'gt', operand: 'soon' } as const;
		expect(await failureOf(api.listPage({ ...emptyQuery, filters: [condition] }))).toMatchObject({
			kind: 'invalid',
			status: 400,
			fields: [{ parameter: 'created_at', position: expect.any(Number) }],
		});
		const made = await api.create({});
		const odd = { role: 'user', sent_at: 'soon' };
		const refused = await failureOf(api.addMessage(made.id, odd));
		expect(refused).toMatchObject({ kind: 'invalid', status: 422 });
		expect(refused).toHaveProperty('fields.0.pointer', '/sent_at');
	});
});

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

describe.skipIf(!existsSync(file))('on real conversations', () => {
	const bundles = (): ConversationBundle[] =>
		gunzipSync(readFileSync(file))
			.toString()
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line));

	test('every conversation, message and insight comes through, whole and once', async () => {
		const { server, api } = await start();
		const loaded = bundles();
		loadBundles(server.store, loaded);
		const byId = new Map(loaded.map((bundle) => [bundle.conversation.id, bundle]));
		for (const order of [
			'last_message_at.desc',
			'created_at.asc,id.desc',
			'name.asc',
			'metadata->assistant_version_id.desc',
		]) {
			const query = parseListQuery([['order', order]]);
			const pages = await all(api.list(query, { pageSize: 100 }));
			const rows = pages.flatMap((page) => decodedValues(page.rows));
			expect(rows).toHaveLength(loaded.length);
			expect(new Set(rows.map(({ id }) => id)).size).toBe(loaded.length);
			for (const { id, raw } of rows) expect(raw).toEqual(byId.get(id)?.conversation);
		}
		for (const { conversation, messages, insights } of loaded.slice(0, 200)) {
			const read = await all(api.messages(conversation.id, { pageSize: 7 }));
			const texts = read.flatMap((page) => page.rows).map((one) => (one.ok ? one.value.text : one.problem));
			expect(texts.toSorted()).toEqual(messages.map((message) => message?.text ?? null).toSorted());
			const results = (await all(api.insights(conversation.id))).flatMap((page) => decodedValues(page.rows));
			expect(results.map(({ id }) => id)).toEqual(insights.map(({ id }) => id));
		}
	}, 60_000);
});
