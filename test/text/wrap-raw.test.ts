import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSafe } from '../../src/text/safe.ts';
import { cellWidth } from '../../src/text/width.ts';
import { wrap } from '../../src/text/wrap.ts';
import { cellOfRaw, rawAtCell, wrapRaw } from '../../src/text/wrap-raw.ts';
import { findEscapes } from '../harness/escapes.ts';
import { anyString, asciiProse } from './arbitraries.ts';

const anyLine = fc.oneof(anyString, asciiProse).map((text) => text.replaceAll('\n', ''));
const cells = fc.integer({ min: 2, max: 60 });

describe('wrapped raw text', () => {
	test('has each character in exactly one row, and no row too wide', () => {
		fc.assert(
			fc.property(anyLine, cells, (line, room) => {
				const rows = wrapRaw(line, room);
				let at = 0;
				for (const row of rows) {
					expect(row.from).toBe(at);
					expect(row.to).toBeGreaterThanOrEqual(at);
					expect(cellWidth(row.text)).toBeLessThanOrEqual(room);
					// A row can end within a sequence, as any wrapped row can, but it never steers the terminal.
					expect(findEscapes(row.text)).toEqual([]);
					at = row.to;
				}
				expect(at).toBe(line.length);
			}),
			{ numRuns: 3000 },
		);
	});

	test('is drawn like its safe text', () => {
		fc.assert(
			fc.property(anyLine.filter(isSafe), cells, (line, room) => {
				expect(wrapRaw(line, room).map(({ text }) => text)).toEqual(wrap(line, room));
			}),
		);
	});

	test('maps offsets to cells and back', () => {
		fc.assert(
			fc.property(anyLine, cells, (line, room) => {
				for (const row of wrapRaw(line, room)) {
					const places =
						row.pieces ?? Array.from({ length: row.to - row.from }, (_, at) => ({ at: row.from + at }));
					for (const { at } of places) {
						const found = rawAtCell(row, cellOfRaw(row, at), false);
						expect(cellOfRaw(row, found ?? -1)).toBe(cellOfRaw(row, at));
					}
				}
			}),
		);
	});

	test.each([
		['tabs are two cells', 'a\tb', ['a  b'], 2, 3],
		['what steers is shown, and is one place', 'a\u001b[2J', ['a␛[2J'], 2, 2],
		['a hidden character by its number, in eight cells', 'a\u202eb', ['a⟨U+202E⟩b'], 2, 9],
		['a joiner where Persian needs it, beside a tab', '\tمی\u200cخواهم', ['  می\u200cخواهم'], 4, 4],
	])('%s', (_, line, drawn, at, cell) => {
		const rows = wrapRaw(line, 40);
		expect(rows.map(({ text }) => text)).toEqual(drawn);
		expect(rows[0] === undefined ? -1 : cellOfRaw(rows[0], at)).toBe(cell);
	});
});
