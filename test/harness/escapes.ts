/** An item of a program's output that can do more than put text and colour in cells. */
export interface Escape {
	readonly kind: 'OSC' | 'DCS' | 'APC' | 'PM' | 'SOS' | 'C0' | 'C1' | 'bidi';
	/** The content of the sequence, or the code point of a stray character as `U+0007`. */
	readonly text: string;
}

const STRINGS: Readonly<Record<string, Escape['kind']>> = {
	']': 'OSC',
	P: 'DCS',
	_: 'APC',
	'^': 'PM',
	X: 'SOS',
};

/** A string sequence up to its terminator (BEL, ST) or the end, or one character that does not belong on a screen. */
const SUSPECTS =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: this searches for control characters
	/\u001b([\]P_^X])(.*?)(?:\u0007|\u001b\\|\u009c|$)|[\u0000-\u0009\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gs;

/**
 * Finds everything in `raw` terminal output that outside text must never cause: operating system commands (clipboard,
 * links, titles), device control strings, stray control characters, and bidirectional overrides. Cursor movement and
 * colour (CSI), CR and LF draw the screen and are not listed.
 */
export function findEscapes(raw: string): Escape[] {
	return [...raw.matchAll(SUSPECTS)].map(([found, introducer, text]) => {
		if (introducer !== undefined) return { kind: STRINGS[introducer] ?? 'SOS', text: text ?? '' };
		const code = found.codePointAt(0) ?? 0;
		const kind = code > 0x9f ? 'bidi' : code > 0x7e ? 'C1' : 'C0';
		return { kind, text: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
	});
}
