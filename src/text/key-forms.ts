import { BoundedMap } from './bounded-map.ts';

/** Shorter keys are placeholders, or are hidden only as whole words. */
const longKey = 8;
/** Fewer base64 letters can occur in any text by chance. */
const leastBase64 = 6;
/** The number of base64 letters that count as a trace of the key. */
const traceLength = 8;
/** JSON in JSON in a URL makes three layers of escapes. */
const mostLayers = 5;
/** A JSON backslash, possibly percent-encoded. */
const backslash = '(?:\\\\|%(?:25){0,4}5[Cc])';
/** Line breaks within base64 and copied text, plain or as JSON and URLs escape them. */
const lineBreak = `(?:\\s|${backslash}{1,4}[nrt]|%(?:25){0,4}0[AaDd]){0,8}`;

/** Finds a key in texts. */
type KeyForms = {
	/** True if a text contains the key, in any form. */
	readonly isIn: (text: string) => boolean;
	/** Replaces each form of the key in a text. */
	readonly maskedIn: (text: string, mask: (found: string) => string) => string;
};

/** A program has one or two keys; the rest is for tests. */
const known = new BoundedMap<string, KeyForms | null>(20);

/**
 * Finds every form of this key in a text: plain, escaped for URLs and JSON (each character in its own way, possibly
 * several times), and base64 of a text that contains it, such as `Bearer KEY`. Returns null for a placeholder, which
 * local servers accept: a key of fewer than 8 characters with only letters or only digits (`any`, `x`, `1234`). A
 * mixed key of 4 to 7 characters (`abc-12`) counts only as a whole word, so that other words stay intact.
 */
export function formsOf(secret: string): KeyForms | null {
	const key = secret.trim();
	const made = known.get(key);
	return made === undefined ? known.set(key, makeForms(key)) : made;
}

function makeForms(key: string): KeyForms | null {
	const isLong = key.length >= longKey;
	if (!isLong && (key.length < 4 || /^(?:\p{L}+|\p{N}+)$/u.test(key))) return null;
	const bytes = bytesOf(key);
	const coded = [0, 1, 2].map((lead) => base64Of(bytes, lead)).filter(({ length }) => length >= leastBase64);
	const shortest = Math.min(key.length, ...coded.map(({ length }) => length));
	const traces = coded.flatMap(tracesOf).map((trace) => [...trace].map(formsOfLetter).join(''));
	const trace = traces.length === 0 ? null : new RegExp(traces.join('|'));
	// The complete pattern takes 30 ms to compile, and almost no text contains the key, so a trace of the key is
	// checked first.
	let pattern: RegExp | null = null;
	const wholePattern = (): RegExp => {
		pattern ??= new RegExp([plainForm(key, isLong), ...coded.map(formsOfBase64)].join('|'), 'g');
		return pattern;
	};
	// Unescaping would break a key that itself looks escaped.
	const isPlain = !/[%\\"]/.test(key);
	const mayBeIn = (text: string): boolean =>
		text.length >= shortest &&
		(!isPlain ||
			text.includes(key) ||
			(trace?.test(text) ?? false) ||
			(/[%\\]/.test(text) && unescaped(text).some((plain) => plain.includes(key) || plain.includes(bytes))));
	return {
		// `search` leaves no `lastIndex` behind in the shared pattern.
		isIn: (text) => mayBeIn(text) && text.search(wholePattern()) >= 0,
		maskedIn: (text, mask) => (mayBeIn(text) ? text.replace(wholePattern(), mask) : text),
	};
}

/** Start, middle and end: line breaks can split any two of them, but not all three. */
function tracesOf(letters: string): string[] {
	const middle = Math.floor((letters.length - traceLength) / 2);
	return [
		letters.slice(0, traceLength),
		letters.slice(Math.max(0, middle)).slice(0, traceLength),
		letters.slice(-traceLength),
	];
}

/** The text after removing one, two, … layers of escapes. */
function unescaped(text: string): string[] {
	const layers: string[] = [];
	let last = text;
	for (let layer = 0; layer < mostLayers; layer++) {
		const next = last.replace(
			/%([\dA-Fa-f]{2})|\\u([\dA-Fa-f]{4})|\\(["\\/])/g,
			(_, percent: string | undefined, unit: string | undefined, quoted: string | undefined) =>
				quoted ?? String.fromCharCode(Number.parseInt(percent ?? unit ?? '', 16)),
		);
		if (next === last) break;
		layers.push(next);
		last = next;
	}
	return layers;
}

function plainForm(key: string, isLong: boolean): string {
	const plain = [...key].map(formsOfCharacter).join('');
	// The two digits of a percent escape do not end a word.
	return isLong ? plain : `(?:(?<![A-Za-z0-9])|(?<=%[\\dA-Fa-f]{2}))${plain}(?![A-Za-z0-9])`;
}

/** The text's UTF-8 as one character per byte, which is the input of `btoa`. */
function bytesOf(text: string): string {
	return String.fromCharCode(...new TextEncoder().encode(text));
}

/** The base64 letters that depend on the key alone, with `lead` bytes before it in its group of three. */
function base64Of(bytes: string, lead: number): string {
	const start = Math.ceil((lead * 8) / 6);
	const end = Math.floor(((lead + bytes.length) * 8) / 6);
	return btoa('x'.repeat(lead) + bytes).slice(start, end);
}

function formsOfCharacter(character: string): string {
	const percent = [...bytesOf(character)].map((byte) => `%(?:25){0,4}${hex(byte.charCodeAt(0), 2)}`).join('');
	const units = character.split('').map((unit) => `${backslash}{1,8}u${hex(unit.charCodeAt(0), 4)}`);
	const quoted = /["\\/]/.test(character) ? [`${backslash}{1,8}${literal(character)}`] : [];
	return `(?:${[...quoted, literal(character), percent, units.join('')].join('|')})`;
}

/** Standard and URL-safe base64, on one line or several. */
function formsOfBase64(letters: string): string {
	return [...letters].map(formsOfLetter).join(lineBreak);
}

function formsOfLetter(letter: string): string {
	if (letter === '+') return `(?:[+-]|%(?:25){0,4}2[Bb]|${backslash}{1,8}u002[Bb])`;
	if (letter === '/') return `(?:[/_]|%(?:25){0,4}2[Ff]|${backslash}{1,8}(?:/|u002[Ff]))`;
	return letter;
}

function hex(code: number, digits: number): string {
	return code
		.toString(16)
		.padStart(digits, '0')
		.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
	return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
