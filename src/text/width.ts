import stringWidth from 'string-width';
import { assumeSafe, nothing, type SafeText } from './safe-text.ts';

/** One grapheme cluster and the cells it takes. */
export type Segment = { readonly text: SafeText; readonly width: number };

const printableAscii = /^[ -~]*$/;
let segmenter: Intl.Segmenter | undefined;

/** How many terminal cells the text takes. */
export function cellWidth(text: SafeText): number {
	return printableAscii.test(text) ? text.length : stringWidth(text);
}

/** The grapheme clusters of the text, in order, each with its width in cells. */
export function* segments(text: SafeText): Iterable<Segment> {
	segmenter ??= new Intl.Segmenter();
	for (const { segment } of segmenter.segment(text)) {
		yield { text: assumeSafe(segment), width: stringWidth(segment) };
	}
}

/** The clusters that lie wholly between the cells `start` (counted) and `end` (not counted). */
export function sliceCells(text: SafeText, start: number, end: number): SafeText {
	if (printableAscii.test(text)) return assumeSafe(text.slice(Math.max(0, start), Math.max(0, end)));
	let at = 0;
	let out = '';
	for (const { text: cluster, width } of segments(text)) {
		if (at >= start && at + width <= end) out += cluster;
		at += width;
	}
	return assumeSafe(out);
}

/** Cuts the text to at most `cells` cells, the last of them `ellipsis` where something was cut. Clusters stay whole. */
export function clip(text: SafeText, cells: number, ellipsis: SafeText = assumeSafe('…')): SafeText {
	if (cellWidth(text) <= cells) return text;
	const room = cells - cellWidth(ellipsis);
	if (room < 0) return nothing;
	return assumeSafe(sliceCells(text, 0, room) + ellipsis);
}

/** So many blank cells; none for a negative number. */
export function blank(cells: number): SafeText {
	return assumeSafe(cells > 0 ? ' '.repeat(cells) : '');
}

/** The text, so many times over. */
export function repeat(text: SafeText, times: number): SafeText {
	return assumeSafe(times > 0 ? text.repeat(times) : '');
}

/** Adds blanks at the end up to `cells` cells; a wider text stays as it is. */
export function padEnd(text: SafeText, cells: number): SafeText {
	return assumeSafe(text + blank(cells - cellWidth(text)));
}

/** Adds blanks in front up to `cells` cells; a wider text stays as it is. */
export function padStart(text: SafeText, cells: number): SafeText {
	return assumeSafe(blank(cells - cellWidth(text)) + text);
}

/** The text in exactly `cells` cells: clipped with `…`, or padded at its end. */
export function fit(text: SafeText, cells: number): SafeText {
	return padEnd(clip(text, cells), cells);
}

/** The text without what terminals measure differently. For rows where a divider must not shear. */
export function steady(text: SafeText): SafeText {
	if (printableAscii.test(text)) return text;
	return assumeSafe(
		text
			.replace(/[\uFE0F\u20E3\u{1F3FB}-\u{1F3FF}]/gu, '')
			.replace(/(?:\u200D\p{Extended_Pictographic})+/gu, ''),
	);
}
