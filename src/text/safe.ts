import { assumeSafe, type SafeText } from './safe-text.ts';

const doubtful = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const printableAscii = /^[ -~]*$/;

function shown(character: string): string {
	if (character === '\t') return '  ';
	if (character === '\n') return '⏎';
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	if (code === 0x7f) return '␡';
	return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Makes one line of safe text out of any string: what could steer the terminal is shown, not sent and not dropped. */
export function safe(raw: string): SafeText {
	if (printableAscii.test(raw)) return assumeSafe(raw);
	return assumeSafe(raw.replaceAll('\r\n', '\n').replace(doubtful, shown));
}

/** Safe text line by line: splits at `\n` and `\r\n`; a lone `\r` is shown as `␍`. Always at least one line. */
export function safeLines(raw: string): SafeText[] {
	return raw.split(/\r?\n/).map(safe);
}

/** Puts safe texts one after the other. */
export function join(...parts: readonly SafeText[]): SafeText {
	return assumeSafe(parts.join(''));
}

/** Safe text in our own words: the literal parts are ours; the values are safe text or numbers, and nothing else. */
export function t(words: TemplateStringsArray, ...values: readonly (SafeText | number)[]): SafeText {
	return assumeSafe(String.raw({ raw: words }, ...values));
}

/** True where `safe` would leave the string as it is. */
export function isSafe(text: string): text is SafeText {
	return safe(text) === text;
}
