import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { safe } from '../../src/text/safe.ts';
import { sparkline } from '../../src/text/sparkline.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../src/view/theme.ts';

const bars = { steps: unicodeGlyphs.steps };

describe('a sparkline', () => {
	test('scales from zero to the maximum, which alone reaches the top', () => {
		expect(lineText(sparkline([0, 1, 2, 4, 7, 8], 20, bars))).toBe('▁▁▂▄▇█');
		expect(lineText(sparkline([100, 99, 50, 0], 20, bars))).toBe('█▇▄▁');
		expect(sparkline([1, 99, 100, 2], 20, bars).map(({ tone, text }) => [tone, text])).toEqual([
			['plain', '▁▇'],
			['warn', '█'],
			['plain', '▁'],
		]);
	});

	test('works in ASCII too', () => {
		expect(lineText(sparkline([0, 1, 2, 4, 7, 8], 20, { steps: asciiGlyphs.steps }))).toBe('__.=#@');
	});

	test('stays low for zeros and is empty without values', () => {
		expect(lineText(sparkline([0, 0], 20, bars))).toBe('▁▁');
		expect(lineText(sparkline([0, 3], 20, { ...bars, isZeroBlank: true }))).toBe(' █');
		expect(sparkline([], 20, bars)).toEqual([]);
	});

	test('can share a scale with other lines', () => {
		expect(lineText(sparkline([2, 4], 20, { ...bars, max: 8 }))).toBe('▂▄');
	});

	test('shows the highest of neighbouring values, so that no peak is lost', () => {
		const values = Array.from({ length: 1000 }, (_, index) => (index === 500 ? 9 : 1));
		expect(lineText(sparkline(values, 10, bars))).toBe('▁▁▁▁▁█▁▁▁▁');
	});

	test('fits its width and shows its maximum at every width', () => {
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
