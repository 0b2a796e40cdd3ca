import { agreedCells } from '../text/agreed.ts';
import { BoundedMap } from '../text/bounded-map.ts';

/** A text at a column of a row, 0-based. */
interface Piece {
	readonly x: number;
	readonly text: string;
}

const introducer = 0x1b;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the introducer of a style
const style = /\u001b\[([\d;]*)m/y;

/** The code that ends each style. */
const ends: ReadonlyMap<string, string> = new Map([
	['1', '22'],
	['2', '22'],
	['3', '23'],
	['4', '24'],
	['7', '27'],
	['8', '28'],
	['9', '29'],
	...Array.from({ length: 8 }, (_, at): [string, string][] => [
		[`${30 + at}`, '39'],
		[`${90 + at}`, '39'],
		[`${40 + at}`, '49'],
		[`${100 + at}`, '49'],
	]).flat(),
	['38', '39'],
	['48', '49'],
]);
const endCodes = new Set(ends.values());

/**
 * Applies a style to the set of codes that end the styles in effect. Returns false for an unknown style, for a reset, and
 * for the end of a style that is not on: around other styles these would end those too.
 */
function applyStyle(open: Set<string>, parameters: string): boolean {
	const codes = parameters.split(';');
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? '';
		const end = ends.get(code);
		if (endCodes.has(code)) {
			if (!open.delete(code)) return false;
		} else if (end === undefined) return false;
		else open.add(end);
		if (code === '38' || code === '48') at += codes[at + 1] === '5' ? 2 : 4;
	}
	return true;
}

/** The cells of a text; null if it has more than agreed characters and styles, or leaves a style on at its end. */
function cellsOf(text: string): number | null {
	const open = new Set<string>();
	let cells = 0;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		if (unit === introducer) {
			style.lastIndex = at;
			const found = style.exec(text);
			if (found === null || !applyStyle(open, found[1] ?? '')) return null;
			at = style.lastIndex - 1;
			continue;
		}
		const width = agreedCells(unit);
		if (width === 0) return null;
		cells += width;
	}
	return open.size === 0 ? cells : null;
}

const known = new BoundedMap<string, number | null>(4000);

function keptCells(text: string): number | null {
	const cells = known.get(text);
	return cells === undefined ? known.set(text, cellsOf(text)) : cells;
}

/**
 * Joins pieces to a row of at most `columns` cells, without splitting them into cells. Returns null if a piece overlaps
 * the one before or the edge, has a character that terminals measure differently, or leaves a style on.
 */
export function joinRow(pieces: readonly Piece[], columns: number): string | null {
	let row = '';
	let column = 0;
	for (const { x, text } of pieces) {
		const cells = keptCells(text);
		if (cells === null || x < column || x + cells > columns) return null;
		row += `${' '.repeat(x - column)}${text}`;
		column = x + cells;
	}
	return row.trimEnd();
}
