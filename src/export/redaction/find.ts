import { findCodes } from './codes.ts';
import type { Found } from './found.ts';
import { findNumbers, type NumberHints } from './numbers.ts';
import { plainTextOf } from './plain-text.ts';

/** The hints for numbers, and the words to find. All other kinds need no option. */
export type FindOptions = NumberHints & {
	/** The words that the user lists, found in any case. */
	readonly words: readonly string[];
};

/**
 * Finds personal data in a text. Places are those of the original text, in order, without overlaps: of two that
 * overlap, the longer one gives kind and value, and the place covers both.
 */
export function findPersonal(text: string, options: FindOptions): readonly Found[] {
	if (text === '') return [];
	const plain = plainTextOf(text);
	const found = [
		...findWords(plain.text, options.words),
		...findCodes(plain.text),
		...findNumbers(plain.text, options),
	];
	return merged(found.map((one) => ({ ...one, start: plain.startOf(one.start), end: plain.endOf(one.end) })));
}

/** Joins places that overlap. */
export function merged(found: readonly Found[]): readonly Found[] {
	const apart: Found[] = [];
	for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		const last = apart.at(-1);
		if (last === undefined || one.start >= last.end) apart.push(one);
		else {
			const longer = one.end - one.start > last.end - last.start ? one : last;
			apart[apart.length - 1] = { ...longer, start: last.start, end: Math.max(last.end, one.end) };
		}
	}
	return apart;
}

/** A listed word as findings name it. */
export function wordValue(word: string): string {
	return plainTextOf(word).text.trim().toLowerCase();
}

function findWords(text: string, words: readonly string[]): readonly Found[] {
	return words.flatMap((word) => {
		const wanted = plainTextOf(word).text.trim();
		if (wanted === '') return [];
		const edge = (character: string, side: string): string => (/[\p{L}\p{N}]/u.test(character) ? side : '');
		const before = edge(wanted.charAt(0), '(?<![\\p{L}\\p{N}])');
		const after = edge(wanted.slice(-1), '(?![\\p{L}\\p{N}])');
		const body = wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\s+/g, '\\s+');
		const pattern = new RegExp(`${before}${body}${after}`, 'giu');
		return [...text.matchAll(pattern)].map(({ 0: one, index }): Found => {
			return { kind: 'word', start: index, end: index + one.length, value: wordValue(word) };
		});
	});
}
