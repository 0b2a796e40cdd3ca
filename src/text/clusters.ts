import stringWidth from 'string-width';
import { BoundedMap } from './bounded-map.ts';
import { fixedCells } from './fixed-width-table.ts';

const widths = new BoundedMap<string, number>(4096);

/**
 * The grapheme clusters of safe text, in order. The segmenter is slow, above all to start. Prose with a few emoji
 * uses it only for the stretches that are not quick, plus the character before each, which may be their base.
 */
export function clustersOf(text: string): string[] {
	const clusters: string[] = [];
	if (isMostlyRare(text)) {
		segment(text, clusters);
		return clusters;
	}
	let at = 0;
	while (at < text.length) {
		let end = at + 1;
		while (end < text.length && !isBoundary(text, end)) end++;
		if (end === at + 1) clusters.push(text.charAt(at));
		else segment(text.slice(at, end), clusters);
		at = end;
	}
	return clusters;
}

function isMostlyRare(text: string): boolean {
	let rare = 0;
	for (let index = 0; index < text.length; index++) if (fixedCells(text.charCodeAt(index)) === 0) rare++;
	return rare * 8 > text.length;
}

/** True where a cluster certainly ends. Elsewhere one may end. */
function isBoundary(text: string, index: number): boolean {
	const after = text.charCodeAt(index);
	if (fixedCells(after) === 0) return false;
	// A leading Hangul letter joins a whole following syllable.
	return fixedCells(text.charCodeAt(index - 1)) > 0 || after < 0xac00 || after > 0xd7a3;
}

let segmenter: Intl.Segmenter | undefined;

/**
 * The shared segmenter of grapheme clusters, created on first use: creation takes 5 to 16 ms, which the start can do
 * without.
 */
export function graphemes(): Intl.Segmenter {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return segmenter;
}

function segment(text: string, into: string[]): void {
	for (const { segment } of graphemes().segment(text)) into.push(segment);
}

/** The cells of one cluster, measured by the renderer's own width library. */
export function clusterWidth(cluster: string): number {
	const fixed = cluster.length === 1 ? fixedCells(cluster.charCodeAt(0)) : 0;
	if (fixed > 0) return fixed;
	return widths.get(cluster) ?? widths.set(cluster, stringWidth(cluster));
}
