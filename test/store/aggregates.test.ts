import { describe, expect, test } from 'vitest';
import type { GroupField } from '../../src/store/aggregates.ts';
import { loadBundles, type Store } from '../../src/store/store.ts';
import { bundle, conversation, query, testStore } from './fixtures.ts';

const score: GroupField = { source: 'result', key: 'score' };
const version: GroupField = { source: 'metadata', key: 'version "2"' };

async function scored(): Promise<Store> {
	const store = await testStore();
	const rows: [string | null, string, string, string][] = [
		['1', '2026-11-20T10:00:00Z', 'quality', '{"score":"Good"}'],
		['1', '2026-11-20T11:00:00Z', 'quality', '{"score":"Good","why":"…"}'],
		['2', '2026-11-20T12:00:00Z', 'quality', '{"score":"Poor"}'],
		['2', '2026-11-21T00:00:00Z', 'quality', '{"score":3}'],
		[null, '2026-11-21T01:00:00Z', 'quality', '{"score":"3"}'],
		['1', '2026-11-21T02:00:00Z', 'other', '{"score":"Good"}'],
		['1', '2026-11-21T03:00:00Z', 'quality', 'just words'],
		['1', '2026-11-21T04:00:00Z', 'quality', '["score"]'],
		['1', '2026-11-21T05:00:00Z', 'quality', '{"mood":"Good"}'],
	];
	loadBundles(
		store,
		rows.map(([value, created_at, insight_id, result], index) =>
			bundle(`c${index}`, {
				conversation: conversation(`c${index}`, { metadata: value === null ? {} : { 'version "2"': value } }),
				insights: [
					{
						id: `r${index}`,
						status: 'completed',
						created_at,
						conversation_insights: [{ insight_id, result }],
					},
				],
			}),
		),
	);
	return store;
}

describe('aggregates', () => {
	test('count by a field of the result, with text, numbers and missing fields apart', async () => {
		const store = await scored();
		expect(store.aggregates.count({ insightId: 'quality', groupBy: [score], filters: query() })).toEqual([
			{ score: 'Good', record_count: 2 },
			{ score: '3', record_count: 1 },
			{ score: 'Poor', record_count: 1 },
			{ score: 3, record_count: 1 },
		]);
	});

	test('count by metadata too, with a missing key as null', async () => {
		const store = await scored();
		expect(
			store.aggregates.count({ insightId: 'quality', groupBy: [version, score], filters: query() }),
		).toEqual([
			{ 'metadata.version "2"': '1', score: 'Good', record_count: 2 },
			{ 'metadata.version "2"': null, score: '3', record_count: 1 },
			{ 'metadata.version "2"': '2', score: 'Poor', record_count: 1 },
			{ 'metadata.version "2"': '2', score: 3, record_count: 1 },
		]);
	});

	test('count everything without a group, and one day with conditions', async () => {
		const store = await scored();
		expect(store.aggregates.count({ insightId: null, groupBy: [], filters: query() })).toEqual([
			{ record_count: 9 },
		]);
		const day = 'created_at=gte.2026-11-20&created_at=lt.2026-11-21';
		expect(store.aggregates.count({ insightId: null, groupBy: [score], filters: query(day) })).toEqual([
			{ score: 'Good', record_count: 2 },
			{ score: 'Poor', record_count: 1 },
		]);
		const one = 'metadata->>"version \\"2\\""=eq.2';
		expect(store.aggregates.count({ insightId: 'quality', groupBy: [], filters: query(one) })).toEqual([
			{ record_count: 2 },
		]);
	});
});
