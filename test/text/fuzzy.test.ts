import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	createFuzzyFilter,
	fold,
	foldWithOffsets,
	fuzzyMatches,
	type Haystack,
	termsOf,
} from '../../src/text/fuzzy.ts';
import { anyString } from './arbitraries.ts';

/** Texts in which every word may be misspelt. */
function haystack(...texts: readonly string[]): Haystack {
	const folded = texts.map(fold);
	return { exact: folded, ids: folded.map((text) => [...text].reverse().join('')), words: folded };
}

function found(text: string, ...texts: readonly string[]): (string | undefined)[] {
	return createFuzzyFilter()(haystack(...texts), text).map((index) => texts[index]);
}

describe('folding', () => {
	test('removes case and accents, but no letter of another script', () => {
		expect(fold('JOSÉ Ångström İstanbul ΣΟΦΟΣ')).toBe('jose angstrom istanbul σοφοσ');
		expect(fold('कि')).not.toBe(fold('का'));
	});

	test('records the original offset of every unit', () => {
		fc.assert(
			fc.property(anyString, (text) => {
				const folded = foldWithOffsets(text);
				expect(folded.text).toBe(fold(text));
				expect(folded.from).toHaveLength(folded.text.length);
				expect(folded.from).toEqual(folded.from.toSorted((a, b) => a - b));
			}),
		);
	});
});

describe('search terms', () => {
	test.each([
		['  Refund   REFUND order ', ['refund', 'order']],
		['+1 (312) 555-0001', ['+13125550001']],
		['312 555', ['312555']],
		['2026-11-01', ['2026-11-01']],
		['caller 2', ['caller', '2']],
		['12', ['12']],
		['   ', []],
	])('of %j are %j', (text, terms) => {
		expect(termsOf(text)).toEqual(terms);
	});
});

describe('the filter', () => {
	test('matches every word in any order, ignoring case and accents', () => {
		expect(found('josé REFUND', 'refund for Jose', 'refund for Ann', 'Jose')).toEqual(['refund for Jose']);
	});

	test.each([
		['a wrong letter', 'refond'],
		['a letter missing', 'refnd'],
		['a letter too many', 'refuund'],
		['two letters swapped', 'reufnd'],
	])('forgives %s, but puts exact matches first', (_, typed) => {
		expect(found(typed, 'a refund', `about ${typed}`, 'something else')).toEqual([
			`about ${typed}`,
			'a refund',
		]);
	});

	test('forgives letters of any script', () => {
		expect(found('привот', 'привет', 'пока')).toEqual(['привет']);
	});

	test('forgives nothing in short words, in numbers and in opaque values', () => {
		expect(found('cal', 'car')).toEqual([]);
		expect(found('13125', 'call 13126')).toEqual([]);
		expect(createFuzzyFilter()({ exact: [''], ids: ['deadbeef'], words: [''] }, 'deadbeaf')).toEqual([]);
	});

	test('searches ids from five letters on', () => {
		const stack: Haystack = { exact: ['a', 'b'], ids: ['12ab34cd', '99999999'], words: ['a', 'b'] };
		const filter = createFuzzyFilter();
		expect(filter(stack, 'ab34')).toEqual([]);
		expect(filter(stack, 'ab34c')).toEqual([0]);
		expect(filter(stack, 'ab34cd')).toEqual([0]);
	});

	test('keeps the order of the rows, and matches all for blank text', () => {
		expect(found('a', 'za', 'a', 'b', 'ba')).toEqual(['za', 'a', 'ba']);
		expect(found(' ', 'b', 'a')).toEqual(['b', 'a']);
	});

	test('treats regular expression syntax literally', () => {
		expect(found('(a.b)*', 'x (a.b)* y', 'aXb')).toEqual(['x (a.b)* y']);
		expect(found('-refund', 'refund', 'a-refund')).toEqual(['a-refund']);
	});

	test('finds the same when typed letter by letter, exact matches first', () => {
		const texts = fc.array(fc.oneof(anyString, fc.stringMatching(/^[abc ]{0,12}$/)), { maxLength: 20 });
		const typed = fc.oneof(anyString, fc.stringMatching(/^[abc ]{1,8}$/));
		fc.assert(
			fc.property(texts, typed, (rows, text) => {
				const stack = haystack(...rows);
				const filter = createFuzzyFilter();
				let last: number[] = [];
				for (let end = 0; end <= text.length; end += 1) last = filter(stack, text.slice(0, end));
				expect(last).toEqual(createFuzzyFilter()(stack, text));
				const terms = termsOf(text);
				const holding = stack.exact.flatMap((row, index) =>
					terms.every(
						(term) => row.includes(term) || (term.length > 4 && stack.ids[index]?.includes(term) === true),
					)
						? [index]
						: [],
				);
				expect(last.slice(0, holding.length)).toEqual(holding);
			}),
		);
	});
});

describe('highlighted matches', () => {
	const marked = (text: string, looked: string): string[] =>
		fuzzyMatches(text, looked).map(({ start, end }) => text.slice(start, end));

	test.each([
		['José rang, JOSE', 'jose', ['José', 'JOSE']],
		['Jose\u0301 rang', 'jose', ['Jose\u0301']],
		['+1 312 555 0001 Ann', '312555', ['312 555']],
		['+1 312 555 0001 Ann', '+1312', ['+1 312']],
		['a refund', 'refnd', ['refund']],
		['order refund', 'ref order', ['order', 'ref']],
		['abab', 'ab ba', ['abab']],
		['nothing', 'zebra', []],
	])('in %j for %j: %j', (text, looked, wanted) => {
		expect(marked(text, looked).join('|')).toBe(wanted.join('|'));
	});

	test('lie within the text, in order, without overlaps', () => {
		fc.assert(
			fc.property(anyString, anyString, (text, looked) => {
				let at = 0;
				for (const { start, end } of fuzzyMatches(text, looked)) {
					expect(start).toBeGreaterThanOrEqual(at);
					expect(end).toBeGreaterThan(start);
					at = end;
				}
				expect(at).toBeLessThanOrEqual(text.length);
			}),
		);
	});
});
