/** Matches a text in double quotes; sticky. */
export const quotedPattern = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

const escapes = new Map([
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['"', '"'],
	['\\', '\\'],
]);
const letters = new Map([...escapes].map(([letter, char]) => [char, `\\${letter}`]));

/** Invisible characters, except two joiners that change how an emoji or a word looks. */
const invisible = /(?!\u200c|\u200d| )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}"\\]/gu;

/** Puts a text in double quotes, on one line; writes invisible characters as `\n`, `\t` or `\u{202e}`. */
export function quote(text: string): string {
	const inner = text.replace(
		invisible,
		(char) => letters.get(char) ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
	);
	return `"${inner}"`;
}

/**
 * Reads a text in double quotes: the inverse of `quote`. A backslash before any other character stays, so that a
 * regular expression needs no more escapes: `"\d+"`.
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

/** True if no character of a text needs quotes. */
export function isPlainText(text: string): boolean {
	return text !== '' && !/[\s()",\\\p{C}\p{Z}]|^[-:=~<>!]/u.test(text);
}

/** Writes a text as a value, in quotes if it needs them. */
export function writeText(text: string): string {
	return isPlainText(text) ? text : quote(text);
}
