import { clustersOf } from './clusters.ts';
import { cutText, cutWords, mostShown } from './cut.ts';
import { fixedWidth, hasRareRun, isPrintableAscii } from './fixed-width-table.ts';
import { withoutHidden } from './hidden.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';

const markLimit = 4;
// A kiss of two people with skin tones has 10 code points; conjuncts of real Sanskrit are shorter than this too.
const clusterLimit = 16;
// Characters that join the cluster before them: marks, skin tones, Hangul vowels and finals, Thai and Lao AM, kana
// voice marks. At the start of a text they would join the text printed before it.
const attaching = /^(?:\p{M}|\p{Emoji_Modifier}|[\u1160-\u11FF\uD7B0-\uD7FB\u0E33\u0EB3\uFF9E\uFF9F])/u;
const stackedMarks = new RegExp(`(\\p{M}{${markLimit}})(\\p{M}+)`, 'gu');

/**
 * Makes one line of safe text from any string. Characters that could steer a terminal, hide, or reorder become visible:
 * line ends as `⏎`, other controls as pictures (`␛`, `␍`, `␡`), the rest as numbers (`⟨U+202E⟩`), tag characters as the
 * words they spell. A tab becomes two blanks. More than four marks on a letter are cut and counted. Joiners and
 * selectors stay where a script or an emoji needs them. The API key in use is masked (see `hideKeys`). Idempotent.
 */
export function safe(raw: string): SafeText {
	return shownSafe(withoutHidden(raw));
}

// Letters of scripts that need joiners for shaping: Arabic, Syriac, Nko, the Indic ones, Tibetan, Burmese, Khmer,
// Mongolian. By block, because naming seventeen scripts makes the pattern three times as slow to compile.
const joining =
	'[\\u0600-\\u0D4D\\u0D4F-\\u0DFF\\u0F00-\\u109F\\u1780-\\u17B3\\u17B6-\\u17D3\\u1820-\\u18AA]';
const element = '[\\p{Extended_Pictographic}--\\p{Cn}]\\p{Emoji_Modifier}?[\\uFE0E\\uFE0F]?';
const nations = ['eng', 'sct', 'wls'].map((nation) => tagged(`gb${nation}`));

/** Characters that are usually invisible but belong to the writing here, and are kept. */
const kept = [
	`\\u{1F3F4}(?:${nations.join('|')})\\u{E007F}`,
	// The longest recommended sequences have four members. A longer chain is not an emoji but a way to hide cells.
	`${element}(?:\\u200D${element}){0,3}`,
	'[0-9#*]\\uFE0F\\u20E3',
	`(?<=${joining})(?<=[\\p{L}\\p{M}])[\\u200C\\u200D](?=${joining})(?=[\\p{L}\\p{M}])`,
	'(?<=[\\u1820-\\u18AA])(?<=\\p{L})[\\u180B-\\u180D\\u180F]',
];

// Letters of old scripts that pull the next character, even a blank of ours, into their own cluster.
const swallowing =
	'\\u0D4E\\u{111C2}\\u{111C3}\\u{113D1}\\u{1193F}\\u{11941}\\u{11A3A}\\u{11A84}-\\u{11A89}\\u{11D46}\\u{11F02}';
const hidden = `[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\uFFFC${swallowing}]`;

const simpleControls = /\r\n|\p{Cc}/gu;
const beyondControls = new RegExp(`(?!\\p{Cc})${hidden}`, 'v');
let whole: RegExp | undefined;

function wholePattern(): RegExp {
	whole ??= new RegExp(`(?<kept>${kept.join('|')})|(?<tags>[\\u{E0020}-\\u{E007E}]+)|\\r\\n|${hidden}`, 'gv');
	return whole;
}

function tagged(word: string): string {
	return Array.from(word, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
}

const pictured = new Map([
	['\t', '  '],
	['\n', '⏎'],
	['\r\n', '⏎'],
	['\x7f', '␡'],
]);

/** A visible form of one control or invisible character: `␛` for ESC, `⟨U+202E⟩` if it has no picture. */
function picture(found: string): string {
	const known = pictured.get(found);
	if (known !== undefined) return known;
	const code = found.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Tag characters mirror ASCII and are never drawn, so the reader gets the words they spell. */
function spelled(tags: string): string {
	const words = Array.from(tags, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000));
	return `⟨tags:${words.join('')}⟩`;
}

/** Makes every control, format, invisible, private and unassigned character visible; writing is unchanged. */
function showInvisible(raw: string): string {
	// The whole pattern takes milliseconds to compile, and most texts contain only line ends and escapes.
	if (!beyondControls.test(raw)) return raw.replace(simpleControls, picture);
	return raw.replace(wholePattern(), (found, keep: string | undefined, tags: string | undefined) => {
		if (keep !== undefined) return keep;
		return tags === undefined ? picture(found) : spelled(tags);
	});
}

function shownSafe(raw: string): SafeText {
	if (fixedWidth(raw) >= 0) return assumeSafe(raw);
	const stacked = raw.replace(stackedMarks, (_, first: string, rest: string) => {
		return `${first}⟨+${Array.from(rest).length} marks⟩`;
	});
	const shown = showInvisible(stacked);
	const based = attaching.test(shown) ? `◌${shown}` : shown;
	return assumeSafe(hasRareRun(based, clusterLimit) ? cutClusters(based) : based);
}

/** Cuts clusters longer than any writing needs: they measure a cell or two, but some terminals draw hundreds. */
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

/** Longer than any key in any form, so that a key across the cut is complete and gets masked. */
const keyRoom = 10_000;

/**
 * Splits text into safe lines at `\n` and `\r\n`. A lone `\r`, which would overwrite the line, becomes `␍`. Returns
 * at least one line. A very long text is cut, and the last line mentions it.
 */
export function safeLines(raw: string): SafeText[] {
	const most = mostShown(raw);
	if (raw.length > most) {
		const { text } = cutText(withoutHidden(cutText(raw, most + keyRoom).text), most);
		return [...linesOf(text), safe(cutWords(raw.length - text.length))];
	}
	// Mask before splitting: a key in base64 can span several lines.
	return linesOf(withoutHidden(raw));
}

function linesOf(shown: string): SafeText[] {
	if (isPrintableAscii(shown)) return [assumeSafe(shown)];
	return shown.split(/\r?\n/).map(shownSafe);
}

/** True if `safe` would return the string unchanged. */
export function isSafe(text: string): text is SafeText {
	return safe(text) === text;
}

/**
 * Joins rows of text into one line with blanks. Takes an array because a text can have more rows than a call allows
 * arguments.
 */
export function joinRows(rows: readonly SafeText[]): SafeText {
	return assumeSafe(rows.join(' '));
}

/** Concatenates safe texts. */
export function join(...parts: readonly SafeText[]): SafeText {
	return assumeSafe(parts.join(''));
}

const checked = new WeakSet<TemplateStringsArray>();

/**
 * Template for safe text: the literal parts are our own words, and the compiler accepts only safe text and numbers as
 * values. Throws TypeError on the first use of a template with a control character in its literal parts.
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
