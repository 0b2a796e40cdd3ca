import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, type Instant } from '../../src/domain/instant.ts';
import type { WireConversation } from '../../src/domain/wire.ts';
import { openConnection } from '../../src/store/connection.ts';
import { listStatement } from '../../src/store/conversations.ts';
import { loadBundle } from '../../src/store/store.ts';
import { bundle, Clock, conversation, query, testStore } from './fixtures.ts';

const anyText = fc.string({ unit: 'binary' });
const micros = fc.integer({ min: -62_000_000_000_000_000 / 10, max: Number.MAX_SAFE_INTEGER });
const anyConversation: fc.Arbitrary<WireConversation> = fc
	.record({
		id: anyText.filter((text) => text !== '' && text.isWellFormed()),
		name: fc.option(anyText, { nil: undefined }),
		explicitNull: fc.boolean(),
		created: micros,
		last: micros,
		metadata: fc.dictionary(anyText, fc.jsonValue()),
		extra: fc.dictionary(fc.constantFrom('status', 'é', 'a b', '_x', 'explicit'), fc.jsonValue()),
	})
	.map(({ id, name, explicitNull, created, last, metadata, extra }): WireConversation => {
		// As from JSON: without -0, and without prototype keys that exist only in the generator.
		const clean = (value: object) => JSON.parse(JSON.stringify(value));
		return {
			id,
			...(name === undefined ? (explicitNull ? { name: null } : {}) : { name }),
			created_at: formatInstant(created as Instant),
			last_message_at: formatInstant(last as Instant),
			metadata: clean(metadata),
			...clean(extra),
		};
	});

describe('a stored conversation', () => {
	test('survives a round trip: any text, any metadata, unknown fields', async () => {
		const store = await testStore();
		fc.assert(
			fc.property(anyConversation, (wire) => {
				store.conversations.insert(wire);
				expect(store.conversations.get(wire.id)).toEqual(wire);
				expect(store.conversations.list(query())).toEqual([wire]);
				expect(store.conversations.delete(wire.id)).toBe(true);
			}),
		);
	});

	test('has timestamps in the API’s format, from any input format', async () => {
		const store = await testStore();
		store.conversations.insert(
			conversation('a', {
				created_at: '2026-11-20T12:00:00+02:00',
				last_message_at: '2026-11-20T10:05:00.5Z',
			}),
		);
		expect(store.conversations.get('a')).toMatchObject({
			created_at: '2026-11-20T10:00:00.000000+00:00',
			last_message_at: '2026-11-20T10:05:00.500000+00:00',
		});
	});

	test('is refused if its id exists already or its time is invalid', async () => {
		const store = await testStore();
		store.conversations.insert(conversation('a', { name: 'first' }));
		expect(() => store.conversations.insert(conversation('a', { name: 'second' }))).toThrowError(
			expect.objectContaining({ problem: 'duplicate', message: expect.stringContaining('conversation a') }),
		);
		for (const created_at of ['', 'yesterday', '2026-02-30T00:00:00Z', '9999-01-01T00:00:00Z'])
			expect(() => store.conversations.insert(conversation('b', { created_at }))).toThrowError(
				expect.objectContaining({ problem: 'unusable', message: expect.stringContaining('created_at') }),
			);
		expect(store.conversations.list(query()).map(({ name }) => name)).toEqual(['first']);
	});
});

describe('a new conversation', () => {
	test('starts now, with only the given fields', async () => {
		const clock = new Clock();
		const store = await testStore({ clock });
		clock.set('2026-11-22T12:00:00.123456Z');
		const created = store.conversations.create({});
		expect(created).toEqual({
			id: '00000000-0000-4000-8000-000000000001',
			created_at: '2026-11-22T12:00:00.123456+00:00',
			last_message_at: '2026-11-22T12:00:00.123456+00:00',
			metadata: {},
		});
		expect(store.conversations.get(created.id)).toEqual(created);
	});
});

describe('metadata', () => {
	test('is replaced or merged without changing the rest of the conversation', async () => {
		const store = await testStore();
		const { id } = store.conversations.create({ name: 'n', metadata: { a: '1', b: '2' } });
		expect(store.conversations.updateMetadata(id, { b: '3' }, 'merge')?.metadata).toEqual({ a: '1', b: '3' });
		expect(store.conversations.updateMetadata(id, { c: '4' }, 'replace')).toMatchObject({
			name: 'n',
			metadata: { c: '4' },
		});
		expect(store.conversations.get(id)?.metadata).toEqual({ c: '4' });
		expect(store.conversations.updateMetadata('none', {}, 'replace')).toBeNull();
	});
});

describe('deleting', () => {
	test('removes messages and insights of that conversation only', async () => {
		const store = await testStore();
		const parts = {
			messages: [{ role: 'user', text: 'hi' }],
			insights: [
				{
					id: 'r',
					status: 'completed',
					created_at: '2026-11-20T10:06:00Z',
					conversation_insights: [{ insight_id: 'i', result: '{"score":"Good"}' }],
				},
			],
		};
		loadBundle(store, bundle('a', parts));
		loadBundle(store, bundle('b', parts));
		const kept = store.conversations.rowOf('b') ?? 0;
		const gone = store.conversations.rowOf('a') ?? 0;
		expect(store.conversations.delete('a')).toBe(true);
		expect(store.conversations.delete('a')).toBe(false);
		expect(store.conversations.get('a')).toBeNull();
		expect(store.conversations.rowOf('a')).toBeNull();
		const page = { number: 1, size: 20 };
		expect(store.messages.page(gone, page)).toEqual({ rows: [], total: 0 });
		expect(store.insights.page(gone, page)).toEqual({ rows: [], total: 0 });
		expect(store.messages.page(kept, page).total).toBe(1);
		expect(store.insights.page(kept, page).total).toBe(1);
	});
});

describe('listing', () => {
	test('is newest first by default, with ties by id; limit and offset work', async () => {
		const store = await testStore();
		for (const [id, minute] of [
			['a', 1],
			['b', 3],
			['c', 2],
			['d', 3],
		] as const)
			store.conversations.insert(
				conversation(id, { last_message_at: `2026-11-20T10:0${minute}:00Z`, name: id === 'b' ? 'x' : null }),
			);
		const ids = (text: string) => store.conversations.list(query(text)).map(({ id }) => id);
		expect(ids('')).toEqual(['d', 'b', 'c', 'a']);
		expect(ids('limit=2')).toEqual(['d', 'b']);
		expect(ids('limit=2&offset=2')).toEqual(['c', 'a']);
		expect(ids('offset=3')).toEqual(['a']);
		expect(ids('limit=0')).toEqual([]);
		expect(ids('order=last_message_at.asc,id.asc')).toEqual(['a', 'c', 'b', 'd']);
		expect(ids('order=name.desc.nullslast,id.asc')).toEqual(['b', 'a', 'c', 'd']);
		expect(ids('name=is.null&order=id.desc')).toEqual(['d', 'c', 'a']);
	});

	test.each([
		['', 'conversations_by_last_message'],
		['order=last_message_at.desc,id.desc', 'conversations_by_last_message'],
		['order=last_message_at.asc,id.asc', 'conversations_by_last_message'],
		['order=created_at.desc,id.desc', 'conversations_by_creation'],
		['order=created_at.asc,id.asc', 'conversations_by_creation'],
		['created_at=gte.2026-11-01&order=created_at.desc,id.desc', 'conversations_by_creation (created_at>?)'],
		['metadata->a=eq.b&order=last_message_at.desc,id.desc', 'conversations_by_last_message'],
		['id=eq.a', 'sqlite_autoindex_conversations_1 (id=?)'],
	])('“%s” reads from an index without sorting', async (text, index) => {
		const connection = await openConnection(':memory:', false);
		const { sql, params } = listStatement(query(text === '' ? 'limit=50' : `${text}&limit=50`));
		const plan = connection
			.prepareOnce(`EXPLAIN QUERY PLAN ${sql}`)
			.all(...params)
			.map((row) => String(row.detail));
		connection.close();
		expect(plan.join('; ')).toContain(`USING INDEX ${index}`);
		expect(plan.join('; ')).not.toContain('TEMP B-TREE');
	});
});
