/** Runs of percent escapes, a plus, or one character: what is decoded as a whole. */
const pieces = /(?:%[0-9a-f]{2})+|./gisu;

/**
 * A part of a query string without its percent-encoding; as it stands where that is none (`like.%a`). With
 * `plusIsSpace`, a plus is a space except where it can only be one: before a digit at the start of an operand, and
 * before the hours of a zone.
 */
export function decodePart(written: string, plusIsSpace: boolean): string {
	return decoded(written, plusIsSpace)
		.map(({ text }) => text)
		.join('');
}

/** How many characters of the written part stand before this position of the decoded one. */
export function lengthBefore(written: string, position: number, plusIsSpace: boolean): number {
	let passed = 0;
	for (const { text, at } of decoded(written, plusIsSpace)) {
		if (passed + text.length > position) return at;
		passed += text.length;
	}
	return written.length;
}

function decoded(written: string, plusIsSpace: boolean): { readonly text: string; readonly at: number }[] {
	const isEncoded = isDecodable(written);
	return [...written.matchAll(pieces)].flatMap(({ 0: piece, index }) => {
		if (piece === '+') return [{ text: plusIsSpace && !isPlus(written, index) ? ' ' : '+', at: index }];
		if (!isEncoded || !piece.startsWith('%')) return [{ text: piece, at: index }];
		return decodeRun(piece, index);
	});
}

/** Character by character, so that each has its place. */
function decodeRun(run: string, start: number): { readonly text: string; readonly at: number }[] {
	const found: { text: string; at: number }[] = [];
	for (let at = 0; at < run.length; ) {
		const byte = Number.parseInt(run.slice(at + 1, at + 3), 16);
		const bytes = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
		found.push({ text: decodeURIComponent(run.slice(at, at + bytes * 3)), at: start + at });
		at += bytes * 3;
	}
	return found;
}

function isDecodable(written: string): boolean {
	try {
		decodeURIComponent(written);
		return true;
	} catch {
		return false;
	}
}

function isPlus(written: string, index: number): boolean {
	const before = written.slice(0, index);
	const after = written.slice(index + 1);
	return (
		(/^\d/.test(after) && /(?:^|[.(,"*%]|%2[2a8c]|%25)$/i.test(before)) ||
		(/^\d{2}(?::|%3a)?\d{2}/i.test(after) && /\d$/.test(before))
	);
}
