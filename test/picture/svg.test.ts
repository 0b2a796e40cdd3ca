import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Emulator } from '../harness/emulator.ts';
import { paint } from './palette.ts';
import { runsOf, screenSvg } from './svg.ts';

async function cellsOf(output: string, cols = 20, rows = 2) {
	const emulator = new Emulator(cols, rows, () => {});
	await emulator.write(Buffer.from(output));
	return Array.from({ length: rows }, (_, y) => emulator.cells(y));
}

describe('screenSvg', () => {
	test('puts every word at its column, with its colour', async () => {
		const svg = screenSvg(await cellsOf('\u001b[31mred\u001b[0m  \u001b[1;2mbold'), 'a title');
		expect(svg).toContain('>a title</text>');
		expect(svg).toContain(
			'<text x="0" y="13.5" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#ff7b72">red</text>',
		);
		expect(svg).toContain(
			'<text x="42" y="13.5" textLength="33.6" lengthAdjust="spacingAndGlyphs" fill="#d6dde6" font-weight="bold" opacity=".6">bold</text>',
		);
	});

	test('swaps colours for inverse, and fills the background', async () => {
		const svg = screenSvg(await cellsOf('\u001b[7mhi\u001b[0m'), '');
		expect(svg).toContain('<rect x="0" y="0" width="17" height="18.2" fill="#d6dde6"/>');
		expect(svg).toContain('fill="#0d1117">hi</text>');
	});

	test('draws frames as lines that meet', async () => {
		const svg = screenSvg(await cellsOf('╭─╮\r\n│▌│', 3), '');
		expect(svg).toContain('<path d="M8.4 9Q4.2 9 4.2 18" fill="none" stroke="#d6dde6"/>');
		expect(svg).toContain('<path d="M4.2 27L4.2 18M4.2 27L4.2 36"');
		expect(svg).toContain('<path d="M8.4 18h4.2v18h-4.2z" fill="#d6dde6"/>');
		expect(svg).not.toMatch(/[╭─╮│▌]/);
	});

	test('escapes XML syntax', async () => {
		const svg = screenSvg(await cellsOf('<a href="x">&'), '<title>');
		expect(svg).toContain('&lt;a href="x"&gt;&amp;</text>');
		expect(svg).toContain('<title>&lt;title&gt;</title>');
	});

	test('gives wide characters two columns', async () => {
		const [row = []] = await cellsOf('a日b');
		expect(
			runsOf(row)
				.slice(0, 3)
				.map(({ x, columns, text }) => [x, columns, text.trim()]),
		).toEqual([
			[0, 1, 'a'],
			[1, 2, '日'],
			[3, 17, 'b'],
		]);
	});

	test('loses no column of a row, for any text', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (text) => {
				const [row = []] = await cellsOf(text.replaceAll(/\p{C}/gu, '?'), 40);
				let next = 0;
				for (const run of runsOf(row)) {
					expect(run.x).toBe(next);
					next += run.columns;
				}
				expect(next).toBe(40);
			}),
			{ numRuns: 50 },
		);
	});
});

test.each([
	['default', '#fallback'],
	['#123456', '#123456'],
	['1', '#ff7b72'],
	['16', '#000000'],
	['196', '#ff0000'],
	['231', '#ffffff'],
	['232', '#080808'],
	['255', '#eeeeee'],
])('paint %s', (colour, painted) => {
	expect(paint(colour, '#fallback')).toBe(painted);
});
