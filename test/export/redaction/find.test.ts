import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FindOptions, findPersonal } from '../../../src/export/redaction/find.ts';

const options: FindOptions = { country: 'US', isPhoneField: false, words: [] };

/** What is found in a text, as `kind value`. */
function foundIn(text: string, more: Partial<FindOptions> = {}): string[] {
	return findPersonal(text, { ...options, ...more }).map(({ kind, value }) => `${kind} ${value}`);
}

describe('finds', () => {
	test.each([
		['+13125550100', 'phone +13125550100'],
		['call (312) 555-0100 now', 'phone +13125550100'],
		['312.555.0100', 'phone +13125550100'],
		['+13125550100and', 'phone +13125550100'],
		['tel3125550100', 'phone +13125550100'],
		['user_3125550100', 'phone +13125550100'],
		['1 312 555 0100', 'phone +13125550100'],
		['my number is 3125550100', 'phone +13125550100'],
		['+44 20 7946 0958', 'phone +442079460958'],
		['0044 20 7946 0958', 'phone +442079460958'],
		['three one two five five five oh one zero zero', 'phone +13125550100'],
		['Three-one-two, triple five, zero one double oh', 'phone +13125550100'],
		['it is three twelve no wait 3 1 2 5 5 5 0 1 0 0', 'phone +13125550100'],
		['eight hundred five five five twelve thirty four', 'phone +18005551234'],
		['plus one three one two five five five zero one hundred', 'phone +13125550100'],
		['312 and then 555 and then 0100', 'phone +13125550100'],
		['{\\"to\\": \\"\\u002b13125550100\\"}', 'phone +13125550100'],
		['tel=%2B13125550100&x=1', 'phone +13125550100'],
		['３１２５５５０１００', 'phone +13125550100'],
		['٣١٢٥٥٥٠١٠٠', 'phone +13125550100'],
		['312\u200b555\u20110100', 'phone +13125550100'],
		['&#43;13125550100', 'phone +13125550100'],
		['Ann.Lee+x@Example.co.uk, please', 'email ann.lee+x@example.co.uk'],
		['mail%40example.com', 'email mail@example.com'],
		['jürgen@münchen.de', 'email jurgen@munchen.de'],
		['ann dot lee at example dot com', 'email ann.lee@example.com'],
		['4111 1111 1111 1111', 'card 4111111111111111'],
		['card 4111-1111-1111-1111.', 'card 4111111111111111'],
		['three seven eight two eight two two four six three one oh oh oh five', 'card 378282246310005'],
		['DE89 3704 0044 0532 0130 00', 'iban DE89370400440532013000'],
		['GB82WEST12345698765432', 'iban GB82WEST12345698765432'],
		['from 203.0.113.9:443', 'ip 203.0.113.9'],
		['2001:db8::8a2e:370:7334', 'ip 2001:db8::8a2e:370:7334'],
		['KEY0123456789ABCDEF0123_abc', 'key KEY0123456789ABCDEF0123_abc'],
		['Authorization: Bearer abc123def456ghi', 'key abc123def456ghi'],
		['sk-proj-abcdefghijklmnop1234', 'key sk-proj-abcdefghijklmnop1234'],
		['AKIAIOSFODNN7EXAMPLE', 'key AKIAIOSFODNN7EXAMPLE'],
		['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'key ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
		['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
		['wJ4lrXUtnF3EM1I7K9bPxRfi0CYzE5XA', 'key wJ4lrXUtnF3EM1I7K9bPxRfi0CYzE5XA'],
		['9f86d081884c7d659a2feaa0c55ad015', 'key 9f86d081884c7d659a2feaa0c55ad015'],
	])('in %s', (text, value) => {
		expect(foundIn(text)).toEqual([value]);
	});

	test.each([
		['a time and a date', 'on 2026-10-15 at 11:30, or 10/15/2026 at 9:05:30'],
		['a timestamp', '2026-10-15T16:05:41.651903+00:00'],
		['a date, a time and a price', 'March 14th, 6 pm, 2 people, $1,234,567 or 3,900 a month'],
		['ids', '705469e5-59ae-54ef-9443-92a1828be8c6 call_91fd3c7647965b56bdbbb061'],
		['a call control id', 'v3:1ce1938a8b5153aeaeeebf3d1c0ddcc9'],
		['an id that looks like an account', 'assistant-4ee6a9e4-8059-58c1-be92-651a8515d60b'],
		['an order number with a wrong check digit', 'order 4111 1111 1111 1112'],
		['a number that is not dialled', 'order 0123456789, or 1760544341'],
		['coordinates', '41.8781136, -87.6297982 and 37.77492950'],
		['words with numbers', 'one or two of the three, and ten more'],
		['prose with an at', 'Brooklyn is a popular one at Warsaw. It is on.'],
		['an address', 'at 624 Avalon Avenue for 2, 377 Santana Row #1000'],
		['versions', 'version 1.2.3, 24.15'],
		['a class name', 'ReserveRestaurantForManyPeople2026Handler'],
		['a path', '/usr/lib/node_modules/Some2Package3/Index4File.js'],
		['a hash', 'a1b2c3125550100d4e5f6'],
		['a scope operator', 'std::vector, dead::cafe, a::b'],
	])('nothing in %s', (_, text) => {
		expect(foundIn(text)).toEqual([]);
	});

	test('any number where a key says that it is a phone number', () => {
		expect(foundIn('555-0100', { isPhoneField: true })).toEqual(['phone 5550100']);
		expect(foundIn('20 7071 5029', { isPhoneField: true })).toHaveLength(1);
	});

	test('national numbers of the country in the settings', () => {
		expect(foundIn('030 901820', { country: 'DE' })).toEqual(['phone +4930901820']);
		expect(foundIn('020 7946 0958', { country: 'GB' })).toEqual(['phone +442079460958']);
	});

	test('a listed word, with its accents as one character or as two', () => {
		expect(foundIn('Jose\u0301 and JOSÉ (c++)', { words: ['José', 'C++'] })).toHaveLength(3);
	});

	test('listed words, whole and in any case', () => {
		const words = ['Ann Lee', 'acme', ' '];
		expect(foundIn('ANN  lee of Acme; not Acmeville', { words })).toEqual(['word ann lee', 'word acme']);
	});
});

test('of two that overlap, the longer one stands for both, and no character of either stays', () => {
	const found = findPersonal('x ann@203.0.113.9.example.com y', options);
	expect(found).toMatchObject([{ kind: 'email', start: 2, end: 29 }]);
});

describe('spoken digits', () => {
	const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
	const phone = fc
		.tuple(
			fc.integer({ min: 201, max: 989 }),
			fc.integer({ min: 200, max: 999 }),
			fc.integer({ min: 0, max: 9999 }),
		)
		.map(([area, exchange, line]) => `${area}${exchange}${String(line).padStart(4, '0')}`);
	const digit = fc.constantFrom(
		(one: string) => one,
		(one: string) => words[Number(one)] ?? '',
	);
	const gap = fc.constantFrom(' ', ', ', '-', '. ', ' and ', ' um, ', '\n');

	test('are found in any mixture of words, digits and fillers', () => {
		fc.assert(
			fc.property(
				phone,
				fc.array(digit, { minLength: 10, maxLength: 10 }),
				fc.array(gap, { minLength: 10, maxLength: 10 }),
				(number, styles, gaps) => {
					const text = [...number]
						.map((one, at) => `${at === 0 ? '' : gaps[at]}${styles[at]?.(one)}`)
						.join('');
					expect(foundIn(`It is ${text}, thanks.`)).toEqual([`phone +1${number}`]);
				},
			),
		);
	});
});

test('takes no longer for one long word than for many short ones', () => {
	for (const text of ['a@', '1', '12 ', 'five ', '::', 'a.', '+1', 'DE89 ', 'eyJ', '\\u0031']) {
		const started = performance.now();
		findPersonal(text.repeat(100_000 / text.length), options);
		expect(performance.now() - started).toBeLessThan(5000);
	}
});
