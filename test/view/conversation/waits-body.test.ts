import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Wait } from '../../../src/domain/waits.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { waitsLines } from '../../../src/view/conversation/waits-body.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/view/theme.ts';

const waits = (...seconds: readonly number[]): Wait[] =>
	seconds.map((each, index) => ({ turn: `t${index}`, askedBy: `q${index}`, millis: each * 1000 }));

const textOf = (of: readonly Wait[], width: number, glyphs = unicodeGlyphs): string =>
	waitsLines(of, width, glyphs).map(lineText).join('\n');

const some = waits(1.4, 0.6, 1.2, 12, 1.9, 6.8);

describe('the line of answer times', () => {
	test('a sparkline, and the numbers beside it', () => {
		expect(textOf(some, 80)).toBe('6 answers ▁▁▁█▂▄  p50 1.4 s  p95 12 s  max 12 s');
		expect(textOf(some, 80, asciiGlyphs)).toBe('6 answers ___@.=  p50 1.4 s  p95 12 s  max 12 s');
	});

	test('is missing without waits, and shows one answer without statistics', () => {
		expect(textOf([], 80)).toBe('');
		expect(textOf(waits(1.4), 80)).toBe('1 answer, after 1.4 s');
	});

	test('drops parts that do not fit, the maximum last', () => {
		expect(textOf(some, 40)).toBe('▁▁▁█▂▄  p50 1.4 s  p95 12 s  max 12 s');
		expect(textOf(some, 30)).toBe('▁▁▁█▂▄  p50 1.4 s  max 12 s');
		expect(textOf(waits(...Array.from({ length: 90 }, () => 1)), 28)).toMatch(/^█{17} {2}max 1\.0 s$/);
		expect(textOf(some, 12)).toBe('▁▁▁█▂▄');
	});

	test('has at most one line, never wider than its pane', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { maxLength: 300 }),
				fc.integer({ min: 8, max: 200 }),
				fc.constantFrom(unicodeGlyphs, asciiGlyphs),
				(seconds, width, glyphs) => {
					const lines = waitsLines(waits(...seconds), width, glyphs);
					expect(lines).toHaveLength(seconds.length === 0 ? 0 : 1);
					for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
				},
			),
		);
	});
});
