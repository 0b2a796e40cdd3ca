import {
	draftLines,
	lineOf,
	type MetadataDraft,
	selectLine,
	typedStep,
} from '../../state/metadata/metadata-draft.ts';
import { clamp, shownPart } from '../../state/scroll.ts';
import type { EditorScroll } from '../../state/view.ts';
import type { Room } from '../geometry.ts';
import { changeLines } from './metadata-change-lines.ts';
import { chosenLines } from './metadata-draft-lines.ts';
import { helpBox, type ModalBox } from './modal-sizes.ts';

/** Fewest and most rows below the keys for the value in full; suggestions need more than the fewest. */
const leastBelow = 3;
const usualBelow = 6;
const mostBelow = 12;

/** Rows for the lines that discard and save: there even while nothing changed, so that no row moves when something does. */
export const footRows = 2;

/** Fewest rows inside the box with room for a second rule. */
const roomyRows = 13;

/** Most keys whose values are laid out to find the highest. */
const mostMeasured = 60;

/**
 * The layout of the metadata editor: the keys, a rule, below it the value of the line under the cursor, and at the
 * bottom, always in sight, the lines that discard and save.
 */
type MetadataLayout = {
	readonly box: ModalBox;
	/** Cells of a row. */
	readonly cells: number;
	readonly listHeight: number;
	/** Index of the first visible line. */
	readonly listTop: number;
	/** Number of lines in the list: all but those at the bottom. */
	readonly listed: number;
	readonly belowHeight: number;
	readonly hasFootRule: boolean;
};

/** Lays the editor out on a screen. Without a value to show, the keys get all the room they need. */
export function metadataLayout(draft: MetadataDraft, room: Room): MetadataLayout {
	const most = helpBox(room);
	const cells = most.width - 4;
	const lines = draftLines(draft);
	const listed = lines.indexOf('add') + 1;
	const hasFootRule = most.height - 2 >= roomyRows;
	const around = 1 + footRows + (hasFootRule ? 1 : 0);
	// The value stays in the same place for every line.
	const box = helpBox(room, listed + around + belowNeed(draft, cells) + 2);
	const inside = box.height - 2 - around;
	const below = clamp(Math.floor(inside / 3), leastBelow, mostBelow);
	const listHeight = Math.max(1, Math.min(listed, inside - below));
	const selected = clamp(lines.indexOf(draft.selected), 0, listed - 1);
	return {
		box,
		cells,
		listHeight,
		listTop: shownPart(listed, selected, listHeight).top,
		listed,
		belowHeight: Math.max(1, inside - listHeight),
		hasFootRule,
	};
}

/** Rows that the highest value needs, within bounds. */
function belowNeed(draft: MetadataDraft, cells: number): number {
	if (draft.rows.length > mostMeasured) return mostBelow;
	let most = usualBelow;
	for (const row of draft.rows) {
		if (most >= mostBelow) return mostBelow;
		const isLong = typeof row.value === 'string' && row.value.length > mostBelow * cells;
		const rows = isLong ? mostBelow : chosenLines(selectLine(draft, lineOf(row)), cells).length;
		most = Math.min(mostBelow, Math.max(most, rows));
	}
	return most;
}

/** The layout of the comparison of before and after: as high as what it shows, with a row for its keys. */
export function reviewLayout(draft: MetadataDraft, room: Room) {
	const cells = helpBox(room).width - 4;
	const lines = changeLines(draft, cells);
	// A frame, and under the values a blank row and the keys.
	const box = helpBox(room, lines.length + 4);
	return { box, cells, lines, height: Math.max(1, box.height - 4) };
}

/** The scroll limits of the editor: the last first row, and the rows of a page. */
export function editorScroll(draft: MetadataDraft, room: Room): EditorScroll {
	if (typedStep(draft.step) !== null) return { last: 0, page: 1 };
	const limits = (count: number, rows: number): EditorScroll => ({
		last: Math.max(0, count - rows),
		page: Math.max(1, rows - 1),
	});
	if (draft.step?.kind === 'diff') {
		const { lines, height } = reviewLayout(draft, room);
		return limits(lines.length, height);
	}
	const { cells, belowHeight } = metadataLayout(draft, room);
	return limits(chosenLines(draft, cells).length, belowHeight);
}
