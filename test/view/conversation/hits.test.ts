import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf, startPosition } from '../../../src/state/scroll.ts';
import type { Block, DetailView } from '../../../src/state/view.ts';
import { type Line, lineText, span } from '../../../src/text/line.ts';
import { join, safe, t } from '../../../src/text/safe.ts';
import { visibleLines } from '../../../src/view/conversation/detail-rows.ts';
import { hitsInBlocks, lineOfHitIn } from '../../../src/view/conversation/hits.ts';
import { rawBlocks } from '../../../src/view/conversation/value-lines.ts';

/** A block of plain lines, all searchable. */
function block(key: string, texts: readonly string[], fold: Block['fold'] = null): Block {
	const lines = texts.map((text): Line => [span('plain', safe(text))]);
	return { key, lines, search: join(...texts.map((text) => t`${safe(text)} `)), fold };
}

function viewOf(blocks: readonly Block[], height: number): DetailView {
	const layout = layoutOf(blocks.map(({ key, lines }) => ({ key, height: lines.length })));
	return { tab: 'raw', blocks, layout, height, hasCursor: false };
}

const word = fc.constantFrom('ab', 'aab', 'b', 'AB', 'abab', 'x');
const blocks = fc
	.array(fc.array(fc.array(word, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), { maxLength: 6 })
	.map((made) =>
		made.map((lines, index) =>
			block(
				`b${index}`,
				lines.map((words) => words.join(' ')),
			),
		),
	);

describe('hits', () => {
	test('every hit is on a line that shows it, and nothing else is highlighted', () => {
		fc.assert(
			fc.property(blocks, fc.constantFrom('ab', 'b', 'X'), (made, needle) => {
				const hits = hitsInBlocks(made, needle);
				for (const { key, nth } of hits) {
					const found = made.find((one) => one.key === key);
					const line = found === undefined ? null : lineOfHitIn(found, needle, nth);
					const text = lineText(found?.lines[line ?? -1] ?? []);
					expect(text.toLowerCase()).toContain(needle.toLowerCase());
				}
				const shown = visibleLines(viewOf(made, 1000), startPosition, { needle, current: null }, null);
				const marked = shown.flat().filter(({ tone, text }) => tone === 'match' && text !== '');
				expect(marked).toHaveLength(hits.length);
			}),
		);
	});

	test('only the current hit is highlighted differently', () => {
		fc.assert(
			fc.property(blocks, fc.nat(50), (made, pick) => {
				const hits = hitsInBlocks(made, 'ab');
				fc.pre(hits.length > 0);
				const current = hits[pick % hits.length] ?? null;
				const shown = visibleLines(viewOf(made, 1000), startPosition, { needle: 'ab', current }, null);
				const here = shown.flat().filter(({ tone, text }) => tone === 'currentMatch' && text !== '');
				expect(here).toHaveLength(1);
			}),
		);
	});

	test('a hit in a folded block has no line, unless the folded line shows it', () => {
		const folded: Block = { ...block('t', ['▸ look {}'], 'folded'), search: t`look {} treasure` };
		expect(lineOfHitIn(folded, 'treasure', 0)).toBeNull();
		expect(lineOfHitIn(folded, 'look', 0)).toBe(0);
	});

	test('a hit broken over two lines of a wrapped text is found', () => {
		const [, value] = rawBlocks([{ title: 'x', values: ['a'.repeat(10) + 'needle'.repeat(30)] }], {
			width: 40,
			wrapped: true,
		});
		const made = value === undefined ? [] : [value];
		const hits = hitsInBlocks(made, 'needle');
		expect(hits).toHaveLength(30);
		for (const { nth } of hits) expect(lineOfHitIn(made[0] ?? block('', []), 'needle', nth)).not.toBeNull();
	});
});

describe('the visible part of a pane', () => {
	test('starts at the top and fills the room', () => {
		fc.assert(
			fc.property(blocks, fc.integer({ min: 1, max: 12 }), fc.nat(30), (made, height, from) => {
				fc.pre(made.length > 0);
				const view = viewOf(made, height);
				const all = made.flatMap(({ lines }) => lines.map(lineText));
				const top = Math.min(from % Math.max(1, all.length), Math.max(0, all.length - height));
				const at = view.layout.starts.findLastIndex((start) => start <= top);
				const position = {
					topKey: view.layout.keys[at] ?? null,
					topLine: top - (view.layout.starts[at] ?? 0),
					cursorKey: null,
				};
				expect(visibleLines(view, position, null, null).map(lineText)).toEqual(all.slice(top, top + height));
			}),
		);
	});
});
