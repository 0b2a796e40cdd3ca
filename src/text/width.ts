import { BoundedMap } from './bounded-map.ts';
import { clustersOf, clusterWidth } from './clusters.ts';
import { fixedCells, fixedWidth, isPrintableAscii } from './fixed-width-table.ts';
import { assumeSafe, nothing, type SafeText } from './safe-text.ts';

/** One grapheme cluster and its width in cells. */
type Segment = { readonly text: SafeText; readonly width: number };

const ellipsisSign = assumeSafe('…');
const cachedLength = 256;
const widths = new BoundedMap<string, number>(4096);

function slowWidth(text: string): number {
	let width = 0;
	for (const cluster of clustersOf(text)) width += clusterWidth(cluster);
	return width;
}

/** The width of the text in terminal cells, by the renderer's rules. */
export function cellWidth(text: SafeText): number {
	const fixed = fixedWidth(text);
	if (fixed >= 0) return fixed;
	if (text.length > cachedLength) return slowWidth(text);
	return widths.get(text) ?? widths.set(text, slowWidth(text));
}

/** The grapheme clusters of the text in order, each with its width in cells. */
export function* segments(text: SafeText): Iterable<Segment> {
	if (fixedWidth(text) >= 0) {
		for (let index = 0; index < text.length; index++) {
			yield { text: assumeSafe(text.charAt(index)), width: fixedCells(text.charCodeAt(index)) };
		}
		return;
	}
	for (const cluster of clustersOf(text)) yield { text: assumeSafe(cluster), width: clusterWidth(cluster) };
}

/**
 * The part of the text from cell `start` up to but excluding cell `end`. A wide cluster across an edge leaves a blank
 * for the half inside, so that later text keeps its column.
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

/** Clips the text to at most `cells` cells, ending in `ellipsis` if text was cut. Clusters stay whole. */
export function clip(text: SafeText, cells: number, ellipsis: SafeText = ellipsisSign): SafeText {
	if (cells <= 0) return nothing;
	const ascii = isPrintableAscii(text);
	if ((ascii ? text.length : cellWidth(text)) <= cells) return text;
	const room = cells - cellWidth(ellipsis);
	if (room < 0) return head(text, cells);
	return assumeSafe((ascii ? text.slice(0, room) : head(text, room)) + ellipsis);
}

/** A joiner at a cut joins nothing, and would be shown as a hidden character. */
const joinerAtEnd = /[\u200c\u200d]+$/;

/** The leading whole clusters that fit into `cells` cells. */
function head(text: SafeText, cells: number): SafeText {
	let used = 0;
	let out = '';
	for (const { text: cluster, width } of segments(text)) {
		used += width;
		if (used > cells) return assumeSafe(out.replace(joinerAtEnd, ''));
		out += cluster;
	}
	return assumeSafe(out);
}

/** `cells` blank cells; empty for a negative number. */
export function blank(cells: number): SafeText {
	return assumeSafe(cells > 0 ? ' '.repeat(cells) : '');
}

/** The text repeated `times` times; empty for a negative number. */
export function repeat(text: SafeText, times: number): SafeText {
	return assumeSafe(times > 0 ? text.repeat(times) : '');
}

/** Pads the text at the end to `cells` cells; wider text is unchanged. */
export function padEnd(text: SafeText, cells: number): SafeText {
	const missing = cells - cellWidth(text);
	return missing > 0 ? assumeSafe(text + ' '.repeat(missing)) : text;
}

/** Pads the text at the start to `cells` cells; wider text is unchanged. */
export function padStart(text: SafeText, cells: number): SafeText {
	const missing = cells - cellWidth(text);
	return missing > 0 ? assumeSafe(' '.repeat(missing) + text) : text;
}

/** The text in exactly `cells` cells: clipped with `…`, or padded at its end. */
export function fit(text: SafeText, cells: number): SafeText {
	return padEnd(clip(text, cells), cells);
}

const loneTone = /(?<!\p{Emoji_Modifier_Base}\uFE0F?)\p{Emoji_Modifier}/gu;
const selectors = /\uFE0E|\uFE0F|\u20E3|\p{Emoji_Modifier}|[\u{E0020}-\u{E007F}]/gu;
// In safe text, emoji have joiners only between the members of a family.
const otherMembers = /\u200D\p{Extended_Pictographic}/gu;
const regional = /^\p{Regional_Indicator}/u;
// Characters that join the previous cluster even across a non-joiner.
const mark = /^(?:\p{M}|\u200C|\u200D|[\uFF9E\uFF9F])$/u;

/**
 * Rewrites text so that all terminals measure it alike, for rows whose divider must stay straight. Emoji lose
 * selectors, keycaps and skin tones, and families shrink to their first member. Thai and Lao AM become the two
 * characters they are drawn as. Non-joiners separate letters that would share a cluster. The text stays readable.
 */
export function normalizeWidth(text: SafeText): SafeText {
	if (fixedWidth(text) >= 0) return text;
	const plain = text
		.replace(loneTone, '■')
		.replace(selectors, '')
		.replace(otherMembers, '')
		.normalize('NFC')
		.replaceAll('\u0E33', '\u0E4D\u0E32')
		.replaceAll('\u0EB3', '\u0ECD\u0EB2');
	return assumeSafe(fixedWidth(plain) >= 0 ? plain : clustersOf(plain).map(apart).join(''));
}

/** Inserts non-joiners between the letters of a cluster, so that each has its own cell in every terminal. */
function apart(cluster: string): string {
	if (cluster.length === 1 || regional.test(cluster)) return cluster;
	let out = '';
	for (const point of cluster) out += out === '' || mark.test(point) ? point : `\u200C${point}`;
	return out;
}
