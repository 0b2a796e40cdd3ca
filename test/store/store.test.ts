import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOfFile } from '../../src/commands/ndjson.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { readBundle } from '../../src/server/bundle.ts';
import { loadBundle, loadBundles, loadDirectories } from '../../src/store/store.ts';
import { at, bundle, query, testStore } from './fixtures.ts';

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

	test('keeps the order of templates and assistants, and replaces one with the same id', async () => {
		const store = await testStore();
		const template = (id: string, name: string) => ({ id, name, instructions: '', created_at: '2026-01-01' });
		loadDirectories(store, [template('z', 'one'), template('a', 'two')], [{ id: 'x', name: 'Ann' }]);
		loadDirectories(store, [template('z', 'three')], []);
		expect(store.templates.page({ number: 1, size: 9 }).rows.map(({ name }) => name)).toEqual([
			'three',
			'two',
		]);
		expect(store.templates.page({ number: 2, size: 1 })).toMatchObject({ rows: [{ id: 'a' }], total: 2 });
		expect(store.assistants.get('x')).toEqual({ id: 'x', name: 'Ann' });
		expect(store.assistants.get('y')).toBeNull();
	});

	test.skipIf(!existsSync(realData))('real conversations survive a round trip', async () => {
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

const hour = 60 * 60 * 1_000_000;
const start = at('2026-11-22T12:00:00Z');
const later = (micros: number) => (start + micros) as Instant;
const answer = { fingerprint: 'f', status: 200, body: '{"id":"é"}' };

test('a saved answer stays for 24 hours to the microsecond, regardless of later ones', async () => {
	const store = await testStore();
	fc.assert(
		fc.property(fc.uuid(), fc.array(fc.nat(48 * 60), { maxLength: 5 }), (key, minutes) => {
			store.idempotency.save(key, answer, start);
			expect(store.idempotency.find(key, start)).toEqual(answer);
			for (const minute of minutes.toSorted((a, b) => a - b)) {
				const now = later(minute * 60_000_000);
				store.idempotency.save(`other-${key}`, { ...answer, status: 201 }, now);
				expect(store.idempotency.find(key, now)).toEqual(minute < 24 * 60 ? answer : null);
				expect(store.idempotency.find(`other-${key}`, now)?.status).toBe(201);
			}
		}),
	);
	store.idempotency.save('edge', answer, start);
	expect(store.idempotency.find('edge', later(24 * hour - 1))).toEqual(answer);
	expect(store.idempotency.find('edge', later(24 * hour))).toBeNull();
	expect(store.idempotency.find('never', start)).toBeNull();
});
