/**
 * One character (code point) as it is compared where case does not count. A character stays one character: those whose
 * other case is longer (ß, ŉ, İ) are compared by the case that is not, so that `_` counts what is seen.
 */
export function foldCase(char: string): string {
	const code = char.charCodeAt(0);
	if (code < 0x80) return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : char;
	const upper = single(char.toUpperCase(), char);
	return single(upper.toLowerCase(), single(char.toLowerCase(), char));
}

function single(cased: string, otherwise: string): string {
	return cased.length === String.fromCodePoint(cased.codePointAt(0) ?? 0).length ? cased : otherwise;
}
