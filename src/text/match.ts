/** A match in UTF-16 units, from `start` up to but excluding `end`. */
export type Match = { readonly start: number; readonly end: number };

/**
 * Finds the needle in the text, ignoring case, from left to right without overlaps. An empty needle has no matches.
 * The regular expression engine folds one character to one, so offsets are those of the text itself. Lower-casing
 * would lengthen `İ` and shift every later offset.
 */
export function findMatches(text: string, needle: string): Match[] {
	if (needle === '') return [];
	const pattern = patternOf(needle);
	const matches: Match[] = [];
	for (const found of text.matchAll(pattern)) {
		matches.push({ start: found.index, end: found.index + found[0].length });
	}
	return matches;
}

let lastNeedle: string | undefined;
let lastPattern = /$^/gu;

/** A search tests thousands of texts in a row, so the last pattern is kept. */
function patternOf(needle: string): RegExp {
	if (needle !== lastNeedle) {
		lastPattern = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
		lastNeedle = needle;
	}
	return lastPattern;
}
