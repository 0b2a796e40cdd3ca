/** Characters of a page that are examined: its title comes early, and the rest is never shown. */
const longestRead = 20_000;
/** A title, or the first sentence of a gateway's page. */
const longestWords = 200;

const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** True for HTML or XML, as gateways and captive portals send it, and false for plain words. */
export function isMarkup(text: string): boolean {
	return /^\s*<[!?a-z]/i.test(text);
}

/**
 * The words of a page: its title, else its text without tags, on one line of at most about 200 characters; empty if
 * there are none. Never throws; the words are the server's own, untrusted.
 */
export function wordsOfMarkup(text: string): string {
	const page = text.slice(0, longestRead);
	const title = wordsOf(/<title\b[^<>]*>([^<]*)/i.exec(page)?.[1] ?? '');
	if (title !== '') return clipped(title);
	const visible = page
		.replace(/<!--[\s\S]*?-->/g, ' ')
		.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
		.replace(/<[^<>]*>/g, ' ');
	return clipped(wordsOf(visible));
}

function wordsOf(text: string): string {
	// One pass, so that `&amp;lt;` becomes `&lt;` and not `<`.
	const plain = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
		if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
		const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
	return plain.replace(/\s+/g, ' ').trim();
}

function clipped(text: string): string {
	return text.length <= longestWords ? text.toWellFormed() : `${text.slice(0, longestWords).toWellFormed()}…`;
}
