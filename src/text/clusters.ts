import stringWidth from 'string-width';
import { BoundedMap } from './bounded-map.ts';
import { graphemes } from './graphemes.ts';
import { quickCells } from './quick.ts';

const widths = new BoundedMap<string, number>(4096);

/**
 * The grapheme clusters of safe text, in order. The segmenter is slow, most of all to start: prose with an emoji or two
 * asks it only about the stretch that is not quick and the character before that, which may be its base.
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
	for (let index = 0; index < text.length; index++) if (quickCells(text.charCodeAt(index)) === 0) rare++;
	return rare * 8 > text.length;
}

/** True where a cluster surely ends. Elsewhere one may. */
function isBoundary(text: string, index: number): boolean {
	const after = text.charCodeAt(index);
	if (quickCells(after) === 0) return false;
	// A leading Hangul letter takes a whole syllable into its cluster.
	return quickCells(text.charCodeAt(index - 1)) > 0 || after < 0xac00 || after > 0xd7a3;
}

function segment(text: string, into: string[]): void {
	for (const { segment } of graphemes().segment(text)) into.push(segment);
}

/** The cells that one cluster takes, as the renderer's own width library counts them. */
export function clusterWidth(cluster: string): number {
	const quick = cluster.length === 1 ? quickCells(cluster.charCodeAt(0)) : 0;
	if (quick > 0) return quick;
	return widths.get(cluster) ?? widths.set(cluster, stringWidth(cluster));
}
