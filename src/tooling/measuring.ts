import type { Plugin } from 'esbuild';
import { patch } from './patch.ts';

// Ink measures and takes apart every line of every frame anew, though nearly all are those of the frame before. With what
// it found kept for the next frame, a key takes half the time: 13 to 6.5 ms at 120×40. The answers are the same.

/** Emoji of one code point, or of one and the selector that asks for colour: told apart without a list of sequences. */
export const simpleEmoji =
	/^(?:(?!\p{RI})\p{Emoji_Presentation}|(?![#*\d]|\p{Emoji_Presentation})\p{Emoji}\u{FE0F})$/u;

/** What every other emoji has: a joiner, a keycap, a skin tone, a tag, or a letter of a flag. */
export const compoundEmoji = /\u{200D}|\u{20E3}|\p{Emoji_Modifier}|\p{RI}|[\u{E0020}-\u{E007F}]/u;

/**
 * string-width, with widths kept, and without the list of all emoji until it is needed: V8 takes 16 ms to make
 * `/^\p{RGI_Emoji}$/v`, thousands of sequences, and string-width has it made when it is loaded.
 */
export const widthsKept: Plugin = patch({
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
});

/** Ink's own caches of lines taken apart into characters, kept from one frame to the next instead of made anew. */
export const linesKept: Plugin = patch({
	name: 'lines-kept',
	file: /[\\/]ink[\\/]build[\\/]output\.js$/,
	changes: [
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
});

/** What Ink made of a text when it took out the sequences that do not belong into a layout. */
export const cleanTextKept: Plugin = patch({
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
});
