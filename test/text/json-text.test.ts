import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, jsonLines, jsonTree, parseJson } from '../../src/text/json-text.ts';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { isSafe } from '../../src/text/safe.ts';

const value: Json = {
	score: 'Poor',
	turns: 12,
	resolved: false,
	owner: null,
	reasons: ['long wait', 'wrong number'],
	steps: [
		{ tool: 'find', ok: true },
		{ tool: 'book', ok: false },
	],
	tags: [],
	extra: {},
	said: 'first\nsecond',
};

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 4 }).map((any) => {
	const again: Json = JSON.parse(JSON.stringify(any));
	return again;
});

describe('jsonLines', () => {
	it('is what JSON.stringify writes with two blanks', () => {
		expect(jsonLines(value).map(lineText).join('\n')).toBe(JSON.stringify(value, null, 2));
	});

	it('is JSON still, whatever the value', () => {
		fc.assert(
			fc.property(json, (any) => {
				expect(jsonLines(any).map(lineText).join('\n')).toBe(JSON.stringify(any, null, 2));
			}),
		);
	});

	it('tells keys, words and numbers apart', () => {
		const tones = jsonLines({ a: 'b', c: 1 }).map((line) => line.map((part) => part.tone));
		expect(tones).toEqual([
			['dim'],
			['plain', 'accent', 'dim', 'plain', 'dim'],
			['plain', 'accent', 'dim', 'strong'],
			['dim'],
		]);
	});

	it('cuts no long string, and sets in what goes on', () => {
		const rows = jsonLines({ text: 'word '.repeat(20).trim() }, 30);
		for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(30);
		expect(rows.slice(0, 3).map(lineText)).toEqual([
			'{',
			'  "text": "word word word word',
			'            word word word',
		]);
		expect(rows.map(lineText).join('').match(/word/g)).toHaveLength(20);
	});

	it('shows what hides in keys and strings', () => {
		expect(jsonLines({ '\u202ekey': '\x1b]52;c;x\x07 \x9b31m' }).map(lineText)[1]).toBe(
			'  "⟨U+202E⟩key": "\\u001b]52;c;x\\u0007 ⟨U+009B⟩31m"',
		);
	});
});

describe('jsonTree', () => {
	it('reads without braces and quotes', () => {
		expect(jsonTree(value).map(lineText)).toEqual([
			'score: Poor',
			'turns: 12',
			'resolved: false',
			'owner: null',
			'reasons:',
			'  - long wait',
			'  - wrong number',
			'steps:',
			'  - tool: find',
			'    ok: true',
			'  - tool: book',
			'    ok: false',
			'tags: (empty)',
			'extra: (empty)',
			'said: first',
			'      second',
		]);
	});

	it.each<[Json, string[]]>([
		['one\ntwo', ['one', 'two']],
		[3, ['3']],
		[null, ['null']],
		[[], ['(empty)']],
		[
			[[1, 2], 3],
			['- - 1', '  - 2', '- 3'],
		],
		[{ a: { b: { c: 1 } } }, ['a:', '  b:', '    c: 1']],
	])('%j', (any, rows) => {
		expect(jsonTree(any).map(lineText)).toEqual(rows);
	});

	it('wraps under the value', () => {
		expect(jsonTree({ reason: 'the caller waited for too long' }, 20).map(lineText)).toEqual([
			'reason: the caller',
			'        waited for',
			'        too long',
		]);
	});

	it('names every key and value, in safe lines no wider than asked', () => {
		fc.assert(
			fc.property(json, fc.integer({ min: 2, max: 50 }), (any, cells) => {
				for (const rows of [jsonTree(any, cells), jsonLines(any, cells)]) {
					expect(rows.length).toBeGreaterThan(0);
					for (const row of rows) {
						expect(lineWidth(row)).toBeLessThanOrEqual(cells);
						expect(row.every((part) => isSafe(part.text))).toBe(true);
					}
				}
			}),
		);
	});
});

describe('depth', () => {
	it('does not bring either down', () => {
		const deep = parseJson(`${'['.repeat(20_000)}1${']'.repeat(20_000)}`);
		if (deep === undefined) throw new Error('The sample is JSON');
		expect(jsonLines(deep, 80).length).toBeGreaterThan(80);
		expect(jsonTree(deep, 80).length).toBeGreaterThan(0);
	});
});

describe('parseJson', () => {
	it('reads JSON, and gives undefined for what is none', () => {
		expect(parseJson('{"score":"Good"}')).toEqual({ score: 'Good' });
		expect(parseJson('null')).toBeNull();
		for (const text of ['', 'Good', '{', "{'a':1}", '{"a":1} x']) expect(parseJson(text)).toBeUndefined();
	});
});
