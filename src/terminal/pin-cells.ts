import { isAgreedCluster, isAgreedRow } from '../text/agreed.ts';
import { BoundedMap } from '../text/bounded-map.ts';
import { fixedCells } from '../text/fixed-width-table.ts';

/** A cell of the renderer: '' to the right of a wide character. */
interface Cell {
	readonly value: string;
	readonly styles: readonly { readonly code: string }[];
}

const known = new BoundedMap<string, boolean>(2000);

function isAgreed(cluster: string): boolean {
	return known.get(cluster) ?? known.set(cluster, isAgreedCluster(cluster));
}

const eraseToEnd = '\u001b[K';
// Styles that are visible on a blank: underline, inverse, strikethrough, any background, overline.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the introducer of a style
const showsOnBlank = /^\u001b\[(?:4|7|9|4[0-8]|10[0-7]|53)(?:;|m)/;

/** Moves to a column (0-based), independent of the terminal's idea of its cursor. */
function column(at: number): string {
	return `\u001b[${at + 1}G`;
}

/** Moves to the column of a disputed character. Terminals ignore the leading zero; `updatePinned` recognises it. */
function startColumn(at: number): string {
	return `\u001b[0${at + 1}G`;
}

/**
 * Writes a row so that each cell lands in its own column, even if the terminal measures a character differently: it
 * sets the column after such a character instead of relying on the terminal. `write` converts cells to text.
 */
export function pinRow<C extends Cell>(cells: readonly C[], write: (cells: readonly C[]) => string): string {
	const plain = write(cells).trimEnd();
	if (isAgreedRow(plain)) return plain;
	const pinned = pinCells(cells);
	if (pinned === null) return plain;
	const whole = write(pinned);
	const row = whole.trimEnd();
	// A character that the terminal draws wider may have spilled into the blank cells at the end.
	return row === whole ? row : row + eraseToEnd;
}

/** The cells with explicit columns around each disputed one; null if there are none. */
function pinCells<C extends Cell>(cells: readonly C[]): C[] | null {
	let pinned: C[] | null = null;
	for (let start = 0; start < cells.length; start++) {
		const cell = cells[start];
		if (cell === undefined || cell.value === '' || isAgreed(cell.value)) continue;
		let end = start + 1;
		while (end < cells.length && cells[end]?.value === '') end++;
		// The row is already erased, so only a bar, a line or a background needs blanks under a narrower character.
		const under = cell.styles.some(({ code }) => showsOnBlank.test(code))
			? startColumn(start) + ' '.repeat(end - start) + startColumn(start)
			: '';
		pinned ??= [...cells];
		pinned[start] = { ...cell, value: `${under}${cell.value}${column(end)}` };
	}
	return pinned;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences within rows
const sequence = /\u001b\[([\d;]*)([mGK])/y;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the introducer of a move
const setColumn = /\u001b\[\d+G/;

/** True if the row sets columns explicitly. */
export function isPinned(row: string): boolean {
	return setColumn.test(row);
}

/**
 * Writes the row `next` over `previous` if one of them sets columns. Keeps the common beginning as far as its columns
 * are known, and places the rest by column.
 */
export function updatePinned(previous: string, next: string, columns: number): string {
	let cut = { offset: 0, column: 0, styles: '' };
	const walk = { at: 0, cells: 0, styles: '', disputed: false };
	while (walk.at < next.length && walk.cells < columns) {
		sequence.lastIndex = walk.at;
		const [text, parameters, final] = sequence.exec(next) ?? [next.charAt(walk.at)];
		if (!previous.startsWith(text, walk.at)) break;
		walk.at += text.length;
		if (final === 'G') {
			walk.cells = Number(parameters) - 1;
			walk.disputed = parameters?.startsWith('0') ?? false;
		} else if (final === 'm') {
			walk.styles += text;
		} else if (final === undefined) {
			const width = fixedCells(text.charCodeAt(0));
			if (width === 0) walk.disputed = true;
			walk.cells += width;
		}
		if (!walk.disputed && walk.cells < columns && isBoundary(previous, walk.at) && isBoundary(next, walk.at))
			cut = { offset: walk.at, column: walk.cells, styles: walk.styles };
	}
	const whole = `${column(0)}${eraseToEnd}${next}`;
	const part = `${column(cut.column)}${eraseToEnd}${cut.styles}${next.slice(cut.offset)}`;
	return part.length < whole.length ? part : whole;
}

/** True where no cluster continues: before a character that never joins, before a sequence, or at the end. */
function isBoundary(row: string, at: number): boolean {
	return at >= row.length || row[at] === '\u001b' || fixedCells(row.charCodeAt(at)) > 0;
}
