import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import type { WholeConversation } from '../../src/domain/records.ts';
import { defaultSignalSettings } from '../../src/domain/signals/signal.ts';
import { conversationCsv, csvHead, harmless } from '../../src/export/csv.ts';
import { type Exported, openDocument } from '../../src/export/document.ts';
import { escapeHtml } from '../../src/export/html.ts';
import { Redactor } from '../../src/export/redaction/redactor.ts';
import { exportedOf } from '../../src/services/exported-conversation.ts';
import { zoneNamed } from '../../src/text/time.ts';

const context = {
	templateNames: new Map([['t', 'Sentiment']]),
	assistantNames: new Map(),
	zone: zoneNamed('America/New_York'),
	signals: defaultSignalSettings,
	now: instantFromMillis(Date.UTC(2026, 9, 16)),
};
const facts = { count: 1, exportedAt: context.now, zone: context.zone, remarks: ['Redacted.'] };
const formats = ['ndjson', 'json', 'csv', 'markdown', 'html'] as const;

function written(
	format: (typeof formats)[number],
	all: readonly Exported[],
	rows: 'turns' | 'conversations' = 'turns',
): string {
	const document = openDocument(format, rows, { ...facts, count: all.length });
	return [document.head(), ...all.map(document.next), document.tail()].join('');
}

/** A conversation with these texts everywhere a text can stand. */
function everywhere(texts: readonly string[]): WholeConversation {
	const at = (index: number): string => new Date(Date.UTC(2026, 9, 15, 16, 5, index)).toISOString();
	const text = (index: number): string => texts[index % texts.length] ?? '';
	const messages: JsonObject[] = texts.flatMap((one, index): JsonObject[] => [
		{
			role: index % 2 === 0 ? 'user' : 'assistant',
			text: one,
			created_at: at(index * 3),
			sent_at: at(index * 3),
		},
		{
			role: 'assistant',
			text: null,
			created_at: at(index * 3 + 1),
			sent_at: at(index * 3 + 1),
			tool_calls: [
				{
					id: `call_${index}`,
					type: 'function',
					function: { name: one, arguments: jsonText({ [one]: [one], n: 1 }) },
				},
			],
		},
		{
			role: 'tool',
			text: index % 2 === 0 ? one : jsonText({ deep: { [one]: jsonText({ again: one }) } }),
			created_at: at(index * 3 + 2),
			sent_at: at(index * 3 + 2),
			metadata: { tool_call_id: `call_${index}`, [one]: one },
		},
	]);
	return {
		conversation: {
			id: '705469e5-59ae-54ef-9443-92a1828be8c6',
			name: text(0),
			created_at: at(0),
			last_message_at: at(50),
			metadata: jsonObject(
				texts.flatMap((one, index): [string, JsonValue][] => [
					[one, text(index + 1)],
					[`k${index}`, one],
				]),
			),
		},
		messages,
		insights: [
			{
				id: 'i',
				status: 'completed',
				created_at: at(51),
				conversation_insights: texts.flatMap((one) => [
					{ insight_id: 't', result: one },
					{ insight_id: 'u', result: jsonText({ [one]: one }) },
				]),
			},
		],
	};
}

/** The text of a file as a reader sees it: without escapes, stand-ins and marks of the format. */
function decoded(text: string): string {
	let plain = text;
	for (let round = 0; round < 6; round += 1)
		plain = plain
			.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
			.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
			.replaceAll('&amp;', '&')
			.replaceAll('\\"', '"')
			.replaceAll('\\\\', '\\');
	return plain.replaceAll(/\\([[\]().+*_`|~$#-])/g, '$1').normalize('NFKC');
}

const luhn = (body: string): string => {
	for (let check = 0; check < 10; check += 1) {
		const digits = `${body}${check}`;
		const sum = [...digits].reverse().reduce((total, one, index) => {
			const value = Number(one) * (index % 2 === 1 ? 2 : 1);
			return total + (value > 9 ? value - 9 : value);
		}, 0);
		if (sum % 10 === 0) return digits;
	}
	return body;
};

const digitsOf = (count: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const letters = (alphabet: string, least: number, most: number) =>
	fc.string({ unit: fc.constantFrom(...alphabet), minLength: least, maxLength: most });

/** A value of each kind as a caller may write it, and a trace that must not survive. */
const phone = fc
	.tuple(fc.constantFrom('312', '415', '646'), fc.integer({ min: 200, max: 999 }), digitsOf(4))
	.chain(([area, exchange, line]) =>
		fc.constantFrom(
			[`+1${area}${exchange}${line}`, `${area}${exchange}${line}`],
			[`(${area}) ${exchange}-${line}`, `${exchange}-${line}`],
			[`${area}.${exchange}.${line}`, `${exchange}.${line}`],
			[`${area}${exchange}${line}`, `${area}${exchange}${line}`],
			[[...`${area}${exchange}${line}`].join(' '), [...`${exchange}${line}`].join(' ')],
			[`%2B1${area}${exchange}${line}`, `${area}${exchange}${line}`],
		),
	);
const email = fc
	.tuple(letters('abcdefgh', 4, 8), letters('mnopqrs', 4, 8))
	.map(([name, host]) => [`${name}.x@${host}.example.com`, `${name}.x@${host}`]);
const card = fc.tuple(fc.constantFrom('4', '51'), digitsOf(14)).map(([start, rest]) => {
	const digits = luhn(`${start}${rest}`.slice(0, 15));
	return [(digits.match(/.{4}/g) ?? []).join(' '), digits.slice(4, 8).concat(' ', digits.slice(8, 12))];
});
const ip = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => [`203.0.${a}.${b}`, `203.0.${a}.${b}`]);
const token = letters('abcdefghijklmnopqrstuvwxyz0123456789', 20, 40).map((body) => [`sk-${body}`, body]);
const iban = fc.constantFrom(
	['DE89 3704 0044 0532 0130 00', '0044 0532'],
	['GB82WEST12345698765432', 'WEST12345698'],
);
const word = fc.constant(['Ann Lee', 'ann lee']);
const value = fc.oneof(phone, email, card, ip, token, iban, word);
const around = fc.constantFrom('', ' call ', ' it is: ', '<b>', '"', '=', '| ', '\n', '[a](', '{"x":"', '`');
const seeded = fc.array(fc.tuple(around, value, around), { minLength: 1, maxLength: 4 });

describe('nothing of its kinds survives a redaction', () => {
	test.each(formats)('as %s', (format) => {
		fc.assert(
			fc.property(seeded, fc.constantFrom('turns', 'conversations'), (all, rows) => {
				const whole = everywhere(all.map(([before, [text], after]) => `${before}${text}${after}`));
				const redactor = new Redactor({ country: 'US', words: ['Ann Lee'], kept: new Set() });
				const text = decoded(
					written(format, [exportedOf(redactor.whole(whole), context)], rows),
				).toLowerCase();
				for (const [, [, trace = '']] of all) expect(text).not.toContain(trace.toLowerCase());
			}),
			{ numRuns: 60 },
		);
	});
});

describe('a file for people', () => {
	const hostile = [
		'</script><script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		'\u202eabc\u0007\u001b[31m',
		'-->]]>',
		'&lt;b&gt;',
		"=cmd|' /C calc'!A0",
	];

	test('as HTML has no element and no attribute of a caller', () => {
		const html = written('html', [exportedOf(everywhere(hostile), context)]);
		const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase()));
		expect(tags.has('img')).toBe(false);
		expect(html.match(/<script/g)).toHaveLength(1);
		for (const sign of ['\u202e', '\u0007', '\u001b']) expect(html).not.toContain(sign);
		expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
		expect(html).not.toMatch(/(?:src|href)="(?!#)/);
		expect(html).toMatch(/default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='/);
	});

	test('as HTML has the words as they came', () => {
		fc.assert(
			fc.property(fc.string(), (words) => {
				const back = escapeHtml(words).replaceAll(
					/&(?:amp|lt|gt|quot|#39);/g,
					(sign) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[sign] ?? sign,
				);
				expect(back).toBe(words.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n|\t)\p{Cc}/gu, ''));
				expect(escapeHtml(words)).not.toMatch(/[<>"']/);
			}),
		);
	});

	test('shows tools, waits and times in UTC and in the zone of the reader', () => {
		const html = written('html', [exportedOf(everywhere(['Hello', 'Hi']), context)]);
		for (const words of [
			'<summary class="soft">Arguments',
			'answered after 1.0 s',
			'class="bar"',
			'16:05:03 UTC (12:05:03 -04:00)',
		])
			expect(html).toContain(words);
	});
});

describe('CSV', () => {
	test.each(['=1+1', '@SUM(A1)', '\t=1', '\r=1', '+1-312', '-1+2', '+cmd', '＝1', ' =1', '+1 312 555'])(
		'defuses %j',
		(cell) => {
			expect(harmless(cell)).toMatch(/^'/);
		},
	);

	test.each(['+13125550100', '-1.5', '-3', '12', '2026-10-15', 'a=b', 'x@y', '', '(+1)'])(
		'leaves %j',
		(cell) => {
			expect(harmless(cell)).toBe(cell);
		},
	);

	test('is read back by a parser, with the same cells', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }), (texts) => {
				const { text } = exportedOf(everywhere(texts.map((one) => `x${one}`)), context);
				const csv = csvHead('turns') + conversationCsv(text, 'turns');
				const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
				expect(rows).toHaveLength(text.turns.length);
				expect(rows.map((row) => row.conversation_id)).toEqual(text.turns.map(() => text.conversation.id));
				const spoken = text.turns.flatMap((turn) => (turn.kind === 'speech' ? [harmless(turn.text)] : []));
				expect(rows.filter(({ kind }) => kind === 'speech').map((row) => row.text)).toEqual(spoken);
			}),
			{ numRuns: 50 },
		);
	});

	test('has one row a conversation with its waits, signals and times in both zones', () => {
		const { text } = exportedOf(everywhere(['Hello', 'Hi']), context);
		const rows: Record<string, string>[] = parse(
			csvHead('conversations') + conversationCsv(text, 'conversations'),
			{
				bom: true,
				columns: true,
			},
		);
		expect(rows).toMatchObject([
			{
				started_utc: '2026-10-15T16:05:00.000000+00:00',
				started_local: '2026-10-15T12:05:00.000-04:00',
				tool_calls: '2',
			},
		]);
	});
});

test('NDJSON and JSON hold every conversation without loss', () => {
	const all = [everywhere(['1.10', '{"a":1e400,"a":2}']), everywhere(['\u2028'])].map((one) =>
		exportedOf(one, context),
	);
	const lines = written('ndjson', all).split('\n');
	expect(lines.slice(0, -1)).toEqual(all.map(({ whole }) => jsonText({ ...whole })));
	expect(jsonText(parseJsonText(written('json', all)) ?? null)).toBe(
		jsonText(all.map(({ whole }) => ({ ...whole }))),
	);
});
