import { clustersOf, clusterWidth } from './clusters.ts';
import { isPrintableAscii } from './fixed-width-table.ts';
import { type Line, lineText, lineWidth, sliceLineUnits, span } from './line.ts';
import type { Match } from './match.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';
import { blank } from './width.ts';

/** The range of a wrapped line in the original text, in UTF-16 units from `start` up to but excluding `end`. */
type Range = Match;

/**
 * Wraps one line of text into lines of at most `cells` cells (2 or more, so that a wide character fits). Breaks at
 * blanks, which are dropped; between East Asian characters; between words of Thai and its neighbours; and inside a
 * word only if it alone is wider than the line. Leading blanks stay. Returns at least one line.
 */
export function wrap(text: SafeText, cells: number): SafeText[] {
	if (text.length <= cells && isPrintableAscii(text)) return [text];
	return wrapRanges(text, cells).map(({ start, end }) => assumeSafe(text.slice(start, end)));
}

/** Like `wrap`, but returns the ranges of the lines, for carrying tones and matches over. */
export function wrapRanges(text: SafeText, cells: number): Range[] {
	const room = Math.max(1, Math.floor(cells));
	return isPrintableAscii(text) ? wrapAscii(text, room) : wrapClusters(text, room, clustersOf(text));
}

const blankCode = 0x20;
// Safe text has at most 16 characters in a cluster, each up to two cells wide.
const clusterCells = 32;

function skipBlanks(text: string, from: number): number {
	let at = from;
	while (text.charCodeAt(at) === blankCode) at++;
	return at;
}

function dropBlanks(text: string, from: number, to: number): number {
	let at = to;
	while (at > from && text.charCodeAt(at - 1) === blankCode) at--;
	return at;
}

/** The path for nearly all text: one character is one cell, without lookups. */
function wrapAscii(text: string, cells: number): Range[] {
	if (text.length <= cells) return [{ start: 0, end: text.length }];
	const ranges: Range[] = [];
	let indent = skipBlanks(text, 0);
	// Indentation that leaves no room for a word is ignored.
	let start = indent >= cells ? indent : 0;
	if (start === text.length) return [{ start: 0, end: 0 }];
	while (text.length - start > cells) {
		// Not `lastIndexOf`: in a word of a million letters it would scan the whole word for every row.
		const first = Math.max(start, indent);
		let gap = start + cells;
		while (gap > first && text.charCodeAt(gap) !== blankCode) gap--;
		const end = gap > first ? dropBlanks(text, start, gap) : start + cells;
		ranges.push({ start, end });
		start = skipBlanks(text, end);
		indent = start;
		if (start === text.length) return ranges;
	}
	ranges.push({ start, end: text.length });
	return ranges;
}

const noLineStart = new Set(
	'、。，．！？：；・…ー々）」』】〉》〕｝］ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?:;%)]}’”»',
);
const noLineEnd = new Set('（「『【〈《〔｛［([{‘“«');
// Scripts without blanks, whose word boundaries need a dictionary.
const dictionary = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let words: Intl.Segmenter | undefined;

/**
 * The clusters before which a line may break without a blank: 1 at their indices. Lines may break around East Asian
 * characters and emoji (not before closing and not after opening punctuation), and between words of Thai, Lao, Khmer
 * and Burmese. `widths` are those of the clusters.
 */
function breaksBefore(text: string, clusters: readonly string[], widths: Uint8Array): Uint8Array {
	const breaks = new Uint8Array(clusters.length);
	const starts = dictionary.test(text) ? wordStarts(text) : undefined;
	let offset = 0;
	let before = ' ';
	let beforeWide = false;
	for (let index = 0; index < clusters.length; index++) {
		const cluster = clusters[index] ?? '';
		const wide = widths[index] === 2 && !isSpelled(cluster);
		const isWord = starts?.has(offset) === true && dictionary.test(before) && dictionary.test(cluster);
		if ((wide || beforeWide || isWord) && before !== ' ') {
			if (!noLineStart.has(cluster) && !noLineEnd.has(before)) breaks[index] = 1;
		}
		offset += cluster.length;
		before = cluster;
		beforeWide = wide;
	}
	return breaks;
}

/**
 * Korean is wide too, and so is a letter of Hindi or Thai whose vowel sign has its own cell, but their words do not
 * break. The ranges cover alphabets; East Asian characters and emoji lie outside.
 */
function isSpelled(cluster: string): boolean {
	const unit = cluster.charCodeAt(0);
	return (unit >= 0x300 && unit < 0x2000) || (unit >= 0xa800 && unit <= 0xd7fb);
}

function wordStarts(text: string): Set<number> {
	words ??= new Intl.Segmenter('th', { granularity: 'word' });
	const starts = new Set<number>();
	for (const { index } of words.segment(text)) starts.add(index);
	return starts;
}

/** The general path, by clusters. On ASCII it gives the same result as the short path. */
export function wrapClusters(text: string, cells: number, whole: readonly string[]): Range[] {
	// A letter with spacing marks can be wider than a narrow line; its parts are then placed separately.
	const clusters = cells < clusterCells ? whole.flatMap((cluster) => partsWithin(cluster, cells)) : whole;
	const count = clusters.length;
	const widths = new Uint8Array(count);
	const offsets = new Uint32Array(count + 1);
	const edges = new Uint32Array(count + 1);
	let indent = 0;
	for (let index = 0; index < count; index++) {
		const cluster = clusters[index] ?? '';
		const width = clusterWidth(cluster);
		widths[index] = width;
		offsets[index + 1] = at(offsets, index) + cluster.length;
		edges[index + 1] = at(edges, index) + width;
		if (cluster === ' ' && indent === index) indent++;
	}
	const breaks = breaksBefore(text, clusters, widths);
	const ranges: Range[] = [];
	let start = indent >= cells ? indent : 0;
	if (start === count) return [{ start: 0, end: at(edges, count) <= cells ? at(offsets, count) : 0 }];
	let end = start;
	while (at(edges, count) - at(edges, start) > cells) {
		while (end < count && at(edges, end + 1) - at(edges, start) <= cells) end++;
		if (end === start) end++;
		const full = end;
		while (end > start && end > indent && clusters[end] !== ' ' && at(breaks, end) === 0) end--;
		if (end <= start || end <= indent) end = full;
		ranges.push({ start: at(offsets, start), end: dropBlanks(text, at(offsets, start), at(offsets, end)) });
		while (clusters[end] === ' ') end++;
		start = end;
		indent = start;
		if (start === count) return ranges;
	}
	ranges.push({ start: at(offsets, start), end: at(offsets, count) });
	return ranges;
}

function partsWithin(cluster: string, cells: number): string[] {
	return clusterWidth(cluster) > cells ? Array.from(cluster) : [cluster];
}

function at(values: Uint32Array | Uint8Array, index: number): number {
	return values[index] ?? 0;
}

/**
 * Wraps a line of spans into lines of at most `cells` cells, keeping tones. Every line but the first starts with
 * `hang` blank cells, unless they would leave no room for text.
 */
export function wrapLine(line: Line, cells: number, hang = 0): Line[] {
	if (lineWidth(line) <= cells) return [line];
	const text = lineText(line);
	const ranges = rangesOf(line, text, cells);
	const first = ranges[0];
	const inset = hang > 0 && cells - hang >= 2 ? hang : 0;
	if (first === undefined || inset === 0) {
		return ranges.map(({ start, end }) => sliceLineUnits(line, start, end));
	}
	const head = sliceLineUnits(line, first.start, first.end);
	const second = ranges[1];
	if (second === undefined) return [head];
	const rest = sliceLineUnits(line, second.start, text.length);
	const margin = span('plain', blank(inset));
	const rows = rangesOf(rest, lineText(rest), cells - inset);
	return [head, ...rows.map(({ start, end }) => [margin, ...sliceLineUnits(rest, start, end)])];
}

/**
 * Letters of two spans can form one cluster in the joined text but not on screen, so the clusters come from the spans.
 */
function rangesOf(line: Line, text: SafeText, cells: number): Range[] {
	if (isPrintableAscii(text)) return wrapRanges(text, cells);
	return wrapClusters(
		text,
		Math.max(1, cells),
		line.flatMap((part) => clustersOf(part.text)),
	);
}
