import type { Block } from '../../state/view.ts';
import { type Line, lineText } from '../../text/line.ts';
import { joinRows } from '../../text/safe.ts';

/**
 * A block that nothing folds and that is text from edge to edge. Searched are its `rows`, the text before wrapping, so
 * that a word broken at the edge is still found.
 */
export function textBlock(key: string, lines: readonly Line[], rows: readonly Line[] = lines): Block {
	return { key, lines, search: joinRows(rows.map(lineText)), fold: null };
}
