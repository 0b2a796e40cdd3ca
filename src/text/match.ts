/** Where a match lies, in UTF-16 units: `start` counted, `end` not. */
export type Match = { readonly start: number; readonly end: number };

/**
 * Finds the needle in the text whatever the case of either, left to right, without overlaps. None for an empty needle.
 * The regular expression engine compares case by simple folding, one character for one: offsets are those of the text
 * itself, where lower-casing `İ` would have made it longer and moved everything behind it.
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

/** One search asks for thousands of texts in a row: the pattern of the last needle is kept. */
function patternOf(needle: string): RegExp {
	if (needle !== lastNeedle) {
		lastPattern = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
		lastNeedle = needle;
	}
	return lastPattern;
}
