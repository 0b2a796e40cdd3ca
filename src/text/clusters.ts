import stringWidth from 'string-width';
import { BoundedMap } from './bounded-map.ts';

// Made when first needed: it costs milliseconds, and a screen of plain text never asks for it.
let segmenter: Intl.Segmenter | undefined;

const widths = new BoundedMap<string, number>(4096);

/** The grapheme clusters of a string, in order. */
export function clustersOf(text: string): string[] {
	segmenter ??= new Intl.Segmenter();
	const clusters: string[] = [];
	for (const { segment } of segmenter.segment(text)) clusters.push(segment);
	return clusters;
}

/** The cells that one cluster takes, as the renderer's own width library counts them. */
export function clusterWidth(cluster: string): number {
	return widths.get(cluster) ?? widths.set(cluster, stringWidth(cluster));
}
