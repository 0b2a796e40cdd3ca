import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { cutText, longestShown } from '../../src/text/cut.ts';
import { hideKeys } from '../../src/text/hidden.ts';
import { safeLines } from '../../src/text/safe.ts';
import { anyString } from './arbitraries.ts';

describe('a cut', () => {
	test('loses no character and splits none', () => {
		fc.assert(
			fc.property(anyString, fc.integer({ min: 1, max: 30 }), (text, most) => {
				const cut = cutText(text.toWellFormed(), most);
				expect(cut.text.length).toBeLessThanOrEqual(most);
				expect(cut.text.length + cut.left).toBe(text.length);
				expect(cut.text.isWellFormed()).toBe(true);
			}),
		);
	});

	test('says how much is left out and how to get it', () => {
		const lines = safeLines(`begin${'é'.repeat(10_000_000)}`);
		expect(lines[0]).toMatch(/^begin/);
		expect(lines.at(-1)).toBe('(cut here: 9,900,005 more characters; X exports them all)');
		expect(lines.join('').length).toBeLessThan(longestShown + 100);
	});

	test('does not happen exactly at the limit', () => {
		expect(safeLines('x'.repeat(longestShown))).toHaveLength(1);
	});
});

describe('a key', () => {
	afterEach(() => hideKeys([]));
	test.each([-40, -20, -1])('is masked across a cut too (%d)', (offset) => {
		const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';
		hideKeys([key]);
		const text = `${'x '.repeat((longestShown + offset) / 2)}${key} ${'y'.repeat(longestShown)}`;
		expect(safeLines(text).join('')).not.toContain(key.slice(0, 12));
	});
});
