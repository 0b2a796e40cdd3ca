import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMatches, type Line, lineText, markRanges, span } from '../../src/text/line.ts';
import { safe } from '../../src/text/safe.ts';
import { anyString } from './arbitraries.ts';

function found(text: string, needle: string): string[] {
	return findMatches(text, needle).map(({ start, end }) => text.slice(start, end));
}

describe('findMatches', () => {
	it.each([
		['Refund the refund, REFUND', 'refund', ['Refund', 'refund', 'REFUND']],
		['aaaa', 'aa', ['aa', 'aa']],
		['İstanbul and ISTANBUL', 'stanbul', ['stanbul', 'STANBUL']],
		['Straße STRASSE', 'straße', ['Straße']],
		['ÄRGER ärger', 'Ärger', ['ÄRGER', 'ärger']],
		['ПРИВЕТ привет', 'Привет', ['ПРИВЕТ', 'привет']],
		['a.b a+b (a)', 'a.b', ['a.b']],
		['(a) [b] {c} a|b ^$ \\ /', '(a) [b] {c} a|b ^$ \\ /', ['(a) [b] {c} a|b ^$ \\ /']],
		['a-b', 'a-b', ['a-b']],
		['nothing here', 'xyz', []],
		['anything', '', []],
	])('in %s, %s', (text, needle, matches) => {
		expect(found(text, needle)).toEqual(matches);
	});

	it('returns offsets in the original text, for any prefix', () => {
		fc.assert(
			fc.property(anyString, anyString, (before, after) => {
				const text = `${safe(before)}|NeeDle|${safe(after)}`;
				const starts = findMatches(text, '|nEEdLE|').map(({ start }) => start);
				expect(starts).toContain(text.indexOf('|NeeDle|'));
			}),
		);
	});

	it('accepts any needle', () => {
		fc.assert(
			fc.property(anyString, anyString, (text, needle) => {
				for (const { start, end } of findMatches(text, needle)) expect(end).toBeGreaterThan(start);
				if (needle !== '' && needle.isWellFormed()) expect(findMatches(needle, needle)).toHaveLength(1);
			}),
		);
	});
});

const markMatches = (line: Line, needle: string) =>
	markRanges(line, findMatches(lineText(line), needle), 'match');

describe('marking matches', () => {
	const line: Line = [
		span('user', safe('Where is my re')),
		span('strong', safe('fund? Re')),
		span('dim', safe('fund!')),
	];

	it('marks a match across several spans without changing the text', () => {
		const marked = markMatches(line, 'refund');
		expect(marked.map((part) => `${part.tone}:${part.text}`)).toEqual([
			'user:Where is my ',
			'match:re',
			'match:fund',
			'strong:? ',
			'match:Re',
			'match:fund',
			'dim:!',
		]);
		expect(lineText(marked)).toBe(lineText(line));
	});

	it('returns the same line without matches', () => {
		expect(markMatches(line, 'xyz')).toBe(line);
		expect(markMatches(line, '')).toBe(line);
	});

	it('never changes the text', () => {
		fc.assert(
			fc.property(fc.array(anyString, { maxLength: 4 }), anyString, (texts, needle) => {
				const any = texts.map((text) => span('plain', safe(text)));
				expect(lineText(markMatches(any, safe(needle)))).toBe(lineText(any));
			}),
		);
	});
});
