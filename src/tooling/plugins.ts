import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A change to one file of a dependency: every `from` in it becomes `to`. */
interface Patch {
	readonly name: string;
	readonly file: RegExp;
	readonly from: string;
	readonly to: string;
}

/** A plugin that makes a change, and fails the build when the dependency no longer has the text that is changed. */
function patch({ name, file, from, to }: Patch): Plugin {
	return {
		name,
		setup(build) {
			build.onLoad({ filter: file }, async ({ path }) => {
				const source = await readFile(path, 'utf8');
				if (!source.includes(from))
					return {
						errors: [{ text: `${path} no longer contains ${from}: see whether ${name} is still needed` }],
					};
				return { contents: source.replaceAll(from, () => to), loader: 'js' };
			});
		},
	};
}

/**
 * Makes yoga decode its WebAssembly by itself: through `fetch('data:')`, which it takes where there is a `fetch`, Node
 * loads all of undici, 30 to 45 ms at start.
 */
export const yogaWithoutFetch: Plugin = patch({
	name: 'yoga-without-fetch',
	file: /yoga-wasm-base64-esm\.js$/,
	from: '"function"!=typeof fetch',
	to: '!0',
});

/** Emoji of one code point, or of one and the selector that asks for colour: told apart without a list of sequences. */
export const simpleEmoji =
	/^(?:(?!\p{RI})\p{Emoji_Presentation}|(?![#*\d]|\p{Emoji_Presentation})\p{Emoji}\u{FE0F})$/u;

/** What every other emoji has: a joiner, a keycap, a skin tone, a tag, or a letter of a flag. */
export const compoundEmoji = /\u{200D}|\u{20E3}|\p{Emoji_Modifier}|\p{RI}|[\u{E0020}-\u{E007F}]/u;

/**
 * V8 takes 16 ms to make `/^\p{RGI_Emoji}$/v`, thousands of sequences, which string-width does when it is loaded. This
 * makes it when the first text is measured of which that cannot be said without it; the answers are the same.
 */
export const emojiWhenNeeded: Plugin = patch({
	name: 'emoji-when-needed',
	file: /[\\/]string-width[\\/]index\.js$/,
	from: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
	to: `const simpleEmoji = ${simpleEmoji};
const compoundEmoji = ${compoundEmoji};
let rgiEmoji;
const rgiEmojiRegex = {
	test: (text) =>
		simpleEmoji.test(text) || (compoundEmoji.test(text) && (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(text)),
};`,
});

/** Leaves Ink's connection to React's developer tools out: it would bring a web socket server along. */
export const inkWithoutDevtools: Plugin = {
	name: 'ink-without-devtools',
	setup(build) {
		build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '', loader: 'js' }));
	},
};

/**
 * Leaves ajv, 150 kB and 13 ms at start, out of conf, which uses it only for a `schema` option. What is in its place
 * throws when it is made, so that giving conf a schema is seen at once.
 */
export const confWithoutAjv: Plugin = {
	name: 'conf-without-ajv',
	setup(build) {
		build.onResolve({ filter: /^ajv(-formats)?(\/|$)/ }, ({ path }) => ({ path, namespace: 'no-ajv' }));
		build.onLoad({ filter: /./, namespace: 'no-ajv' }, () => ({
			contents: `export class Ajv2020 {
	constructor() { throw new Error('conf has no schema validator in this build: validate with zod'); }
}
export default { default: () => {} };`,
			loader: 'js',
		}));
	},
};
