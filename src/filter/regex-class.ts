import { type CharTest, type CostedTest, isWordChar, RegexProblem } from './regex-tree.ts';
import type { Scanner } from './scanner.ts';

const named: Readonly<Record<string, CharTest>> = {
	alpha: (char) => /\p{L}/u.test(char),
	digit: (char) => /\p{Nd}/u.test(char),
	alnum: (char) => /[\p{L}\p{N}]/u.test(char),
	upper: (char) => /\p{Lu}/u.test(char),
	lower: (char) => /\p{Ll}/u.test(char),
	space: (char) => /\s/u.test(char),
	blank: (char) => char === ' ' || char === '\t',
	punct: (char) => /[\p{P}\p{S}]/u.test(char),
	cntrl: (char) => /\p{Cc}/u.test(char),
	print: (char) => /\P{C}/u.test(char),
	graph: (char) => /[^\p{C}\s]/u.test(char),
	xdigit: (char) => /[0-9A-Fa-f]/.test(char),
	word: isWordChar,
};

const shorthands: Readonly<Record<string, CharTest>> = {
	d: (char) => /\p{Nd}/u.test(char),
	D: (char) => !/\p{Nd}/u.test(char),
	s: (char) => /\s/u.test(char),
	S: (char) => !/\s/u.test(char),
	w: isWordChar,
	W: (char) => !isWordChar(char),
};

const controls: Readonly<Record<string, string>> = {
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	B: '\\',
};

/** The test for exactly this character. Case folding costs more than comparing. */
export function literal(char: string, insensitive: boolean): CostedTest {
	if (!insensitive) return { test: (candidate) => candidate === char, cost: 1 };
	const folded = foldCase(char);
	return { test: (candidate) => foldCase(candidate) === folded, cost: 3 };
}

/** Reads after a backslash: a class such as `\d`, or one escaped character. */
export function takeEscape(scanner: Scanner): CharTest | string {
	const start = scanner.position - 1;
	const hex = scanner.takePattern(/u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{1,6}/y);
	if (hex !== null) {
		const code = Number.parseInt(hex.slice(1), 16);
		if (code > 0x10ffff) throw new RegexProblem('no character has this code', start);
		return String.fromCodePoint(code);
	}
	const char = scanner.takePattern(/./suy);
	if (char === null) throw new RegexProblem('the pattern ends in a backslash', start);
	if (Object.hasOwn(shorthands, char)) return shorthands[char] ?? char;
	if (Object.hasOwn(controls, char)) return controls[char] ?? char;
	if (char === '0') return '\0';
	if (/[1-9]/.test(char)) throw new RegexProblem('back references are not supported', start);
	if (/[A-Za-z]/.test(char)) throw new RegexProblem(`there is no escape \\${char}`, start);
	return char;
}

/** Reads a bracket expression after its `[`: `a-z`, `^`, `[:alpha:]`, and PostgreSQL's escapes. */
export function takeBracket(scanner: Scanner, insensitive: boolean): CostedTest {
	const start = scanner.position - 1;
	const negated = scanner.take('^');
	const tests: CostedTest[] = [];
	for (let first = true; first || !scanner.take(']'); first = false) {
		if (scanner.done) throw new RegexProblem('this bracket is not closed', start);
		tests.push(takeItem(scanner, insensitive));
	}
	return {
		test: (char) => tests.some(({ test }) => test(char)) !== negated,
		cost: tests.reduce((sum, { cost }) => sum + cost, 0),
	};
}

function takeItem(scanner: Scanner, insensitive: boolean): CostedTest {
	const start = scanner.position;
	if (scanner.take('[:')) return takeNamed(scanner, insensitive, start);
	const from = takeEnd(scanner);
	if (typeof from !== 'string') return { test: from, cost: 1 };
	if (!scanner.sees('-') || scanner.sees('-]')) return literal(from, insensitive);
	scanner.take('-');
	const to = takeEnd(scanner);
	if (typeof to !== 'string') throw new RegexProblem('a class cannot end a range', start);
	const low = from.codePointAt(0) ?? 0;
	const high = to.codePointAt(0) ?? 0;
	if (low > high) throw new RegexProblem('this range runs backwards', start);
	return anyCase((char) => within(char, low, high), insensitive);
}

function takeNamed(scanner: Scanner, insensitive: boolean, start: number): CostedTest {
	const name = scanner.takePattern(/\w*(?=:\])/y) ?? '';
	const test = Object.hasOwn(named, name) ? named[name] : undefined;
	if (test === undefined) throw new RegexProblem('there is no such character class', start);
	scanner.take(':]');
	return anyCase(test, insensitive);
}

function takeEnd(scanner: Scanner): CharTest | string {
	const start = scanner.position;
	if (scanner.sees('[.') || scanner.sees('[=') || scanner.sees('[:')) {
		throw new RegexProblem('this kind of bracket is not supported here', start);
	}
	if (scanner.take('\\')) return takeEscape(scanner);
	const char = scanner.takePattern(/./suy);
	if (char === null) throw new RegexProblem('this bracket is not closed', start);
	return char;
}

function anyCase(test: CharTest, insensitive: boolean): CostedTest {
	if (!insensitive) return { test, cost: 1 };
	return {
		test: (char) => test(char) || test(char.toLowerCase()) || test(char.toUpperCase()),
		cost: 3,
	};
}

function within(char: string, low: number, high: number): boolean {
	const code = char.codePointAt(0) ?? 0;
	return code >= low && code <= high;
}

/**
 * Folds one character (code point) for comparison without case. The result is always one character: those with a
 * longer other case (ß, ŉ, İ) keep the shorter one, so that `_` counts visible characters.
 */
export function foldCase(char: string): string {
	const code = char.charCodeAt(0);
	if (code < 0x80) return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : char;
	const upper = single(char.toUpperCase(), char);
	return single(upper.toLowerCase(), single(char.toLowerCase(), char));
}

function single(cased: string, otherwise: string): string {
	return cased.length === String.fromCodePoint(cased.codePointAt(0) ?? 0).length ? cased : otherwise;
}
