import { BoundedMap } from './bounded-map.ts';
import { clustersOf, clusterWidth } from './clusters.ts';
import { isPrintableAscii, quickCells, quickWidth } from './quick.ts';
import { assumeSafe, nothing, type SafeText } from './safe-text.ts';

/** One grapheme cluster and the cells it takes. */
type Segment = { readonly text: SafeText; readonly width: number };

const ellipsisSign = assumeSafe('…');
const cachedLength = 256;
const widths = new BoundedMap<string, number>(4096);

function slowWidth(text: string): number {
	let width = 0;
	for (const cluster of clustersOf(text)) width += clusterWidth(cluster);
	return width;
}

/** How many terminal cells the text takes, by the same rules as the renderer. */
export function cellWidth(text: SafeText): number {
	const quick = quickWidth(text);
	if (quick >= 0) return quick;
	if (text.length > cachedLength) return slowWidth(text);
	return widths.get(text) ?? widths.set(text, slowWidth(text));
}

/** The grapheme clusters of the text, in order, each with its width in cells. */
export function* segments(text: SafeText): Iterable<Segment> {
	if (quickWidth(text) >= 0) {
		for (let index = 0; index < text.length; index++) {
			yield { text: assumeSafe(text.charAt(index)), width: quickCells(text.charCodeAt(index)) };
		}
		return;
	}
	for (const cluster of clustersOf(text)) yield { text: assumeSafe(cluster), width: clusterWidth(cluster) };
}

/**
 * What lies between the cells `start` (counted) and `end` (not counted). A wide cluster that straddles an edge gives a
 * blank for the half that is inside, so that what follows keeps its column.
 */
export function sliceCells(text: SafeText, start: number, end: number): SafeText {
	const from = Math.max(0, start);
	const to = Math.max(0, end);
	if (isPrintableAscii(text)) return assumeSafe(text.slice(from, to));
	let at = 0;
	let out = '';
	for (const { text: cluster, width } of segments(text)) {
		const stop = at + width;
		if (at >= from && stop <= to && (width > 0 || at < to)) out += cluster;
		else if (at < to && stop > from) out += ' '.repeat(Math.min(stop, to) - Math.max(at, from));
		at = stop;
		if (at >= to) break;
	}
	return assumeSafe(out);
}

/** Cuts the text to at most `cells` cells, the last of them `ellipsis` where something was cut. Clusters stay whole. */
export function clip(text: SafeText, cells: number, ellipsis: SafeText = ellipsisSign): SafeText {
	if (cells <= 0) return nothing;
	const ascii = isPrintableAscii(text);
	if ((ascii ? text.length : cellWidth(text)) <= cells) return text;
	const room = cells - cellWidth(ellipsis);
	if (room < 0) return head(text, cells);
	return assumeSafe((ascii ? text.slice(0, room) : head(text, room)) + ellipsis);
}

/** As many whole clusters from the start as `cells` cells hold. */
function head(text: SafeText, cells: number): SafeText {
	let used = 0;
	let out = '';
	for (const { text: cluster, width } of segments(text)) {
		used += width;
		if (used > cells) break;
		out += cluster;
	}
	return assumeSafe(out);
}

/** So many blank cells; none for a negative number. */
export function blank(cells: number): SafeText {
	return assumeSafe(cells > 0 ? ' '.repeat(cells) : '');
}

/** The text, so many times over; none for a negative number. */
export function repeat(text: SafeText, times: number): SafeText {
	return assumeSafe(times > 0 ? text.repeat(times) : '');
}

/** Adds blanks at the end up to `cells` cells; a wider text stays as it is. */
export function padEnd(text: SafeText, cells: number): SafeText {
	const missing = cells - cellWidth(text);
	return missing > 0 ? assumeSafe(text + ' '.repeat(missing)) : text;
}

/** Adds blanks in front up to `cells` cells; a wider text stays as it is. */
export function padStart(text: SafeText, cells: number): SafeText {
	const missing = cells - cellWidth(text);
	return missing > 0 ? assumeSafe(' '.repeat(missing) + text) : text;
}

/** The text in exactly `cells` cells: clipped with `…`, or padded at its end. */
export function fit(text: SafeText, cells: number): SafeText {
	return padEnd(clip(text, cells), cells);
}
