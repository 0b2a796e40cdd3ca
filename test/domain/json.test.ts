import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNestedBeyond, JsonNumber, type JsonValue, jsonPieces, jsonText } from '../../src/domain/json.ts';

const anyJson = fc.json().map((text): JsonValue => JSON.parse(text));

function nested(levels: number, inner: JsonValue = 1): JsonValue {
	return levels === 0 ? inner : [nested(levels - 1, inner)];
}

describe('a value as JSON text', () => {
	test('is indented as everywhere, with an empty list or object on one line', () => {
		fc.assert(
			fc.property(anyJson, fc.nat(4), (value, indent) => {
				expect(jsonText(value, indent)).toBe(JSON.stringify(value, null, indent));
			}),
		);
	});

	test('is indented no deeper than a screen is wide', () => {
		const text = jsonText(nested(200), 2);
		expect(JSON.parse(text)).toEqual(nested(200));
		const indents = text.split('\n').map((line) => line.search(/\S/) / 2);
		const inwards = Array.from({ length: 41 }, (_, level) => level);
		expect(indents).toEqual([...inwards, ...inwards.toReversed().slice(1)]);
	});

	test('has its texts and keys changed, and nothing else', () => {
		const upper = (text: string): string => text.toUpperCase();
		expect(jsonText({ a: ['b', 1, null, true] }, 0, upper)).toBe('{"A":["B",1,null,true]}');
	});

	test('comes in pieces that make the same text, none of them empty', () => {
		fc.assert(
			fc.property(anyJson, (value) => {
				const pieces = [...jsonPieces(value)];
				expect(pieces.join('')).toBe(jsonText(value));
				expect(pieces).not.toContain('');
			}),
		);
	});
});

test.each<[JsonValue, number, boolean]>([
	['text', 0, false],
	[null, 0, false],
	[new JsonNumber('1.0'), 0, false],
	[[], 0, true],
	[[], 1, false],
	[{ a: 1, b: [] }, 1, true],
	[{ a: 1, b: [] }, 2, false],
	[[1, [2, { a: new JsonNumber('1.0') }]], 3, false],
	[[1, [2, { a: [] }]], 3, true],
	[nested(5_000), 4_999, true],
	[nested(5_000), 5_000, false],
])('a value is nested deeper than so many levels, or not (%#)', (value, levels, expected) => {
	expect(isNestedBeyond(value, levels)).toBe(expected);
});
