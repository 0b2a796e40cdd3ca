import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	afterAnswer,
	afterRefusal,
	concurrencyOf,
	highestLevel,
	type Pace,
	startLevel,
	startPace,
	waitOf,
} from '../../src/writes/pace.ts';

const refused = { now: 1000, begunAt: 900, askedMs: null, random: 0.5 };

describe('the pace', () => {
	test('starts at four, grows slowly, and never exceeds eight', () => {
		expect(concurrencyOf(startPace)).toBe(startLevel);
		let pace: Pace = startPace;
		let items = 0;
		for (; concurrencyOf(pace) < highestLevel; items += 1) pace = afterAnswer(pace, 0);
		expect(items).toBeGreaterThan(60);
		for (let more = 0; more < 1000; more += 1) pace = afterAnswer(pace, 0);
		expect(concurrencyOf(pace)).toBe(highestLevel);
	});

	test('halves once for all requests that were refused together', () => {
		const first = afterRefusal(startPace, { ...refused, askedMs: 3000 });
		expect([concurrencyOf(first), waitOf(first, 1000)]).toEqual([2, 3000]);
		const same = afterRefusal(first, { ...refused, now: 1010, askedMs: 3000 });
		expect([concurrencyOf(same), waitOf(same, 1010)]).toEqual([2, 3000]);
		const again = afterRefusal(same, { ...refused, now: 5000, begunAt: 4500, askedMs: 1000 });
		expect([concurrencyOf(again), waitOf(again, 5000)]).toEqual([1, 1000]);
	});

	test('waits longer each time if the server names no time', () => {
		let pace: Pace = startPace;
		const waits: number[] = [];
		for (let now = 0; waits.length < 9; ) {
			pace = afterRefusal(pace, { now, begunAt: now - 1, askedMs: null, random: 1 });
			waits.push(waitOf(pace, now));
			now += 1 + waitOf(pace, now);
		}
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
	});

	test('stays between one and eight for any events, and waits at least the requested time', () => {
		const event = fc.oneof(
			fc.record({ kind: fc.constant('answer' as const), after: fc.nat(5000) }),
			fc.record({
				kind: fc.constant('refusal' as const),
				after: fc.nat(5000),
				took: fc.nat(3000),
				askedMs: fc.option(fc.nat(90_000)),
				random: fc.double({ min: 0, max: 0.999, noNaN: true }),
			}),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 200 }), (events) => {
				let pace: Pace = startPace;
				let now = 1_000_000;
				for (const one of events) {
					now += one.after;
					const before = pace;
					if (one.kind === 'answer') {
						pace = afterAnswer(pace, now);
						expect(waitOf(pace, now)).toBe(waitOf(before, now));
						expect(pace.level).toBeGreaterThanOrEqual(before.level);
					} else {
						const { askedMs, random } = one;
						pace = afterRefusal(pace, { now, begunAt: now - one.took, askedMs, random });
						expect(waitOf(pace, now)).toBeGreaterThanOrEqual(Math.max(askedMs ?? 500, waitOf(before, now)));
						expect(pace.level).toBeLessThanOrEqual(before.level);
					}
					expect(concurrencyOf(pace)).toBeGreaterThanOrEqual(1);
					expect(concurrencyOf(pace)).toBeLessThanOrEqual(highestLevel);
				}
			}),
		);
	});
});
