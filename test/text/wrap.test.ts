import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safe } from '../../src/text/safe.ts';
import { cellWidth } from '../../src/text/width.ts';
import { wrap, wrapClusters, wrapRanges } from '../../src/text/wrap.ts';
import { anyString, asciiProse } from './arbitraries.ts';

const runs = { numRuns: 3000 };
const cells = fc.integer({ min: 2, max: 40 });

describe('wrap', () => {
	it.each([
		['the quick brown fox jumps', 10, ['the quick', 'brown fox', 'jumps']],
		['exactly ten', 7, ['exactly', 'ten']],
		['fits', 10, ['fits']],
		['', 10, ['']],
		['     ', 3, ['']],
		['  set in by two', 8, ['  set in', 'by two']],
		['          far in', 6, ['far in']],
		['a    b', 3, ['a', 'b']],
		['see https://example.com/a/b?c=d now', 12, ['see', 'https://exam', 'ple.com/a/b?', 'c=d now']],
		['東京は「日本」の都市です。', 10, ['東京は「日', '本」の都市', 'です。']],
		['これはペンです。', 6, ['これは', 'ペンで', 'す。']],
		['안녕하세요 반갑습니다', 12, ['안녕하세요', '반갑습니다']],
		['สวัสดีครับต้องการจอง', 10, ['สวัสดีครับ', 'ต้องการจอง']],
		['क्या मेरी बुकिंग', 5, ['क्या', 'मेरी', 'बुकिंग']],
		['go 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 on', 6, ['go 👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 'on']],
		['漢字', 1, ['漢', '字']],
		['abc', 0, ['a', 'b', 'c']],
	])('%s in %i cells', (text, width, lines) => {
		expect(wrap(safe(text), width)).toEqual(lines);
	});

	it('makes no line too wide', () => {
		fc.assert(
			fc.property(anyString, cells, (raw, width) => {
				for (const line of wrap(safe(raw), width)) expect(cellWidth(line)).toBeLessThanOrEqual(width);
			}),
			runs,
		);
	});

	it('loses only blanks, in order', () => {
		fc.assert(
			fc.property(anyString, cells, (raw, width) => {
				const text = safe(raw);
				let at = 0;
				for (const { start, end } of wrapRanges(text, width)) {
					expect(text.slice(at, start)).toMatch(/^ *$/);
					expect(end).toBeGreaterThanOrEqual(start);
					at = end;
				}
				expect(text.slice(at)).toMatch(/^ *$/);
			}),
			runs,
		);
	});

	it('breaks ASCII on the short path as by clusters', () => {
		fc.assert(
			fc.property(asciiProse, cells, (text, width) => {
				expect(wrapRanges(safe(text), width)).toEqual(wrapClusters(text, width, [...text]));
			}),
			runs,
		);
	});

	it('breaks only words that are too long for a line', () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ minLength: 1, maxLength: 9 }).filter((word) => !word.includes(' '))),
				(words) => {
					const lines = wrap(safe(words.join(' ')), 10);
					expect(lines.flatMap((line) => line.split(' ')).filter((word) => word !== '')).toEqual(words);
				},
			),
			runs,
		);
	});

	it('wraps a word of millions of letters quickly: scanning it for every row took minutes', () => {
		const lines = wrap(safe('x'.repeat(4_000_000)), 80);
		expect(lines).toHaveLength(50_000);
		expect(lines.every((line) => line.length === 80)).toBe(true);
	});
});
