import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/domain/json.ts';
import { readJsonSource } from '../../src/domain/json-source.ts';
import { metadataJson, readMetadataJson } from '../../src/domain/metadata-json.ts';
import { isSameJson } from '../../src/domain/metadata-merge.ts';

const metadata = fc.dictionary(fc.string(), fc.jsonValue()).map((map): { [key: string]: JsonValue } => {
	const parsed: { [key: string]: JsonValue } = JSON.parse(JSON.stringify(map));
	return parsed;
});

describe('metadata as JSON', () => {
	test('come back as they were, whatever is in them', () => {
		fc.assert(
			fc.property(metadata, (map) => {
				const text = metadataJson(map) ?? '';
				expect(JSON.parse(text)).toEqual(map);
				const read = readMetadataJson(text, map);
				expect(read.ok && isSameJson(read.metadata, map)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test('have their keys in the order in which they are shown, also those that are numbers', () => {
		expect(metadataJson({ b: '1', '7': 'x', assistant_id: 'a' })).toBe(
			'{\n  "assistant_id": "a",\n  "7": "x",\n  "b": "1"\n}',
		);
		expect(metadataJson({})).toBe('{}');
	});

	test('nested too deep to be written are not written', () => {
		let deep: JsonValue = 'x';
		for (let level = 0; level < 20_000; level++) deep = [deep];
		expect(metadataJson({ deep })).toBe(null);
	});

	test('a value that is no text is refused by its key and line, unless it was so before', () => {
		const text = '{\n  "a": "x",\n  "n": 3\n}';
		expect(readMetadataJson(text, { n: 3 })).toEqual({ ok: true, metadata: { a: 'x', n: 3 } });
		expect(readMetadataJson(text, { n: 4 })).toEqual({
			ok: false,
			line: 3,
			problem: 'The value of “n” is no text: put it in double quotes.',
		});
		expect(readMetadataJson('{"__proto__": {"x": 1}}', {})).toMatchObject({ ok: false });
	});

	test.each([
		['[]', 'Metadata are one object: { "key": "value" }.'],
		['"x"', 'Metadata are one object: { "key": "value" }.'],
		[' \n', 'There is nothing in it. {} takes every key away.'],
	])('%j is no map', (text, problem) => {
		expect(readMetadataJson(text, {})).toEqual({ ok: false, line: 1, problem });
	});
});

describe('JSON that is read', () => {
	test('is taken or refused as JSON.parse does it, but for a key that is there twice', () => {
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
				if (read.ok) expect(read.value).toEqual(expected);
				else expect(read.problem).toContain('twice');
			}),
			{ numRuns: 5000 },
		);
	});

	test.each([
		['{\n "a": "x"\n "b": "y"\n}', 3, 'A comma or a closing } is missing before this.'],
		['{\n "a": "x",\n}', 2, 'There is a comma too many before the closing }.'],
		['{\n "a" "x"\n}', 2, 'A colon is missing behind the key “a”.'],
		['{\n a: "x"\n}', 2, 'A key in double quotes is missing here.'],
		['{\n "a": x\n}', 2, '“x” is no value: a text stands in double quotes.'],
		['{\n "a": \n}', 3, 'A value is missing here.'],
		[
			'{\n "a": "x\n}',
			2,
			'The quotes of a text are not closed on this line: a line end in a text is written \\n.',
		],
		['{\n "a": "C:\\dir"\n}', 2, 'JSON knows no \\d in a text: write \\\\ for a backslash.'],
		['{\n "a": "x", // why\n}', 2, 'JSON has no comments.'],
		['{\n "a": "x"', 2, 'A closing } is missing.'],
		['{\n "a": "x"\n}\n}', 4, 'There is more text behind the end of the JSON.'],
		['{\n "a": "x",\n "a": "y"\n}', 3, 'The key “a” is there twice: on line 2 too.'],
		['{\n "a": "x\ty"\n}', 2, 'There is a control character in a text: a tab is written \\t.'],
		['{\n "a": 01\n}', 2, '“01” is no value: a text stands in double quotes.'],
	])('%j is refused on line %i', (text, line, problem) => {
		expect(readJsonSource(text)).toEqual({ ok: false, line, problem });
	});

	test('nested thousands of levels deep is refused, and ends nothing', () => {
		expect(readJsonSource('['.repeat(100_000))).toMatchObject({ ok: false });
	});
});
