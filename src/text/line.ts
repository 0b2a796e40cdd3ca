import { findMatches, type Match } from './match.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';
import { blank, cellWidth, clip, sliceCells } from './width.ts';

export { findMatches, type Match };

/** The meaning of a piece of text. The theme assigns a colour; nothing on screen depends on colour alone. */
export type Tone =
	| 'plain'
	| 'dim'
	| 'strong'
	| 'user'
	| 'assistant'
	| 'tool'
	| 'good'
	| 'warn'
	| 'bad'
	| 'accent'
	| 'match'
	| 'currentMatch'
	| 'selected'
	| 'muted';

export type Span = { readonly text: SafeText; readonly tone: Tone };

/** One row of cells as spans. */
export type Line = readonly Span[];

/** A span of text in a tone. */
export function span(tone: Tone, text: SafeText): Span {
	return { text, tone };
}

/** The width of the line in cells. */
export function lineWidth(line: Line): number {
	let width = 0;
	for (const part of line) width += cellWidth(part.text);
	return width;
}

/** The line's text without tones. */
export function lineText(line: Line): SafeText {
	return assumeSafe(line.map((part) => part.text).join(''));
}

/** Clips the line to at most `cells` cells, with `…` in the last cell if text was cut. Clusters stay whole. */
export function clipLine(line: Line, cells: number): Line {
	if (lineWidth(line) <= cells) return line;
	const out: Span[] = [];
	let left = cells;
	for (const part of line) {
		if (left <= 0) break;
		const width = cellWidth(part.text);
		if (width < left) {
			out.push(part);
			left -= width;
			continue;
		}
		// A span that fills the space exactly still has text after it, so its last cell becomes `…`.
		const text = clip(width === left ? assumeSafe(`${part.text} `) : part.text, left);
		out.push({ text, tone: part.tone });
		break;
	}
	return out;
}

/** The line in exactly `cells` cells: clipped with `…`, or padded at the end with blanks in the tone `pad`. */
export function fitLine(line: Line, cells: number, pad: Tone = 'plain'): Line {
	const clipped = clipLine(line, cells);
	const missing = cells - lineWidth(clipped);
	return missing > 0 ? [...clipped, span(pad, blank(missing))] : clipped;
}

/** Two parts at the ends of a row of `width` cells; the left one is cut if the room is too small. */
export function spread(left: Line, right: Line, width: number): Line {
	const rightCells = lineWidth(right);
	const clipped = clipLine(left, Math.max(0, width - rightCells - 1));
	return fitLine(
		[...clipped, span('plain', blank(width - rightCells - lineWidth(clipped))), ...right],
		width,
	);
}

/** The part of the line from cell `start` up to but excluding cell `end`: for horizontal scrolling. */
export function sliceLine(line: Line, start: number, end: number): Line {
	const out: Span[] = [];
	let at = 0;
	for (const part of line) {
		if (at >= end) break;
		const text = sliceCells(part.text, start - at, end - at);
		if (text !== '') out.push({ text, tone: part.tone });
		at += cellWidth(part.text);
	}
	return out;
}

/** The part of the line between two offsets into its text, in UTF-16 units. The offsets must not split clusters. */
export function sliceLineUnits(line: Line, start: number, end: number): Line {
	const out: Span[] = [];
	let at = 0;
	for (const part of line) {
		if (at >= end) break;
		const length = part.text.length;
		if (at >= start && at + length <= end) out.push(part);
		else if (at + length > start) {
			out.push({ text: assumeSafe(part.text.slice(Math.max(0, start - at), end - at)), tone: part.tone });
		}
		at += length;
	}
	return out;
}

/** Applies the tone to ranges of the line's text. The ranges must be in order without overlaps. */
export function markRanges(line: Line, ranges: readonly Match[], tone: Tone): Line {
	if (ranges.length === 0) return line;
	const out: Span[] = [];
	let at = 0;
	for (const { start, end } of ranges) {
		out.push(...sliceLineUnits(line, at, start));
		for (const part of sliceLineUnits(line, start, end)) out.push({ text: part.text, tone });
		at = end;
	}
	out.push(...sliceLineUnits(line, at, Number.POSITIVE_INFINITY));
	return out;
}
