import { draftLines, type MetadataDraft, typedStep } from '../../state/metadata/metadata-draft.ts';
import { clamp } from '../../state/scroll.ts';
import type { EditorScroll } from '../../state/view.ts';
import type { Size } from '../geometry.ts';
import { changeLines } from './metadata-change-lines.ts';
import { chosenLines } from './metadata-draft-lines.ts';
import { helpBox, type ModalBox } from './modal-boxes.ts';

/** Fewest and most rows below the keys for the value in full. */
const leastBelow = 3;
const mostBelow = 12;

/** The layout of the metadata editor: the keys, a rule, and below it the value of the line under the cursor. */
type MetadataLayout = {
	readonly box: ModalBox;
	/** Cells of a row. */
	readonly cells: number;
	readonly listHeight: number;
	/** Index of the first visible line. */
	readonly listTop: number;
	readonly belowHeight: number;
};

/** Lays the editor out on a screen. Without a value to show, the keys get all the room they need. */
export function metadataLayout(draft: MetadataDraft, size: Size): MetadataLayout {
	const room = helpBox(size);
	const lines = draftLines(draft);
	// A few keys do not need the whole screen; the value stays in the same place for every line.
	const box = { ...room, height: Math.min(room.height, lines.length + 1 + mostBelow + 2) };
	const height = box.height - 2;
	const below = clamp(Math.floor(height / 3), leastBelow, mostBelow);
	const listHeight = Math.max(1, Math.min(lines.length, height - 1 - below));
	const selected = Math.max(0, lines.indexOf(draft.selected));
	return {
		box,
		cells: box.width - 4,
		listHeight,
		listTop: clamp(selected - Math.floor(listHeight / 2), 0, lines.length - listHeight),
		belowHeight: height - 1 - listHeight,
	};
}

/** The scroll limits of the editor: the last first row, and the rows of a page. */
export function editorScroll(draft: MetadataDraft, size: Size): EditorScroll {
	const { cells, belowHeight } = metadataLayout(draft, size);
	const height = helpBox(size).height - 2;
	const isDiff = draft.step?.kind === 'diff';
	if (typedStep(draft.step) !== null) return { last: 0, page: 1 };
	const count = isDiff ? changeLines(draft, cells).length : chosenLines(draft, cells).length;
	const room = isDiff ? height : belowHeight;
	return { last: Math.max(0, count - room), page: Math.max(1, room - 1) };
}
