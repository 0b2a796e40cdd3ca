import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonNumber, type JsonObject, jsonText } from '../../../src/domain/json.ts';
import { parseJsonText } from '../../../src/domain/json-source.ts';
import type { WholeConversation } from '../../../src/domain/records.ts';
import { type RedactionOptions, Redactor } from '../../../src/export/redaction/redactor.ts';

function redactor(more: Partial<RedactionOptions> = {}): Redactor {
	return new Redactor({ country: 'US', words: [], kept: new Set(), ...more });
}

function whole(
	texts: readonly (readonly [role: string, text: string])[],
	more: JsonObject = {},
): WholeConversation {
	const messages = texts.map(([role, text], index): JsonObject => {
		const at = `2026-10-15T16:05:${String(10 + index)}.000000+00:00`;
		return { role, text, created_at: at, sent_at: at };
	});
	return { conversation: { id: 'c', name: null, metadata: {}, ...more }, messages, insights: [] };
}

function textsOf({ messages }: WholeConversation): unknown[] {
	return messages.map((message) => (message as { text?: unknown }).text);
}

describe('a redactor', () => {
	test('gives the same person the same stand-in, in every way the number is written', () => {
		const one = redactor();
		expect(one.text('+13125550100')).toBe('[phone 1]');
		expect(one.text('(312) 555-0199 or three one two five five five oh one hundred')).toBe(
			'[phone 2] or [phone 1]',
		);
		expect(one.text('Ann@Example.com, ann@example.com')).toBe('[email 1], [email 1]');
		expect(one.findings().map(({ standIn, count }) => [standIn, count])).toEqual([
			['[phone 1]', 2],
			['[phone 2]', 1],
			['[email 1]', 2],
		]);
	});

	test('leaves a value that was taken back, and still counts it', () => {
		const one = redactor({ kept: new Set(['phone:+13125550100']) });
		expect(one.text('+13125550100, +13125550199')).toBe('+13125550100, [phone 2]');
		expect(one.findings().map(({ key }) => key)).toEqual(['phone:+13125550100', 'phone:+13125550199']);
	});

	test('keeps the words around the first place as a sample', () => {
		const one = redactor();
		one.text('Please call me back at 312-555-0100 before noon, thanks.');
		expect(one.findings()[0]).toMatchObject({
			text: '312-555-0100',
			sample: ['lease call me back at ', ' before noon, thanks.'].map((part) =>
				expect.stringContaining(part.trim()),
			),
		});
	});

	test('knows a number from a field in every way it is said, also one of another country', () => {
		const redacted = redactor().whole(
			whole(
				[
					['tool', '{"phone_number": "20 7071 5029"}'],
					['assistant', 'You can call them at 20 7071 5029, or two oh seven oh seven one five oh two nine.'],
					['user', 'And I am at 020 7946 0958, extension 139697.'],
				],
				{ metadata: { from: '+442079460958', fax: '139697' } },
			),
		);
		expect(textsOf(redacted)).toEqual([
			'{"phone_number":"[phone 3]"}',
			'You can call them at [phone 3], or [phone 3].',
			'And I am at [phone 1], extension [phone 2].',
		]);
	});

	test('redacts a number split over messages of one speaker, with an answer between them', () => {
		const redacted = redactor().whole(
			whole([
				['user', 'My number is three one two'],
				['assistant', 'Okay, go on.'],
				['user', '555'],
				['assistant', 'Yes?'],
				['user', 'oh one double zero. Thanks'],
			]),
		);
		expect(textsOf(redacted)).toEqual([
			'My number is [phone 1]',
			'Okay, go on.',
			'[phone 1]',
			'Yes?',
			'[phone 1]. Thanks',
		]);
	});

	test('redacts a number that one begins and the other ends', () => {
		const redacted = redactor().whole(
			whole([
				['user', 'It starts with 312 555'],
				['assistant', '0100, right?'],
			]),
		);
		expect(textsOf(redacted)).toEqual(['It starts with [phone 1]', '[phone 1], right?']);
	});

	test('joins no price and no year of two messages to a card number', () => {
		const said = [
			['assistant', 'Rent per month is $3,900.'],
			['user', '111 222 33 44 is the code'],
		] as const;
		expect(textsOf(redactor().whole(whole(said)))).toEqual(said.map(([, text]) => text));
	});

	test('redacts metadata with its keys, numbers, JSON in texts, and escapes in it', () => {
		const redacted = redactor().whole({
			...whole([['tool', '{"phone": "\\u002b13125550100", "n": 1.50}']], {
				metadata: {
					'+13125550100': 'ann@example.com',
					from: '5550100',
					n: 13125550100,
					m: new JsonNumber('13125550100.0'),
				},
			}),
			insights: [
				{ id: 'i', conversation_insights: [{ insight_id: 'x', result: '{"mail":"ann\\u0040example.com"}' }] },
			],
		});
		expect(redacted.conversation.metadata).toEqual({
			'[phone 1]': '[email 1]',
			from: '[phone 2]',
			n: '[phone 1]',
			m: expect.anything(),
		});
		expect(textsOf(redacted)).toEqual(['{"phone":"[phone 1]","n":1.50}']);
		expect(jsonText(redacted.insights)).toContain('{\\"mail\\":\\"[email 1]\\"}');
	});

	test('leaves the fields of the API, and JSON without a finding, as they are', () => {
		const all = whole([['user', '{ "a" : 1.50 }']]);
		expect(redactor({ words: ['user'] }).whole(all)).toEqual(all);
	});

	test('names the listed words that it did not find', () => {
		const one = redactor({ words: ['José', 'Acme', 'Nevermind'] });
		one.text('JOSE\u0301 of acme');
		expect(one.unfoundWords()).toEqual(['Nevermind']);
	});

	test('names a country without phone numbers, instead of finding none', () => {
		expect(() => redactor({ country: 'XX' })).toThrow('redactCountry is “XX”');
	});

	test('walks JSON of any depth', () => {
		const levels = 50_000;
		const deep = parseJsonText(`${'['.repeat(levels)}"+13125550100"${']'.repeat(levels)}`) ?? null;
		const text = jsonText({ a: deep });
		const redacted = redactor().whole(whole([['tool', text]], { metadata: { deep } }));
		expect(jsonText(redacted.conversation)).not.toContain('3125550100');
		expect(textsOf(redacted)).toEqual([text.replace('+13125550100', '[phone 1]')]);
	});

	test('finds nothing in what it wrote', () => {
		const value = fc.constantFrom(
			'312-555-0100',
			'a@b.example.com',
			'4111 1111 1111 1111',
			'203.0.113.9',
			'five five',
			'1',
			'+44 20 7946 0958',
		);
		fc.assert(
			fc.property(
				fc.array(fc.oneof(value, fc.string({ maxLength: 6 }))),
				fc.constantFrom(' ', ', ', '\n', ' x '),
				(parts, joint) => {
					const redacted = redactor().text(parts.join(joint));
					const second = redactor();
					second.text(redacted);
					expect(second.findings()).toEqual([]);
				},
			),
		);
	});
});
