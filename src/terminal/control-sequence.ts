import { keyOfCsi, keyOfSs3 } from './key-names.ts';

/** The result of a complete control sequence. */
export type SequenceEnd =
	| { readonly kind: 'key'; readonly key: string }
	/** A report, an answer, or a key without a name. */
	| { readonly kind: 'nothing' }
	| { readonly kind: 'paste-start' }
	| { readonly kind: 'paste-end' }
	/** The start of a mouse report in the oldest encodings, with this many characters still to come. */
	| { readonly kind: 'report'; readonly characters: number };

/**
 * The bytes accepted after an `ESC [` or `ESC O` that has waited for long: endings of keys, but not letters that a
 * person types.
 */
const stale = { csi: /[\d;:<=>?A-Z~]/, ss3: /[\d;A-DFHMP-S]/ } as const;

const reportCharacters: Readonly<Record<string, number>> = { M: 3, t: 2, T: 6 };

/** No key and no report is longer. A longer sequence is read to its end and dropped. */
const longestBody = 256;

/** A sequence after `ESC [` (CSI) or `ESC O` (SS3), read to its last byte (ECMA-48, 5.4). */
export class ControlSequence {
	readonly #kind: 'csi' | 'ss3';
	readonly #isAlt: boolean;
	readonly #isLate: boolean;
	#body = '';

	/**
	 * `isAlt`: another ESC came before it. `isLate`: its ESC already counted as the key Esc, so the sequence is no
	 * longer a key.
	 */
	constructor(kind: 'csi' | 'ss3', isAlt: boolean, isLate: boolean) {
		this.#kind = kind;
		this.#isAlt = isAlt;
		this.#isLate = isLate;
	}

	/**
	 * Takes one byte. Returns the result of the sequence, null while it is incomplete, or `another` if the byte does
	 * not belong to it.
	 */
	take(byte: number, isStale: boolean): SequenceEnd | 'another' | null {
		const sign = String.fromCharCode(byte);
		// A control character ends the sequence: the sequence is dropped and the control counts.
		if (byte < 0x20 || byte > 0x7e || (isStale && !stale[this.#kind].test(sign))) return 'another';
		if (this.#isMore(byte, sign)) {
			if (this.#body.length < longestBody) this.#body += sign;
			return null;
		}
		const end = this.#kind === 'ss3' ? endOf(keyOfSs3(this.#body, sign, this.#isAlt)) : this.#endOfCsi(sign);
		return this.#isLate && end.kind === 'key' ? { kind: 'nothing' } : end;
	}

	#isMore(byte: number, sign: string): boolean {
		if (this.#kind === 'ss3') return /[\d;]/.test(sign);
		// The Linux console sends ESC [ [ A for F1. rxvt ends with $ where others continue.
		if (sign === '[') return this.#body === '';
		return byte < 0x40 && !(sign === '$' && /^[235678]$/.test(this.#body));
	}

	#endOfCsi(final: string): SequenceEnd {
		const body = this.#body;
		if (final === '~' && body === '200') return { kind: 'paste-start' };
		if (final === '~' && body === '201') return { kind: 'paste-end' };
		const characters = body === '' ? reportCharacters[final] : undefined;
		if (characters !== undefined) return { kind: 'report', characters };
		return endOf(keyOfCsi({ body, final, isAlt: this.#isAlt }));
	}
}

function endOf(key: string | null): SequenceEnd {
	return key === null ? { kind: 'nothing' } : { kind: 'key', key };
}

/** True for the letters after ESC that start a terminal's string: DCS, OSC, APC, PM, SOS (ECMA-48, 5.6). */
export function isStringIntroducer(letter: string): boolean {
	return letter !== '' && 'P]_^X'.includes(letter);
}

/** C1 control bytes by the letter that follows ESC in their two-byte form. */
export const c1Letters: ReadonlyMap<number, string> = new Map([
	[0x8f, 'O'],
	[0x90, 'P'],
	[0x98, 'X'],
	[0x9b, '['],
	[0x9d, ']'],
	[0x9e, '^'],
	[0x9f, '_'],
]);

/**
 * The continuations, by first letter, of a sequence whose ESC already counted as the key Esc, or of a string that
 * could also be a key. X is excluded: SOS may contain anything, no terminal answers with it, and X is a key.
 */
export const lateRest: ReadonlyMap<string, RegExp> = new Map([
	['[', /[\d;:<=>?A-HMOIPQRSZ]/],
	['O', /[A-DFHMP-S\d]/],
	[']', /[\dlLI]/],
	['P', /[\d>=?!$+|]/],
	['_', /G/],
	['^', /\w/],
]);
