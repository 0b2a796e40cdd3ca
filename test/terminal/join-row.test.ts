import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinRow } from '../../src/terminal/join-row.ts';

const esc = '\u001b';
const painted = (code: number, end: number, text: string): string => `${esc}[${code}m${text}${esc}[${end}m`;

test('pieces beside each other are joined, with blanks between them', () => {
	expect(
		joinRow(
			[
				{ x: 1, text: 'ab' },
				{ x: 5, text: painted(31, 39, 'c') },
			],
			10,
		),
	).toBe(` ab  ${esc}[31mc${esc}[39m`);
	expect(joinRow([], 10)).toBe('');
	expect(joinRow([{ x: 0, text: 'ab   ' }], 10)).toBe('ab');
	expect(
		joinRow(
			[
				{ x: 0, text: '日本' },
				{ x: 4, text: 'x' },
			],
			5,
		),
	).toBe('日本x');
});

test.each([
	[
		'overlaps the piece before',
		[
			{ x: 0, text: 'abc' },
			{ x: 2, text: 'd' },
		],
	],
	[
		'lies before the piece before',
		[
			{ x: 4, text: 'a' },
			{ x: 0, text: 'b' },
		],
	],
	['begins before the row', [{ x: -1, text: 'abc' }]],
	['goes over the edge', [{ x: 9, text: 'ab' }]],
	['has a wide character over the edge', [{ x: 9, text: '日' }]],
	['leaves a style on', [{ x: 0, text: `${esc}[1mab` }]],
	['leaves a colour of 256 on', [{ x: 0, text: `${esc}[38;5;39mab` }]],
	['has a disputed character', [{ x: 0, text: '👍🏽' }]],
	['has a combining mark', [{ x: 0, text: 'e\u0301' }]],
	['has another sequence than a style', [{ x: 0, text: `${esc}]8;;http://x\u0007ab${esc}]8;;\u0007` }]],
	['moves the cursor', [{ x: 0, text: `${esc}[5Ca` }]],
	['has an unknown style', [{ x: 0, text: `${esc}[53ma${esc}[0m` }]],
	['ends within a sequence', [{ x: 0, text: `a${esc}` }]],
])('a row is not joined if a piece %s', (_, pieces) => {
	expect(joinRow(pieces, 10)).toBeNull();
});

test('a colour in five parts takes its own parameters with it', () => {
	const text = `${esc}[38;2;1;2;3ma${esc}[39m${esc}[48;5;1mb${esc}[49m`;
	expect(joinRow([{ x: 0, text }], 10)).toBe(text);
});

test('a joined row has the pieces at their columns', () => {
	const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 });
	const gaps = fc.array(fc.tuple(fc.nat(4), word), { maxLength: 6 });
	fc.assert(
		fc.property(gaps, (list) => {
			let end = 0;
			const pieces = list.map(([gap, text]) => {
				const x = end + gap;
				end = x + text.length;
				return { x, text };
			});
			const row = joinRow(pieces, end)?.padEnd(end) ?? '';
			for (const { x, text } of pieces) expect(row.slice(x, x + text.length)).toBe(text);
		}),
	);
});
