import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atMostEvery } from '../../src/live/at-most-every.ts';
import { FakeTicker } from './harness.ts';

/** Lets what is settled go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('at most so often', () => {
	test('the first comes at once, what follows within the time together at its end, and then there is rest', async () => {
		const ticker = new FakeTicker();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 10_000, (items) => void passed.push(items));
		limit.push([1, 2]);
		expect(passed).toEqual([[1, 2]]);
		await turn();
		limit.push([3]);
		limit.push([4]);
		ticker.advance(9_999);
		expect(passed).toHaveLength(1);
		ticker.advance(1);
		await turn();
		expect(passed).toEqual([
			[1, 2],
			[3, 4],
		]);
		ticker.advance(10_000);
		expect(ticker.pending).toBe(0);
		limit.push([5]);
		expect(passed.at(-1)).toEqual([5]);
	});

	test('whoever takes longer is waited for', async () => {
		const ticker = new FakeTicker();
		const gate = Promise.withResolvers<void>();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 1_000, (items) => {
			passed.push(items);
			return passed.length === 1 ? gate.promise : undefined;
		});
		limit.push([1]);
		limit.push([2]);
		ticker.advance(60_000);
		await turn();
		expect(passed).toEqual([[1]]);
		gate.resolve();
		await turn();
		ticker.advance(0);
		expect(passed).toEqual([[1], [2]]);
	});

	test('stopped, it passes nothing on and leaves no timer', async () => {
		const ticker = new FakeTicker();
		const passed: (readonly number[])[] = [];
		const limit = atMostEvery<number>(ticker, 1_000, (items) => void passed.push(items));
		limit.push([1]);
		await turn();
		limit.push([2]);
		limit.stop();
		expect(ticker.pending).toBe(0);
		limit.push([3]);
		expect(passed).toEqual([[1]]);
	});

	test('whatever comes when: all of it once, in order, never closer than that', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(4_000), { maxLength: 20 }), async (pauses) => {
				const ticker = new FakeTicker();
				const passed: { readonly at: number; readonly items: readonly number[] }[] = [];
				const limit = atMostEvery<number>(
					ticker,
					3_000,
					(items) => void passed.push({ at: ticker.now(), items }),
				);
				for (const [number, pause] of pauses.entries()) {
					limit.push([number]);
					await turn();
					ticker.advance(pause);
					await turn();
				}
				ticker.advance(3_000);
				expect(passed.flatMap(({ items }) => items)).toEqual(pauses.map((_, number) => number));
				for (const [index, { at }] of passed.entries())
					expect(at - (passed[index - 1]?.at ?? -3_000)).toBeGreaterThanOrEqual(3_000);
			}),
			{ numRuns: 50 },
		);
	});
});
