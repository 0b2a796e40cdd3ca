/** The first line of each block of a pane, counted from the top. `keys[i]` starts at `starts[i]`. */
export type Layout = {
	readonly keys: readonly string[];
	readonly starts: readonly number[];
	readonly lineCount: number;
	/** Index of the block that the cursor starts on: the first one that is no heading. */
	readonly first: number;
	/** Index of a block by its key. */
	readonly indexOf: ReadonlyMap<string, number>;
};

/**
 * A reader's position in a pane: the block at the top and the line within it, and the block under the cursor. Blocks
 * are named by key, so the position survives wrapping, unfolding, and rows that arrive above.
 */
export type Position = {
	readonly topKey: string | null;
	readonly topLine: number;
	readonly cursorKey: string | null;
};

/** The key of the block that stands for those that are not laid out yet; always the last one. */
export const restKey = 'rest';

/** The position in a pane that has not been scrolled. */
export const startPosition: Position = { topKey: null, topLine: 0, cursorKey: null };

/** The position at the end, also of blocks that come later. */
export const endPosition: Position = { topKey: null, topLine: 0, cursorKey: restKey };

/** Builds a layout from blocks in order, each with its number of lines. */
export function layoutOf(
	blocks: readonly { readonly key: string; readonly height: number; readonly isHeading?: boolean }[],
): Layout {
	const starts: number[] = [];
	const keys: string[] = [];
	const indexOf = new Map<string, number>();
	let lineCount = 0;
	for (const block of blocks) {
		indexOf.set(block.key, keys.length);
		keys.push(block.key);
		starts.push(lineCount);
		lineCount += block.height;
	}
	const first = Math.max(
		0,
		blocks.findIndex(({ isHeading }) => isHeading !== true),
	);
	return { keys, starts, lineCount, first, indexOf };
}

/** The index of the block that holds a line (binary search); 0 for an empty layout. */
export function blockAt(layout: Layout, line: number): number {
	let low = 0;
	let high = layout.starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((layout.starts[middle] ?? 0) <= line) low = middle;
		else high = middle - 1;
	}
	return low;
}

/**
 * The first visible line, clamped to the layout: the one at the top, moved only as far as needed to show the block
 * under the cursor, which a smaller pane can push out of view.
 */
export function topOf(layout: Layout, position: Position, height: number): number {
	const index = position.topKey === null ? undefined : layout.indexOf.get(position.topKey);
	const line =
		index === undefined
			? 0
			: (layout.starts[index] ?? 0) + Math.min(position.topLine, heightOf(layout, index) - 1);
	const top = clamp(line, 0, maxTop(layout, height));
	const cursor = cursorIn(layout, position);
	if (cursor === undefined) return top;
	const start = layout.starts[cursor] ?? 0;
	const end = start + heightOf(layout, cursor);
	if (end > top && start < top + height) return top;
	return clamp(start < top ? start : Math.min(start, end - height), 0, maxTop(layout, height));
}

/** The index of the block under the cursor, or of the block at the top if the cursor's own no longer exists. */
export function cursorOf(layout: Layout, position: Position, height: number): number {
	const top = topOf(layout, position, height);
	return cursorIn(layout, position) ?? (top === 0 ? layout.first : blockAt(layout, top));
}

/** Who went to the end of blocks that were not all laid out gets to the last one. */
function cursorIn({ indexOf, keys }: Layout, { cursorKey }: Position): number | undefined {
	if (cursorKey === null) return undefined;
	return indexOf.get(cursorKey) ?? (cursorKey === restKey ? keys.length - 1 : undefined);
}

/** Scrolls by lines. The cursor moves along when it would leave the view. */
export function scrollBy(layout: Layout, position: Position, lines: number, height: number): Position {
	const before = topOf(layout, position, height);
	const top = clamp(before + lines, 0, maxTop(layout, height));
	const cursor = cursorOf(layout, position, height);
	if (top === before) {
		// Already at an end: the cursor still moves in the direction of the key.
		const moved = lines > 0 ? layout.keys.length - 1 : 0;
		return at(layout, top, moved);
	}
	const first = blockAt(layout, top);
	const last = blockAt(layout, top + height - 1);
	const firstWhole = (layout.starts[first] ?? 0) < top && first < last ? first + 1 : first;
	return at(layout, top, clamp(cursor, firstWhole, last));
}

/** Moves the cursor by blocks. A block taller than the view scrolls line by line before the cursor leaves it. */
export function moveCursor(layout: Layout, position: Position, step: 1 | -1, height: number): Position {
	const top = topOf(layout, position, height);
	const cursor = cursorOf(layout, position, height);
	const start = layout.starts[cursor] ?? 0;
	const end = start + heightOf(layout, cursor);
	const hiddenBelow = step === 1 && end > top + height;
	const hiddenAbove = step === -1 && start < top;
	if ((hiddenBelow || hiddenAbove) && heightOf(layout, cursor) > height) {
		const most = Math.max(1, Math.floor(height / 2));
		const lines = hiddenBelow ? Math.min(most, end - top - height) : -Math.min(most, top - start);
		return at(layout, clamp(top + lines, 0, maxTop(layout, height)), cursor);
	}
	const target = clamp(cursor + step, 0, Math.max(0, layout.keys.length - 1));
	// Already at an end: revealing a tall block again would jump to its other end.
	if (target === cursor) return at(layout, top, cursor);
	return revealBlock(layout, position, target, height, step === -1);
}

/** Puts the cursor on a block, and scrolls by half a view if the block is not fully visible. */
export function revealBlock(
	layout: Layout,
	position: Position,
	index: number,
	height: number,
	fromBelow = false,
): Position {
	const start = layout.starts[index] ?? 0;
	const tall = heightOf(layout, index);
	const top = topOf(layout, position, height);
	if (start >= top && start + tall <= top + height) return at(layout, top, index);
	const half = Math.floor(height / 2);
	let wanted: number;
	if (tall >= height) wanted = fromBelow ? start + tall - height : start;
	else if (start < top) wanted = Math.max(start - half, start + tall - height);
	else wanted = Math.min(start, start + tall - height + half);
	return at(layout, clamp(wanted, 0, maxTop(layout, height)), index);
}

/** Scrolls only as far as needed to show one line of a block, with the cursor on that block. */
export function revealLine(
	layout: Layout,
	position: Position,
	index: number,
	lineInBlock: number,
	height: number,
): Position {
	const line = (layout.starts[index] ?? 0) + lineInBlock;
	const top = topOf(layout, position, height);
	if (line >= top && line < top + height) return at(layout, top, index);
	return at(layout, clamp(line - Math.floor(height / 2), 0, maxTop(layout, height)), index);
}

/** The first or last block, with the cursor on it. */
export function jumpTo(layout: Layout, edge: 'first' | 'last', height: number): Position {
	return edge === 'first'
		? at(layout, 0, 0)
		: at(layout, maxTop(layout, height), Math.max(0, layout.keys.length - 1));
}

function at(layout: Layout, top: number, cursor: number): Position {
	const block = blockAt(layout, top);
	return {
		topKey: layout.keys[block] ?? null,
		topLine: top - (layout.starts[block] ?? 0),
		cursorKey: layout.keys[cursor] ?? null,
	};
}

function heightOf(layout: Layout, index: number): number {
	return (layout.starts[index + 1] ?? layout.lineCount) - (layout.starts[index] ?? 0);
}

function maxTop(layout: Layout, height: number): number {
	return Math.max(0, layout.lineCount - height);
}

/** `value` clamped between two bounds; the lower bound wins if they cross. */
export function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(value, high));
}

/**
 * The part of a list of choices that a place of `height` rows shows: the first item, and how many. The last row of a
 * place that is too low for all items counts the others.
 */
export function shownPart(
	count: number,
	selected: number,
	height: number,
): { readonly top: number; readonly room: number } {
	const room = count > height && height > 1 ? height - 1 : height;
	return { top: clamp(selected - Math.floor(room / 2), 0, Math.max(0, count - room)), room };
}
