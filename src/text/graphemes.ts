let segmenter: Intl.Segmenter | undefined;

/** The one segmenter of grapheme clusters, made when first needed: 5 to 16 ms that a start does not need. */
export function graphemes(): Intl.Segmenter {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return segmenter;
}
