import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/domain/json.ts';
import { isSameJson } from '../../../src/domain/metadata-merge.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { differentValues, fullValue } from '../../../src/view/conversation/value-lines.ts';

const textOf = (value: JsonValue, cells = 40): string[] => fullValue(value, cells).map(lineText);
const looks = (values: readonly JsonValue[]): string[] =>
	differentValues(values, 400).map((lines) => lines.map(lineText).join('\n'));

describe('a metadata value in full', () => {
	test('shows text line by line, and JSON indented, whether sent as JSON or as text', () => {
		expect(textOf('one\ntwo')).toEqual(['one', 'two']);
		expect(textOf('')).toEqual(['(empty)']);
		expect(textOf({ a: [1] })).toEqual(textOf('{"a":[1]}'));
		expect(textOf('{"a":[1]}')).toEqual(['{', '  "a": [', '    1', '  ]', '}']);
		expect(textOf('{no json}')).toEqual(['{no json}']);
	});

	test('stays within its cells', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string({ unit: 'grapheme' }), fc.json()),
				fc.integer({ min: 8, max: 60 }),
				(value, cells) => {
					for (const line of fullValue(value, cells)) expect(lineWidth(line)).toBeLessThanOrEqual(cells);
				},
			),
		);
	});
});

describe('different values that would look alike', () => {
	test.each([
		[3, '3'],
		['a', 'a '],
		['{"a":1}', '{ "a": 1 }'],
		['{"a":1}', { a: 1 }],
		['', '(empty)'],
		['a\n', 'a'],
		['a⏎b', 'a\r\rb'],
	] as const)('%j and %j', (one, other) => {
		const [first, second] = looks([one, other]);
		expect(first).not.toBe(second);
	});

	test('any two different values look different', () => {
		const value = fc.oneof(
			fc.string({ maxLength: 3 }),
			fc.jsonValue({ maxDepth: 2 }).map((json): JsonValue => JSON.parse(JSON.stringify(json))),
		);
		fc.assert(
			fc.property(value, value, (one, other) => {
				fc.pre(!isSameJson(one, other));
				const [first = '', second = ''] = looks([one, other]);
				expect(first.trim()).not.toBe(second.trim());
			}),
		);
	});
});
