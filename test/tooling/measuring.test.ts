import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphemes } from '../../src/text/clusters.ts';
import {
	cleanTextKept,
	compoundEmoji,
	linesKept,
	simpleEmoji,
	stylesKept,
	widthsKept,
} from '../../src/tooling/measuring.ts';
import { Emulator } from '../harness/emulator.ts';
import { type InkParts, loadInk } from './ink-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-measuring-'));
let original: InkParts;
let changed: InkParts;
beforeAll(async () => {
	[original, changed] = await Promise.all([
		loadInk(folder, 'original'),
		loadInk(folder, 'changed', [widthsKept, linesKept, stylesKept, cleanTextKept]),
	]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

/** A cluster with more than one letter. */
const joinedLetters = /\p{L}.*\p{L}/su;

test('a text has the same width as without the patch, on repeated calls and with any options', () => {
	fc.assert(
		fc.property(line, (text) => {
			fc.pre(![...graphemes().segment(text)].some(({ segment }) => joinedLetters.test(segment)));
			const width = original.stringWidth(text);
			expect([changed.stringWidth(text), changed.stringWidth(text)]).toEqual([width, width]);
			const wide = { ambiguousIsNarrow: false };
			expect(changed.stringWidth(text, wide)).toBe(original.stringWidth(text, wide));
		}),
		{ numRuns: 500 },
	);
});

test.each(['6', '11'] as const)(
	'joined letters are as wide as a terminal of Unicode %s draws them',
	async (unicode) => {
		for (const text of ['नमस्ते', 'क्षत्रिय', 'राष्ट्र', 'যুক্ত', 'ન્યાય', 'న్యాయ', 'ന്യായം', 'กำ', 'น้ำ', 'ກຳ']) {
			const emulator = new Emulator(40, 1, () => undefined, unicode);
			await emulator.write(Buffer.from(text));
			expect([text, changed.stringWidth(text)]).toEqual([text, emulator.cursor.x]);
			emulator.dispose();
		}
	},
);

test('a text is cleaned as without the patch, on repeated calls too', () => {
	fc.assert(
		fc.property(line, (text) => {
			const clean = original.sanitizeAnsi(text);
			expect([changed.sanitizeAnsi(text), changed.sanitizeAnsi(text)]).toEqual([clean, clean]);
		}),
		{ numRuns: 500 },
	);
});

test('frames are as without the patch, although earlier lines are cached: overlapping, clipped, halved', () => {
	const at = fc.integer({ min: -3, max: 30 });
	const rows = fc.array(line, { minLength: 1, maxLength: 3 }).map((each) => each.join('\n'));
	const write = fc.record({ x: at, y: fc.integer({ min: 0, max: 5 }), text: rows });
	const frame = fc.record({
		writes: fc.array(write, { maxLength: 8 }),
		clip: fc.option(fc.record({ x1: at, x2: at, y1: fc.constant(0), y2: fc.integer({ min: 0, max: 6 }) })),
	});
	const draw = (
		{ Output }: InkParts,
		{ writes, clip }: typeof frame extends fc.Arbitrary<infer T> ? T : never,
	) => {
		const output = new Output({ width: 30, height: 6 });
		if (clip !== null) output.clip(clip);
		for (const { x, y, text } of writes) output.write(x, y, text, { transformers: [] });
		return output.get();
	};
	fc.assert(
		fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), (frames) => {
			// The first frame again at the end, when its content is cached.
			for (const each of [...frames, ...frames.slice(0, 1)])
				expect(draw(changed, each)).toEqual(draw(original, each));
		}),
		{ numRuns: 200 },
	);
});

test('widths are right after more lookups than the cache holds', () => {
	for (let each = 0; each < 30_000; each++)
		expect(changed.stringWidth(`日${each}`)).toBe(2 + String(each).length);
});

describe('the emoji of string-width', () => {
	const emoji = /^\p{RGI_Emoji}$/v;
	const asBuilt = (text: string) => simpleEmoji.test(text) || (compoundEmoji.test(text) && emoji.test(text));

	test('are the same in a build: every code point, alone and with an emoji selector', () => {
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

	test('are recognised without the list if simple or absent', () => {
		for (const text of ['😀', '☎️', 'a', '日', '│', 'é', 'ไ', '☎', '✓', '1'])
			expect(text).not.toMatch(compoundEmoji);
	});
});
