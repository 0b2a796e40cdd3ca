import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../src/text/clusters.ts';
import { isSafe, join, safe, safeLines, t } from '../../src/text/safe.ts';
import { nothing } from '../../src/text/safe-text.ts';
import { anyString } from './arbitraries.ts';
import { honestTexts, hostileCases } from './hostile.ts';

const runs = { numRuns: 3000 };
const steering =
	/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u061C\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFC\u3164\u115F\u1160\uFFA0]/u;

describe('safe', () => {
	it.each(hostileCases)('shows %s', (_name, raw, shown) => {
		expect(safe(raw)).toBe(shown);
	});

	it.each(honestTexts)('keeps %s unchanged', (text) => {
		expect(safe(text)).toBe(text);
		expect(isSafe(text)).toBe(true);
	});

	it('removes every character that steers, hides or reorders', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				expect(safe(raw)).not.toMatch(steering);
				expect(safe(raw).isWellFormed()).toBe(true);
			}),
			runs,
		);
	});

	it('is idempotent', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				expect(safe(safe(raw))).toBe(safe(raw));
			}),
			runs,
		);
	});

	it('represents every character: only the empty string becomes empty, and letters stay', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1 }), (raw) => {
				const letters = raw.replace(/[^a-zA-Z0-9]/g, '');
				expect(safe(raw)).not.toBe('');
				let at = 0;
				for (const letter of letters) at = safe(raw).indexOf(letter, at) + 1;
				expect(at > 0 || letters === '').toBe(true);
			}),
			runs,
		);
	});

	it('leaves no cluster that could draw more cells than it measures', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				for (const cluster of clustersOf(safe(raw))) {
					expect(Array.from(cluster).length).toBeLessThanOrEqual(16);
					expect(cluster).not.toMatch(/\p{M}{5}/u);
				}
			}),
			runs,
		);
	});

	it('counts the marks that it cut', () => {
		expect(safe(`a${'\u0300'.repeat(4)}`)).toBe(`a${'\u0300'.repeat(4)}`);
		expect(safe(`a${'\u0300'.repeat(5)}`)).toBe(`a${'\u0300'.repeat(4)}⟨+1 marks⟩`);
	});
});

describe('safeLines', () => {
	it('splits at both kinds of line end, and shows a lone carriage return', () => {
		expect(safeLines('one\ntwo\r\nthree\rfour\n')).toEqual(['one', 'two', 'three␍four', '']);
		expect(safeLines('')).toEqual(['']);
	});

	it('equals safe except for the line ends', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				const lines = safeLines(raw);
				expect(lines).toHaveLength(raw.split('\n').length);
				for (const line of lines) expect(isSafe(line)).toBe(true);
			}),
			runs,
		);
	});
});

describe('our own words', () => {
	it('accept safe text and numbers in a template', () => {
		expect(t`${3} rows of ${safe('a\x1bb')}, more ↓`).toBe('3 rows of a␛b, more ↓');
		expect(t``).toBe(nothing);
	});

	it('must not contain a control character', () => {
		expect(() => t`one\ntwo ${1}`).toThrow(new TypeError('A control character in our own words: one⏎two …'));
	});

	it('can be joined', () => {
		expect(join()).toBe('');
		expect(join(safe('a'), safe('b'), safe('漢'))).toBe('ab漢');
	});
});
