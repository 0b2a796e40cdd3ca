import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import {
	cleanTextKept,
	compoundEmoji,
	linesKept,
	simpleEmoji,
	widthsKept,
} from '../../src/tooling/measuring.ts';

/** The parts of Ink that a build changes, as they are before and after. */
interface Measuring {
	readonly stringWidth: (text: string, options?: { readonly ambiguousIsNarrow: boolean }) => number;
	readonly sanitizeAnsi: (text: string) => string;
	readonly Output: new (size: {
		width: number;
		height: number;
	}) => {
		write(x: number, y: number, text: string, options: { transformers: [] }): void;
		clip(bounds: { x1: number; x2: number; y1: number; y2: number }): void;
		unclip(): void;
		get(): { output: string; height: number };
	};
}

const folder = mkdtempSync(join(tmpdir(), 'tconv-measuring-'));
let original: Measuring;
let changed: Measuring;
beforeAll(async () => {
	[original, changed] = await Promise.all([
		load('original', []),
		load('changed', [widthsKept, linesKept, cleanTextKept]),
	]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(name: string, plugins: esbuild.Plugin[]): Promise<Measuring> {
	const ink = join(projectRoot, 'node_modules', 'ink', 'build');
	const outfile = join(folder, `${name}.mjs`);
	writeFileSync(
		join(folder, `${name}.js`),
		`export { default as stringWidth } from 'string-width';
export { default as sanitizeAnsi } from ${JSON.stringify(join(ink, 'sanitize-ansi.js'))};
export { default as Output } from ${JSON.stringify(join(ink, 'output.js'))};`,
	);
	await esbuild.build({
		entryPoints: [join(folder, `${name}.js`)],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		nodePaths: [join(projectRoot, 'node_modules')],
		plugins,
	});
	return import(outfile);
}

const piece = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.string({ unit: 'binary', maxLength: 4 }),
	fc.constantFrom(
		'日本',
		'👩‍👩‍👧',
		'☎️',
		'1️⃣',
		'é',
		'ไทย',
		'│',
		'\u001b[31m',
		'\u001b[39m',
		'\u001b[1m',
		'\u001b[22m',
	),
);
const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('').replaceAll('\n', ' '));

test('a text is as wide as before, the second time too, whatever options come with it', () => {
	fc.assert(
		fc.property(line, (text) => {
			const width = original.stringWidth(text);
			expect([changed.stringWidth(text), changed.stringWidth(text)]).toEqual([width, width]);
			const wide = { ambiguousIsNarrow: false };
			expect(changed.stringWidth(text, wide)).toBe(original.stringWidth(text, wide));
		}),
		{ numRuns: 500 },
	);
});

test('a text is cleaned as before, the second time too', () => {
	fc.assert(
		fc.property(line, (text) => {
			const clean = original.sanitizeAnsi(text);
			expect([changed.sanitizeAnsi(text), changed.sanitizeAnsi(text)]).toEqual([clean, clean]);
		}),
		{ numRuns: 500 },
	);
});

test('frames come out as before, though lines of earlier ones are kept: overlapping, clipped, cut in halves', () => {
	const at = fc.integer({ min: -3, max: 30 });
	const write = fc.record({ x: at, y: fc.integer({ min: 0, max: 5 }), text: line });
	const frame = fc.record({
		writes: fc.array(write, { maxLength: 8 }),
		clip: fc.option(fc.record({ x1: at, x2: at, y1: fc.constant(0), y2: fc.integer({ min: 0, max: 6 }) })),
	});
	const draw = (
		{ Output }: Measuring,
		{ writes, clip }: typeof frame extends fc.Arbitrary<infer T> ? T : never,
	) => {
		const output = new Output({ width: 30, height: 6 });
		if (clip !== null) output.clip(clip);
		for (const { x, y, text } of writes) output.write(x, y, text, { transformers: [] });
		return output.get();
	};
	fc.assert(
		fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), (frames) => {
			// The first once more at the end: by then what it shows has been kept.
			for (const each of [...frames, ...frames.slice(0, 1)])
				expect(draw(changed, each)).toEqual(draw(original, each));
		}),
		{ numRuns: 200 },
	);
});

test('widths are right when more of them were asked for than are kept', () => {
	for (let each = 0; each < 30_000; each++)
		expect(changed.stringWidth(`日${each}`)).toBe(2 + String(each).length);
});

describe('the emoji that string-width looks for', () => {
	const emoji = /^\p{RGI_Emoji}$/v;
	const asBuilt = (text: string) => simpleEmoji.test(text) || (compoundEmoji.test(text) && emoji.test(text));

	test('are the same in a build: every code point, alone and with what makes it an emoji', () => {
		const different: string[] = [];
		for (let code = 0; code <= 0x10ffff; code++) {
			const character = String.fromCodePoint(code);
			for (const text of [character, `${character}\ufe0f`])
				if (asBuilt(text) !== emoji.test(text)) different.push(`U+${code.toString(16)}`);
		}
		expect(different).toEqual([]);
	});

	test('are the same in a build: sequences', () => {
		for (const text of ['1️⃣', '🇩🇪', '👍🏽', '👩‍👩‍👧', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️‍🔥', '🧑🏿‍🚀']) {
			expect(text).toMatch(emoji);
			expect(asBuilt(text)).toBe(true);
		}
		const part = fc.constantFrom(
			'👩',
			'❤',
			'1',
			'🇩',
			'🇪',
			'🏽',
			'\u200d',
			'\ufe0f',
			'\u20e3',
			'a',
			'日',
			'\u{e0067}',
		);
		fc.assert(
			fc.property(
				fc.array(part, { maxLength: 5 }).map((parts) => parts.join('')),
				(text) => {
					expect(asBuilt(text)).toBe(emoji.test(text));
				},
			),
			{ numRuns: 2000 },
		);
	});

	test('are told without the list where they are simple, and where there is none', () => {
		for (const text of ['😀', '☎️', 'a', '日', '│', 'é', 'ไ', '☎', '✓', '1'])
			expect(text).not.toMatch(compoundEmoji);
	});
});
