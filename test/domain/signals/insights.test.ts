import { describe, expect, test } from 'vitest';
import type { InsightResult } from '../../../src/domain/insight.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { isPoor } from '../../../src/domain/signals/insights.ts';
import { signal } from './signal-input.ts';

const run = (status: string, at: number, results: Readonly<Record<string, string>> = {}): InsightResult => ({
	id: `run${at}`,
	status,
	createdAt: instantFromMillis(at),
	insights: Object.entries(results).map(([insightId, result]) => ({ insightId, result })),
	raw: {},
});

describe('failed insights', () => {
	const fires = (...insights: readonly InsightResult[]): boolean =>
		signal('insight-failed', [], { insights }) !== undefined;

	test('fires for a failed run, regardless of earlier runs, but not for a pending one', () => {
		expect(fires(run('failed', 2))).toBe(true);
		expect(fires(run('completed', 1), run('failed', 2))).toBe(true);
		expect(fires(run('pending', 2), run('in_progress', 3), run('completed', 4))).toBe(false);
	});

	test('does not fire if a later run has the failed insights', () => {
		expect(fires(run('failed', 1), run('completed', 2))).toBe(false);
		expect(fires(run('failed', 1, { a: 'Error' }), run('completed', 2, { a: 'ok', b: 'ok' }))).toBe(false);
		expect(fires(run('failed', 1, { a: 'Error' }), run('completed', 2, { b: 'ok' }))).toBe(true);
	});

	test('fires if the later run did not complete, or is not known to be later', () => {
		expect(fires(run('failed', 1), run('in_progress', 2))).toBe(true);
		expect(fires(run('failed', 1), run('completed', 1))).toBe(true);
		expect(fires({ ...run('failed', 1), createdAt: null }, run('completed', 2))).toBe(true);
		expect(fires(run('failed', 1), { ...run('completed', 2), createdAt: null })).toBe(true);
	});
});

describe('the score Poor', () => {
	test.each([
		'{"score":"Poor"}',
		'{"score": " poor ", "reasons": []}',
		'{"rating":"Very poor"}',
		'```json\n{"score": "Poor"}\n```',
		'{"score":"Poor","reasons":["Did no',
		'Poor. Asked for the same thing twice.',
		'Score: poor',
		'"Poor"',
		String.raw`{"score":"\u0050oor"}`,
	])('is %s', (result) => expect(isPoor(result)).toBe(true));

	test.each([
		'{"score":"Good","reasons":["Poor line"]}',
		'{"score":1}',
		'{"connection":"Poor"}',
		'Poor connection at the caller, otherwise fine.',
		'The score is not poor.',
		'Poorly timed call',
		'["Poor"]',
		'{"score":["Poor"]}',
		'null',
		'',
	])('is not %s', (result) => expect(isPoor(result)).toBe(false));

	test('is looked for in results of a quarter of a million characters, and of longer ones in the beginning', () => {
		const scored = (length: number): string => {
			const [start, end] = ['{"summary":"', '","score":"Poor"}'];
			return start + 'a'.repeat(length - start.length - end.length) + end;
		};
		expect(isPoor(scored(250_000))).toBe(true);
		expect(isPoor(scored(250_001))).toBe(false);
		expect(isPoor(`{"score":"Poor","summary":"${'a'.repeat(250_000)}"}`)).toBe(true);
	});

	test('uses the newest result of an insight, in any order of runs', () => {
		const poor = run('completed', 1, { quality: '{"score":"Poor"}' });
		const good = run('completed', 2, { quality: '{"score":"Good"}' });
		expect(signal('scored-poor', [], { insights: [good, poor] })).toBeUndefined();
		expect(signal('scored-poor', [], { insights: [poor, good] })).toBeUndefined();
		expect(signal('scored-poor', [], { insights: [poor] })).toMatchObject({
			turns: [],
			quote: '{"score":"Poor"}',
		});
		expect(signal('scored-poor', [], { insights: [run('failed', 3, { quality: 'Poor.' })] })).toBeUndefined();
	});
});
