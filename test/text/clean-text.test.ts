import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { cleanJson, cleanLine, cleanText } from '../../src/text/clean-text.ts';
import { hideKeys } from '../../src/text/hidden.ts';
import { anyString } from './arbitraries.ts';
import { honestTexts } from './hostile.ts';

afterEach(() => hideKeys([]));

const controls = /[[\p{Cc}--[\t\n]]\u202A-\u202E\u2066-\u2069]/v;

describe('text for a clipboard', () => {
	test.each(honestTexts)('keeps honest words: %s', (text) => {
		expect(cleanText(text)).toBe(text);
	});

	test.each([
		['an escape sequence', 'a\x1b[31mb\x1b]52;c;eA==\x07', 'a[31mb]52;c;eA=='],
		['a C1 control', 'a\x9b31mb', 'a31mb'],
		['an override', 'a\u202Eb\u202Cc', 'abc'],
		['hidden letters', 'a\u{E0061}\u{E0062}b', 'ab'],
		['zero-width blanks', 'a\u200Bb\uFEFF', 'ab'],
		['line ends of all kinds', 'a\r\nb\rc\u2028d\u0085e\nf', 'a\nb\nc\nd\ne\nf'],
		['half a character', 'a\ud83d', 'a\ufffd'],
	])('leaves out %s', (_, raw, clean) => {
		expect(cleanText(raw)).toBe(clean);
	});

	test('keeps the flag of Scotland, which is spelled in hidden letters', () => {
		const flag = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
		expect(cleanText(flag)).toBe(flag);
	});

	test('is clean and stays the same from then on, whatever it was', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				const clean = cleanText(raw);
				expect(controls.test(clean)).toBe(false);
				expect(cleanText(clean)).toBe(clean);
				expect(/[\n\t]/.test(cleanLine(raw))).toBe(false);
			}),
		);
	});

	test('masks the key in use', () => {
		hideKeys(['KEY0123456789ABCDEF_secretsecret']);
		expect(cleanText('x KEY0123456789ABCDEF_secretsecret')).toBe('x KEY…cret');
		expect(cleanJson('{"a":"KEY0123456789ABCDEF_secretsecret"}')).toBe('{"a":"KEY…cret"}');
	});
});

test('JSON for a clipboard has no control character and the same value', () => {
	fc.assert(
		fc.property(fc.dictionary(anyString, anyString), (value) => {
			const clean = cleanJson(JSON.stringify(value));
			expect(controls.test(clean)).toBe(false);
			expect(parseJsonText(clean)).toEqual(parseJsonText(JSON.stringify(value)));
		}),
	);
});
