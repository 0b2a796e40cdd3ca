import type { Block } from '../../state/view.ts';
import { type Line, sliceLine } from '../../text/line.ts';

/** A line in three: what stands before the searched text, the text, and what stands behind it. */
type Parts = { readonly before: Line; readonly text: Line; readonly after: Line };

const nothing: Line = [];

/** Takes one line of a block apart, so that a search counts and marks the same text. */
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
