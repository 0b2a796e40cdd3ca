import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile, summarise } from './statistics.ts';

test('a summary contains only measured values', () => {
	expect(summarise([5, 1, 4, 2, 3])).toEqual({ count: 5, min: 1, median: 3, p99: 5, max: 5 });
	expect(summarise([7])).toEqual({ count: 1, min: 7, median: 7, p99: 7, max: 7 });
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
