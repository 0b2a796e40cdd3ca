import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linesOfFile } from '../../src/commands/ndjson.ts';
import { readBundle } from '../../src/server/bundle.ts';
import { loadBundle, loadBundles, loadDirectories } from '../../src/store/load.ts';
import { bundle, query, testStore } from './fixtures.ts';

const realData = join(import.meta.dirname, '../../../shared/data/sgd-conversations.ndjson.gz');

describe('loading', () => {
	test('is all or nothing', async () => {
		const store = await testStore();
		loadBundle(store, bundle('there'));
		expect(() => loadBundles(store, [bundle('a'), bundle('b'), bundle('there'), bundle('c')])).toThrow(
			/conversation there/,
		);
		expect(store.conversations.list(query()).map(({ id }) => id)).toEqual(['there']);
		expect(loadBundles(store, [bundle('a'), bundle('b')])).toBe(2);
	});

	test('of templates and assistants keeps their order, and replaces one with the same id', async () => {
		const store = await testStore();
		const template = (id: string, name: string) => ({ id, name, instructions: '', created_at: '2026-01-01' });
		loadDirectories(store, [template('z', 'one'), template('a', 'two')], [{ id: 'x', name: 'Ann' }]);
		loadDirectories(store, [template('z', 'three')], []);
		expect(store.templates.all().map(({ name }) => name)).toEqual(['three', 'two']);
		expect(store.templates.page({ number: 2, size: 1 })).toMatchObject({ rows: [{ id: 'a' }], total: 2 });
		expect(store.assistants.get('x')).toEqual({ id: 'x', name: 'Ann' });
		expect(store.assistants.get('y')).toBeNull();
	});

	test.skipIf(!existsSync(realData))('real conversations come back as they are in the file', async () => {
		const store = await testStore();
		const bundles = [];
		for await (const { text } of linesOfFile(realData)) {
			const read = readBundle(text);
			if (!read.ok) throw new Error(read.problem);
			bundles.push(read.bundle);
		}
		expect(loadBundles(store, bundles)).toBe(2098);
		for (const { conversation, messages, insights } of bundles) {
			expect(store.conversations.get(conversation.id)).toEqual(conversation);
			const row = store.conversations.rowOf(conversation.id) ?? 0;
			const page = { number: 1, size: 1_000 };
			expect(store.messages.page(row, page).rows).toEqual(messages);
			expect(store.insights.page(row, page).rows).toEqual(insights);
		}
		expect(store.conversations.list(query('limit=50')).length).toBe(50);
	});
});
