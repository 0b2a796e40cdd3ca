import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QueryError } from '../../src/filter/errors.ts';
import { likeMatches, regexMatches, sqlFunctions } from '../../src/filter/functions.ts';
import { MatchWork } from '../../src/filter/match-work.ts';

/** This share of the real limit keeps the tests of it short; the server's tests meet the real one. */
const share = 40;
const limit = 40_000_000 / share;

describe('likeMatches', () => {
	test.each([
		['abc', 'abc', true],
		['abc', 'ab', false],
		['abc', 'bc', false],
		['abc', 'a%', true],
		['abc', 'a*', true],
		['abc', '%c', true],
		['abc', '*b*', true],
		['abc', 'a_c', true],
		['ac', 'a_c', false],
		['abc', '___', true],
		['abc', '____', false],
		['', '', true],
		['', '%', true],
		['', '_', false],
		['a\nb', 'a%b', true],
		['a\nb', 'a_b', true],
		['100%', '100\\%', true],
		['1000', '100\\%', false],
		['a*b', 'a\\*b', true],
		['axb', 'a\\*b', false],
		['a_b', 'a\\_b', true],
		['axb', 'a\\_b', false],
		['a\\b', 'a\\\\b', true],
		['a\\b', 'a\\b', false],
		['ab', 'a\\b', true],
		['😀x', '_x', true],
		['abab', '%ab', true],
		['aXbXc', 'a%b%c', true],
		['aXcXb', 'a%b%c', false],
		['ABC', 'abc', false],
		['a.c', 'a.c', true],
		['abc', 'a.c', false],
		['abc', '%%c', true],
	])('%j like %j: %s', (value, pattern, matches) => {
		expect(likeMatches(value, pattern, false)).toBe(matches);
	});

	test.each([
		['ABC', 'abc', true],
		['abc', 'ABC', true],
		['Ärger', 'äRGER', true],
		['ПРИВЕТ', 'привет', true],
		['ΟΔΟΣ', 'οδος', true],
		['STRAẞE', 'straße', true],
		['STRASSE', 'straße', false],
		['İ', '_', true],
		['ŉ', 'ŉ', true],
		['日本', '日本', true],
		['A%', 'a\\%', true],
	])('%j ilike %j: %s', (value, pattern, matches) => {
		expect(likeMatches(value, pattern, true)).toBe(matches);
	});

	test('refuses a pattern that ends in a lone backslash, as Postgres does', () => {
		expect(() => likeMatches('a', 'a\\', false)).toThrow(QueryError);
		expect(likeMatches('a\\', 'a\\\\', false)).toBe(true);
	});

	test('agrees with exhaustive matching', () => {
		const chars = fc.array(fc.constantFrom('a', 'b', '%', '_', '*'), { maxLength: 9 });
		fc.assert(
			fc.property(chars, fc.array(fc.constantFrom('a', 'b'), { maxLength: 9 }), (pattern, value) => {
				expect(likeMatches(value.join(''), pattern.join(''), false)).toBe(slowLike(value, pattern));
			}),
			{ numRuns: 3000 },
		);
	});

	test('takes a fully escaped text literally', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
				const pattern = [...text].map((char) => `\\${char}`).join('');
				expect(likeMatches(text, pattern, false)).toBe(true);
				expect(likeMatches(text, pattern, true)).toBe(true);
				expect(likeMatches(other, pattern, false)).toBe(other === text);
			}),
		);
	});

	test('gives up on a long pattern that almost matches everywhere in a long text', () => {
		const pattern = `%${'ä'.repeat(400)}b`;
		expect(() => likeMatches('ä'.repeat(10_000), pattern, true, new MatchWork(limit))).toThrow(
			/takes too long/,
		);
	});

	test('finishes a pattern on which backtracking never ends', () => {
		expect(likeMatches('a'.repeat(5000), `${'%a'.repeat(60)}%b`, true)).toBe(false);
	});
});

function slowLike(value: readonly string[], pattern: readonly string[]): boolean {
	const [wanted, ...rest] = pattern;
	if (wanted === undefined) return value.length === 0;
	if (wanted === '%' || wanted === '*') {
		return slowLike(value, rest) || (value.length > 0 && slowLike(value.slice(1), pattern));
	}
	return value.length > 0 && (wanted === '_' || wanted === value[0]) && slowLike(value.slice(1), rest);
}

describe('regexMatches', () => {
	test.each([
		['abc', '', true],
		['abc', 'b', true],
		['abc', '^b', false],
		['abc', '^abc$', true],
		['abc', 'c$', true],
		['abc', 'a.c', true],
		['a\nc', 'a.c', true],
		['a\nb', '^b', false],
		['ab', 'a|x', true],
		['ab', '^(x|y)', false],
		['b', 'a|', true],
		['aab', '^a*b$', true],
		['b', '^a+b$', false],
		['b', '^a?b$', true],
		['aaa', '^a{2}$', false],
		['aaa', '^a{2,}$', true],
		['aaa', '^a{1,3}$', true],
		['aaaa', '^a{1,3}$', false],
		['abab', '^(?:ab){2}$', true],
		['aab', '^a*?b', true],
		['a{b', 'a{b', true],
		['a]b}', 'a]b}', true],
		['x-1', '[a-z]-[0-9]', true],
		['-', '[a-]', true],
		[']', '[]]', true],
		['a', '[^]a]', false],
		['É', '[[:alpha:]]', true],
		['٣', '^[[:digit:]]$', true],
		['a b', 'a[[:space:]]b', true],
		['5', '^\\d$', true],
		['5', '\\D', false],
		['a', '^\\D$', true],
		[' ', '^\\s$', true],
		[' ', '\\S', false],
		['a', '^\\S$', true],
		['a', '^\\w$', true],
		['a', '\\W', false],
		['-', '^\\W$', true],
		['\t', '^[[:blank:]]$', true],
		[' ', '^[[:blank:]]$', true],
		['\n', '[[:blank:]]', false],
		['a.b', '^[\\w.]+$', true],
		['+1312', '^\\+\\d+$', true],
		['+1x12', '^\\+\\d+$', false],
		['one two', '\\ytwo\\y', true],
		['one two', '\\mwo', false],
		['one two', 'one\\M', true],
		['one two', 'n\\Ye', true],
		['a\tb', 'a\\tb', true],
		['é', '^\\u00e9$', true],
		['😀', '^.$', true],
		['😀', '^[😀-😂]$', true],
		['Abc', 'abc', false],
		['Abc', '(?i)abc', true],
		['a(b', 'a\\(b', true],
		['ab\n', '\\Aab\n\\Z', true],
		['', '^$', true],
		['ab', '^(a|ab)(c|bcd)?$', true],
	])('%j ~ %j: %s', (value, pattern, matches) => {
		expect(regexMatches(value, pattern, false)).toBe(matches);
	});

	test.each([
		['ÄRGER', 'ärger', true],
		['abc', '[A-Z]{3}', true],
		['Q', '[^a-z]', false],
		['ς', '^Σ$', true],
		['x', '[[:upper:]]', true],
		['ABC', '(?c)abc', false],
	])('%j ~* %j: %s', (value, pattern, matches) => {
		expect(regexMatches(value, pattern, true)).toBe(matches);
	});

	test.each([
		['(a', 0],
		['ab)', 2],
		['a[b', 1],
		['*a', 0],
		['a|+', 2],
		['a**', 2],
		['^*', 1],
		['a{2,1}', 1],
		['a{256}', 1],
		['a{1x', 1],
		['[z-a]', 1],
		['[[:nope:]]', 1],
		['[[.a.]]', 1],
		['[a-\\d]', 1],
		['(a)\\1', 3],
		['a\\', 1],
		['\\q', 0],
		['(?=a)', 0],
		['(?<name>a)', 0],
		['\\UFFFFFFFF', 0],
	])('%j is refused at %i', (pattern, position) => {
		expect(() => regexMatches('', pattern, false)).toThrow(QueryError);
		try {
			regexMatches('', pattern, false);
		} catch (error) {
			expect(error).toHaveProperty('position', position);
		}
	});

	test('agrees with JavaScript where both languages agree', () => {
		// Two levels of groups, and few enough pieces to keep both engines fast.
		const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$');
		const quantifier = fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{0,}', '*?');
		const choiceOf = (piece: fc.Arbitrary<string>) => {
			const branch = fc.array(piece, { maxLength: 2 }).map((parts) => parts.join(''));
			return fc.array(branch, { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|'));
		};
		const withGroups = (inner: fc.Arbitrary<string>) => {
			const group = fc.tuple(inner, quantifier).map(([grouped, times]) => `(${grouped})${times}`);
			return choiceOf(fc.oneof(atom, group));
		};
		const anywhere = withGroups(withGroups(choiceOf(atom)));
		// Most of these match somewhere. Only anchored patterns reveal wrong counts and loops.
		const pattern = fc.oneof(anywhere, { weight: 2, arbitrary: anywhere.map((whole) => `^(${whole})$`) });
		const value = fc
			.array(fc.constantFrom('a', 'b', 'c', '\n'), { maxLength: 5 })
			.map((chars) => chars.join(''));
		fc.assert(
			fc.property(pattern, value, (written, text) => {
				expect(regexMatches(text, written, false)).toBe(new RegExp(written, 's').test(text));
			}),
			{ numRuns: 3000 },
		);
	});

	test('parses or refuses any text', () => {
		const soup = fc.array(fc.constantFrom(...'ab()[]{}|*+?^$.\\-,:1dwsym', '[:', ':]', '(?'), {
			maxLength: 12,
		});
		fc.assert(
			fc.property(soup, (parts) => {
				try {
					expect(typeof regexMatches('ab-1', parts.join(''), true)).toBe('boolean');
				} catch (error) {
					expect(error).toBeInstanceOf(QueryError);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	test('finishes patterns on which backtracking never ends', () => {
		const text = `${'a'.repeat(3000)}!`;
		for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(a*)*b', `${'a?'.repeat(200)}${'a'.repeat(200)}b`]) {
			expect(regexMatches(text, pattern, false)).toBe(false);
		}
	});

	test.each([
		['a pattern of many steps', '((a?){255}){3}b', 'x', false],
		['a bracket of thousands of characters', `[${'bcdefghi'.repeat(1000)}]y`, 'x', false],
		['a bracket of many classes', `[${'[:digit:]'.repeat(800)}]y`, 'я', true],
		['the same choice again and again', '(ß|ß|ß|ß|ß|ß|ß|ß)+y', 'ß', true],
		['boundaries everywhere', '(\\m\\y|x\\y|\\M ){99}!', 'x y ', false],
	])('gives up on a long text: %s', (_, pattern, unit, insensitive) => {
		const text = unit.repeat(25_000);
		expect(() => regexMatches(text, pattern, insensitive, new MatchWork(limit))).toThrow(/takes too long/);
	});

	test('refuses patterns that are too large, but not large counts that cost nothing', () => {
		expect(() => regexMatches('', '((a{255}){255}){255}', false)).toThrow(/too large/);
		expect(() => regexMatches('', '(((a?){255}){255}){255}', false)).toThrow(/too large/);
		expect(() => regexMatches('', `${'('.repeat(5000)}`, false)).toThrow(/too deep/);
		expect(regexMatches('', '((((){255}){255}){255}){255}', false)).toBe(true);
	});
});

describe('the cost of matching', () => {
	test('adds up over all texts of a query and starts again with the next', () => {
		const work = new MatchWork(limit);
		const query = () => {
			for (let row = 0; row < 40; row++) regexMatches('x'.repeat(2_500), 'a|b|c|d', false, work);
		};
		expect(query).toThrow(QueryError);
		work.begin();
		expect(regexMatches('x'.repeat(2_500), 'a|b|c|d', false, work)).toBe(false);
	});

	test('includes patterns that are parsed again for every row', () => {
		const work = new MatchWork(limit);
		const patterns = Array.from({ length: 17 }, (_, at) => `a{${at + 1}}`);
		const query = () => {
			for (let row = 0; row < 400; row++)
				for (const pattern of patterns) regexMatches('x', pattern, false, work);
		};
		expect(query).toThrow(/takes too long/);
	});

	test('allows a hundred thousand names with a normal pattern', () => {
		const work = new MatchWork(limit);
		for (let row = 0; row < 100_000 / share; row++)
			regexMatches('Caller asks for a refund of 30 EUR', 'refund|chargeback', true, work);
		expect(regexMatches('A refund', 'refund|chargeback', true, work)).toBe(true);
	});
});

describe('sqlFunctions', () => {
	test('keep null and return 1 or 0', () => {
		const { filter_like: like, filter_regex: regex } = sqlFunctions(new MatchWork());
		expect([like?.('Ab', 'a%', 1), like?.('Ab', 'a%', 0), like?.(null, '%', 1)]).toEqual([1, 0, null]);
		expect([like?.('Ab', null, 1), regex?.('Ab', null, 1)]).toEqual([null, null]);
		expect([regex?.('Ab', '^a', 1), regex?.('Ab', '^a', 0), regex?.(null, '', 0)]).toEqual([1, 0, null]);
		expect(like?.(10, '1_', 0)).toBe(1);
	});
});
