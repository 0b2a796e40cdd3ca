import type { Patch } from './patch.ts';

// Ink measures and splits every line of every frame again, although nearly all lines repeat those of the previous
// frame. Caching the results halves the time of a key from 13 to 6.5 ms at 120×40, with identical output.

/** Emoji of one code point, or of one with the colour selector, recognised without a list of sequences. */
export const simpleEmoji =
	/^(?:(?!\p{RI})\p{Emoji_Presentation}|(?![#*\d]|\p{Emoji_Presentation})\p{Emoji}\u{FE0F})$/u;

/** Every other emoji contains one of these: a joiner, a keycap, a skin tone, a tag, or a flag letter. */
export const compoundEmoji = /\u{200D}|\u{20E3}|\p{Emoji_Modifier}|\p{RI}|[\u{E0020}-\u{E007F}]/u;

/**
 * string-width with three changes: it counts joined letters, it caches widths, and it builds the list of all emoji
 * only when needed. V8 takes 16 ms to compile `/^\p{RGI_Emoji}$/v` with its thousands of sequences, and string-width
 * compiles it on load.
 */
export const widthsKept: Patch = {
	name: 'widths-kept',
	file: /[\\/]string-width[\\/]index\.js$/,
	changes: [
		{
			from: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
			to: `const simpleEmoji = ${simpleEmoji};
const compoundEmoji = ${compoundEmoji};
let rgiEmoji;
const rgiEmojiRegex = {
	test: (text) =>
		simpleEmoji.test(text) || (compoundEmoji.test(text) && (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(text)),
};`,
		},
		{
			// Most terminals give a cell to a letter that a virama joins to another, and to Thai and Lao AM. A width
			// of 0 would let the next character overwrite it; a terminal that gives fewer cells shows a gap.
			from: 'const spacingMarkRegex = /\\p{Spacing_Mark}/v;',
			to: 'const spacingMarkRegex = /\\p{Spacing_Mark}|\\p{Letter}/v;',
		},
		{
			from: 'export default function stringWidth(input, options = {}) {',
			to: `const widths = new Map();
export default function stringWidth(input, options) {
	if (options !== undefined || typeof input !== 'string') return measure(input, options);
	let width = widths.get(input);
	if (width === undefined) {
		if (widths.size >= 4000) widths.clear();
		widths.set(input, width = measure(input));
	}
	return width;
}
function measure(input, options = {}) {`,
		},
	],
};

/**
 * Keeps Ink's caches of split lines from frame to frame, adds a cache of a text's rows, and shares one blank cell
 * within a frame, because cells are never modified.
 */
export const linesKept: Patch = {
	name: 'lines-kept',
	file: /[\\/]ink[\\/]build[\\/]output\.js$/,
	changes: [
		{ from: 'styledChars = new Map();', to: 'styledChars = new Map();\n    rows = new Map();' },
		{
			from: 'const characterLines = [[]];',
			to: 'let lines = this.caches.rows.get(text);\n        if (lines === undefined) {\n        const characterLines = [[]];',
		},
		{
			from: 'let lines = characterLines.map(line => styledCharsToString(line));',
			to: `lines = characterLines.map(line => styledCharsToString(line));
        this.caches.rows.set(text, lines);
        }`,
		},
		{
			from: `row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });`,
			to: 'row.push(emptyCell);',
		},
		{
			from: 'const blankCell = (cell) => ({',
			to: `const emptyCell = Object.freeze({ type: 'char', value: ' ', fullWidth: false, styles: [] });
const blankCell = (cell) => ({`,
		},
		{ from: 'caches = new OutputCaches();', to: 'caches = cachesOfFrames();' },
		{
			from: 'export default class Output {',
			to: `let kept = new OutputCaches();
function cachesOfFrames() {
	if (kept.styledChars.size > 1000 || kept.widths.size > 10000) kept = new OutputCaches();
	return kept;
}
export default class Output {`,
		},
	],
};

/** Caches the sequences between two styles as long as the lines with these styles exist. */
export const stylesKept: Patch = {
	name: 'styles-kept',
	file: /[\\/]ansi-tokenize[\\/]build[\\/]styledChars\.js$/,
	changes: [
		// Each change of style creates a new list, so the characters up to the next change can share it.
		{ from: 'styles: [...codes],', to: 'styles: codes,' },
		{
			from: 'ansiCodesToString(diffAnsiCodes(chars[i - 1].styles, char.styles))',
			to: 'between(chars[i - 1].styles, char.styles)',
		},
		{ from: 'ansiCodesToString(diffAnsiCodes(char.styles, []))', to: 'between(char.styles, noStyle)' },
		{
			from: 'export function styledCharsToString(chars) {',
			to: `const noStyle = [];
const kept = new WeakMap();
function between(from, to) {
    let known = kept.get(from);
    if (known === undefined) kept.set(from, known = new WeakMap());
    let text = known.get(to);
    if (text === undefined) known.set(to, text = ansiCodesToString(diffAnsiCodes(from, to)));
    return text;
}
export function styledCharsToString(chars) {`,
		},
	],
};

/** Caches Ink's removal of sequences that do not belong in a layout. */
export const cleanTextKept: Patch = {
	name: 'clean-text-kept',
	file: /[\\/]ink[\\/]build[\\/]sanitize-ansi\.js$/,
	changes: [
		{
			from: 'const sanitizeAnsi = (text) => {',
			to: `const cleaned = new Map();
const sanitizeAnsi = (text) => {
	let clean = cleaned.get(text);
	if (clean === undefined) {
		if (cleaned.size >= 2000) cleaned.clear();
		cleaned.set(text, clean = sanitize(text));
	}
	return clean;
};
const sanitize = (text) => {`,
		},
	],
};
