/** A text without escapes and look-alike characters, and the way back to the original positions. */
export type PlainText = {
	readonly text: string;
	/** The original position where the character at `index` begins. */
	readonly startOf: (index: number) => number;
	/** The original position where the character before `index` ends. */
	readonly endOf: (index: number) => number;
};

const special =
	/\\+u[0-9a-f]{4}|\\+[nrtbf"/]|%[0-7][0-9a-f]|&#x?[0-9a-f]{1,6};|&(?:commat|plus|period|nbsp|amp|lowbar);|[^\x20-\x7e\n]/giu;

const named: Readonly<Record<string, string>> = {
	'&commat;': '@',
	'&plus;': '+',
	'&period;': '.',
	'&nbsp;': ' ',
	'&amp;': '&',
	'&lowbar;': '_',
};

/**
 * Rewrites a text so that finders see the characters a reader sees: JSON, URL and HTML escapes, digits of other
 * scripts, full-width letters and dashes become ASCII, and invisible characters disappear.
 */
export function plainTextOf(original: string): PlainText {
	let text = '';
	const starts: number[] = [];
	const ends: number[] = [];
	let isChanged = false;
	let at = 0;
	const copy = (to: number): void => {
		for (; at < to; at += 1) {
			starts.push(at);
			ends.push(at + 1);
		}
	};
	for (const match of original.matchAll(special)) {
		const plain = plainCharacter(match[0]);
		if (plain === match[0]) continue;
		isChanged = true;
		text += original.slice(at, match.index) + plain;
		copy(match.index);
		at = match.index + match[0].length;
		for (let unit = 0; unit < plain.length; unit += 1) {
			starts.push(match.index);
			ends.push(at);
		}
	}
	if (!isChanged) return { text: original, startOf: (index) => index, endOf: (index) => index };
	text += original.slice(at);
	copy(original.length);
	return {
		text,
		startOf: (index) => starts[index] ?? original.length,
		endOf: (index) => (index === 0 ? 0 : (ends[index - 1] ?? original.length)),
	};
}

/** The visible ASCII form of a character or an escape; '' for an invisible one; the same text if there is none. */
function plainCharacter(written: string): string {
	if (written.length > 1 && /^[\\%&]/.test(written)) return escaped(written);
	if (/^(?:\p{Cf}|\p{M})$/u.test(written)) return '';
	if (/^[\p{Pd}\u2212]$/u.test(written)) return '-';
	if (/^[\p{Z}\t\r\v\f\u0085]$/u.test(written)) return ' ';
	if (/^\p{Nd}$/u.test(written)) return digitOf(written);
	// Letters lose their accents: "é" can be one character or two.
	const folded = written.normalize('NFKD').replaceAll(/\p{M}/gu, '');
	return /^[\x20-\x7e]+$/.test(folded) ? folded : written;
}

function escaped(written: string): string {
	const name = named[written.toLowerCase()];
	if (name !== undefined) return name;
	const [, slash, hex] = /^(\\+u|%)([0-9a-f]+)$/i.exec(written) ?? [];
	if (slash !== undefined && hex !== undefined) return plainCode(Number.parseInt(hex, 16), written);
	const [, base, digits] = /^&#(x?)([0-9a-f]+);$/i.exec(written) ?? [];
	if (digits === undefined) return ' ';
	const code = Number.parseInt(digits, base === '' ? 10 : 16);
	return Number.isNaN(code) ? written : plainCode(code, written);
}

function plainCode(code: number, written: string): string {
	if (code === 0x7f || code < 0x20) return ' ';
	if (code < 0x7f) return String.fromCharCode(code);
	return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
		? plainCharacter(String.fromCodePoint(code))
		: written;
}

/** Decimal digits of a script lie in a row of ten that begins with its zero. */
function digitOf(character: string): string {
	const folded = character.normalize('NFKC');
	if (/^\d$/.test(folded)) return folded;
	const code = character.codePointAt(0) ?? 0;
	let below = 0;
	while (/^\p{Nd}$/u.test(String.fromCodePoint(code - below - 1))) below += 1;
	return String(below % 10);
}
