const codes = {
	quote: 0x22,
	comma: 0x2c,
	backslash: 0x5c,
	list: 0x5b,
	listEnd: 0x5d,
	object: 0x7b,
	objectEnd: 0x7d,
};

export function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The complete members of a list or an object before a position. */
export type Members = {
	/** End of the last complete member: a comma or the closing bracket. Less than the start if there is none. */
	readonly end: number;
	/** Start of each list and object still open at that position, outermost first. */
	readonly open: readonly number[];
};

/** Finds the members from `from` that are complete before `stop`. Examines only brackets, commas and strings. */
export function wholeMembers(text: string, from: number, stop: number): Members {
	const open: number[] = [];
	let end = -1;
	for (let at = from; at < stop; at += 1) {
		const code = text.charCodeAt(at);
		if (code === codes.quote) {
			at = endOfString(text, at + 1, stop);
			if (at < 0) break;
		} else if (code === codes.list || code === codes.object) open.push(at);
		else if (code === codes.listEnd || code === codes.objectEnd) {
			if (open.length === 0) return { end: at, open };
			open.pop();
		} else if (open.length === 0 && code === codes.comma) end = at;
	}
	return { end, open };
}

/** Position of the closing quote of a string between `from` and `stop`; -1 for none. No escape spans `from`. */
export function endOfString(text: string, from: number, stop: number): number {
	for (let at = text.indexOf('"', from); at >= 0 && at < stop; at = text.indexOf('"', at + 1)) {
		if (backslashesBefore(text, at, from) % 2 === 0) return at;
	}
	return -1;
}

/** The last position up to `stop` that does not cut an escape of a string in two. No escape spans `from`. */
export function cutOfString(text: string, from: number, stop: number): number {
	for (let at = Math.max(from, stop - 5); at < stop; at += 1) {
		const isEscape = text.charCodeAt(at) === codes.backslash && backslashesBefore(text, at, from) % 2 === 0;
		if (isEscape && at + (text.charAt(at + 1) === 'u' ? 6 : 2) > stop) return at;
	}
	return stop;
}

function backslashesBefore(text: string, at: number, from: number): number {
	let first = at;
	while (first > from && text.charCodeAt(first - 1) === codes.backslash) first -= 1;
	return at - first;
}

/** End of a number or a word: a blank, a JSON delimiter, or `stop`. */
export function endOfWord(text: string, from: number, stop: number): number {
	let at = from;
	while (at < stop && !isBlank(text.charCodeAt(at)) && !',:[]{}"'.includes(text.charAt(at))) at += 1;
	return at;
}
