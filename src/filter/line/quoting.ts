/** A text in double quotes, as a sticky pattern. */
export const quotedPattern = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

const escapes = new Map([
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['"', '"'],
	['\\', '\\'],
]);
const letters = new Map([...escapes].map(([letter, char]) => [char, `\\${letter}`]));

/** Two characters of their kind hold an emoji or a word together, and are seen by what they do. */
const invisible = /(?!\u200c|\u200d| )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}"\\]/gu;

/** The text in double quotes, on one line: what cannot be seen is written as `\n`, `\t` or `\u{202e}`. */
export function quote(text: string): string {
	const inner = text.replace(
		invisible,
		(char) => letters.get(char) ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
	);
	return `"${inner}"`;
}

/**
 * What a text in double quotes stands for. A backslash before any other character stays, so that a regular expression
 * can be written as it is: `"\d+"`.
 */
export function unquote(quoted: string): string {
	return quoted
		.slice(1, -1)
		.replace(/\\(?:u\{([\da-f]{1,6})\}|(.))/gis, (whole, hex?: string, char?: string) => {
			if (char !== undefined) return escapes.get(char) ?? whole;
			const code = Number.parseInt(hex ?? '', 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		});
}

/** True where the text can stand as a value without quotes, as far as its characters go. */
export function isPlainText(text: string): boolean {
	return text !== '' && !/[\s()",\\\p{C}\p{Z}]|^[-:=~<>!]/u.test(text);
}

/** The text as a value is written: in quotes where it must be. */
export function writeText(text: string): string {
	return isPlainText(text) ? text : quote(text);
}
