import { blockAt, cursorOf, type Position, startPosition, topOf } from '../../state/scroll.ts';
import type { Block, DetailView, Hit } from '../../state/view.ts';
import { findMatches, type Line, lineText, markRanges, sliceLine, span } from '../../text/line.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { partsOf } from './hits.ts';

/** A search to highlight in a pane. */
type Marked = { readonly needle: string; readonly current: Hit | null };

/**
 * The visible lines of a pane from the reader's position. The cursor's block gets a sign in front (if the pane has a
 * cursor and the focus), hits are highlighted, and the current hit differently.
 */
export function visibleLines(
	view: DetailView,
	position: Position = startPosition,
	marked: Marked | null,
	cursorSign: SafeText | null,
): Line[] {
	const { layout, height } = view;
	const top = topOf(layout, position, height);
	const cursor = cursorOf(layout, position, height);
	const lines: Line[] = [];
	for (let index = blockAt(layout, top); index < view.blocks.length && lines.length < height; index += 1) {
		const block = view.blocks[index];
		if (block === undefined) break;
		const current = marked?.current?.key === block.key ? marked.current.nth : null;
		const skipped = Math.max(0, top - (layout.starts[index] ?? 0));
		const shown = marked === null ? block.lines : markBlock(block, marked.needle, current);
		for (const line of shown.slice(skipped, skipped + height - lines.length)) {
			const isHere = view.hasCursor && index === cursor && cursorSign !== null;
			lines.push(
				isHere ? [span('accent', cursorSign), ...sliceLine(line, 1, Number.POSITIVE_INFINITY)] : line,
			);
		}
	}
	return lines;
}

function markBlock(block: Block, needle: string, current: number | null): readonly Line[] {
	let seen = 0;
	return block.lines.map((line, index) => {
		const { before, text, after } = partsOf(block, line, index);
		const matches = findMatches(lineText(text), needle);
		const here = current === null ? undefined : matches[current - seen];
		seen += matches.length;
		if (matches.length === 0) return line;
		const marked = markRanges(text, matches, 'match');
		return [
			...before,
			...(here === undefined ? marked : markRanges(marked, [here], 'currentMatch')),
			...after,
		];
	});
}
