import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateRow } from '../../src/terminal/update-row.ts';
import { isAgreedCluster } from '../../src/text/agreed.ts';
import { graphemes } from '../../src/text/clusters.ts';
import { safe } from '../../src/text/safe.ts';
import { linesKept, stylesKept, widthsKept } from '../../src/tooling/measuring.ts';
import { rowsPinned, rowsSkipped, rowUpdatesPinned } from '../../src/tooling/pinning.ts';
import { type Cell, Emulator } from '../harness/emulator.ts';
import { type InkParts, loadInk } from './ink-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-pinning-'));
let plain: InkParts;
let pinned: InkParts;
beforeAll(async () => {
	plain = await loadInk(folder, 'plain', [widthsKept, linesKept, stylesKept]);
	pinned = await loadInk(folder, 'pinned', [
		widthsKept,
		linesKept,
		stylesKept,
		rowsPinned,
		rowUpdatesPinned,
		rowsSkipped,
	]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cols = 64;
const middle = 30;

/** Characters that terminals measure differently, and writing with some of them. */
const disputed = [
	...[
		'🫨',
		'🫠',
		'🛝',
		'🇩🇪',
		'🇩',
		'👩‍👩‍👧‍👦',
		'👩🏽‍⚕️',
		'👍🏽',
		'1️⃣',
		'#⃣',
		'☎️',
		'❤︎',
		'☎',
		'😀',
		'🏴\u{E0067}\u{E0062}\u{E007F}',
	],
	...['नमस्ते', 'क्षत्रिय', 'की', 'தமிழ் நாடு', 'বাংলা যুক্ত', 'မြန်မာ', 'น้ำ', 'ກຳ', 'ශ්‍රී', 'ខ្មែរ'],
	...[
		'שָׁלוֹם',
		'مُحَمَّد',
		'Z\u0301\u0302\u0303\u0304',
		'\u1112\u1161\u11ab',
		'\ua960\u1161',
		'\ud7b0',
		'⸺',
		'﷽',
		'𒀱',
		'𝒳',
		'㋿',
		'ﾞ',
		'〽️',
	],
];
const pieces = [
	...disputed,
	...['plain', ' ', 'a b', '日本', 'é', '…', '·', '12:00', 'ไทย', 'привет', 'עברית'],
];
const styles = [
	['', ''],
	['\u001b[31m', '\u001b[39m'],
	['\u001b[7m', '\u001b[27m'],
	['\u001b[48;5;3m', '\u001b[49m'],
	['\u001b[1m', '\u001b[22m'],
] as const;

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 7 }).map((parts) => safe(parts.join('')));
const styled = fc.tuple(text, fc.constantFrom(...styles)).map(([words, [on, off]]) => `${on}${words}${off}`);
interface Row {
	readonly left: string;
	readonly right: string;
	readonly time: string;
	readonly bare: boolean;
}
const row: fc.Arbitrary<Row> = fc.record({
	left: fc.array(styled, { maxLength: 2 }).map((parts) => parts.join('')),
	right: fc.array(styled, { maxLength: 2 }).map((parts) => parts.join('')),
	time: fc.constantFrom('08:58', '09:01'),
	bare: fc.boolean(),
});
const framesOf = (row: fc.Arbitrary<Row>): fc.Arbitrary<Row[][]> =>
	fc.integer({ min: 2, max: 4 }).chain((height) =>
		fc
			.tuple(
				fc.array(row, { minLength: height, maxLength: height }),
				// An update changes little of a frame: one row gets a new time, a new end, or is new.
				fc.array(fc.tuple(fc.nat(height - 1), fc.constantFrom('time', 'right', 'left', 'all', 'bare'), row), {
					minLength: 1,
					maxLength: 5,
				}),
			)
			.map(([first, changes]) => {
				const all = [first];
				for (const [at, what, next] of changes) {
					const rows = [...(all.at(-1) ?? [])];
					const old = rows[at] ?? next;
					rows[at] = what === 'all' ? next : { ...old, [what]: next[what] };
					all.push(rows);
				}
				return all;
			}),
	);
const frames = framesOf(row);
const agreedWords = fc
	.array(fc.constantFrom('plain', ' ', '日本', 'é', '…', '12:00', 'привет', '│'), { maxLength: 6 })
	.map((words) => words.join(''));
const agreedRow = fc.record({
	left: agreedWords,
	right: agreedWords,
	time: fc.constantFrom('08:58', '09:01'),
	bare: fc.boolean(),
});

/** Two panes with borders and a time in the left one. A bare row has no borders, so its end is blank. */
function compose({ Output }: InkParts, rows: readonly Row[]): string {
	const output = new Output({ width: cols, height: rows.length });
	const write = (x: number, y: number, words: string) => output.write(x, y, words, { transformers: [] });
	const within = (x1: number, x2: number, y: number, words: string) => {
		output.clip({ x1, x2, y1: 0, y2: rows.length });
		write(x1, y, words);
		output.unclip();
	};
	for (const [y, { left, right, time, bare }] of rows.entries()) {
		if (bare) {
			within(0, cols - 1, y, ` ${left} ${right}`);
			continue;
		}
		within(1, middle - 7, y, left);
		within(middle + 1, cols - 1, y, right);
		write(middle - 6, y, time);
		for (const x of [0, middle, cols - 1]) write(x, y, '│');
	}
	return output.get().output;
}

/** The screen of a terminal with the widths of a Unicode version, after each of the frames. */
async function shown(
	parts: InkParts,
	all: readonly (readonly Row[])[],
	unicode: '6' | '11',
): Promise<Cell[][][]> {
	const height = all[0]?.length ?? 0;
	const emulator = new Emulator(cols, height, () => undefined, unicode);
	const writes = [Buffer.from('\u001b[?7l')];
	const log = parts.logUpdate.create(
		{ columns: cols, write: (bytes) => writes.push(Buffer.from(bytes.replaceAll('\n', '\r\n'))) },
		{ showCursor: true, incremental: true },
	);
	const screens: Cell[][][] = [];
	for (const rows of all) {
		log(compose(parts, rows));
		for (const bytes of writes.splice(0)) await emulator.write(bytes);
		screens.push(Array.from({ length: height }, (_, y) => emulator.cells(y).map(visible)));
	}
	emulator.dispose();
	return screens;
}

/** A blank shows no weight, slant or text colour. */
function visible({ text, width, style }: Cell): Cell {
	const isUnwritten = text === '' && width === 1;
	const isBlank = isUnwritten || (text === ' ' && !style.inverse);
	return {
		text: isUnwritten ? ' ' : text,
		width,
		style: isBlank ? { ...style, fg: 'default', bold: false, dim: false, italic: false } : style,
	};
}

/** The right place of each cluster of a frame, by our own measure. */
function* places(parts: InkParts, rows: readonly Row[]): Iterable<{ x: number; y: number; cluster: string }> {
	for (const [y, line] of compose(plain, rows).split('\n').entries()) {
		let x = 0;
		// biome-ignore lint/suspicious/noControlCharactersInRegex: the introducer of a style
		for (const part of line.split(/\u001b\[[\d;]*m/))
			for (const { segment } of graphemes().segment(part)) {
				yield { x, y, cluster: segment };
				x += parts.stringWidth(segment);
			}
	}
}

describe.each(['6', '11'] as const)('in a terminal with Unicode %s', (unicode) => {
	test('every undisputed character is in its own cell after every update', async () => {
		await fc.assert(
			fc.asyncProperty(frames, async (all) => {
				const screens = await shown(pinned, all, unicode);
				for (const [index, rows] of all.entries())
					for (const { x, y, cluster } of places(pinned, rows))
						if (cluster !== ' ' && isAgreedCluster(cluster))
							expect(`${y},${x} ${screens[index]?.[y]?.[x]?.text}`).toBe(`${y},${x} ${cluster}`);
			}),
			{ numRuns: 150 },
		);
	});

	test('an update leaves the same screen as a new drawing', async () => {
		await fc.assert(
			fc.asyncProperty(frames, async (all) => {
				const updated = (await shown(pinned, all, unicode)).at(-1);
				const [anew] = await shown(pinned, all.slice(-1), unicode);
				expect(updated).toEqual(anew);
			}),
			{ numRuns: 150 },
		);
	});

	test('a disputed character in a bar after old letters leaves no trace when replaced', async () => {
		const frame = (character: string): Row[] => [
			{ left: `עברית \u001b[7m${character}\u001b[27m`, right: '', time: '08:58', bare: false },
		];
		const all = [frame('🇩🇪'), frame('🫨'), frame('1️⃣'), frame('👩‍👩‍👧‍👦'), frame('🫠')];
		for (const end of [2, 3, 4, 5]) {
			const updated = (await shown(pinned, all.slice(0, end), unicode)).at(-1);
			expect(updated).toEqual((await shown(pinned, all.slice(end - 1, end), unicode)).at(0));
		}
	});

	test.each(disputed)('%s bends no border', async (character) => {
		const rows = [
			character,
			`${character}${character}`,
			`a${character}b`,
			`${'x'.repeat(21)}${character}`,
		].map((left) => ({
			left: safe(left),
			right: safe(left),
			time: '08:58',
			bare: false,
		}));
		const [screen = []] = await shown(pinned, [rows], unicode);
		for (const cells of screen) {
			expect([0, middle, cols - 1].map((x) => cells[x]?.text)).toEqual(['│', '│', '│']);
			expect(cells.slice(middle - 6, middle - 1).map(({ text }) => text)).toEqual([...'08:58']);
		}
	});
});

test('an update takes no more bytes than Ink’s own', () => {
	const bytes = (parts: InkParts, all: readonly string[]) => {
		let written = '';
		const log = parts.logUpdate.create(
			{ columns: cols, write: (more) => (written += more) },
			{ showCursor: true, incremental: true },
		);
		for (const frame of all) log(frame);
		return Buffer.byteLength(written);
	};
	fc.assert(
		fc.property(framesOf(agreedRow), (all) => {
			const composed = (parts: InkParts) => all.map((rows) => compose(parts, rows));
			expect(bytes(pinned, composed(pinned))).toBeLessThanOrEqual(bytes(plain, composed(plain)));
		}),
	);
});

describe('a row that all terminals measure alike', () => {
	const looks = fc
		.array(fc.constantFrom(1, 2, 3, 4, 7, 9, 31, 94, 41, 103, '38;5;7', '38;2;1;2;3', '48;5;8'), {
			maxLength: 3,
		})
		.map((codes) => (codes.length === 0 ? '' : `\u001b[${codes.join(';')}m`));
	const ends = fc.constantFrom(
		'\u001b[22m',
		'\u001b[39m',
		'\u001b[27m',
		'\u001b[49;23m',
		'\u001b[24m\u001b[29m',
		'\u001b[0m',
		'\u001b[m',
	);
	const piece = fc.tuple(
		looks,
		fc.constantFrom('', ' ', 'a', 'b', 'word', '   ', '日', '日本', '…', 'é', 'привет'),
		ends,
	);
	const styledRow = fc.array(piece, { maxLength: 8 }).map((all) => `${all.flat().join('')}\u001b[m`);
	const draw = async (written: string): Promise<Cell[]> => {
		const emulator = new Emulator(40, 1, () => undefined);
		await emulator.write(Buffer.from(`\u001b[?7l${written}`));
		const cells = emulator.cells(0).map(visible);
		emulator.dispose();
		return cells;
	};

	test('looks the same after an update as after a new drawing', async () => {
		await fc.assert(
			fc.asyncProperty(styledRow, styledRow, async (previous, next) => {
				const update = updateRow(previous, next, 40);
				fc.pre(update !== null);
				expect(await draw(previous + update)).toEqual(await draw(next));
			}),
			{ numRuns: 600 },
		);
	});

	test('is not written if it looks the same', () => {
		expect(updateRow('\u001b[2ma\u001b[22m b', '\u001b[2ma \u001b[22mb\u001b[1m \u001b[m', 40)).toBe('');
	});

	test('is written only where it differs, with only the style of the written cells', () => {
		const row = (time: string, mark: string) =>
			`\u001b[34m│\u001b[39m${time} \u001b[2mcall\u001b[22m +1 205 804 7948 \u001b[33m${mark}\u001b[39m`;
		expect(updateRow(row('08:58', '!'), row('08:59', '?'), 40)).toBe(
			'\u001b[6G9\u001b[29G\u001b[33m?\u001b[m',
		);
	});

	test('has its end erased if it gets shorter', () => {
		expect(updateRow('one of many', 'one', 40)).toBe('\u001b[5G\u001b[K');
	});

	test.each([
		'\u001b[58;5;1mx',
		'\u001b[38mx',
		'\u001b[99mx',
		'\u001b]8;;x\u0007',
		'a\tb',
		'🇩🇪',
		'x'.repeat(41),
	])('is not recognised in: %j', (row) => {
		expect(updateRow('a', row, 40)).toBeNull();
		expect(updateRow(row, 'a', 40)).toBeNull();
	});
});
