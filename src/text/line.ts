import { assumeSafe, nothing, type SafeText } from './safe-text.ts';
import { blank, cellWidth, clip, sliceCells } from './width.ts';

/** What a piece of text means. The theme gives it a colour; nothing on screen hangs on the colour alone. */
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

/** One row of cells, in pieces. */
export type Line = readonly Span[];

/** A piece of text in a tone. */
export function span(tone: Tone, text: SafeText): Span {
	return { text, tone };
}

/** How many cells the line takes. */
export function lineWidth(line: Line): number {
	let width = 0;
	for (const part of line) width += cellWidth(part.text);
	return width;
}

/** The line's text, without its tones. */
export function lineText(line: Line): SafeText {
	return assumeSafe(line.map((part) => part.text).join(''));
}

/** Cuts the line to at most `cells` cells, with `…` at its end where something was cut. */
export function clipLine(line: Line, cells: number): Line {
	if (lineWidth(line) <= cells) return line;
	const out: Span[] = [];
	let left = cells;
	for (const part of line) {
		const width = cellWidth(part.text);
		if (width >= left) {
			out.push({
				text: width === left ? clip(assumeSafe(`${part.text} `), left) : clip(part.text, left),
				tone: part.tone,
			});
			break;
		}
		out.push(part);
		left -= width;
	}
	return out;
}

/** The line in exactly `cells` cells: clipped with `…`, or padded with plain blanks. */
export function fitLine(line: Line, cells: number): Line {
	const clipped = clipLine(line, cells);
	const missing = cells - lineWidth(clipped);
	return missing > 0 ? [...clipped, span('plain', blank(missing))] : clipped;
}

/** The part of the line that lies wholly between the cells `start` (counted) and `end` (not counted). */
export function sliceLine(line: Line, start: number, end: number): Line {
	const out: Span[] = [];
	let at = 0;
	for (const part of line) {
		const width = cellWidth(part.text);
		const text = sliceCells(part.text, start - at, end - at);
		if (text !== nothing) out.push({ text, tone: part.tone });
		at += width;
	}
	return out;
}
