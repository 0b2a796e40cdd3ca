import { clamp } from '../../state/scroll.ts';
import type { Size } from '../geometry.ts';

/** The place and size of a modal, borders included. */
export type ModalBox = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** Help: as large as is comfortable to read, in the middle; with `rows`, at most that high. */
export function helpBox(size: Size, rows = 60): ModalBox {
	return centred(size, clamp(size.columns - 4, 40, 92), Math.min(rows, clamp(size.rows - 4, 8, 60)));
}

/** The palette: near the top, so that its list has room below the text field. */
export function paletteBox(size: Size): ModalBox {
	return { ...centred(size, clamp(size.columns - 8, 40, 76), clamp(size.rows - 4, 8, 20)), y: 2 };
}

/** The query text: wide, and near the top like the palette. */
export function queryTextBox(size: Size): ModalBox {
	return { ...centred(size, clamp(size.columns - 4, 40, 110), clamp(size.rows - 4, 8, 22)), y: 2 };
}

/** Multi-line text: as wide as is comfortable to write, in the middle; with `rows`, at most that high. */
export function areaBox(size: Size, rows = 26): ModalBox {
	return centred(size, clamp(size.columns - 4, 40, 100), Math.min(rows, clamp(size.rows - 4, 8, 26)));
}

/** The inner size of a dialog: as wide as is comfortable to read, and at most as tall as the panes. */
export function dialogRoom({ columns, rows }: Size): { readonly width: number; readonly height: number } {
	return { width: clamp(columns - 4, 40, 72) - 4, height: Math.max(4, rows - 4) };
}

/** The box of a dialog with `rows` rows, in the middle. */
export function dialogBox(size: Size, rows: number): ModalBox {
	return centred(size, dialogRoom(size).width + 4, rows + 2);
}

function centred({ columns, rows }: Size, width: number, height: number): ModalBox {
	return {
		x: Math.max(0, Math.floor((columns - width) / 2)),
		y: Math.max(0, Math.floor((rows - height) / 2)),
		width: Math.min(width, columns),
		height: Math.min(height, rows),
	};
}
