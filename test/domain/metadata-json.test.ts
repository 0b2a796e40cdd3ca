import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, jsonText } from '../../src/domain/json.ts';
import { metadataJson, readMetadataJson } from '../../src/domain/metadata-json.ts';
import { isSameJson } from '../../src/domain/metadata-merge.ts';
import { objectOf } from './json-texts.ts';

const metadata = fc.dictionary(fc.string(), fc.jsonValue()).map((map): { [key: string]: JsonValue } => {
	const parsed: { [key: string]: JsonValue } = JSON.parse(JSON.stringify(map));
	return parsed;
});

describe('metadata as JSON', () => {
	test('survive a round trip unchanged', () => {
		fc.assert(
			fc.property(metadata, (map) => {
				const text = metadataJson(map);
				expect(JSON.parse(text)).toEqual(map);
				const read = readMetadataJson(text, map);
				expect(read.ok && isSameJson(read.metadata, map)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test('list their keys in display order, numeric keys included', () => {
		expect(metadataJson({ b: '1', '7': 'x', assistant_id: 'a' })).toBe(
			'{\n  "assistant_id": "a",\n  "7": "x",\n  "b": "1"\n}',
		);
		expect(metadataJson({})).toBe('{}');
	});

	test('survive a round trip at any nesting depth', () => {
		let deep: JsonValue = 'x';
		for (let level = 0; level < 20_000; level++) deep = [deep];
		const read = readMetadataJson(metadataJson({ deep }), { deep });
		expect(read.ok && isSameJson(read.metadata, { deep })).toBe(true);
	});

	test('keep digits, key order and duplicate keys', () => {
		const map = objectOf(
			'{"n":9007199254740993,"p":{"7":1.10,"a":-0,"b":1e400,"a":[]},"twice":"x","twice":"y"}',
		);
		const text = metadataJson(map);
		const read = readMetadataJson(text, map);
		expect(read.ok ? jsonText(read.metadata) : read.problem).toBe(jsonText(map));
		expect(readMetadataJson(text.replace('"y"', '"z"'), map)).toMatchObject({ ok: true });
		expect(readMetadataJson('{"a":{"b":1,\n"b":2}}', objectOf('{"a":{}}'))).toEqual({
			ok: false,
			line: 2,
			problem: 'The key “b” occurs twice: also on line 1.',
		});
	});

	test('refuse a key that is written twice and was not before', () => {
		const twice = '{\n  "tier": "gold",\n  "note": "x",\n  "tier": "silver"\n}';
		const refused = { ok: false, line: 4, problem: 'The key “tier” occurs twice: also on line 2.' };
		expect(readMetadataJson(twice, { tier: 'gold', note: 'x' })).toEqual(refused);
		expect(readMetadataJson(twice, {})).toEqual(refused);
		expect(readMetadataJson(twice, objectOf('{"note":"x","note":"y","tier":"gold"}'))).toEqual(refused);
		expect(readMetadataJson(twice, objectOf('{"note":"x","tier":"gold","tier":"gold"}'))).toMatchObject({
			ok: true,
		});
	});

	test('refuse a non-text value with its key and line, unless the key already had one', () => {
		const text = '{\n  "a": "x",\n  "n": 3\n}';
		expect(readMetadataJson(text, { n: 3 })).toEqual({ ok: true, metadata: { a: 'x', n: 3 } });
		expect(readMetadataJson(text, { n: false })).toEqual({ ok: true, metadata: { a: 'x', n: 3 } });
		expect(readMetadataJson(text, { n: '3' })).toEqual({
			ok: false,
			line: 3,
			problem: 'The value of “n” is not text: put it in double quotes.',
		});
		expect(readMetadataJson('{"__proto__": {"x": 1}}', {})).toMatchObject({ ok: false });
	});

	test('refuse text that is not JSON with its problem and line', () => {
		expect(readMetadataJson('{\n  "a": "x"\n  "b": "y"\n}', {})).toMatchObject({
			ok: false,
			line: 3,
			problem: 'A comma or a closing } is missing before this.',
		});
	});

	test.each([
		['[]', 'Metadata must be one object: { "key": "value" }.'],
		['"x"', 'Metadata must be one object: { "key": "value" }.'],
		[' \n', 'The file is empty. Write {} to remove every key.'],
	])('%j is not a map', (text, problem) => {
		expect(readMetadataJson(text, {})).toEqual({ ok: false, line: 1, problem });
	});
});
