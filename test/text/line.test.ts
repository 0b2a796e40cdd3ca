import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	clipLine,
	fitLine,
	type Line,
	lineText,
	lineWidth,
	sliceLine,
	span,
	type Tone,
} from '../../src/text/line.ts';
import { safe } from '../../src/text/safe.ts';
import { cellWidth, sliceCells } from '../../src/text/width.ts';
import { wrapLine } from '../../src/text/wrap.ts';
import { anyString } from './arbitraries.ts';

const runs = { numRuns: 1500 };
const cells = fc.integer({ min: 0, max: 60 });
const tone = fc.constantFrom<Tone>('plain', 'dim', 'user', 'bad', 'match');
const anyLine: fc.Arbitrary<Line> = fc.array(
	fc.tuple(tone, anyString).map(([which, raw]) => span(which, safe(raw))),
	{ maxLength: 5 },
);
const sample: Line = [span('user', safe('abc')), span('dim', safe('漢字')), span('good', safe('xyz'))];

/** Each character of the line with its tone, regardless of how spans are divided. */
function toned(line: Line): string[] {
	return line.flatMap((part) => part.text.split('').map((unit) => `${part.tone}:${unit}`));
}

describe('a line', () => {
	it('has the width and the text of its spans', () => {
		expect(lineWidth(sample)).toBe(10);
		expect(lineText(sample)).toBe('abc漢字xyz');
	});

	it.each([
		[10, ['user:abc', 'dim:漢字', 'good:xyz']],
		[9, ['user:abc', 'dim:漢字', 'good:x…']],
		[7, ['user:abc', 'dim:漢…']],
		[6, ['user:abc', 'dim:漢…']],
		[3, ['user:ab…']],
		[0, []],
	])('clips to %i', (width, spans) => {
		expect(clipLine(sample, width).map((part) => `${part.tone}:${part.text}`)).toEqual(spans);
	});

	it('is never wider than requested when clipped, and ends with the ellipsis if cut', () => {
		fc.assert(
			fc.property(anyLine, cells, (line, width) => {
				const clipped = clipLine(line, width);
				expect(lineWidth(clipped)).toBeLessThanOrEqual(width);
				if (lineWidth(line) > width && width > 0) expect(lineText(clipped).endsWith('…')).toBe(true);
				else if (lineWidth(line) <= width) expect(clipped).toBe(line);
			}),
			runs,
		);
	});

	it('fits to the cell, padded in the given tone', () => {
		fc.assert(
			fc.property(anyLine, cells, (line, width) => {
				expect(lineWidth(fitLine(line, width))).toBe(width);
			}),
			runs,
		);
		expect(fitLine([span('user', safe('a'))], 3, 'selected')).toEqual([
			span('user', safe('a')),
			span('selected', safe('  ')),
		]);
	});

	it('scrolls horizontally like its text', () => {
		fc.assert(
			fc.property(anyString, anyString, cells, cells, (one, two, start, length) => {
				const line = [span('user', safe(one)), span('dim', safe(two))];
				expect(lineWidth(sliceLine(line, start, start + length))).toBe(
					Math.max(0, Math.min(lineWidth(line), start + length) - start),
				);
				expect(lineText(sliceLine([span('user', safe(one))], start, start + length))).toBe(
					sliceCells(safe(one), start, start + length),
				);
			}),
			runs,
		);
	});
});

describe('wrapLine', () => {
	it('keeps tones and indents later rows', () => {
		const line = [span('dim', safe('key: ')), span('plain', safe('some words that go on'))];
		expect(wrapLine(line, 12, 5).map(lineText)).toEqual([
			'key: some',
			'     words',
			'     that go',
			'     on',
		]);
		expect(wrapLine(line, 12, 5)[0]).toEqual([span('dim', safe('key: ')), span('plain', safe('some'))]);
		expect(wrapLine(line, 4, 5).map(lineText)).toEqual(['key:', 'some', 'word', 's', 'that', 'go', 'on']);
	});

	it('makes no line too wide and loses only blanks', () => {
		fc.assert(
			fc.property(
				anyLine,
				fc.integer({ min: 2, max: 40 }),
				fc.integer({ min: 0, max: 8 }),
				(line, width, hang) => {
					const rows = wrapLine(line, width, hang);
					for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
					const solid = (unit: string) => !unit.endsWith(' ');
					expect(rows.flatMap(toned).filter(solid)).toEqual(toned(line).filter(solid));
				},
			),
			runs,
		);
	});

	it('measures the indentation in cells', () => {
		const rows = wrapLine([span('plain', safe('漢字'.repeat(20)))], 10, 3);
		expect(rows.map((row) => cellWidth(lineText(row)))).toEqual([10, ...Array(11).fill(9), 7]);
	});
});
