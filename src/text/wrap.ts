import { clustersOf, clusterWidth } from './clusters.ts';
import type { Match } from './match.ts';
import { isPrintableAscii } from './quick.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';
import { breaksBefore } from './word-breaks.ts';

/** Where one wrapped line lies in the text it was cut from, in UTF-16 units: `start` counted, `end` not. */
export type Range = Match;

/**
 * Wraps one line of text into lines of at most `cells` cells (2 or more, so that a wide character has room). It breaks
 * at blanks, which go; between East Asian characters; between the words of Thai and its neighbours; and inside a word
 * only where the word alone is wider than the line. Blanks in front of the first word stay. At least one line.
 */
export function wrap(text: SafeText, cells: number): SafeText[] {
	if (text.length <= cells && isPrintableAscii(text)) return [text];
	return wrapRanges(text, cells).map(({ start, end }) => assumeSafe(text.slice(start, end)));
}

/** As `wrap`, but says where the lines lie in the text: for carrying tones and matches over. */
export function wrapRanges(text: SafeText, cells: number): Range[] {
	const room = Math.max(1, Math.floor(cells));
	return isPrintableAscii(text) ? wrapAscii(text, room) : wrapClusters(text, room, clustersOf(text));
}

const blankCode = 0x20;
// Safe text has at most 16 characters in a cluster, of two cells each.
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

/** The path that nearly all text takes: a character is a cell, and nothing needs to be looked up. */
function wrapAscii(text: string, cells: number): Range[] {
	if (text.length <= cells) return [{ start: 0, end: text.length }];
	const ranges: Range[] = [];
	let indent = skipBlanks(text, 0);
	// An indentation that leaves no room for a word is no indentation.
	let start = indent >= cells ? indent : 0;
	if (start === text.length) return [{ start: 0, end: 0 }];
	while (text.length - start > cells) {
		// Not `lastIndexOf`: in a word of a million letters that looks through all of them for every row.
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

/** The same for any text, by clusters. On ASCII it gives what the short path gives. */
export function wrapClusters(text: string, cells: number, whole: readonly string[]): Range[] {
	// A letter with spacing marks can be wider than a narrow line: then its parts have to do.
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
