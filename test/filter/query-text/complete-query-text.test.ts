import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeQueryText } from '../../../src/filter/query-text/complete-query-text.ts';
import type { Completion, Known } from '../../../src/filter/query-text/offers.ts';
import { parseQueryText } from '../../../src/filter/query-text/parse-query-text.ts';
import type { Condition } from '../../../src/filter/tree.ts';
import { text as anyText } from '../arbitraries.ts';
import { context } from './context.ts';

const known: Known = {
	assistants: context.assistants ?? new Map(),
	metadataKeys: ['tier', 'assistant_id', 'a b', 'ai_disabled'],
	valuesOf: (column) =>
		column.kind === 'metadata' && column.key === 'tier' ? ['gold', 'sil ver', 'null', 'a*'] : [],
	when: { now: context.now, zone: context.zone },
};

/** The completions at the bar in the text, or at its end. */
function complete(marked: string, about: Known = known): Completion[] {
	const caret = marked.includes('|') ? marked.indexOf('|') : marked.length;
	return completeQueryText(marked.replace('|', ''), caret, about);
}

/** The query texts after each completion, with the inserted part in brackets. */
function lines(marked: string): string[] {
	const text = marked.replace('|', '');
	return complete(marked).map(({ from, to, text: put }) => `${text.slice(0, from)}[${put}]${text.slice(to)}`);
}

describe('columns and operators', () => {
	test('an empty query text offers every column first', () => {
		expect(lines('').slice(0, 9)).toEqual(
			['channel:', 'user:', 'agent:', 'assistant:', 'call:', 'name:', 'id:', 'created>=', 'updated>='].map(
				(word) => `[${word}]`,
			),
		);
		expect(lines('')).toEqual(
			expect.arrayContaining(['[after:]', '[sort:]', '[limit:]', '[meta.tier:]', '[meta."a b":]']),
		);
		expect(lines('')).not.toContain('[or]');
	});

	test.each([
		['ch', ['[channel:]']],
		['CH', ['[channel:]']],
		['x -cha', ['x -[channel:]']],
		['(channel:sms or us', ['(channel:sms or [user:]']],
		['cha|nnel:sms x', ['[channel:]sms x']],
		['refund o', ['refund [or]']],
		['tier', ['[meta.tier:]']],
		['meta.t', ['[meta.tier:]']],
		['meta.', ['[meta.tier:]', '[meta."a b":]', '[meta.ai_disabled:]']],
		['meta."a', ['[meta."a b":]']],
		['name.li', ['[name.like:]']],
		['meta.tier.i', ['[meta.tier.ilike:]', '[meta.tier.imatch:]', '[meta.tier.in:]', '[meta.tier.is:]']],
		['created.d', ['[created.during:]']],
		['qqq', []],
		['?name=eq.', []],
	])('%s', (marked, expected) => {
		expect(lines(marked)).toEqual(expect.arrayContaining(expected));
		if (expected.length < 2) expect(lines(marked)).toHaveLength(expected.length);
	});

	test.each([
		['name', ['name:', 'name~', 'name!=', 'name!~', 'name:null', 'name:any', 'name>', 'name<']],
		[
			'meta.tier',
			[
				'meta.tier:',
				'meta.tier~',
				'meta.tier!=',
				'meta.tier!~',
				'meta.tier:null',
				'meta.tier:any',
				'meta.tier>',
				'meta.tier<',
			],
		],
		[
			'created',
			[
				'created>=',
				'created<',
				'created:',
				'created!=',
				'created>',
				'created<=',
				'created:null',
				'created:any',
			],
		],
	])('%s is followed by its operators', (marked, expected) => {
		expect(
			complete(marked)
				.map(({ text }) => text)
				.slice(0, 8),
		).toEqual(expected);
	});
});

describe('values', () => {
	test.each([
		['channel:', 'phone_call', 'phone call'],
		['channel:sms,ph', 'phone_call', 'phone call'],
		['channel:call', 'phone_call', 'phone call'],
		['channel:wapp', 'whatsapp_chat', 'WhatsApp'],
		['channel!=web', 'web_call', 'web call'],
		['assistant:bill', '"Meridian Energy billing"', 'assistant-2'],
		['assistant:"Harbor T', '"Harbor Table booking"', 'assistant-1'],
		['assistant:night', 'assistant-3', 'Night desk'],
		['meta.tier:g', 'gold', ''],
		['meta.tier:sil', '"sil ver"', ''],
		['meta.tier:nu', '"null"', ''],
		['meta.tier:a', '"a*"', ''],
		['meta.tier.in:(gold,si', '"sil ver"', ''],
		['meta.ai_disabled:', 'true', ''],
		['name.is:n', 'null', ''],
		['name:', 'null', 'has no value'],
		['limit:', '20', ''],
		['sort:', '-updated', 'latest first'],
		['sort:-updated,na', 'name', 'A to Z'],
		['sort:-up', '-updated', 'latest first'],
		['sort:-name.', '-name.nullsfirst', 'rows without it come first'],
		['after:', '1h', '2026-11-22 14:30:45 +01:00'],
		['after:yes', 'yesterday', '2026-11-21 00:00:00 +01:00'],
		['during:yes', 'yesterday', '2026-11-21 00:00:00 +01:00 – 2026-11-22 00:00:00 +01:00'],
		['created>yes', 'yesterday', '2026-11-22 00:00:00 +01:00'],
		['created.before:3h', '3h', '2026-11-22 12:30:45 +01:00'],
		['during:"2026-11-01..03', '2026-11-01..03', '2026-11-01 00:00:00 +01:00 – 2026-11-04 00:00:00 +01:00'],
	])('%s', (marked, text, hint) => {
		expect(complete(marked)).toContainEqual(expect.objectContaining({ text, hint }));
	});

	test.each(['name~', 'meta.tier.match:', 'name:"', 'limit:x'])(
		'there are no completions for %s',
		(marked) => {
			expect(complete(marked)).toEqual([]);
		},
	);

	test('an assistant that is not known by name is offered by its id', () => {
		const seen = { ...known, valuesOf: () => ['assistant-9', 'assistant-1'] };
		expect(complete('assistant:assistant-', seen).map(({ text, hint }) => `${text}: ${hint}`)).toContain(
			'assistant-9: not in the list of assistants',
		);
	});

	test('a date that is offered is not offered again as typed', () => {
		expect(complete('after:24h').filter(({ text }) => text === '24h')).toHaveLength(1);
		expect(complete('after:25h').map(({ text }) => text)).toEqual(['25h']);
	});

	test('without a clock, hints of dates are words', () => {
		const { when: _, ...timeless } = known;
		expect(complete('after:24', timeless)).toEqual([{ from: 6, to: 8, text: '24h', hint: '24 hours ago' }]);
	});

	test('a completion replaces the whole value around the caret', () => {
		expect(lines('channel:ph|x name:y')[0]).toBe('channel:[phone_call] name:y');
		expect(lines('assistant:"Harbor|xx yy" name:y')[0]).toBe('assistant:["Harbor Table booking"] name:y');
		expect(lines('channel:ph|x,sms')[0]).toBe('channel:[phone_call],sms');
	});
});

describe('for any text', () => {
	const line = fc.array(
		fc.oneof(
			anyText,
			fc.constantFrom(
				'name',
				'meta.tier',
				'channel',
				':',
				'~',
				'.',
				' ',
				'(',
				')',
				',',
				'"',
				'-',
				'sort:',
				'after:',
				'in:(',
			),
		),
		{ maxLength: 8 },
	);

	test('completions replace the word at the caret', () => {
		fc.assert(
			fc.property(line, fc.nat(), (parts, at) => {
				const text = parts.join('');
				const caret = at % (text.length + 1);
				for (const { from, to } of completeQueryText(text, caret, known)) {
					expect(from).toBeGreaterThanOrEqual(0);
					expect(from).toBeLessThanOrEqual(caret);
					expect(to).toBeGreaterThanOrEqual(caret);
					expect(to).toBeLessThanOrEqual(text.length);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test('an offered value reads back as that value', () => {
		fc.assert(
			fc.property(anyText, anyText, (key, value) => {
				const about: Known = { ...known, metadataKeys: [key], valuesOf: () => [value] };
				const column = complete('meta', about).find(({ hint }) => hint === 'metadata')?.text ?? 'channel:';
				const offered = complete(column, about).map(
					({ text }) => parseQueryText(column + text, context).filters[0],
				);
				const operands = offered.map((filter) => (filter as Condition | undefined)?.operand);
				expect(operands).toContain(value);
			}),
		);
	});
});
