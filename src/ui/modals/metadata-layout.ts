import { draftLines, type MetadataDraft } from '../../state/metadata-draft.ts';
import { typedStep } from '../../state/metadata-steps.ts';
import { clamp } from '../../state/scroll.ts';
import type { EditorScroll } from '../../state/view.ts';
import type { Size } from '../geometry.ts';
import { changeLines } from '../lines/metadata-change-lines.ts';
import { chosenLines } from '../lines/metadata-draft-lines.ts';
import { helpBox, type ModalBox } from './modal-boxes.ts';

/** Rows under the keys, for the value in full, at least and at most while there are keys to show. */
const leastBelow = 3;
const mostBelow = 12;

/** Where the parts of the metadata editor lie: the keys, a rule, and below it what belongs to the line under the cursor. */
type MetadataLayout = {
	readonly box: ModalBox;
	/** Cells of a row. */
	readonly cells: number;
	readonly listHeight: number;
	/** The first line of the keys that is seen. */
	readonly listTop: number;
	readonly belowHeight: number;
};

/** Lays the editor out on a screen. Without a value to show, the keys have all the room that they need. */
export function metadataLayout(draft: MetadataDraft, size: Size): MetadataLayout {
	const room = helpBox(size);
	const lines = draftLines(draft);
	// Few keys need no sheet over everything; where the value is read stays the same whatever the cursor is on.
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

/** How far what is shown of a draft can be scrolled, and by how many rows at a time. */
export function editorScroll(draft: MetadataDraft, size: Size): EditorScroll {
	const { cells, belowHeight } = metadataLayout(draft, size);
	const height = helpBox(size).height - 2;
	const isDiff = draft.step?.kind === 'diff';
	if (typedStep(draft.step) !== null) return { last: 0, page: 1 };
	const count = isDiff ? changeLines(draft, cells).length : chosenLines(draft, cells).length;
	const room = isDiff ? height : belowHeight;
	return { last: Math.max(0, count - room), page: Math.max(1, room - 1) };
}
