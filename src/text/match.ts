import type { Line, Span, Tone } from './line.ts';
import { lineText } from './line.ts';
import { assumeSafe } from './safe-text.ts';

/** Where a match lies, in UTF-16 units: `start` counted, `end` not. */
export type Match = { readonly start: number; readonly end: number };

/** Finds the needle in the text whatever the case of either, left to right, without overlaps. None for an empty needle. */
export function findMatches(text: string, needle: string): Match[] {
	if (needle === '') return [];
	const escaped = needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	return [...text.matchAll(new RegExp(escaped, 'giu'))].map((found) => ({
		start: found.index,
		end: found.index + found[0].length,
	}));
}

/** Gives every match of the needle the tone, splitting spans where needed. A match may run over several spans. */
export function markMatches(line: Line, needle: string, tone: Tone): Line {
	return markRanges(line, findMatches(lineText(line), needle), tone);
}

/** Gives the ranges of the line's text the tone. Ranges are in order and don't overlap. */
export function markRanges(line: Line, ranges: readonly Match[], tone: Tone): Line {
	if (ranges.length === 0) return line;
	const out: Span[] = [];
	let at = 0;
	for (const part of line) {
		const end = at + part.text.length;
		let from = at;
		for (const range of ranges) {
			const start = Math.max(range.start, at);
			const stop = Math.min(range.end, end);
			if (start >= stop) continue;
			if (start > from)
				out.push({ text: assumeSafe(part.text.slice(from - at, start - at)), tone: part.tone });
			out.push({ text: assumeSafe(part.text.slice(start - at, stop - at)), tone });
			from = stop;
		}
		if (from < end) out.push({ text: assumeSafe(part.text.slice(from - at)), tone: part.tone });
		at = end;
	}
	return out;
}
