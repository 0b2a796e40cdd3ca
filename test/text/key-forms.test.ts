import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { covered, hideKeys } from '../../src/text/hidden.ts';
import { formsOf } from '../../src/text/key-forms.ts';
import { holdsSecret, keyShapeIn, maskSecrets, redactKeys } from '../../src/text/redact.ts';
import { safe, safeLines } from '../../src/text/safe.ts';
import { wrapRaw } from '../../src/text/wrap-raw.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_aB3dE6gH9jK2mN5pQ8sT1v';

const percent = (text: string): string =>
	[...text].map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const unit = (text: string): string =>
	[...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const forUrls = (text: string): string =>
	btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const inLines = (text: string, length: number): string =>
	text.replaceAll(new RegExp(`.{${length}}`, 'g'), '$&\n');

const forms: Record<string, (text: string) => string> = {
	'as it is': (text) => text,
	'a part of a URL': encodeURIComponent,
	'every character of a URL escaped': percent,
	'escaped for a URL twice': (text) => encodeURIComponent(percent(text)),
	'a string of JSON': (text) => JSON.stringify(text),
	'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text })),
	'JSON with every character escaped': unit,
	'JSON in a URL': (text) => encodeURIComponent(unit(text)),
	base64: btoa,
	'base64 of a header': (text) => btoa(`Bearer ${text}`),
	'base64 of a user and a password': (text) => btoa(`me:${text}`),
	'base64 with two bytes before it': (text) => btoa(`xy${text}tail`),
	'base64 for URLs': (text) => forUrls(`Bearer ${text}`),
	'base64 in lines of 76': (text) => inLines(btoa(`Bearer ${text}`), 76),
	'base64 in lines of 64': (text) => inLines(btoa(`authorization: Bearer ${text}`), 64),
	'base64 in lines, in JSON': (text) => JSON.stringify(inLines(btoa(text), 76)),
	'base64 in a URL': (text) => encodeURIComponent(btoa(`x${text}`)),
};

afterEach(() => hideKeys([]));

describe('a key in a text', () => {
	test.each(Object.keys(forms))('is found and masked: %s', (name) => {
		const text = `before ${forms[name]?.(key)} after`;
		expect(holdsSecret(text, [key])).toBe(true);
		const left = maskSecrets(text, [key]);
		expect(left).toMatch(/^before .* after$/s);
		expect(left).toContain('KEY…sT1v');
		expect(holdsSecret(left, [key])).toBe(false);
	});

	test('is found in any characters, in every form, within any text', () => {
		const secret = fc.stringMatching(/^[!-~]{8,60}$/);
		const form = fc.constantFrom(...Object.values(forms));
		fc.assert(
			fc.property(fc.string(), secret, form, fc.string(), (before, hidden, write, after) => {
				expect(holdsSecret(`${before} ${write(hidden)} ${after}`, [hidden])).toBe(true);
			}),
			{
				examples: [
					['', '+/+/+/+/', btoa, ''],
					['', '\\\\"%41\\u0041', (text) => JSON.stringify(text), ''],
				],
			},
		);
	});

	test('does not match a key that differs by one character or in case', () => {
		expect(holdsSecret(key.slice(0, -1), [key])).toBe(false);
		expect(holdsSecret(key.toLowerCase(), [key])).toBe(false);
		expect(holdsSecret(key.replace('5', '6'), [key])).toBe(false);
		expect(holdsSecret(btoa(key.replace('5', '6')), [key])).toBe(false);
	});

	test('is found again on every repeated search', () => {
		expect([1, 2, 3].map(() => holdsSecret(`a ${key}`, [key]))).toEqual([true, true, true]);
	});

	test.each(['x', 'any', 'company', '1234', '1234567', ''])(
		'is ignored if it is a placeholder: %j',
		(word) => {
			expect(formsOf(word)).toBeNull();
			expect(redactKeys(`${word} of them`, [word])).toBe(`${word} of them`);
		},
	);

	test.each([
		['hunter2', 'my hunter2.', true],
		['hunter2', 'name=ilike.%25hunter2%25', true],
		['hunter2', 'hunter22 or xhunter2', false],
		['ab-1', '(ab-1)', true],
		['hunter2', btoa('Bearer hunter2'), true],
		['hunter2', percent('hunter2'), true],
	])('is found only as a whole word if short: %s in %s', (short, text, isThere) => {
		expect(holdsSecret(text, [short])).toBe(isThere);
	});

	test('is searched quickly in a long text', () => {
		const text = 'QmVhcmVyIEtFWT KEY0123 %4b\\u004b '.repeat(60_000);
		expect(holdsSecret(text, [key])).toBe(false);
	}, 5000);
});

describe('the screen', () => {
	test('masks a hidden key in all safe text and in every field', () => {
		hideKeys([key]);
		expect(safe(`a ${key} b`)).toBe('a KEY…sT1v b');
		expect(safeLines(`a\n${inLines(btoa(key), 76)}b`).join('\n')).not.toContain(btoa(key).slice(0, 40));
		const rows = wrapRaw(`« ${key} »`, 30);
		expect(rows.map(({ text }) => text).join('')).not.toContain(key.slice(0, 20));
		expect(covered(`a${key}b`)).toBe(`a${'*'.repeat(key.length)}b`);
	});

	test('shows a key that is no longer hidden', () => {
		hideKeys([key]);
		hideKeys([]);
		expect(safe(key)).toBe(key);
	});
});

test.each([
	[`x ${key}, y`, key],
	['key0123456789abcdef0123_abc', 'key0123456789abcdef0123_abc'],
	['KEY0123', null],
	['monkey', null],
	['705469e5-59ae-54ef-9443-92a1828be8c6', null],
])('recognizes the shape of a key: %s', (text, shape) => {
	expect(keyShapeIn(text)).toBe(shape);
});
