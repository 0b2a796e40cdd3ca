import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { JsonValue } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { longestShown } from '../../src/text/cut.ts';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { isSafe } from '../../src/text/safe.ts';
import { jsonLines, jsonTree } from '../../src/view/json-lines.ts';

const value: JsonValue = {
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

const json: fc.Arbitrary<JsonValue> = fc.jsonValue({ maxDepth: 4 }).map((any) => {
	const again: JsonValue = JSON.parse(JSON.stringify(any));
	return again;
});

describe('jsonLines', () => {
	it('writes the same as JSON.stringify with two blanks', () => {
		expect(jsonLines(value).map(lineText).join('\n')).toBe(JSON.stringify(value, null, 2));
	});

	it('writes valid JSON for any value', () => {
		fc.assert(
			fc.property(json, (any) => {
				expect(jsonLines(any).map(lineText).join('\n')).toBe(JSON.stringify(any, null, 2));
			}),
		);
	});

	it('colours keys, words and numbers differently', () => {
		const tones = jsonLines({ a: 'b', c: 1 }).map((line) => line.map((part) => part.tone));
		expect(tones).toEqual([
			['dim'],
			['plain', 'accent', 'dim', 'plain', 'dim'],
			['plain', 'accent', 'dim', 'strong'],
			['dim'],
		]);
	});

	it('wraps a long string with indentation, without cutting it', () => {
		const rows = jsonLines({ text: 'word '.repeat(20).trim() }, 30);
		for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(30);
		expect(rows.slice(0, 3).map(lineText)).toEqual([
			'{',
			'  "text": "word word word word',
			'            word word word',
		]);
		expect(rows.map(lineText).join('').match(/word/g)).toHaveLength(20);
	});

	it('shows hidden characters in keys and strings', () => {
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

	it.each<[JsonValue, string[]]>([
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

	it('wraps below the start of the value', () => {
		expect(jsonTree({ reason: 'the caller waited for too long' }, 20).map(lineText)).toEqual([
			'reason: the caller',
			'        waited for',
			'        too long',
		]);
	});

	it('shows every key and value, in safe lines within the given width', () => {
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

describe('numbers and keys', () => {
	test('are shown as received (case 14)', () => {
		const text =
			'{"order_id":9007199254740993,"price":1.10,"far":1e400,"zero":-0,"b":1,"7":"x","a":2,"b":3,"deep":[{"2":1,"1":1,"2":12345678901234567891}]}';
		const value = parseJsonText(text) ?? null;
		const shown = jsonLines(value).map(lineText);
		expect(
			shown
				.map((row) => row.trim())
				.join('')
				.replaceAll(': ', ':'),
		).toBe(text);
		expect(jsonTree(value).map(lineText)).toEqual([
			'order_id: 9007199254740993',
			'price: 1.10',
			'far: 1e400',
			'zero: -0',
			'b: 1',
			'7: x',
			'a: 2',
			'b: 3',
			'deep:',
			'  - 2: 1',
			'    1: 1',
			'    2: 12345678901234567891',
		]);
	});
});

describe('depth', () => {
	it('breaks neither function', () => {
		const deep = parseJsonText(`${'['.repeat(20_000)}1${']'.repeat(20_000)}`);
		if (deep === undefined) throw new Error('The sample is JSON');
		expect(jsonLines(deep, 80).length).toBeGreaterThan(80);
		expect(jsonTree(deep, 80).length).toBeGreaterThan(0);
	});
});

test.each([jsonLines, jsonTree])('a very long value is cut, with a note (%o)', (write) => {
	const values = [
		'x'.repeat(1_000_000),
		Array<string>(100_000).fill('twenty characters...'),
		{ a: ['é'.repeat(1e6)] },
	];
	for (const value of values) {
		const lines = write(value).map(lineText);
		expect(lines.join('').length).toBeLessThan(longestShown + 1000);
		expect(lines.slice(-4).join('\n')).toContain('cut here');
		expect(lines.slice(-4).join('\n')).toContain('X exports');
	}
});
