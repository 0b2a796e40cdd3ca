import type { Turn } from '../transcript.ts';
import { findingAt, type Rule } from './signal.ts';

/** A quick test: text without any of these characters cannot match a class below, and most texts have none. */
const suspect =
	/[^\t\n\v\f\r -~\u00A0-\u02FF\u0370-\u1FFF\u2010-\u2027\u2030-\u205F\u2070-\uD7FF]|\r(?!\n)|\\u/;

const esc = '\\u001B';

type Class = { readonly name: string; readonly pattern: RegExp };

/*
 * Every class excludes characters that honest text contains. C1 controls are mostly quotation marks of a Windows code
 * page, so only those that begin a terminal sequence count. Embeddings and isolates come with pasted phone numbers and
 * Arabic words, so only overrides count. Zero-width characters belong to emoji, to scripts and to pasted web pages.
 */
const classes: readonly Class[] = [
	{ name: 'terminal escape', pattern: new RegExp(`${esc}|[\\u0090\\u009D]|\\u009B[\\d;?<=>]*[A-Za-z]`) },
	{ name: 'control character', pattern: new RegExp(`[\\p{Cc}--[\\s${esc}\\u0080-\\u009F]]`, 'v') },
	{ name: 'overwritten line', pattern: /[^\r\n]\r[^\r\n]/ },
	// Some address books copy a phone number with an override around its digits.
	{ name: 'bidi override', pattern: /\u202E|\u202D(?![\d\s()+.\-/]*(?:\u202C|$))/ },
	{ name: 'hidden letters', pattern: /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]{0,5})[\u{E0020}-\u{E007E}]/u },
	{
		name: 'zero-width characters',
		pattern: /(?<=[A-Za-z])[\u200B-\u200D\u2060\uFEFF]+(?=[A-Za-z])|[\u200B-\u200D\u2060-\u2064\uFEFF]{4}/,
	},
	{ name: 'hidden bytes', pattern: /[\u{E0100}-\u{E01EF}]{2}|[\uFE00-\uFE0F]{3}/u },
	{ name: 'stacked marks', pattern: /\p{M}{7}/u },
];

/**
 * Text that would steer a terminal, hide, or read differently from its real content. Looks at speech, tool arguments
 * and tool results.
 */
export const hostileText: Rule = ({ turns, conversation }) => {
	const found = new Set<string>();
	const note = (texts: readonly string[]): boolean => {
		const names = texts.flatMap(hostileClasses);
		for (const name of names) found.add(name);
		return names.length > 0;
	};
	const inName = note([conversation.name ?? '']);
	const hostile = turns.filter((turn) => note(textsOf(turn)));
	const explanation = (): string => {
		const where = inName ? `${hostile.length === 0 ? '' : ', also'} in the name of the conversation` : '';
		return [...found].join(', ') + where;
	};
	if (!inName) return findingAt(hostile, 'high', explanation());
	return { turns: hostile.map(({ key }) => key), severity: 'high', explanation: explanation(), quote: null };
};

function textsOf(turn: Turn): readonly string[] {
	switch (turn.kind) {
		case 'speech':
		case 'orphan-result':
			return [turn.text];
		case 'tool':
			return [turn.call.name, turn.call.arguments, turn.result?.placed.message.text ?? ''];
		default:
			return [];
	}
}

/** The hostile classes in a text, by name; empty for honest text of any script. */
export function hostileClasses(text: string): readonly string[] {
	if (!suspect.test(text)) return [];
	const plain = text.includes('\\u') ? unescaped(text) : text;
	return classes.flatMap(({ name, pattern }) => (pattern.test(plain) ? [name] : []));
}

/** Decodes `\u001b` and the like in JSON text: the pretty-printed tree shows the decoded characters. */
function unescaped(text: string): string {
	if (!/^\s*["[{]/.test(text)) return text;
	return text.replace(/(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})/g, (_, slashes: string, code: string) => {
		return slashes + String.fromCharCode(Number.parseInt(code, 16));
	});
}
