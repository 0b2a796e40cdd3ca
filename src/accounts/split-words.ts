/** The words of a command, or why they cannot be told without a shell (no full stop). */
export type Words =
	| { readonly ok: true; readonly words: readonly string[] }
	| { readonly ok: false; readonly why: string };

/** What a shell would act on, where it is not quoted. A leading ~ and # are judged apart. */
const shellSigns = new Set('|&;<>()$`*?[]{}!\n\r');

/**
 * Splits a command into words as a shell does: blanks separate, quotes and backslashes keep. Whatever a shell would
 * carry out, such as `$HOME` or a pipe, is refused: no shell runs it, and it would reach the program as it stands.
 */
export function splitWords(command: string): Words {
	const words: string[] = [];
	let word: string | null = null;
	let quote: "'" | '"' | null = null;
	for (let at = 0; at < command.length; at++) {
		const sign = command.charAt(at);
		const next = command.charAt(at + 1);
		if (sign === '\0') return { ok: false, why: 'it has a character that no command has' };
		if (quote === "'") {
			if (sign === "'") quote = null;
			else word = `${word ?? ''}${sign}`;
		} else if (sign === '\\' && (quote === null || '"\\$`'.includes(next))) {
			if (next === '') return { ok: false, why: 'it ends with a backslash' };
			word = `${word ?? ''}${next}`;
			at++;
		} else if (sign === "'" || sign === '"') {
			if (quote === null) quote = sign;
			else if (sign === quote) quote = null;
			else word = `${word ?? ''}${sign}`;
			word ??= '';
		} else if (quote === '"' ? sign === '$' || sign === '`' : shellSigns.has(sign)) {
			return { ok: false, why: `only a shell could carry out its ${sign.trim() === '' ? 'line end' : sign}` };
		} else if (quote === null && word === null && (sign === '~' || sign === '#')) {
			return { ok: false, why: `only a shell could carry out its ${sign}` };
		} else if (quote === null && (sign === ' ' || sign === '\t')) {
			if (word !== null) words.push(word);
			word = null;
		} else word = `${word ?? ''}${sign}`;
	}
	if (quote !== null) return { ok: false, why: `its ${quote} is not closed` };
	if (word !== null) words.push(word);
	return words[0] === undefined || words[0] === '' ? { ok: false, why: 'it is empty' } : { ok: true, words };
}
