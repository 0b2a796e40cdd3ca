import { countText } from './count.ts';

/**
 * The most characters of one text to lay out: more than anyone reads on a screen, few enough to draw at once.
 * Non-ASCII letters cost several times as much.
 */
export const longestShown = 250_000;
const longestRare = 100_000;

/** The notice at the place of a cut. */
export function cutWords(left: number): string {
	return `(cut here: ${countText(left)} more characters; X exports them all)`;
}

/** What stands where JSON was cut, of which nobody knows how long it is. */
export const cutValueWords = '(cut here: the value goes on; X exports all of it)';

/** The number of characters of a text to lay out. */
export function mostShown(text: string): number {
	if (text.length <= longestRare) return longestRare;
	return /^[\0-\x7f]*$/.test(text.slice(0, longestShown)) ? longestShown : longestRare;
}

/** The part of a text to lay out, ending between characters, and the number of characters left out. */
export function cutText(
	text: string,
	most = mostShown(text),
): { readonly text: string; readonly left: number } {
	if (text.length <= most) return { text, left: 0 };
	const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
	return { text: text.slice(0, end), left: text.length - end };
}
