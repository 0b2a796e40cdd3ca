import type { Block, Hit } from '../../state/view.ts';
import { findMatches, lineText } from '../../text/line.ts';
import { partsOf } from './searched.ts';

/** Every hit of a search in blocks, in reading order. */
export function hitsInBlocks(blocks: readonly Block[], needle: string): Hit[] {
	return blocks.flatMap(({ key, search }) =>
		findMatches(search, needle).map((_, nth): Hit => ({ key, nth })),
	);
}

/**
 * The line of a block on which a hit is drawn, counted from the block's first. Where the hit is broken over two lines
 * or drawn otherwise than it reads, the last line with a hit before it. Null for a folded block that hides it.
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
