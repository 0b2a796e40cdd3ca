import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, mergeTexts } from '../../src/text/line-diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 12 });

describe('lines compared', () => {
	test('have the first text in what is the same and removed, the second in what is the same and added', () => {
		fc.assert(
			fc.property(texts, texts, (before, after) => {
				const runs = diffLines(before, after);
				const without = (kind: string): string[] =>
					runs.filter((run) => run.kind !== kind).flatMap(({ lines }) => lines);
				expect(without('added')).toEqual(before);
				expect(without('removed')).toEqual(after);
			}),
		);
	});

	test('are altogether different where that is quicker to say than to find out', () => {
		const many = (word: string): string[] => Array.from({ length: 3000 }, (_, at) => `${word} ${at}`);
		expect(diffLines(many('a'), many('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
	});
});

describe('two changes of one text', () => {
	const base = 'one\ntwo\nthree\nfour';

	test.each([
		['different lines', 'ONE\ntwo\nthree\nfour', 'one\ntwo\nthree\nFOUR', 'ONE\ntwo\nthree\nFOUR'],
		['neighbouring lines', 'one\nTWO\nthree\nfour', 'one\ntwo\nTHREE\nfour', 'one\nTWO\nTHREE\nfour'],
		[
			'a line more and a line less',
			'zero\none\ntwo\nthree\nfour',
			'one\ntwo\nthree',
			'zero\none\ntwo\nthree',
		],
	])('of %s go together', (_, mine, theirs, both) => {
		expect(mergeTexts(base, mine, theirs)).toBe(both);
		expect(mergeTexts(base, theirs, mine)).toBe(both);
	});

	test.each([
		['the same line', 'one\nTWO\nthree\nfour', 'one\n2\nthree\nfour'],
		['a line that the other removed', 'one\nTWO\nthree\nfour', 'one\nthree\nfour'],
		['two lines at the same place', 'one\na\ntwo\nthree\nfour', 'one\nb\ntwo\nthree\nfour'],
		['a line at the edge of a change', 'one\ntwo\na\nthree\nfour', 'one\nTWO\nthree\nfour'],
	])('of %s do not', (_, mine, theirs) => {
		expect(mergeTexts(base, mine, theirs)).toBeNull();
	});

	test('go together with no change at all', () => {
		fc.assert(
			fc.property(texts, texts, (before, after) => {
				const [one, other] = [before.join('\n'), after.join('\n')];
				expect(mergeTexts(one, other, one)).toBe(other);
				expect(mergeTexts(one, one, other)).toBe(other);
			}),
		);
	});
});
