const noLineStart = new Set(
	'、。，．！？：；・…ー々）」』】〉》〕｝］ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?:;%)]}’”»',
);
const noLineEnd = new Set('（「『【〈《〔｛［([{‘“«');
// Scripts without blanks, whose words only a dictionary knows.
const dictionary = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let words: Intl.Segmenter | undefined;

/**
 * Where a line may break without a blank, for clusters of these widths: 1 at the index of each cluster that may start a line, which is around East
 * Asian characters and emoji (not before closing and not after opening punctuation), and at the words of Thai, Lao,
 * Khmer and Burmese.
 */
export function breaksBefore(text: string, clusters: readonly string[], widths: Uint8Array): Uint8Array {
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
 * Korean is wide as well, and so is a letter of Hindi or Thai with a vowel sign that has a cell of its own; but their
 * words hold together. The ranges are those of the alphabets: what is left beside them are East Asian signs and emoji.
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
