import { clustersOf } from './clusters.ts';
import { hasRareRun, isPrintableAscii, quickWidth } from './quick.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';
import { showInvisible } from './show.ts';

const markLimit = 4;
// A kiss between two people with skin tones is 10 code points; a conjunct of real Sanskrit is shorter than this too.
const clusterLimit = 16;
// What joins the cluster before it: marks, skin tones, Hangul vowels and finals, Thai and Lao AM, kana voice marks. At
// the start of a text it would land on whatever is printed in front of that text.
const attaching = /^(?:\p{M}|\p{Emoji_Modifier}|[\u1160-\u11FF\uD7B0-\uD7FB\u0E33\u0EB3\uFF9E\uFF9F])/u;
const stackedMarks = new RegExp(`(\\p{M}{${markLimit}})(\\p{M}+)`, 'gu');

/**
 * Makes one line of safe text out of any string. What could steer a terminal, hide, or reorder is shown instead: line
 * ends as `⏎`, other controls as their pictures (`␛`, `␍`, `␡`), the rest by number (`⟨U+202E⟩`), tag characters by the
 * words they spell. A tab becomes two blanks. More than four marks on one letter are cut, and the cut says how many.
 * Joiners and selectors stay where a script or an emoji needs them. Applying it twice changes nothing more.
 */
export function safe(raw: string): SafeText {
	if (quickWidth(raw) >= 0) return assumeSafe(raw);
	const stacked = raw.replace(stackedMarks, (_, first: string, rest: string) => {
		return `${first}⟨+${Array.from(rest).length} marks⟩`;
	});
	const shown = showInvisible(stacked);
	const based = attaching.test(shown) ? `◌${shown}` : shown;
	return assumeSafe(hasRareRun(based, clusterLimit) ? cutClusters(based) : based);
}

/** Cuts clusters that no writing needs: they count as a cell or two, and some terminals draw hundreds. */
function cutClusters(text: string): string {
	let out = '';
	for (const cluster of clustersOf(text)) {
		const points = cluster.length > clusterLimit ? Array.from(cluster) : [];
		if (points.length <= clusterLimit) {
			out += cluster;
			continue;
		}
		const head = points
			.slice(0, clusterLimit)
			.join('')
			.replace(/[\u200C\u200D]+$/, '');
		out += `${head}⟨+${points.length - Array.from(head).length}⟩`;
	}
	return out;
}

/**
 * Safe text line by line, split at `\n` and `\r\n`; a lone `\r`, which would overwrite the line, is shown as `␍`.
 * Always at least one line.
 */
export function safeLines(raw: string): SafeText[] {
	if (isPrintableAscii(raw)) return [assumeSafe(raw)];
	return raw.split(/\r?\n/).map(safe);
}

/** True where `safe` would leave the string as it is. */
export function isSafe(text: string): text is SafeText {
	return safe(text) === text;
}

/** Rows of a text as one line, a blank between them. An array, because a text can have more rows than a call arguments. */
export function joinRows(rows: readonly SafeText[]): SafeText {
	return assumeSafe(rows.join(' '));
}

/** Puts safe texts one after the other. */
export function join(...parts: readonly SafeText[]): SafeText {
	return assumeSafe(parts.join(''));
}

const checked = new WeakSet<TemplateStringsArray>();

/**
 * Safe text in our own words: the literal parts are ours, the values are safe text or numbers, and the compiler lets
 * nothing else in. Throws a TypeError, at the first use of a template, for a control character among our own words.
 */
export function t(words: TemplateStringsArray, ...values: readonly (SafeText | number)[]): SafeText {
	if (!checked.has(words)) {
		if (!words.every(isSafe))
			throw new TypeError(`A control character in our own words: ${safe(words.join('…'))}`);
		checked.add(words);
	}
	let out = words[0] ?? '';
	for (let index = 0; index < values.length; index++) out += `${values[index]}${words[index + 1] ?? ''}`;
	return assumeSafe(out);
}
