import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonNumber, jsonEntries, jsonText, numberOf, withJsonKey } from '../../src/domain/json.ts';
import { parseJsonText, readJsonSource } from '../../src/domain/json-source.ts';
import { isSameJson } from '../../src/domain/metadata-merge.ts';
import { objectOf, sourceText } from './json-texts.ts';

describe('reading received JSON', () => {
	test('writes JSON back exactly as received (case 14)', () => {
		fc.assert(
			fc.property(sourceText, (text) => {
				const value = parseJsonText(text);
				expect(value !== undefined && jsonText(value)).toBe(text);
			}),
			{ numRuns: 2000 },
		);
	});

	test('reads the same values as JavaScript, however the JSON is formatted', () => {
		fc.assert(
			fc.property(sourceText, (text) => {
				const value = parseJsonText(text);
				expect(JSON.parse(jsonText(value ?? null))).toEqual(JSON.parse(text));
				expect(isSameJson(value, parseJsonText(`\n${text} `))).toBe(true);
			}),
		);
	});

	test.each([
		['9007199254740993', '9007199254740993'],
		['12345678901234567891', '12345678901234567891'],
		['1.10', '1.10'],
		['1e400', '1e400'],
		['-0', '-0'],
		['1E5', '1E5'],
		['0.1', '0.1'],
	])('%s is the number %s', (text, shown) => {
		expect(jsonText(parseJsonText(`{"n": ${text}}`) ?? null)).toBe(`{"n":${shown}}`);
	});

	test('rounds an exact number when it is used for arithmetic', () => {
		expect(numberOf(new JsonNumber('500.0'))).toBe(500);
		expect(numberOf(7)).toBe(7);
		expect(numberOf('7')).toBe(null);
		expect(`${new JsonNumber('1.10')}`).toBe('1.10');
	});

	test('keeps all other keys in place when one key changes', () => {
		const value = objectOf('{"b":1.0,"2":"x","a":0,"a":2,"1":3}');
		expect(jsonText(withJsonKey(value, '2', 'y'))).toBe('{"b":1.0,"2":"y","a":0,"a":2,"1":3}');
		expect(jsonText(withJsonKey(value, 'a', 'z'))).toBe('{"b":1.0,"2":"x","a":"z","1":3}');
		expect(jsonText(withJsonKey(value, 'a', undefined))).toBe('{"b":1.0,"2":"x","1":3}');
		expect(jsonText(withJsonKey(value, '0', 'new'))).toBe('{"b":1.0,"2":"x","a":0,"a":2,"1":3,"0":"new"}');
		expect(jsonEntries(withJsonKey({}, '__proto__', 1))).toEqual([['__proto__', 1]]);
	});

	test('returns undefined for invalid JSON', () => {
		for (const text of ['', 'Good', '{', "{'a':1}", '{"a":1} x', '1 .0', '01']) {
			expect(parseJsonText(text)).toBeUndefined();
		}
		expect(parseJsonText('null')).toBeNull();
	});

	test('accepts any nesting depth', () => {
		const deep = `${'[{"a":'.repeat(30_000)}1.0${'}]'.repeat(30_000)}`;
		expect(jsonText(parseJsonText(deep) ?? null)).toBe(deep);
	});
});

describe('reading hand-written JSON', () => {
	test('accepts and refuses the same texts as JSON.parse', () => {
		const damaged = fc
			.tuple(
				fc.jsonValue(),
				fc.nat(),
				fc.constantFrom('', ',', '}', ']', '"', ':', '\\', 'x', '1', '\n', '\t', '-', '{'),
			)
			.map(([value, at, sign]) => {
				const text = JSON.stringify(value, null, 1);
				const place = at % (text.length + 1);
				return text.slice(0, place) + sign + text.slice(place + (at % 2));
			});
		fc.assert(
			fc.property(fc.oneof(damaged, fc.string()), (text) => {
				const read = readJsonSource(text);
				let expected: unknown;
				try {
					expected = JSON.parse(text);
				} catch {
					expect(read.ok).toBe(false);
					return;
				}
				expect(read.ok && JSON.parse(jsonText(read.value))).toEqual(expected);
			}),
			{ numRuns: 5000 },
		);
	});

	test.each([
		['{\n "a": "x"\n "b": "y"\n}', 3, 'A comma or a closing } is missing before this.'],
		['{\n "a": "x",\n}', 2, 'Remove the comma before the closing }.'],
		['{\n "a" "x"\n}', 2, 'A colon is missing after the key “a”.'],
		['{\n a: "x"\n}', 2, 'A key in double quotes is missing here.'],
		['{\n "a": x\n}', 2, '“x” is not a value: put text in double quotes.'],
		['{\n "a": \n}', 3, 'A value is missing here.'],
		['{\n "a": "x\n}', 2, 'This text has no closing quote on its line: write \\n for a line break.'],
		['{\n "a": "C:\\dir"\n}', 2, '\\d is not a JSON escape: write \\\\ for a backslash.'],
		['{\n "a": "x", // why\n}', 2, 'JSON does not allow comments.'],
		['{\n "a": "x"', 2, 'A closing } is missing.'],
		['{\n "a": "x"\n}\n}', 4, 'There is more text after the end of the JSON.'],
		['{\n "a": "x\ty"\n}', 2, 'This text has a control character: write \\t for a tab.'],
		['', 1, 'The JSON ends too early: a value is missing.'],
		['[1,\n', 2, 'The JSON ends too early: a value is missing.'],
		['[1 2]', 1, 'A comma or a closing ] is missing before this.'],
		['[1,]', 1, 'Remove the comma before the closing ].'],
		['{"a": 1,', 1, 'A key in double quotes is missing here.'],
		['["x', 1, 'This text has no closing quote on its line: write \\n for a line break.'],
		['{\r\n "a": "x\r\n}', 2, 'This text has no closing quote on its line: write \\n for a line break.'],
		['{\n "a": /x/\n}', 2, '“/x/” is not a value: put text in double quotes.'],
		['{\n "a": # why\n}', 2, 'JSON does not allow comments.'],
		[`[${'x'.repeat(101)}]`, 1, `“${'x'.repeat(100)}” is not a value: put text in double quotes.`],
		['{\n "a": 01\n}', 2, '“01” is not a value: put text in double quotes.'],
	])('%j is refused on line %i', (text, line, problem) => {
		const read = readJsonSource(text);
		expect(read).toEqual({ ok: false, at: expect.any(Number), line, problem });
		expect(text.slice(0, read.ok ? 0 : read.at).split('\n')).toHaveLength(line);
	});

	test('reports duplicate keys with their lines', () => {
		const read = readJsonSource('{\n "a": {"b": 1,\n "b": 2},\n "a": "y"\n}');
		expect(read).toMatchObject({
			lines: new Map([['a', 4]]),
			doubled: [
				{ key: 'b', topKey: 'a', line: 3, firstLine: 2 },
				{ key: 'a', topKey: null, line: 4, firstLine: 2 },
			],
		});
	});

	test('reports a duplicate key within a list as one below no key', () => {
		expect(readJsonSource('[{"a": 1,\n"a": 2}]')).toMatchObject({
			lines: new Map(),
			doubled: [{ key: 'a', topKey: null, line: 2, firstLine: 1 }],
		});
	});

	test('refuses JSON nested thousands of levels deep without crashing', () => {
		expect(readJsonSource('['.repeat(100_000))).toMatchObject({ ok: false });
	});
});
