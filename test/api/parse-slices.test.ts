import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInSlices } from '../../src/api/parse-slices.ts';
import { Turn } from '../../src/api/turns.ts';
import { jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { sourceText } from '../domain/json-texts.ts';
import { all, apiOn, failureOf, plain, serve } from './http-server.ts';

const go = async (): Promise<void> => undefined;

/** Usual and unusual JSON: any spacing, odd numbers, repeated keys. */
const anyText = fc.oneof(
	fc.json(),
	fc.json().map((text) => JSON.stringify(JSON.parse(text), null, 2)),
	fc
		.array(
			fc.constantFrom(
				'{',
				'}',
				'[',
				']',
				',',
				':',
				'"a"',
				'"\\\\"',
				'"\\""',
				'1.10',
				'1e400',
				'null',
				' ',
				'tru',
			),
			{
				maxLength: 14,
			},
		)
		.map((parts) => parts.join('')),
	fc.json().map((text) => `{"a":${text},"a":[${text} , ${text}],"10":1.10,"2":12345678901234567890}`),
);

/** Strings with complete and broken escapes of every kind, between letters of one and two units. */
const anyString = fc
	.array(
		fc.constantFrom(
			'a',
			'é',
			'漢',
			'😀',
			'\\n',
			'\\\\',
			'\\"',
			'\\u00e9',
			'\\ud83d',
			'\\ude00',
			'\\u12',
			'\\x',
			'\t',
		),
		{ maxLength: 40 },
	)
	.map((pieces) => `{"text":"${pieces.join('')}","${pieces.join('')}":1}`);

/** The text in parts of equal length. */
function partsOf(text: string, size: number): string[] {
	return Array.from({ length: Math.ceil(text.length / size) }, (_, nth) =>
		text.slice(nth * size, (nth + 1) * size),
	);
}

describe('a text that is read in slices', () => {
	test('is read as at one go, whatever is in it and wherever it is cut', async () => {
		const size = fc.integer({ min: 1, max: 12 });
		await fc.assert(
			fc.asyncProperty(fc.oneof(anyText, anyString, sourceText), size, size, async (text, slice, part) => {
				const whole = parseJsonText(text);
				const sliced = await parseInSlices(partsOf(text, part), go, slice);
				expect(sliced === undefined).toBe(whole === undefined);
				if (whole !== undefined && sliced !== undefined) expect(jsonText(sliced)).toBe(jsonText(whole));
			}),
			{ numRuns: 4000 },
		);
	});

	test.each([
		['a string', `["${'long '.repeat(10_000)}"]`],
		['a key', `{"${'long '.repeat(10_000)}":1}`],
		['a string of escapes', `["${'\\u00e9\\"\\\\'.repeat(5000)}"]`],
		['a string that never ends', `["${'long '.repeat(10_000)}`],
		['an object of many keys', `{${Array.from({ length: 5000 }, (_, n) => `"key ${n}":${n}`).join(',')}}`],
		['a list of numbers', `[${'1.10,'.repeat(10_000)}1]`],
		['a number', `[${'1234567890'.repeat(5000)}]`],
		['blanks', `[1${' \n'.repeat(25_000)},2]`],
		['lists in lists', '['.repeat(25_000) + ']'.repeat(25_000)],
		['objects in objects', `${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}`],
		['lists in lists, each with more behind', `${'[1,['.repeat(6000)}1${'],2]'.repeat(6000)}`],
	])('of %s never goes on for more than two slices without a pause', async (_, text) => {
		const slice = 1000;
		let taken = 0;
		let most = 0;
		const parts = partsOf(text, slice);
		const counted = new Proxy(parts, {
			get: (target, key) => {
				if (/^\d+$/.test(String(key))) taken += 1;
				return Reflect.get(target, key);
			},
		});
		let clock = 0;
		// Every turn is over at each reading of the clock.
		const turn = new Turn(() => (clock += 1000));
		const read = await parseInSlices(
			counted,
			async () => {
				most = Math.max(most, taken);
				taken = 0;
			},
			slice,
			turn,
		);
		expect(Math.max(most, taken)).toBeLessThanOrEqual(2);
		expect(jsonText(read ?? null)).toBe(jsonText(parseJsonText(text) ?? null));
	});

	test('that is cut short anywhere is none', async () => {
		const text = '{"data":[{"id":"a","n":[1,{"x":"\\"]"}]},null],"meta":{}}';
		for (let end = 0; end < text.length; end += 1)
			expect(await parseInSlices([text.slice(0, end)], go, 4)).toBeUndefined();
	});

	test('lets the program do something else meanwhile, and can be ended', async () => {
		const text = JSON.stringify(
			Array.from({ length: 100_000 }, (_, n) => ({ id: `row ${n}`, text: 'some words' })),
		);
		let pauses = 0;
		const ended = parseInSlices([text], async () => {
			pauses += 1;
			if (pauses === 2) throw new Error('ended');
		});
		await expect(ended).rejects.toThrow('ended');
	});
});

test('an answer of megabytes is read whole, and one that is broken is told', async () => {
	const data = Array.from({ length: 4000 }, (_, n) => ({
		role: 'user',
		text: `${n} ${'words '.repeat(60)}`,
	}));
	const text = JSON.stringify({ data, meta: { page_number: 1, total_pages: 1, total_results: 4000 } });
	let body = text;
	await using server = await serve((_, response) => plain(response, 200, 'application/json', body));
	const [page] = await all(apiOn(server.url).messages('x'));
	expect(page?.rows).toHaveLength(4000);
	expect(page?.rows.at(-1)).toMatchObject({ ok: true, value: { text: data.at(-1)?.text } });
	body = text.slice(0, -20);
	expect(await failureOf(all(apiOn(server.url).messages('x')))).toMatchObject({
		kind: 'bad-response',
	});
});
