/** The longest accepted paste, in bytes. */
const longestPaste = 4 * 1024 * 1024;

const endMark = Buffer.from('\u001b[201~');

/** One item from the keyboard or from the terminal itself. */
export type InputToken =
	/** A key by name (`Enter`, `Ctrl-d`, `Alt-b`) or a printable character. For `isDoubtful` see `InputDecoder`. */
	| { readonly kind: 'stroke'; readonly stroke: string; readonly isDoubtful: boolean }
	/** Text between paste marks. `isWhole` is false if the end mark never arrived. */
	| { readonly kind: 'paste'; readonly text: string; readonly isWhole: boolean }
	/** A paste above the limit of `bytes`, which is dropped. */
	| { readonly kind: 'paste-too-large'; readonly bytes: number };

/** How long the decoder waits for the rest of incomplete input, in milliseconds. */
export type DecoderLimits = {
	/** After this time a lone ESC is the key Esc. */
	readonly escape: number;
	/** A paste or a terminal's string is abandoned this long after its last byte. */
	readonly idle: number;
};

/** Collects the bytes of one paste up to its end mark. */
export class PasteReader {
	#bytes = new Uint8Array(1024);
	#length = 0;
	#isTooLarge = false;

	/** Takes one byte. Returns true at the last byte of the end mark. */
	take(byte: number): boolean {
		if (this.#length === this.#bytes.length) this.#makeRoom();
		this.#bytes[this.#length] = byte;
		this.#length += 1;
		const start = this.#length - endMark.length;
		return byte === endMark.at(-1) && start >= 0 && endMark.equals(this.#bytes.subarray(start, this.#length));
	}

	/** The collected paste. `isWhole`: the end mark arrived. */
	token(isWhole: boolean): InputToken {
		const length = isWhole ? this.#length - endMark.length : this.#length;
		return this.#isTooLarge
			? { kind: 'paste-too-large', bytes: longestPaste }
			: { kind: 'paste', text: textOf(this.#bytes.subarray(0, length)), isWhole };
	}

	#makeRoom(): void {
		if (this.#length < longestPaste + endMark.length) {
			const more = new Uint8Array(Math.min(this.#length * 2, longestPaste + endMark.length));
			more.set(this.#bytes);
			this.#bytes = more;
			return;
		}
		// Keeps only enough bytes to recognise the end mark.
		this.#isTooLarge = true;
		this.#bytes.copyWithin(0, this.#length - endMark.length);
		this.#length = endMark.length;
	}
}

/**
 * The effect of a byte: the input continues (`more`), ends with this byte (`ended`), ended before this byte
 * (`another`), or was ended by the previous ESC (`escaped`).
 */
export type Dropping = 'more' | 'ended' | 'another' | 'escaped';

/** A string that only a terminal sends (OSC, DCS, APC, PM, SOS), dropped up to BEL or ST. */
export class ControlString {
	#isEscaped = false;
	#utf8Left = 0;
	#before = 0;

	take(byte: number): Dropping {
		if (this.#isEscaped) return byte === 0x5c ? 'ended' : 'escaped';
		// ST as a single byte: alone or as the character U+009C, but not inside another character.
		const isSt = byte === 0x9c && (this.#utf8Left === 0 || this.#before === 0xc2);
		// BEL, CAN, SUB.
		if (byte === 0x07 || byte === 0x18 || byte === 0x1a || isSt) return 'ended';
		this.#before = byte;
		this.#isEscaped = byte === 0x1b;
		this.#utf8Left = (byte & 0xc0) === 0x80 ? Math.max(0, this.#utf8Left - 1) : lengthOfCharacter(byte) - 1;
		return 'more';
	}
}

/** A fixed number of characters to drop, each of one or more bytes: a column beyond 95 can take two bytes. */
export class SkippedCharacters {
	#left: number;
	#rest = 0;

	constructor(count: number) {
		this.#left = count;
	}

	take(byte: number): Dropping {
		if (this.#rest > 0 && (byte & 0xc0) === 0x80) this.#rest -= 1;
		else if (this.#left === 0) return 'another';
		else {
			this.#left -= 1;
			this.#rest = lengthOfCharacter(byte) - 1;
		}
		return this.#left === 0 && this.#rest === 0 ? 'ended' : 'more';
	}
}

/**
 * The length in bytes of the character that starts with this byte; 1 if the byte starts no multi-byte character (RFC
 * 3629).
 */
export function lengthOfCharacter(byte: number): number {
	if (byte >= 0xf0 && byte < 0xf5) return 4;
	if (byte >= 0xe0) return byte < 0xf0 ? 3 : 1;
	return byte >= 0xc2 ? 2 : 1;
}

/** Decodes bytes as UTF-8. U+FFFD replaces invalid ones. */
export function textOf(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
