/**
 * A control sequence (CSI): the bytes between `ESC [` and the last one, the last one, and whether another ESC came
 * before.
 */
export type Csi = { readonly body: string; readonly final: string; readonly isAlt: boolean };

const letters: Readonly<Record<string, string>> = {
	A: 'Up',
	B: 'Down',
	C: 'Right',
	D: 'Left',
	H: 'Home',
	F: 'End',
	P: 'F1',
};

const numbers: Readonly<Record<string, string>> = {
	1: 'Home',
	3: 'Delete',
	4: 'End',
	5: 'PgUp',
	6: 'PgDn',
	7: 'Home',
	8: 'End',
	11: 'F1',
};

/** Keys that the kitty protocol and modifyOtherKeys send by character code, or by a code of the private area. */
const codes: Readonly<Record<number, string>> = {
	8: 'Backspace',
	9: 'Tab',
	13: 'Enter',
	27: 'Esc',
	127: 'Backspace',
	57414: 'Enter',
	57417: 'Left',
	57418: 'Right',
	57419: 'Up',
	57420: 'Down',
	57421: 'PgUp',
	57422: 'PgDn',
	57423: 'Home',
	57424: 'End',
	57426: 'Delete',
};

/** The keypad characters in that area, in order. */
const keypad = '0123456789./*-+';
const firstOfKeypad = 57399;

/** The keypad in application mode: SS3 and a letter. */
const keypadLetters: Readonly<Record<string, string>> = {
	...Object.fromEntries(Array.from('*+,-./0123456789', (sign, at) => [String.fromCharCode(0x6a + at), sign])),
	M: 'Enter',
	I: 'Tab',
	X: '=',
	' ': 'Space',
};

/** Names of the control characters that keys send; null for the others. */
export function strokeOfControl(byte: number): string | null {
	if (byte === 0x0d || byte === 0x0a) return 'Enter';
	if (byte === 0x09) return 'Tab';
	if (byte === 0x7f || byte === 0x08) return 'Backspace';
	if (byte === 0x00) return 'Ctrl-Space';
	if (byte === 0x1c) return 'Ctrl-\\';
	return byte < 0x1b ? `Ctrl-${String.fromCharCode(byte + 96)}` : null;
}

/** The key of a control sequence; null for a report, an answer, or an unnamed key. */
export function keyOfCsi({ body, final, isAlt }: Csi): string | null {
	if (final === 'Z') return body === '' || /^1;\d+$/.test(body) ? 'Shift-Tab' : null;
	if (final === 'u') return keyOfCode(body, isAlt);
	// The Linux console.
	if (body === '[') return final === 'A' ? named('F1', 1, isAlt) : null;
	// In rxvt the last character encodes Shift, Ctrl or both.
	const rxvt = /^(\d)$/.exec(body)?.[1];
	if (rxvt !== undefined && /[$^@]/.test(final)) return named(numbers[rxvt], final === '$' ? 1 : 5, isAlt);
	const fields = /^(\d*)(?:;(\d+)(?::(\d+))?)?$/.exec(body);
	if (final === '~' && fields === null) {
		const other = /^27;(\d+);(\d+)$/.exec(body);
		return other === null ? null : keyOfCode(`${other[2]};${other[1]}`, isAlt);
	}
	if (fields === null) return null;
	const [, first = '', modifier = '1', event = '1'] = fields;
	if (event === '3') return null;
	if (final === '~') return named(numbers[first], Number(modifier), isAlt);
	return first === '' || first === '1' ? named(letters[final], Number(modifier), isAlt) : null;
}

/** The key of an SS3 sequence. `body` is its modifier, if the terminal sends one. */
export function keyOfSs3(body: string, final: string, isAlt: boolean): string | null {
	const modifier = /(\d+)$/.exec(body)?.[1] ?? '1';
	const name = letters[final];
	if (name !== undefined) return named(name, Number(modifier), isAlt);
	const sign = keypadLetters[final];
	return sign === undefined ? null : isAlt ? `Alt-${sign}` : sign;
}

/** `code[:shifted[:base]] ; modifier[:event] ; text`; only the code is required. */
function keyOfCode(body: string, isAlt: boolean): string | null {
	const fields = /^(\d+)(?::(\d*))?(?::\d*)?(?:;(\d*)(?::(\d+))?)?(?:;([\d:]*))?$/.exec(body);
	if (fields === null) return null;
	const [, code = '', shifted = '', modifier = '', event = '1', text = ''] = fields;
	if (event === '3') return null;
	const bits = Math.max(0, Number(modifier || '1') - 1);
	const name = codes[Number(code)];
	if (name === 'Tab' && (bits & 1) !== 0 && (bits & 4) === 0) return 'Shift-Tab';
	if (name !== undefined) return named(name, bits + 1, isAlt);
	const sign = characterOf(code, shifted, text, bits);
	if (sign === null) return null;
	return sign === ' ' ? named('Space', bits + 1, isAlt) : named(sign, bits + 1, isAlt);
}

function characterOf(code: string, shifted: string, text: string, bits: number): string | null {
	const isShifted = (bits & 1) !== 0;
	const typed = text === '' ? '' : text.split(':').map(fromCode).join('');
	if (typed !== '' && (bits & 6) === 0) return typed;
	const number = Number(code);
	const onKeypad = keypad[number - firstOfKeypad];
	if (onKeypad !== undefined) return onKeypad;
	// The private area contains keys without a character: lock keys, media keys, lone modifiers.
	if (number < 0x20 || (number >= 0xe000 && number <= 0xf8ff)) return null;
	const plain = fromCode(code);
	if (!isShifted || (bits & 4) !== 0) return plain;
	return shifted === '' ? plain.toUpperCase() : fromCode(shifted);
}

function fromCode(code: string): string {
	const number = Number(code);
	return number > 0 && number <= 0x10ffff && (number < 0xd800 || number > 0xdfff)
		? String.fromCodePoint(number)
		: '';
}

/** A name with the relevant modifiers, Ctrl before Alt. Keys with Super, Hyper or Meta belong to other programs. */
function named(name: string | undefined, modifier: number, isAlt: boolean): string | null {
	if (name === undefined || name === '') return null;
	const bits = Math.max(0, modifier - 1);
	if ((bits & (8 | 16 | 32)) !== 0) return null;
	if ((bits & 4) !== 0) return `Ctrl-${name}`;
	return isAlt || (bits & 2) !== 0 ? `Alt-${name}` : name;
}
