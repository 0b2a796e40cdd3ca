import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonLine } from '../../src/commands/output/json-line.ts';
import { openPrinter } from '../../src/commands/output/open-printer.ts';
import { type Format, formats } from '../../src/commands/output/printer.ts';
import { fieldOf, objectRow } from '../../src/commands/output/shown-row.ts';
import { yamlText } from '../../src/commands/output/yaml.ts';
import { type JsonObject, jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { isSafe } from '../../src/text/safe.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { utc } from '../../src/text/time.ts';
import { cellWidth } from '../../src/text/width.ts';
import { sourceText } from '../domain/json-texts.ts';
import { anyString } from '../text/arbitraries.ts';

async function printed(
	format: Format,
	rows: readonly JsonObject[],
	options: {
		readonly fields?: readonly string[];
		readonly width?: number | null;
		readonly isSheet?: boolean;
	} = {},
): Promise<SafeText[]> {
	const { fields = null, width = null, isSheet = false } = options;
	const lines: SafeText[] = [];
	const printer = await openPrinter(format, {
		write: async (line) => void lines.push(line),
		fields,
		columns: ['id', 'name'],
		width,
		zone: utc,
		isSheet,
	});
	for (const row of rows) await printer.add(objectRow(row));
	await printer.end();
	return lines;
}

const rows = [
	{ id: 'a', name: 'One', metadata: { tier: 'gold', 'a.b': 'dots' } },
	{ id: 'bcd', name: null, metadata: { tier: 'x' } },
];

test('a table is aligned, its cells as wide as a terminal draws them', async () => {
	expect(await printed('table', rows)).toEqual(['id   name', 'a    One', 'bcd']);
	expect(
		await printed('table', [
			{ id: '漢字', name: 'x' },
			{ id: 'ab', name: 'y' },
		]),
	).toEqual(['id    name', '漢字  x', 'ab    y']);
});

test('on a terminal the last column of a table is wrapped in its place, and nothing is cut', async () => {
	const name = 'word '.repeat(30).trim();
	const lines = await printed('table', [{ id: 'a', name }], { width: 40 });
	expect(lines.every((line) => cellWidth(line) <= 40)).toBe(true);
	expect(lines.slice(1).join(' ').replace(/\s+/g, ' ')).toBe(`a ${name}`);
	expect(lines[2]).toMatch(/^ {4}word/);
});

test('a sheet has every field, and every key of the metadata', async () => {
	expect(await printed('table', rows.slice(0, 1), { isSheet: true })).toEqual([
		'id             a',
		'name           One',
		'metadata.tier  gold',
		'metadata.a.b   dots',
	]);
});

test('json is one list, a row a line; ndjson is a row a line; fields choose and name values', async () => {
	expect(await printed('json', rows)).toEqual([
		`[${jsonText(rows[0] ?? {})},`,
		` ${jsonText(rows[1] ?? {})}]`,
	]);
	expect(await printed('json', [])).toEqual(['[]']);
	expect(await printed('json', rows.slice(0, 1))).toEqual([`[${jsonText(rows[0] ?? {})}]`]);
	expect(await printed('ndjson', rows, { fields: ['metadata.a.b', 'id'] })).toEqual([
		'{"metadata.a.b":"dots","id":"a"}',
		'{"metadata.a.b":null,"id":"bcd"}',
	]);
});

test('csv quotes by RFC 4180, and defuses formulas', async () => {
	const odd = [
		{ id: '=1+1', name: 'a,"b"' },
		{ id: '+13128675309', name: 'two\nlines' },
		{ id: '@x', name: '-cmd' },
	];
	expect(await printed('csv', odd)).toEqual([
		'id,name',
		`'=1+1,"a,""b"""`,
		'+13128675309,"two',
		'lines"',
		"'@x,'-cmd",
	]);
});

test('md has no structure, link or HTML of a cell', async () => {
	const [, , line] = await printed('md', [{ id: 'a|b', name: '[x](http://evil.test) <b> `c` \n *d*' }]);
	expect(line).toBe('| a\\|b | \\[x\\](http\\://evil.test) &lt;b&gt; \\`c\\` <br> \\*d\\* |');
});

test('yaml keeps texts that look like other types, and every digit of a number', () => {
	const text = '{"a":1.10,"b":9007199254740993,"c":"yes","d":"1.0","e":"x: y","f":"","g":[1,{"h":null}]}';
	const value = parseJsonText(text);
	if (value === undefined) throw new Error('no JSON');
	const yaml = yamlText(value);
	expect(yaml).toContain('a: 1.10');
	expect(yaml).toContain('b: 9007199254740993');
	expect(parse(yaml)).toMatchObject({ c: 'yes', d: '1.0', e: 'x: y', f: '', g: [1, { h: null }] });
});

describe('any text', () => {
	test.each(formats)('reaches a terminal as safe text: %s', async (format) => {
		await fc.assert(
			fc.asyncProperty(anyString, anyString, async (id, name) => {
				for (const isSheet of [false, true]) {
					const lines = await printed(format, [{ id, name }], { isSheet });
					expect(lines.filter((line) => !isSafe(line))).toEqual([]);
				}
			}),
			{ numRuns: 60 },
		);
	});

	test('is the same after json and back', () => {
		fc.assert(
			fc.property(sourceText, (text) => {
				const value = parseJsonText(text);
				if (value === undefined) return;
				expect(parseJsonText(jsonLine(value))).toEqual(value);
			}),
		);
	});

	test('is the same after yaml and back', () => {
		fc.assert(
			fc.property(fc.array(anyString), (texts) => {
				expect(parse(yamlText(texts))).toEqual(texts);
			}),
			{ numRuns: 100 },
		);
	});
});

test('a field is found under a key with dots, in a list, and never in a prototype', () => {
	expect(fieldOf({ a: { 'b.c': { d: [1, 2] } } }, 'a.b.c.d.1')).toBe(2);
	expect(fieldOf({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
	expect(fieldOf({ a: 1 }, 'constructor')).toBeUndefined();
	expect(fieldOf({ a: [] }, 'a.length')).toBeUndefined();
});
