import { clusterWidth } from './clusters.ts';

// Korean is wide as well, but is written with blanks between its words.
const hangul = /^\p{Script=Hangul}/u;
const noLineStart =
	/^[\p{Pe}\p{Pf}、。，．！？：；・…ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%,.!?:;]/u;
const noLineEnd = /^[\p{Ps}\p{Pi}]/u;
// Scripts without blanks, whose words only a dictionary knows.
const dictionary = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let words: Intl.Segmenter | undefined;

/**
 * Where a line may break without a blank: 1 at the index of each cluster that may start a line, which is around East
 * Asian characters and emoji (not before closing and not after opening punctuation), and at the words of Thai, Lao,
 * Khmer and Burmese.
 */
export function breaksBefore(text: string, clusters: readonly string[]): Uint8Array {
	const breaks = new Uint8Array(clusters.length);
	const starts = dictionary.test(text) ? wordStarts(text) : undefined;
	let offset = 0;
	let before = ' ';
	let beforeWide = false;
	for (const [index, cluster] of clusters.entries()) {
		const wide = clusterWidth(cluster) === 2 && !hangul.test(cluster);
		const dictionaryWord =
			starts?.has(offset) === true && dictionary.test(before) && dictionary.test(cluster);
		if (wide || beforeWide || dictionaryWord) {
			if (before !== ' ' && !noLineStart.test(cluster) && !noLineEnd.test(before)) breaks[index] = 1;
		}
		offset += cluster.length;
		before = cluster;
		beforeWide = wide;
	}
	return breaks;
}

function wordStarts(text: string): Set<number> {
	words ??= new Intl.Segmenter('th', { granularity: 'word' });
	const starts = new Set<number>();
	for (const { index } of words.segment(text)) starts.add(index);
	return starts;
}
