import type { Block, Hit } from '../../state/view.ts';
import { findMatches, type Line, lineText, sliceLine } from '../../text/line.ts';

/** Every hit of a search in blocks, in reading order. */
export function hitsInBlocks(blocks: readonly Block[], needle: string): Hit[] {
	return blocks.flatMap(({ key, search }) =>
		findMatches(search, needle).map((_, nth): Hit => ({ key, nth })),
	);
}

/** A line in three parts: before the searched text, the searched text, and after it. */
type Parts = { readonly before: Line; readonly text: Line; readonly after: Line };

const nothing: Line = [];

/** Splits one line of a block, so that a search counts and highlights the same text. */
export function partsOf(block: Block, line: Line, index: number): Parts {
	if (block.text === undefined) return { before: nothing, text: line, after: nothing };
	if (index < block.text.line) return { before: line, text: nothing, after: nothing };
	const { from, to } = block.text;
	return {
		before: sliceLine(line, 0, from),
		text: sliceLine(line, from, to),
		after: sliceLine(line, to, Number.POSITIVE_INFINITY),
	};
}

/**
 * The 0-based line of a block that shows a hit. If the hit is broken over two lines or drawn differently from the
 * searched text, the last line with an earlier hit. Null if a folded block hides the hit.
 */
export function lineOfHitIn(block: Block, needle: string, nth: number): number | null {
	let seen = 0;
	let last: number | null = null;
	for (const [index, line] of block.lines.entries()) {
		const count = findMatches(lineText(partsOf(block, line, index).text), needle).length;
		if (count > 0) last = index;
		seen += count;
		if (seen > nth) return index;
	}
	return block.fold === 'folded' ? null : (last ?? 0);
}
