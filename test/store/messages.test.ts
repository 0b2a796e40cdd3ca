import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadBundle } from '../../src/store/store.ts';
import { bundle, Clock, conversation, testStore } from './fixtures.ts';

const everything = { number: 1, size: 100 };

describe('messages', () => {
	test('keep their order and content over consecutive pages', async () => {
		const store = await testStore();
		let conversations = 0;
		fc.assert(
			fc.property(fc.nat(60), fc.integer({ min: 1, max: 25 }), (count, size) => {
				const id = `c${conversations++}`;
				const messages = Array.from({ length: count }, (_, index) => ({
					role: index % 2 === 0 ? 'user' : 'robot',
					text: index % 5 === 0 ? null : `number ${index} \u{1F600}\u0000\ud800`,
					unknown: { index },
				}));
				loadBundle(store, bundle(id, { messages }));
				const row = store.conversations.rowOf(id) ?? 0;
				const pages = Math.ceil(count / size);
				const read = Array.from({ length: pages + 1 }, (_, index) =>
					store.messages.page(row, { number: index + 1, size }),
				);
				expect(read.flatMap(({ rows }) => rows)).toEqual(messages);
				expect(read.every(({ total }) => total === count)).toBe(true);
				expect(read.at(-1)?.rows).toEqual([]);
			}),
		);
	});

	test('are empty on a page far beyond the end', async () => {
		const store = await testStore();
		loadBundle(store, bundle('a', { messages: [{ role: 'user', text: 'hi' }] }));
		const row = store.conversations.rowOf('a') ?? 0;
		expect(store.messages.page(row, { number: 999_999_999_999_999, size: 100 })).toEqual({
			rows: [],
			total: 1,
		});
	});

	test('move the conversation forward when added, but never back', async () => {
		const clock = new Clock();
		const store = await testStore({ clock });
		store.conversations.insert(conversation('a', { last_message_at: '2026-11-20T10:05:00Z' }));
		const row = store.conversations.rowOf('a') ?? 0;
		const last = () => store.conversations.get('a')?.last_message_at;

		clock.set('2026-11-22T12:00:00.000001Z');
		store.messages.add(row, { role: 'user', text: 'late to the archive', sent_at: '2026-11-01T00:00:00Z' });
		expect(last()).toBe('2026-11-20T10:05:00.000000+00:00');
		store.messages.add(row, { role: 'assistant', text: null, tool_call_id: 't' });
		expect(last()).toBe('2026-11-22T12:00:00.000001+00:00');
		expect(store.messages.page(row, everything).rows).toEqual([
			{
				role: 'user',
				text: 'late to the archive',
				sent_at: '2026-11-01T00:00:00.000000+00:00',
				created_at: '2026-11-22T12:00:00.000001+00:00',
			},
			{
				role: 'assistant',
				text: null,
				tool_call_id: 't',
				sent_at: '2026-11-22T12:00:00.000001+00:00',
				created_at: '2026-11-22T12:00:00.000001+00:00',
			},
		]);
	});
});
