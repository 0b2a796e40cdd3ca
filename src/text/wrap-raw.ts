import { BoundedMap } from './bounded-map.ts';
import { clustersOf, clusterWidth, graphemes } from './clusters.ts';
import { isPrintableAscii } from './fixed-width-table.ts';
import { covered } from './hidden.ts';
import { isSafe, safe } from './safe.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';
import { cellWidth } from './width.ts';
import { wrapClusters, wrapRanges } from './wrap.ts';

/** One wrapped row of raw text: its drawn text and its range of raw characters. */
export type RawRow = {
	readonly text: SafeText;
	/** UTF-16 units of the raw line, from `from` up to but excluding `to`, including blanks that wrapping dropped. */
	readonly from: number;
	readonly to: number;
	/** The first drawn character, and the cells before it that continue a character of the row above. */
	readonly shownFrom: number;
	readonly lead: number;
	/** The raw clusters with their drawn text; null if each character is drawn as itself, in one cell. */
	readonly pieces: readonly Piece[] | null;
};

/** A raw cluster: its start in the line, its drawn text and that text's width. */
type Piece = { readonly at: number; readonly text: SafeText; readonly width: number };

const cachedLength = 4096;
const cached = new BoundedMap<string, readonly RawRow[]>(512);

/**
 * Wraps one line of raw text like `wrap` wraps its safe form, and records the raw characters of each row: for a caret
 * in typed text. `cells` is 2 or more. Returns at least one row. A row may hold only part of one character's drawn
 * form; its raw range is then empty.
 */
export function wrapRaw(raw: string, cells: number): readonly RawRow[] {
	const line = covered(raw);
	if (isPrintableAscii(line)) return asciiRows(line, cells);
	if (line.length > cachedLength) return pieceRows(line, cells);
	const key = `${cells} ${line}`;
	return cached.get(key) ?? cached.set(key, pieceRows(line, cells));
}

/** The cell of a raw offset within the row; blanks that wrapping dropped map to the end of the drawn text. */
export function cellOfRaw(row: RawRow, at: number): number {
	if (row.pieces === null) return Math.max(0, at - row.shownFrom);
	let cell = row.lead;
	for (const piece of row.pieces) {
		if (piece.at >= at) break;
		if (piece.at >= row.shownFrom) cell += piece.width;
	}
	return cell;
}

/**
 * The last raw offset at or before a cell of the row. The offset after the last character counts only if `isLast`,
 * because otherwise it belongs to the next row. Null for a row without characters that is not the last.
 */
export function rawAtCell(row: RawRow, cell: number, isLast: boolean): number | null {
	if (row.pieces === null) {
		const place = Math.min(row.shownFrom + cell, isLast ? row.to : row.to - 1);
		return place < row.from ? null : place;
	}
	let place = row.pieces[0]?.at ?? null;
	let at = row.lead;
	for (const [index, piece] of row.pieces.entries()) {
		if (piece.at >= row.shownFrom) at += piece.width;
		if (at > cell) return place;
		const next = row.pieces[index + 1]?.at ?? (isLast ? row.to : null);
		if (next !== null) place = next;
	}
	return place ?? (isLast ? row.to : null);
}

function asciiRows(line: string, cells: number): readonly RawRow[] {
	const ranges = wrapRanges(assumeSafe(line), cells);
	return ranges.map(({ start, end }, index) => ({
		text: assumeSafe(line.slice(start, end)),
		from: index === 0 ? 0 : start,
		to: ranges[index + 1]?.start ?? line.length,
		shownFrom: start,
		lead: 0,
		pieces: null,
	}));
}

function pieceRows(line: string, cells: number): readonly RawRow[] {
	const pieces = piecesOf(line);
	// The drawn form of one character can be wider than the row and continues in the next.
	const units = pieces.flatMap(({ text, width }) => (width > cells ? clustersOf(text) : [text]));
	const shown = pieces.map(({ text }) => text).join('');
	const ranges = wrapClusters(shown, cells, units);
	const rows: RawRow[] = [];
	let next = 0;
	let offset = 0;
	for (const [index, { start, end }] of ranges.entries()) {
		const stop = ranges[index + 1]?.start ?? Number.POSITIVE_INFINITY;
		const own: Piece[] = [];
		let shownFrom: number | null = null;
		const lead = cellWidth(assumeSafe(shown.slice(start, Math.min(end, Math.max(start, offset)))));
		for (let piece = pieces[next]; piece !== undefined && offset < stop; piece = pieces[next]) {
			if (offset >= start) shownFrom ??= piece.at;
			own.push(piece);
			offset += piece.text.length;
			next++;
		}
		const to = pieces[next]?.at ?? line.length;
		const from = index === 0 ? 0 : (own[0]?.at ?? to);
		rows.push({
			text: assumeSafe(shown.slice(start, end)),
			from,
			to,
			shownFrom: shownFrom ?? to,
			lead,
			pieces: own,
		});
	}
	return rows;
}

function piecesOf(line: string): Piece[] {
	if (isSafe(line)) {
		let at = 0;
		return clustersOf(line).map((cluster) => {
			const piece = { at, text: assumeSafe(cluster), width: clusterWidth(cluster) };
			at += cluster.length;
			return piece;
		});
	}
	const pieces: Piece[] = [];
	let word: { readonly index: number; readonly segment: string }[] = [];
	// A joiner is hidden or needed depending on its neighbours, so a word that is safe as a whole stays whole.
	const endWord = (): void => {
		const isWhole = isSafe(word.map(({ segment }) => segment).join(''));
		for (const { index, segment } of word) {
			const text = isWhole ? assumeSafe(segment) : safe(segment);
			pieces.push({ at: index, text, width: cellWidth(text) });
		}
		word = [];
	};
	for (const cluster of graphemes().segment(line)) {
		if (cluster.segment === ' ' || cluster.segment === '\t') {
			endWord();
			const text = safe(cluster.segment);
			pieces.push({ at: cluster.index, text, width: text.length });
		} else word.push(cluster);
	}
	endWord();
	return pieces;
}
