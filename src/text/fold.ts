// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const ascii = /^[\x00-\x7f]*$/;
const accents = /[\u0300-\u036f]/g;

/**
 * Text as it is compared when a reader searches: case and accents left out, so that `jose` finds `José`. Accents are the
 * combining marks of Latin, Greek and Cyrillic only; elsewhere a mark is a letter.
 */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	return ascii.test(lower) ? lower : lower.normalize('NFD').replace(accents, '').replaceAll('ς', 'σ');
}

/** Folded text, and for each of its UTF-16 units the offset in the text that it came from. */
type Folded = { readonly text: string; readonly from: readonly number[] };

/** Folds text and remembers where each unit came from. The folded text is that of `fold`. */
export function foldWithOffsets(text: string): Folded {
	let folded = '';
	const from: number[] = [];
	let at = 0;
	for (const char of text) {
		const piece = fold(char);
		for (let unit = 0; unit < piece.length; unit += 1) from.push(at);
		folded += piece;
		at += char.length;
	}
	return { text: folded, from };
}
