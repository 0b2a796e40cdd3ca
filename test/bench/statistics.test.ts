import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWorse, percentile, ratioOf, summarise } from './statistics.ts';

test('a summary contains only measured values', () => {
	expect(summarise([5, 1, 4, 2, 3])).toEqual({ count: 5, min: 1, median: 3, p95: 5, p99: 5, max: 5 });
	expect(summarise([7])).toEqual({ count: 1, min: 7, median: 7, p95: 7, p99: 7, max: 7 });
	expect(summarise([]).median).toBeNaN();
});

test('a percentile has at least that share at or below it, and percentiles are ordered', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer(), { minLength: 1 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(list, at) => {
				const sorted = list.toSorted((one, other) => one - other);
				const value = percentile(sorted, at);
				expect(sorted.filter((each) => each <= value).length).toBeGreaterThanOrEqual(at * sorted.length);
				expect(percentile(sorted, at / 2)).toBeLessThanOrEqual(value);
			},
		),
	);
});

test('the noise of a ratio is the spread of its rounds, without a few that are far away', () => {
	expect(ratioOf([100, 3, 3, 3, 3, 3, 4, 0])).toEqual({ value: 3, noise: 0 });
	expect(ratioOf([2, 4, 3])).toEqual({ value: 3, noise: 2 / 3 });
	expect(ratioOf([5])).toEqual({ value: 5, noise: 0 });
	expect(ratioOf([0, 0])).toEqual({ value: 0, noise: 0 });
});

test('only a change beyond the noise of both runs is worse', () => {
	const before = { value: 10, noise: 0.1 };
	expect(isWorse({ value: 12, noise: 0.05 }, before)).toBe(true);
	expect(isWorse({ value: 11.4, noise: 0.05 }, before)).toBe(false);
	expect(isWorse({ value: 12, noise: 0.2 }, before)).toBe(false);
	expect(isWorse({ value: 5, noise: 0 }, before)).toBe(false);
	// A run without any noise still tolerates a tenth.
	expect(isWorse({ value: 10.9, noise: 0 }, { value: 10, noise: 0 })).toBe(false);
});
