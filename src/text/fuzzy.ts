import uFuzzy from '@leeoniya/ufuzzy';
import { fold, foldWithOffsets } from './fold.ts';
import type { Match } from './match.ts';

/**
 * What is searched, row by row and folded, in the order of the rows. `exact` is a row's text, found letter by letter;
 * `words` is the part of it that people spell and misspell; `ids` are its long opaque values.
 */
export type Haystack = {
	readonly exact: readonly string[];
	readonly ids: readonly string[];
	readonly words: string[];
};

/** Terms from this length on are looked for in ids: nearly every id has any two digits in it somewhere. */
const idLength = 5;

/** How a row answers to a term. */
const score = { none: 0, near: 1, exact: 2 } as const;

/** How many terms' scores are kept: the words of a line, and the ways back that deleting letters takes. */
const rememberedTerms = 16;

/** Shorter words have too many neighbours: one letter off `call` is still a word, one off `cal` is half the list. */
const nearEnough = /^\p{L}{4,}$/u;

/** Digits and what is written between those of a telephone number; dashes and dots are in dates and versions, too. */
const aNumber = /^\+?[\d ()]+$|^(?!\d{4}-\d\d)\+?[\d ().-]{8,}$/;

/**
 * What is looked for, folded: the words of the text, or one number where it reads like one (`+1 (312) 555` is
 * `+1312555`, as numbers are kept). None for blank text.
 */
export function termsOf(text: string): string[] {
	const digits = text.replaceAll(/\D/g, '');
	const trimmed = text.trim();
	if (aNumber.test(trimmed) && digits.length >= 3) return [`${trimmed.startsWith('+') ? '+' : ''}${digits}`];
	return [...new Set(fold(trimmed).split(/\s+/))].filter((term) => term !== '');
}

/**
 * Makes a filter that remembers what it found for the letters typed before. It gives the indices of the rows that answer
 * to every term in any order: first those that hold all of them as typed, then those where a word of four letters or more
 * is one letter off (wrong, missing, too many, or two swapped); each part in the order of the rows. A blank text filters
 * nothing out. The one-letter-off comes from uFuzzy; that the order of a list by time survives matters more to its reader
 * than which row matches how well, so there are just these two ranks.
 */
export function createFuzzyFilter(): (haystack: Haystack, text: string) => number[] {
	let known: { readonly haystack: Haystack; readonly scores: Map<string, Uint8Array> } | null = null;
	return (haystack, text) => {
		known = known?.haystack === haystack ? known : { haystack, scores: new Map() };
		const { scores } = known;
		const columns = termsOf(text).map((term) => {
			const found = scores.get(term) ?? scoresOf(haystack, term, narrowest(scores, term));
			scores.delete(term);
			scores.set(term, found);
			const oldest = scores.size > rememberedTerms ? scores.keys().next().value : undefined;
			if (oldest !== undefined) scores.delete(oldest);
			return found;
		});
		return ranked(columns, haystack.exact.length);
	};
}

/**
 * The scores of the longest term that this one begins with: what does not hold that cannot hold this. That is so of exact
 * answers only: uFuzzy takes "smyth" for "smith", but not "smyt".
 */
function narrowest(scores: ReadonlyMap<string, Uint8Array>, term: string): Uint8Array | null {
	let best = '';
	for (const shorter of scores.keys()) {
		const isAlike = shorter.length >= idLength === term.length >= idLength;
		if (isAlike && shorter.length > best.length && term.startsWith(shorter)) best = shorter;
	}
	return scores.get(best) ?? null;
}

function scoresOf({ exact, ids, words }: Haystack, term: string, narrowed: Uint8Array | null): Uint8Array {
	const scores = new Uint8Array(exact.length);
	if (nearEnough.test(term)) {
		for (const index of matcherOf(term).filter(words, term) ?? []) scores[index] = score.near;
	}
	for (let index = 0; index < exact.length; index += 1) {
		if (narrowed !== null && narrowed[index] !== score.exact) continue;
		const isThere = exact[index]?.includes(term) === true;
		if (isThere || (term.length >= idLength && ids[index]?.includes(term) === true)) {
			scores[index] = score.exact;
		}
	}
	return scores;
}

function ranked(columns: readonly Uint8Array[], length: number): number[] {
	const first: number[] = [];
	const second: number[] = [];
	for (let index = 0; index < length; index += 1) {
		let worst: number = score.exact;
		for (const column of columns) worst = Math.min(worst, column[index] ?? score.none);
		if (worst === score.exact) first.push(index);
		else if (worst === score.near) second.push(index);
	}
	return first.concat(second);
}

/** Where a text that is shown answers to what is looked for, in its own UTF-16 units: in order, without overlaps. */
export function fuzzyMatches(text: string, looked: string): Match[] {
	const { text: folded, from } = foldWithOffsets(text);
	const matches = termsOf(looked).flatMap((term) => {
		const exact = Array.from(folded.matchAll(patternOf(term)), (found) => ({
			start: found.index,
			end: found.index + found[0].length,
		}));
		return exact.length > 0 || !nearEnough.test(term) ? exact : nearMatches(folded, term);
	});
	return merged(
		matches.map(({ start, end }) => {
			const last = from[end - 1] ?? text.length;
			return { start: from[start] ?? text.length, end: from.find((at) => at > last) ?? text.length };
		}),
	);
}

/** A number is found in the groups it is shown in, too. */
function patternOf(term: string): RegExp {
	if (/^\+?\d+$/.test(term))
		return new RegExp([...term.replace('+', '\\+')].join(' ?').replace('\\ ?', '\\'), 'g');
	return new RegExp(term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'g');
}

function nearMatches(folded: string, term: string): Match[] {
	const matcher = matcherOf(term);
	const found = matcher.filter([folded], term) ?? [];
	const ranges = found.length === 0 ? [] : (matcher.info([0], [folded], term).ranges[0] ?? []);
	return ranges.flatMap((start, index) =>
		index % 2 === 0 ? [{ start, end: ranges[index + 1] ?? start }] : [],
	);
}

function merged(matches: readonly Match[]): Match[] {
	const out: Match[] = [];
	for (const match of matches.toSorted((a, b) => a.start - b.start)) {
		const last = out.at(-1);
		if (last !== undefined && match.start <= last.end) {
			out[out.length - 1] = { start: last.start, end: Math.max(last.end, match.end) };
		} else out.push(match);
	}
	return out;
}

let latin: uFuzzy | undefined;
let anyScript: uFuzzy | undefined;

/** The matcher for letters of any script takes twice the time of the one for a to z. */
function matcherOf(term: string): uFuzzy {
	if (/^[a-z]+$/.test(term)) {
		latin ??= new uFuzzy({ intraMode: 1 });
		return latin;
	}
	anyScript ??= new uFuzzy({
		intraMode: 1,
		unicode: true,
		interSplit: "[^\\p{L}\\d']+",
		intraSplit: '\\p{Ll}\\p{Lu}',
		intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
		intraChars: "[\\p{L}\\d']",
		intraContr: "'\\p{L}{1,2}\\b",
	});
	return anyScript;
}
