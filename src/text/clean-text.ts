import { withoutHidden } from './hidden.ts';

/**
 * Text for a clipboard or a file: the words as they came, without characters that steer a terminal, reorder or hide.
 * Only `cleanText` and this folder create it. Unlike `SafeText` it keeps its line ends and tabs, and shows nothing in
 * the place of what it leaves out.
 */
export type CleanText = string & { readonly __cleanText: unique symbol };

const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;
/** Controls but tab and line feed, and the characters that reorder other text or are never drawn. */
const steering =
	/[[\p{Cc}--[\t\n]]\u200B\u202A-\u202E\u2060-\u2069\u206A-\u206F\uFEFF\uFFF9-\uFFFB]|(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0000}-\u{E007F}]/gv;

/**
 * The text without control characters: every line end becomes `\n`, tabs stay. The API key in use is masked (see
 * `hideKeys`). Idempotent.
 */
export function cleanText(raw: string): CleanText {
	return withoutHidden(raw).toWellFormed().replace(lineEnds, '\n').replace(steering, '') as CleanText;
}

/** As `cleanText`, in one line: line ends and tabs become blanks. */
export function cleanLine(raw: string): CleanText {
	return cleanText(raw).replace(/[\t\n]+/g, ' ') as CleanText;
}

/**
 * JSON text with the same value and without control characters: within its texts, they are written as `\u009b`. A
 * masked key is the only change of the value.
 */
export function cleanJson(json: string): CleanText {
	return withoutHidden(json).replace(steering, (found) =>
		Array.from({ length: found.length }, (_, at) => escaped(found.charCodeAt(at))).join(''),
	) as CleanText;
}

function escaped(unit: number): string {
	return `\\u${unit.toString(16).padStart(4, '0')}`;
}
