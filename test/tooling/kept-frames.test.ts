import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Instance, RenderOptions } from 'ink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placesKept, rowsKept, sameFramesSkipped, sizesKept } from '../../src/tooling/kept-frames.ts';
import { cleanTextKept, linesKept, stylesKept, widthsKept } from '../../src/tooling/measuring.ts';
import { rowsPinned, rowsSkipped, rowUpdatesPinned } from '../../src/tooling/pinning.ts';
import { type Cell, Emulator } from '../harness/emulator.ts';
import { type InkParts, loadInk } from './ink-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-kept-frames-'));
const cols = 30;
const lines = 6;
let before: InkParts;
let kept: InkParts;
beforeAll(async () => {
	const others = [
		widthsKept,
		linesKept,
		stylesKept,
		cleanTextKept,
		rowsPinned,
		rowUpdatesPinned,
		rowsSkipped,
	];
	before = await loadInk(folder, 'before', others);
	kept = await loadInk(folder, 'kept', [...others, rowsKept, sizesKept, ...sameFramesSkipped, ...placesKept]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const piece = fc.oneof(
	fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
	fc.constantFrom('日本', '👩‍👩‍👧', '☎️', '1️⃣', 'é', 'ไทย', '│', 'नमस्ते', '🇩🇪', '   '),
	fc.constantFrom(
		'\u001b[31m',
		'\u001b[39m',
		'\u001b[1m',
		'\u001b[2m',
		'\u001b[22m',
		'\u001b[7m',
		'\u001b[27m',
	),
	fc.constantFrom('\u001b[38;5;39m', '\u001b[48;2;1;2;3m', '\u001b[49m', '\u001b[0m'),
);
const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const transforms = [(text: string) => `<${text}>`, (text: string) => `\u001b[4m${text}\u001b[24m`];
const write = fc.record({
	x: fc.integer({ min: -2, max: 28 }),
	y: fc.integer({ min: -1, max: lines }),
	text: fc.array(line, { minLength: 1, maxLength: 2 }).map((rows) => rows.join('\n')),
	transformers: fc.subarray(transforms),
});
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

function compose({ Output }: InkParts, writes: readonly Write[]): string {
	const output = new Output({ width: cols, height: lines });
	for (const { x, y, text, transformers } of writes) output.write(x, y, text, { transformers });
	return output.get().output;
}

async function cellsAfter(texts: readonly string[], unicode: '6' | '11'): Promise<Cell[][]> {
	const emulator = new Emulator(cols, lines, () => undefined, unicode);
	await emulator.write(Buffer.from(`\u001b[?7l${texts.join('')}`));
	const cells = Array.from({ length: lines }, (_, y) => emulator.cells(y).map(visible));
	emulator.dispose();
	return cells;
}

/** A blank looks the same whether it was written or never touched, and whatever its colour of text. */
function visible(cell: Cell): Cell {
	if (cell.text.trim() !== '' || cell.width !== 1) return cell;
	const { fg, bold, dim, italic, ...style } = cell.style;
	const isSeen = style.inverse ? { fg, dim } : { fg: 'default', dim: false };
	return { ...cell, text: ' ', style: { ...style, ...isSeen, bold: false, italic: false } };
}

/** The bytes of frames that follow each other. */
function written({ logUpdate }: InkParts, frames: readonly string[]): string[] {
	const texts: string[] = [];
	const stream = { columns: cols, write: (text: string) => void texts.push(text) };
	const log = logUpdate.create(stream, { showCursor: true, incremental: true });
	for (const frame of frames) log(frame);
	return texts.map((text) => text.replaceAll('\n', '\r\n'));
}

describe.each(['6', '11'] as const)('in a terminal with Unicode %s', (unicode) => {
	test('frames with kept and joined rows look as composed cell by cell, one after the other', async () => {
		const frames = fc.array(fc.array(write, { maxLength: 6 }), { minLength: 1, maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(frames, fc.nat(3), async (list, again) => {
				// Some texts of the frame before stay, so that some rows are kept.
				const mixed = list.flatMap((writes, at) => [
					writes,
					[...writes.slice(0, again), ...(list[at - 1] ?? [])],
				]);
				const expected = mixed.map((writes) => compose(before, writes));
				const made = mixed.map((writes) => compose(kept, writes));
				expect(await cellsAfter(written(kept, made), unicode)).toEqual(
					await cellsAfter(written(before, expected), unicode),
				);
			}),
			{ numRuns: 150 },
		);
	});
});

/** Standard output of a fixed size that collects the program's bytes. */
function terminal() {
	const texts: string[] = [];
	const stdout = Object.assign(new EventEmitter(), {
		columns: cols,
		rows: lines,
		isTTY: true,
		writable: true,
		write: (text: string, done?: () => void) => {
			texts.push(text);
			done?.();
			return true;
		},
	});
	return { texts, stdout };
}

/** A screen of rows: some beside each other, some in a box that may be hidden. */
interface Shown {
	readonly left: readonly string[];
	readonly right: readonly string[];
	readonly isWrapped: boolean;
	readonly over: string | null;
}

function drawIn({ ink, createElement }: InkParts) {
	const { texts, stdout } = terminal();
	let drawn = 0;
	let composed = 0;
	const element = ({ left, right, isWrapped, over }: Shown) => {
		const column = (rows: readonly string[]) =>
			createElement(
				ink.Box,
				{ flexDirection: 'column', width: cols / 2, height: lines, flexShrink: 0 },
				rows.map((row, key) => createElement(ink.Text, { key, wrap: isWrapped ? 'wrap' : 'truncate' }, row)),
			);
		return createElement(
			ink.Box,
			{ width: cols, height: lines },
			column(left),
			column(right),
			over === null
				? null
				: createElement(
						ink.Box,
						{ position: 'absolute', marginTop: 1, marginLeft: 3 },
						createElement(ink.Text, { inverse: true }, over),
					),
		);
	};
	const options = {
		stdout,
		incrementalRendering: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
		maxFps: 10_000,
		onRender: ({ renderTime }: { readonly renderTime: number }) => {
			drawn++;
			if (renderTime > 0) composed++;
		},
	};
	let instance: Instance | null = null;
	return {
		texts,
		counts: () => ({ drawn, composed }),
		show: async (shown: Shown): Promise<void> => {
			if (instance === null) instance = ink.render(element(shown), options as unknown as RenderOptions);
			else instance.rerender(element(shown));
			await instance.waitUntilRenderFlush();
		},
		end: () => instance?.unmount(),
	};
}

const steady: Shown = { left: ['a', 'b'], right: ['c'], isWrapped: false, over: null };

test('a commit that changes nothing counts as drawn, and no frame is composed for it', async () => {
	const screen = drawIn(kept);
	await screen.show(steady);
	const first = screen.counts();
	await screen.show({ ...steady, left: [...steady.left] });
	// The wait for a frame reports none.
	expect(screen.counts().drawn).toBeGreaterThanOrEqual(first.drawn);
	await screen.show({ ...steady, left: ['a', 'B'] });
	expect(screen.texts.join('')).toContain('B');
	screen.end();
});

test('screens after any changes look as without the patches', async () => {
	const texts = fc.array(line, { maxLength: lines });
	const shown = fc.record({
		left: texts,
		right: texts,
		isWrapped: fc.boolean(),
		over: fc.option(line.filter((text) => text !== '')),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(shown, { minLength: 2, maxLength: 5 }), async (screens) => {
			const [one, other] = [drawIn(before), drawIn(kept)];
			for (const each of screens) {
				await one.show(each);
				await other.show(each);
				const cells = (list: readonly string[]) =>
					cellsAfter(
						list.map((text) => text.replaceAll(/(?<!\r)\n/g, '\r\n')),
						'11',
					);
				expect(await cells(other.texts)).toEqual(await cells(one.texts));
			}
			one.end();
			other.end();
		}),
		{ numRuns: 60 },
	);
});
