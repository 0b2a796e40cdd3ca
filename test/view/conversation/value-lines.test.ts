import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/domain/json.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { fullValue } from '../../../src/view/conversation/value-lines.ts';

const textOf = (value: JsonValue, cells = 40): string[] => fullValue(value, cells).map(lineText);

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
