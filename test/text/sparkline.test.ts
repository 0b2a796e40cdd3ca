import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { safe } from '../../src/text/safe.ts';
import { sparkline } from '../../src/text/sparkline.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../src/ui/theme.ts';

const bars = { steps: unicodeGlyphs.steps };

describe('a sparkline', () => {
	test('is scaled from nothing to the highest, which alone reaches the top', () => {
		expect(lineText(sparkline([0, 1, 2, 4, 7, 8], 20, bars))).toBe('▁▁▂▄▇█');
		expect(lineText(sparkline([100, 99, 50, 0], 20, bars))).toBe('█▇▄▁');
		expect(sparkline([1, 99, 100, 2], 20, bars).map(({ tone, text }) => [tone, text])).toEqual([
			['plain', '▁▇'],
			['warn', '█'],
			['plain', '▁'],
		]);
	});

	test('reads in ASCII too', () => {
		expect(lineText(sparkline([0, 1, 2, 4, 7, 8], 20, { steps: asciiGlyphs.steps }))).toBe('__.=#@');
	});

	test('of nothing but zeros stays low, and of no values is empty', () => {
		expect(lineText(sparkline([0, 0], 20, bars))).toBe('▁▁');
		expect(lineText(sparkline([0, 3], 20, { ...bars, isZeroBlank: true }))).toBe(' █');
		expect(sparkline([], 20, bars)).toEqual([]);
	});

	test('lines with one measure can be compared', () => {
		expect(lineText(sparkline([2, 4], 20, { ...bars, max: 8 }))).toBe('▂▄');
	});

	test('of more values than cells shows the highest of each neighbourhood: no peak is lost', () => {
		const values = Array.from({ length: 1000 }, (_, index) => (index === 500 ? 9 : 1));
		expect(lineText(sparkline(values, 10, bars))).toBe('▁▁▁▁▁█▁▁▁▁');
	});

	test('is never wider than its room, and shows its highest value at every width', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 }),
				fc.integer({ min: 1, max: 200 }),
				fc.constantFrom(unicodeGlyphs.steps, asciiGlyphs.steps),
				(values, cells, steps) => {
					const line = sparkline(values, cells, { steps });
					expect(lineWidth(line)).toBe(Math.min(cells, values.length));
					expect(lineText(line).includes(safe([...steps].at(-1) ?? ''))).toBe(Math.max(...values) > 0);
				},
			),
		);
	});
});
