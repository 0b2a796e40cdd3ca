import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/domain/json.ts';
import { isSameJson } from '../../../src/domain/metadata-merge.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { valueDiff } from '../../../src/view/overlays/value-diff.ts';

type Value = JsonValue | undefined;

const rowsOf = (before: Value, after: Value, cells = 60): string[] =>
	valueDiff(before, after, cells).rows.map((line) => lineText(line).trimEnd());
const extentOf = (before: Value, after: Value): string => valueDiff(before, after, 60).extent;

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

describe('a value before and after', () => {
	test('shows the changed lines, two around them, and folds the others', () => {
		const before = numbered(206).join('\n');
		const after = before.replace('line 100\n', 'another\n');
		expect(rowsOf(before, after)).toEqual([
			'    (98 lines the same)',
			'    line 98',
			'    line 99',
			'  - line 100',
			'  + another',
			'    line 101',
			'    line 102',
			'    (103 lines the same)',
		]);
		expect(extentOf(before, after)).toBe('1 of 206 lines');
	});

	test('is compared line by line as indented JSON, whether it came as JSON or as text', () => {
		const value = { plan: { name: 'gold', seats: [1, 2, 3] }, kept: true };
		const changed = { plan: { name: 'lead', seats: [1, 2, 3] }, kept: true };
		const rows = ['    {', '      "plan": {', '  -     "name": "gold",', '  +     "name": "lead",'];
		expect(rowsOf(value, changed).slice(0, 4)).toEqual(rows);
		expect(rowsOf(JSON.stringify(value), JSON.stringify(changed)).slice(0, 4)).toEqual(rows);
		expect(extentOf(value, changed)).toBe('1 of 11 lines');
	});

	test('of one line needs no count, and shows a key that is new or gone', () => {
		expect([rowsOf('a', 'b'), extentOf('a', 'b')]).toEqual([['  - a', '  + b'], '']);
		expect(rowsOf(undefined, 'b')).toEqual(['  + b']);
		expect(rowsOf('a\nb', undefined)).toEqual(['  - a', '  - b']);
		expect(extentOf('a\nb', undefined)).toBe('2 of 2 lines');
	});

	test('is said to be text where it reads as something else, and something else where it is', () => {
		expect(rowsOf('41', '42')).toEqual(['  - 41  text', '  + 42  text']);
		expect(rowsOf(undefined, 'true')).toEqual(['  + true  text']);
		expect(rowsOf(3, ['3'])).toEqual(['  - 3  number', '  + [  list', '  +   "3"', '  + ]']);
	});

	test.each([
		[3, '3'],
		['a', 'a '],
		['{"a":1}', '{ "a": 1 }'],
		['{"a":1}', { a: 1 }],
		['', '(empty)'],
		['a⏎b', 'a\r\rb'],
		['one\na\nthree', 'one\na \nthree'],
		['one\n\ta\nthree', 'one\n  a\nthree'],
	] as const)('shows what does not look different as it is sent: %j and %j', (one, other) => {
		const signed = (sign: string): string[] =>
			rowsOf(one, other)
				.filter((row) => row.startsWith(`  ${sign} `))
				.map((row) => row.slice(4));
		expect(signed('-')).not.toEqual(signed('+'));
		expect(signed('-').length).toBeGreaterThan(0);
	});

	test('never looks the same on both sides, and stays within its cells', () => {
		const value = fc.oneof(
			fc.string({ maxLength: 3 }),
			fc.array(fc.constantFrom('a', 'a ', '', '\t', 'b'), { maxLength: 5 }).map((all) => all.join('\n')),
			fc.jsonValue({ maxDepth: 2 }).map((json): JsonValue => JSON.parse(JSON.stringify(json))),
		);
		fc.assert(
			fc.property(value, value, (one, other) => {
				fc.pre(!isSameJson(one, other));
				const { rows } = valueDiff(one, other, 400);
				const of = (sign: string): string[] =>
					rows
						.map(lineText)
						.filter((row) => row.startsWith(`  ${sign}`) || row.startsWith('    '))
						.map((row) => row.slice(4).trim());
				// With the lines that stayed: a line that only moved is on both sides, in another place.
				expect(of('-')).not.toEqual(of('+'));
				for (const row of valueDiff(one, other, 20).rows) expect(lineWidth(row)).toBeLessThanOrEqual(20);
			}),
			{ examples: [['a\nb', 'b\na']] },
		);
	});
});
