import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	isJsonObject,
	isNestedBeyond,
	JsonNumber,
	type JsonObject,
	JsonObjectBuilder,
	type JsonValue,
	jsonEntries,
	jsonKeys,
	jsonObject,
	jsonPieces,
	jsonText,
	numberOf,
	withJsonKeys,
} from '../../src/domain/json.ts';
import { objectOf } from './json-texts.ts';

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

	test('leaves out a key without a value, as JavaScript does', () => {
		const copy: JsonObject = { a: 1 };
		Object.defineProperty(copy, 'b', { value: undefined, enumerable: true });
		expect(jsonText(copy, 2)).toBe('{\n  "a": 1\n}');
		expect(jsonText(copy)).toBe('{"a":1}');
	});

	test('by JavaScript itself has every key and the last value of a doubled one, before and after ours', () => {
		const lossy = objectOf('{"b":1,"7":2,"b":3}');
		expect(JSON.stringify([lossy])).toBe('[{"7":2,"b":3}]');
		expect(jsonText([lossy])).toBe('[{"b":1,"7":2,"b":3}]');
		expect(JSON.stringify([lossy])).toBe('[{"7":2,"b":3}]');
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

describe('a JSON object', () => {
	test('takes several changes at once, each in its place or at the end', () => {
		const changes = new Map<string, JsonValue | undefined>([
			['b', 3],
			['new', 4],
			['a', undefined],
			['gone', undefined],
		]);
		expect(jsonText(withJsonKeys(objectOf('{"a":1,"b":2,"c":1.0}'), changes))).toBe(
			'{"b":3,"c":1.0,"new":4}',
		);
	});

	test.each([
		['{ "b": 1, "a": [2] }', true],
		['{ "/": 1, ":": 2, "": 3, "a7": 4 }', true],
		['{ "b": 1, "0": 2 }', false],
		['{ "b": 1, "9": 2 }', false],
		['{ "b": 1, "b": 2 }', false],
		['{ "__proto__": 1 }', false],
		['{"__proto__":1}', false],
	])('is plain unless copying it key by key would lose something: %s', (text, isPlain) => {
		expect(Object.getPrototypeOf(objectOf(text)) === Object.prototype).toBe(isPlain);
	});

	test('that is built entry by entry is the one with these entries', () => {
		const entries = fc.array(fc.tuple(fc.constantFrom('a', 'b', '7', '__proto__'), fc.nat()));
		fc.assert(
			fc.property(entries, (some) => {
				const builder = new JsonObjectBuilder();
				for (const entry of some) builder.add(entry);
				expect(jsonEntries(builder.object())).toEqual(some);
				expect(jsonText(builder.object())).toBe(jsonText(jsonObject(some)));
			}),
		);
	});

	test('keeps a doubled key until it is set, and then once', () => {
		const doubled = objectOf('{"a":1,"b":2,"a":3}');
		expect(jsonKeys(doubled)).toEqual(['a', 'b']);
		expect(jsonKeys(objectOf('{"b":1,"a":2}'))).toEqual(['b', 'a']);
		expect(jsonKeys(objectOf('{"b":1,"7":2,"a":3}'))).toEqual(['b', '7', 'a']);
		expect(jsonText(withJsonKeys(doubled, new Map([['b', 4]])))).toBe('{"a":1,"b":4,"a":3}');
		expect(jsonText(withJsonKeys(doubled, new Map([['a', 4]])))).toBe('{"a":4,"b":2}');
	});

	test.each<[JsonValue | undefined, boolean, number | null]>([
		[{}, true, null],
		[[], false, null],
		[null, false, null],
		[undefined, false, null],
		['1', false, null],
		[1, false, 1],
		[new JsonNumber('1.50'), false, 1.5],
	])('is told from other values, and a number from them (%#)', (value, isObject, number) => {
		expect(isJsonObject(value)).toBe(isObject);
		expect(numberOf(value)).toBe(number);
	});
});
