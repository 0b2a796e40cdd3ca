import { clamp } from '../../state/scroll.ts';
import type { Room, Size } from '../geometry.ts';

/** The place and size of a modal, borders included. */
export type ModalBox = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** Help: as wide as is comfortable to read, and all rows between header and footer. */
export function keysBox(room: Room): ModalBox {
	return centred(room, Math.min(room.columns, 100), room.rows - 2);
}

/** The rows of help: a search takes the first row inside its box. */
export function helpHeight(room: Room, isSearched: boolean): number {
	return keysBox(room).height - 2 - (isSearched ? 1 : 0);
}

/** A tall list: as large as is comfortable to read, in the middle; with `rows`, at most that high. */
export function helpBox(room: Room, rows = 60): ModalBox {
	return centred(room, clamp(room.columns - 4, 40, 92), Math.min(rows, clamp(room.rows - 4, 8, 60)));
}

/** The palette and the sort menu: near the top, so that the list has room below a text field; as high as the screen. */
export function paletteBox(room: Room, rows = 20): ModalBox {
	return { ...centred(room, clamp(room.columns - 8, 40, 76), clamp(room.rows - 4, 8, rows)), y: 2 };
}

/** The query text: wide, and near the top like the palette. */
export function queryTextBox(room: Room): ModalBox {
	return { ...centred(room, clamp(room.columns - 4, 40, 110), clamp(room.rows - 4, 8, 22)), y: 2 };
}

/** Multi-line text: as wide as is comfortable to write, in the middle; with `rows`, at most that high. */
export function areaBox(room: Room, rows = 26): ModalBox {
	return centred(room, clamp(room.columns - 4, 40, 100), Math.min(rows, clamp(room.rows - 4, 8, 26)));
}

/** A message: at the bottom, over the whole width. */
export function messageBox({ columns, rows }: Size, height: number): ModalBox {
	return { x: 0, y: rows - 1 - height, width: columns, height };
}

/**
 * The inner size of a dialog: as wide as is comfortable to read, and at most as tall as the panes. `isList`: it lists
 * conversations, a row each, so it is wider.
 */
export function dialogRoom(
	{ columns, rows }: Room,
	isList: boolean,
): { readonly width: number; readonly height: number } {
	return { width: clamp(columns - 4, 40, isList ? 110 : 72) - 4, height: Math.max(4, rows - 4) };
}

/** The box of a dialog with this inner width and `rows` rows, in the middle. */
export function dialogBox(room: Room, width: number, rows: number): ModalBox {
	return centred(room, width + 4, rows + 2);
}

function centred({ columns, rows, left = 0 }: Room, width: number, height: number): ModalBox {
	return {
		x: left + Math.max(0, Math.floor((columns - width) / 2)),
		y: Math.max(0, Math.floor((rows - height) / 2)),
		width: Math.min(width, columns),
		height: Math.min(height, rows),
	};
}
