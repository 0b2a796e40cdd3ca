import { cellOfRaw, type RawRow, rawAtCell, wrapRaw } from '../../text/wrap-raw.ts';
import { clamp } from '../scroll.ts';
import { type EditCommand, edit, settled } from './line-editor.ts';

/**
 * Multi-line text being typed. Lines end with `\n`, or with `\r\n` if the original did; tabs are kept. The caret is in
 * UTF-16 units, always between two clusters.
 */
export type TextArea = {
	readonly text: string;
	readonly caret: number;
	/** The cell that vertical moves keep to across shorter rows; null after any other change. */
	readonly column: number | null;
	/** The first visible row after the last move; drawing follows the caret from there. */
	readonly top: number;
};

/** The size in which a text area is drawn. */
export type AreaSize = { readonly cells: number; readonly height: number };

/** The visible part of a text area: rows, the number of rows above and below, and the caret's cell. */
type AreaView = {
	readonly rows: readonly RawRow['text'][];
	readonly above: number;
	readonly below: number;
	readonly caret: { readonly x: number; readonly y: number };
};

/** A text area with the caret at its end, or at another position. */
export function areaOf(text: string, caret = text.length): TextArea {
	return { ...settled(text, clamp(caret, 0, text.length)), column: null, top: 0 };
}

/** Types or pastes text at the caret. All line ends become `\n`. */
export function insertIntoArea(area: TextArea, typed: string): TextArea {
	const text = typed.replaceAll(/\r\n?/g, '\n');
	const { caret } = area;
	const whole = area.text.slice(0, caret) + text + area.text.slice(caret);
	return { ...settled(whole, caret + text.length), column: null, top: area.top };
}

/**
 * Applies an editing command of a line. Starts and ends are those of the caret's line; deleting to one of them removes
 * the line end if the caret is already there.
 */
export function editArea(area: TextArea, command: EditCommand): TextArea {
	return { ...edited(area, command), column: null, top: area.top };
}

function edited({ text, caret }: TextArea, command: EditCommand) {
	const start = lineStart(text, caret);
	const end = lineEnd(text, caret);
	switch (command) {
		case 'start':
			return { text, caret: start };
		case 'end':
			return { text, caret: end };
		case 'delete-to-start':
			if (caret === start) return edit({ text, caret }, 'delete-back');
			return settled(text.slice(0, start) + text.slice(caret), start);
		case 'delete-to-end':
			if (caret === end) return edit({ text, caret }, 'delete-forward');
			return settled(text.slice(0, caret) + text.slice(end), caret);
		default:
			return edit({ text, caret }, command);
	}
}

function lineStart(text: string, caret: number): number {
	return caret === 0 ? 0 : text.lastIndexOf('\n', caret - 1) + 1;
}

function lineEnd(text: string, caret: number): number {
	const at = text.indexOf('\n', caret);
	if (at < 0) return text.length;
	return at > caret && text[at - 1] === '\r' ? at - 1 : at;
}

/** Moves by rows as drawn in this size; beyond the ends, to the first or last position. */
export function moveInArea(area: TextArea, by: number, size: AreaSize): TextArea {
	const layout = layOutArea(area.text, size.cells);
	const here = rowOfCaret(layout, area.caret);
	const column = area.column ?? cellOf(layout[here], area.caret);
	const step = Math.sign(by);
	let to = clamp(here + by, 0, layout.length - 1);
	let caret = to === here ? area.caret : placeIn(layout, to, column);
	// A row can be part of one character and hold no position.
	while (caret === null && to + step >= 0 && to + step < layout.length) {
		to += step;
		caret = placeIn(layout, to, column);
	}
	const top = topOf(area, layout.length, here, size);
	return { text: area.text, caret: caret ?? area.caret, column, top };
}

/** The visible part of a text area in this size. */
export function viewArea(area: TextArea, size: AreaSize): AreaView {
	const layout = layOutArea(area.text, size.cells);
	const row = rowOfCaret(layout, area.caret);
	const top = topOf(area, layout.length, row, size);
	const x = Math.min(cellOf(layout[row], area.caret), size.cells - 1);
	return {
		rows: layout.slice(top, top + size.height).map(({ row: { text } }) => text),
		above: top,
		below: Math.max(0, layout.length - top - size.height),
		caret: { x, y: row - top },
	};
}

/** A row of the whole text: `start` is the start of its line, and `isLast` marks the line's last row. */
type AreaRow = { readonly row: RawRow; readonly start: number; readonly isLast: boolean };

function layOutArea(text: string, cells: number): AreaRow[] {
	const rows: AreaRow[] = [];
	let start = 0;
	for (const whole of text.split('\n')) {
		const isEnded = start + whole.length < text.length;
		const line = isEnded && whole.endsWith('\r') ? whole.slice(0, -1) : whole;
		// The caret needs a cell of its own after the last character.
		const wrapped = wrapRaw(line, Math.max(2, cells - 1));
		for (const [index, row] of wrapped.entries())
			rows.push({ row, start, isLast: index === wrapped.length - 1 });
		start += whole.length + 1;
	}
	return rows;
}

/** The last row that starts at or before the caret and has a position for it. */
function rowOfCaret(rows: readonly AreaRow[], caret: number): number {
	let low = 0;
	let high = rows.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		const { start, row } = rows[middle] ?? { start: 0, row: { from: 0 } };
		if (start + row.from <= caret) low = middle;
		else high = middle - 1;
	}
	return low;
}

function cellOf(row: AreaRow | undefined, caret: number): number {
	return row === undefined ? 0 : cellOfRaw(row.row, caret - row.start);
}

function placeIn(rows: readonly AreaRow[], index: number, column: number): number | null {
	const found = rows[index];
	if (found === undefined) return null;
	const at = rawAtCell(found.row, column, found.isLast);
	return at === null ? null : found.start + at;
}

function topOf(area: TextArea, count: number, caretRow: number, { height }: AreaSize): number {
	const held = clamp(area.top, 0, Math.max(0, count - height));
	return clamp(held, Math.max(0, caretRow - height + 1), caretRow);
}
