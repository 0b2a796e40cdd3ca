import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../src/text/clusters.ts';
import { fixedCells, fixedWidth } from '../../src/text/fixed-width-table.ts';
import { isSafe, safe } from '../../src/text/safe.ts';
import {
	blank,
	cellWidth,
	clip,
	fit as fitTo,
	normalizeWidth,
	padEnd,
	padStart,
	repeat,
	segments,
	sliceCells,
} from '../../src/text/width.ts';
import { anyString } from './arbitraries.ts';
import { honestTexts } from './hostile.ts';

const runs = { numRuns: 2000 };
const cells = fc.integer({ min: 0, max: 40 });

describe('cellWidth', () => {
	it('agrees with the renderer’s width library on every character of the quick table', () => {
		const disputed: string[] = [];
		for (let unit = 0; unit < 0x1_0000; unit++) {
			if (fixedCells(unit) === 0) continue;
			const character = String.fromCharCode(unit);
			if (fixedCells(unit) !== stringWidth(character)) disputed.push(unit.toString(16));
			if (
				/[\p{Extended_Pictographic}\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character)
			)
				disputed.push(unit.toString(16));
		}
		expect(disputed).toEqual([]);
		expect(fixedWidth('abc漢字é')).toBe(8);
		expect(fixedWidth('ab👍')).toBe(-1);
	});

	it('agrees with it on quick characters next to each other', () => {
		const quick = fc.integer({ min: 0, max: 0xffff }).filter((unit) => fixedCells(unit) > 0);
		fc.assert(
			fc.property(fc.array(quick), (units) => {
				const text = String.fromCharCode(...units);
				expect(fixedWidth(text)).toBe(stringWidth(text));
			}),
			runs,
		);
	});

	it('agrees with it on any text', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				expect(cellWidth(safe(raw))).toBe(stringWidth(safe(raw)));
			}),
			runs,
		);
	});

	it('finds the clusters that the segmenter finds', () => {
		const segmenter = new Intl.Segmenter();
		fc.assert(
			fc.property(anyString, (raw) => {
				const text = safe(raw);
				expect(clustersOf(text)).toEqual(Array.from(segmenter.segment(text), (part) => part.segment));
			}),
			runs,
		);
	});

	it('is the sum of the segments, which add up to the text', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				const parts = [...segments(safe(raw))];
				expect(parts.map((part) => part.text).join('')).toBe(safe(raw));
				expect(parts.reduce((sum, part) => sum + part.width, 0)).toBe(cellWidth(safe(raw)));
			}),
			runs,
		);
	});
});

describe('clip, pad and fit', () => {
	it.each([
		['abcdef', 4, 'abc…'],
		['abcdef', 6, 'abcdef'],
		['漢字漢字', 5, '漢字…'],
		['漢字漢字', 4, '漢…'],
		['漢字', 1, '…'],
		['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, '👨‍👩‍👧‍👦…'],
		['abc', 0, ''],
		['', 3, ''],
		['abc', -1, ''],
	])('clips %s to %i', (text, width, clipped) => {
		expect(clip(safe(text), width)).toBe(clipped);
	});

	it('accepts another ellipsis, or none', () => {
		expect(clip(safe('abcdef'), 4, safe('..'))).toBe('ab..');
		expect(clip(safe('abcdef'), 4, safe(''))).toBe('abcd');
		expect(clip(safe('abcdef'), 1, safe('..'))).toBe('a');
	});

	it('never exceed the width, and keep clusters whole', () => {
		fc.assert(
			fc.property(anyString, cells, (raw, width) => {
				const text = safe(raw);
				const clipped = clip(text, width);
				expect(cellWidth(clipped)).toBeLessThanOrEqual(width);
				if (clipped === text) return;
				const parts = [...segments(text)].map((part) => part.text);
				const kept = clipped.replace(/…$/, '');
				const starts = parts.map((_, count) =>
					parts
						.slice(0, count)
						.join('')
						.replace(/[\u200c\u200d]+$/, ''),
				);
				expect(starts).toContain(kept);
			}),
			runs,
		);
	});

	it('fits to the cell', () => {
		fc.assert(
			fc.property(anyString, cells, (raw, width) => {
				expect(cellWidth(fitTo(safe(raw), width))).toBe(width);
			}),
			runs,
		);
	});

	it('pads on either side and leaves wide text alone', () => {
		expect(padEnd(safe('漢'), 4)).toBe('漢  ');
		expect(padStart(safe('漢'), 4)).toBe('  漢');
		expect(padStart(safe('abcdef'), 4)).toBe('abcdef');
		expect(blank(-1)).toBe('');
		expect(repeat(safe('─'), 3)).toBe('───');
	});
});

describe('sliceCells', () => {
	it.each([
		['abcdef', 2, 4, 'cd'],
		['漢字ab', 0, 2, '漢'],
		['漢字ab', 1, 4, ' 字'],
		['漢字ab', 2, 3, ' '],
		['漢字ab', 4, 99, 'ab'],
		['abc', 5, 9, ''],
		['abc', -3, 2, 'ab'],
	])('of %s from %i to %i', (text, start, end, part) => {
		expect(sliceCells(safe(text), start, end)).toBe(part);
	});

	it('keeps every column in place', () => {
		fc.assert(
			fc.property(anyString, cells, cells, (raw, start, length) => {
				const text = safe(raw);
				const inside = Math.max(0, Math.min(cellWidth(text), start + length) - start);
				expect(cellWidth(sliceCells(text, start, start + length))).toBe(inside);
			}),
			runs,
		);
	});
});

/** The column of a real terminal's cursor after the text. */
async function drawnWidth(text: string): Promise<number> {
	const terminal = new headless.Terminal({ cols: 400, rows: 2, allowProposedApi: true });
	terminal.loadAddon(new unicode11.Unicode11Addon());
	terminal.unicode.activeVersion = '11';
	await new Promise<void>((done) => terminal.write(text, done));
	const column = terminal.buffer.active.cursorX;
	terminal.dispose();
	return column;
}

describe('normalizeWidth', () => {
	it.each([
		['👨‍👩‍👧‍👦 family', '👨 family'],
		['👩🏽‍⚕️', '👩'],
		['⚠️ ❤️ 1️⃣', '⚠ ❤ 1'],
		['👍🏽', '👍'],
		['🏽', '◌■'],
		['🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}', '🏴'],
		['🇺🇸', '🇺🇸'],
		['น้ำ', 'น\u0e49\u0e4d\u0e32'],
		['नमस्ते', 'नमस्\u200cते'],
		['plain é 漢', 'plain é 漢'],
		['e\u0301', 'é'],
	])('%s becomes %s', (raw, expected) => {
		expect(normalizeWidth(safe(raw))).toBe(expected);
	});

	it.each([
		...honestTexts,
		'⚠️ ❤️ ℹ️ 1️⃣ 👨‍👩‍👧‍👦 👍🏽 ✅ 🚀',
		'กำ น้ำ ทำงาน',
		'नमस्ते कीजिए क्षमा',
		'தமிழ் நாடு',
		'বাংলা যুক্ত',
	])('%s is drawn as wide as it measures', async (text) => {
		const row = normalizeWidth(safe(text));
		expect(await drawnWidth(row)).toBe(cellWidth(row));
	});

	it('is idempotent and stays safe except for its own non-joiners', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				const once = normalizeWidth(safe(raw));
				expect(normalizeWidth(once)).toBe(once);
				expect(isSafe(safe(once.replaceAll('\u200c', '')))).toBe(true);
				expect(once).not.toMatch(/\p{Cc}|\uFE0F|\u20E3|\u202E|\u200D\p{Extended_Pictographic}/u);
			}),
			{ numRuns: 1500 },
		);
	});
});

it('a text cut behind a joiner ends without it', () => {
	const persian = safe('می\u200cخواهم');
	expect(clip(persian, 3)).toBe('می…');
	expect(clip(persian, 20)).toBe(persian);
	expect(safe(`${clip(persian, 3)}│`)).toBe('می…│');
});
