import { clamp } from '../../state/scroll.ts';
import type { Size } from '../geometry.ts';

/** Where a modal lies, borders included. */
export type ModalBox = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** Help: as large as is pleasant to read, in the middle. */
export function helpBox(size: Size): ModalBox {
	return centred(size, clamp(size.columns - 4, 40, 92), clamp(size.rows - 4, 8, 60));
}

/** The palette: near the top, so that its list has room below the line that is typed in. */
export function paletteBox(size: Size): ModalBox {
	return { ...centred(size, clamp(size.columns - 8, 40, 76), clamp(size.rows - 4, 8, 20)), y: 2 };
}

/** A filter as one line: as wide as a line wants, near the top like the palette. */
export function lineBox(size: Size): ModalBox {
	return { ...centred(size, clamp(size.columns - 4, 40, 110), clamp(size.rows - 4, 8, 22)), y: 2 };
}

/** Text of several lines: as wide as is pleasant to write in, in the middle. */
export function areaBox(size: Size): ModalBox {
	return centred(size, clamp(size.columns - 4, 40, 100), clamp(size.rows - 4, 8, 26));
}

/** Cells inside a dialog: as wide as is pleasant to read, and at most as tall as the panes are. */
export function dialogRoom({ columns, rows }: Size): { readonly width: number; readonly height: number } {
	return { width: clamp(columns - 4, 40, 72) - 4, height: Math.max(4, rows - 4) };
}

/** A dialog, in the middle, around so many rows. */
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
