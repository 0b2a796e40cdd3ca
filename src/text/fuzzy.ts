import uFuzzy from '@leeoniya/ufuzzy';
import type { Match } from './match.ts';

/**
 * Folded rows to search, in row order. `exact` is a row's text, searched letter by letter; `words` is the part that
 * people spell and misspell; `ids` are its long opaque values.
 */
export type Haystack = {
	readonly exact: readonly string[];
	readonly ids: readonly string[];
	readonly words: string[];
};

/** Terms of this length or more also search ids: nearly every id contains any two digits. */
const idLength = 5;

/** The quality of a row's match for a term. */
const score = { none: 0, near: 1, exact: 2 } as const;

/** How many terms keep their scores: enough for the words of a line and for deleting letters again. */
const rememberedTerms = 16;

/**
 * Shorter words have too many neighbours: one letter off `call` is still a word, one off `cal` matches half the list.
 */
const nearEnough = /^\p{L}{4,}$/u;

/**
 * Digits with telephone punctuation. Dashes and dots also occur in dates and versions, so those need eight characters.
 */
const aNumber = /^\+?[\d ()]+$|^(?!\d{4}-\d\d)\+?[\d ().-]{8,}$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII.
const ascii = /^[\x00-\x7f]*$/;
const accents = /[\u0300-\u036f]/g;

/**
 * Folds text for searching: without case and accents, so that `jose` finds `José`. Only combining marks of Latin,
 * Greek and Cyrillic count as accents; in other scripts a mark is a letter.
 */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	return ascii.test(lower) ? lower : lower.normalize('NFD').replace(accents, '').replaceAll('ς', 'σ');
}

/** Folded text, and for each of its UTF-16 units the offset in the original. */
type Folded = { readonly text: string; readonly from: readonly number[] };

/** Folds text as `fold` does and records the offset of each unit in the original. */
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

/**
 * Splits search text into folded terms: its words, or a single number if it looks like one (`+1 (312) 555` becomes
 * `+1312555`, as numbers are stored). Empty for blank text.
 */
export function termsOf(text: string): string[] {
	const digits = text.replaceAll(/\D/g, '');
	const trimmed = text.trim();
	if (aNumber.test(trimmed) && digits.length >= 3) return [`${trimmed.startsWith('+') ? '+' : ''}${digits}`];
	return [...new Set(fold(trimmed).split(/\s+/))].filter((term) => term !== '');
}

/**
 * Creates a filter that reuses its results for shorter terms. It returns the indices of rows that match every term,
 * in any order of terms. Rows that contain all terms literally come first. Rows with a word of four letters or more
 * that is one letter off (wrong, missing, extra, or two swapped) come second. Each part keeps the order of the rows.
 * Blank text matches all rows. uFuzzy finds the one-letter errors. There are only two ranks because readers need a
 * list in time order more than a ranking by quality.
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
 * The scores of the longest known prefix of this term: rows without the prefix cannot contain the term. This holds
 * for exact matches only: uFuzzy accepts "smyth" for "smith", but not "smyt".
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

/** The matches of search text in displayed text, in UTF-16 units of that text: in order, without overlaps. */
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

/** Numbers also match in their displayed groups. */
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

/** The matcher for all scripts takes twice as long as the one for a to z. */
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
