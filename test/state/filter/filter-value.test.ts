import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../src/domain/instant.ts';
import { resolveFilters } from '../../../src/filter/resolve.ts';
import {
	type Column,
	type Condition,
	type Filter,
	isTime,
	metadataColumn,
	plainColumn,
} from '../../../src/filter/tree.ts';
import {
	conditionProblem,
	listItem,
	makeCondition,
	readList,
	valueText,
} from '../../../src/state/filter/filter-value.ts';
import { isDenied, type Verb, verbOf, verbsFor } from '../../../src/state/filter/filter-verbs.ts';
import { query as anyQuery, text as anyText } from '../../filter/arbitraries.ts';
import { at, query } from '../../store/fixtures.ts';

const when = { now: at('2026-11-22T12:00:00Z'), zone: () => 60 };
const last = plainColumn('last_message_at');

function conditionsOf(filters: readonly Filter[]): Condition[] {
	return filters.flatMap((filter) => (filter.kind === 'group' ? conditionsOf(filter.children) : [filter]));
}

function made(column: Column, verb: Verb, text: string, negated = false) {
	const result = makeCondition({ column, verb, text, negated }, when);
	return result.ok ? resolveFilters([result.filter], when) : result.problem;
}

describe('a value', () => {
	test('typed as shown gives the same condition', () => {
		fc.assert(
			fc.property(anyQuery, ({ filters }) => {
				for (const condition of conditionsOf(filters).filter(({ column }) => !isTime(column))) {
					const { column } = condition;
					const negated = isDenied(condition);
					const text = valueText(condition);
					const result = makeCondition({ column, verb: verbOf(condition), text, negated }, when);
					if (result.ok) expect(result.filter).toEqual(condition);
					else expect(result.problem).toMatch(/\. .*\.|empty/);
				}
			}),
		);
	});

	test('the sign of the list for a missing value asks for rows without one', () => {
		const channel = metadataColumn('telnyx_conversation_channel');
		const missing = { kind: 'condition', operator: 'is', operand: 'null', negated: false };
		expect(made(channel, 'eq', '-')).toEqual([{ ...missing, column: channel }]);
		expect(made(channel, 'neq', 'no channel')).toEqual([{ ...missing, column: channel, negated: true }]);
		expect(made(last, 'eq', '-')).toEqual([{ ...missing, column: last }]);
		expect(made(channel, 'eq', '"-"')).toEqual([
			{ ...missing, column: channel, operator: 'eq', operand: '-' },
		]);
	});

	test('a list is parsed as written, with any items', () => {
		fc.assert(
			fc.property(fc.array(anyText, { maxLength: 5 }), (items) => {
				expect(readList(items.map(listItem).join(', '))).toEqual(items);
			}),
		);
	});

	test.each([
		['a, b ,c', ['a', 'b', 'c']],
		['"a, b", c', ['a, b', 'c']],
		['"say \\"hi\\""', ['say "hi"']],
		['a b,', ['a b']],
		['', []],
		['""', ['']],
		['"open', null],
		['a, "open', null],
	])('the list %s', (text, items) => {
		expect(readList(text)).toEqual(items);
	});

	test.each([
		['name=ilike.*refund*', 'refund'],
		['name=not.ilike.*refund*', 'refund'],
		['name=ilike.*100\\%*', '100%'],
		['name=ilike.refund*', 'refund*'],
		['name=in.(a,"b,c"," d","")', 'a, "b,c", " d", ""'],
		['name=is.not_null', 'not_null'],
		['name=eq.', '""'],
		['name=eq."a"', '"\\"a\\""'],
		['name=eq."a', '"a'],
		['metadata->telnyx_conversation_channel=eq.sms', '"sms"'],
	])('of %s is shown as %s', (text, shown) => {
		const [condition] = conditionsOf(query(text).filters);
		expect(condition && valueText(condition)).toBe(shown);
	});

	test.each([
		['contains', 'refund', 'name=ilike.*refund*'],
		['lacks', 'refund', 'name=not.ilike.*refund*'],
		['contains', '100%_\\', 'name=ilike.*100\\%\\_\\\\*'],
		['eq', '""', 'name=eq.'],
		['eq', ' a ', 'name=eq. a '],
		['in', 'a, "b,c"', 'name=in.(a,"b,c")'],
		['is', 'has no value', 'name=is.null'],
		['match', '^a', 'name=match.^a'],
	] as const)('%s %s', (verb, text, asked) => {
		expect(made(plainColumn('name'), verb, text)).toEqual(query(asked).filters);
	});

	test.each([
		['telnyx_conversation_channel', 'eq', 'call', 'eq.phone_call'],
		['telnyx_conversation_channel', 'eq', 'sms', 'in.(sms_chat,sms)'],
		['telnyx_conversation_channel', 'eq', '"sms"', 'eq.sms'],
		['telnyx_conversation_channel', 'in', 'WhatsApp, web chat, sms', 'in.(whatsapp_chat,web_chat,sms)'],
		['telnyx_end_user_target', 'eq', '+1 (312) 867-5309', 'eq.+13128675309'],
		['telnyx_end_user_target', 'contains', '867-5309', 'ilike.*8675309*'],
		['telnyx_end_user_target', 'eq', '312 867 5309', 'like.*3128675309'],
	] as const)('%s %s %s, as the list shows it', (key, verb, text, asked) => {
		expect(made(metadataColumn(key), verb, text)).toEqual(query(`metadata->${key}=${asked}`).filters);
	});

	test.each([
		['eq', '', 'Type a value'],
		['contains', '', 'Type the text to look for'],
		['in', '', 'The list is empty'],
		['in', '"a', 'A quote is not closed'],
		['is', 'perhaps', 'Choose one of'],
		['match', 'a(', 'not closed'],
		['like', 'a\\', 'lone backslash'],
		['during', 'yesterday', 'applies only to times'],
	] as const)('%s %j is refused with the reason', (verb, text, reason) => {
		expect(made(plainColumn('name'), verb, text)).toContain(reason);
	});
});

describe('a date', () => {
	const hour = (text: string) => formatInstant(at(text));

	test.each([
		['gte', '24h', `last_message_at=gte.${hour('2026-11-21T12:00:00Z')}`],
		['lt', 'yesterday', `last_message_at=lt.${hour('2026-11-20T23:00:00Z')}`],
		['gt', 'yesterday', `last_message_at=gte.${hour('2026-11-21T23:00:00Z')}`],
		['lte', '2026-11-01', `last_message_at=lt.${hour('2026-11-01T23:00:00Z')}`],
		['eq', '2026-11-01T10:00Z', 'last_message_at=eq.2026-11-01T10:00Z'],
		[
			'in',
			'2026-11-01T10:00Z, 2026-11-02T10:00Z',
			'last_message_at=in.("2026-11-01T10:00Z","2026-11-02T10:00Z")',
		],
		[
			'in',
			'yesterday, 24h',
			`or=(and(last_message_at.gte."${hour('2026-11-20T23:00:00Z')}",last_message_at.lt."${hour('2026-11-21T23:00:00Z')}"),last_message_at.gte."${hour('2026-11-21T12:00:00Z')}")`,
		],
		[
			'during',
			'2026-11-01..03',
			`last_message_at=gte.${hour('2026-10-31T23:00:00Z')}&last_message_at=lt.${hour('2026-11-03T23:00:00Z')}`,
		],
		['during', '7d', `last_message_at=gte.${hour('2026-11-15T12:00:00Z')}`],
		[
			'neq',
			'yesterday',
			`not.and=(last_message_at.gte."${hour('2026-11-20T23:00:00Z')}",last_message_at.lt."${hour('2026-11-21T23:00:00Z')}")`,
		],
		['gt', '2026-11-01T10:00Z', 'last_message_at=gt.2026-11-01T10:00Z'],
		['lte', ' 2026-11-01T10:00Z', 'last_message_at=lte.2026-11-01T10:00Z'],
		['neq', '2026-11-01T10:00Z', 'last_message_at=neq.2026-11-01T10:00Z'],
		['gt', '24h', `last_message_at=gt.${hour('2026-11-21T12:00:00Z')}`],
		[
			'eq',
			' 2026-11-01 ',
			`last_message_at=gte.${hour('2026-10-31T23:00:00Z')}&last_message_at=lt.${hour('2026-11-01T23:00:00Z')}`,
		],
		[
			'in',
			'2026-11-01T10:00Z, 24h',
			`or=(last_message_at.eq."2026-11-01T10:00Z",last_message_at.gte."${hour('2026-11-21T12:00:00Z')}")`,
		],
		['is', 'not_null', 'last_message_at=is.not_null'],
		['is', ' Has a value ', 'last_message_at=is.not_null'],
	] as const)('%s %s is what it became', (verb, text, asked) => {
		expect(made(last, verb, text)).toEqual(query(asked).filters);
	});

	test.each([
		['gte', ' 24h ', false, { operator: 'gte', said: '24h' }],
		['gt', ' yesterday', false, { operator: 'gt', said: 'yesterday' }],
		['during', 'yesterday', false, { operator: 'during', said: 'yesterday' }],
		['eq', 'yesterday', false, { operator: 'during', said: 'yesterday' }],
		['neq', 'yesterday', false, { operator: 'during', said: 'yesterday', negated: true }],
		['neq', 'yesterday', true, { operator: 'during', said: 'yesterday' }],
		['eq', '14:00', true, { operator: 'eq', said: '14:00', negated: true }],
	] as const)('%s “%s” (“not”: %s) stays as it was said', (verb, text, negated, date) => {
		expect(makeCondition({ column: last, verb, text, negated }, when)).toEqual({
			ok: true,
			filter: { kind: 'date', column: last, negated: false, ...date },
		});
	});

	test('is shown as it was said, and never invalid', () => {
		const date = {
			kind: 'date',
			column: last,
			negated: true,
			operator: 'during',
			said: 'yesterday',
		} as const;
		expect([valueText(date), conditionProblem(date)]).toEqual(['yesterday', null]);
	});

	test('a “not” in front of several dates denies all of them', () => {
		const [one] = made(last, 'in', 'yesterday, 24h', true);
		expect(one).toMatchObject({ kind: 'group', join: 'or', negated: true });
	});

	test('a negated span is one negated group', () => {
		expect(made(last, 'during', 'yesterday', true)).toEqual(made(last, 'neq', 'yesterday'));
	});

	test.each([
		['gte', 'soon', '“soon” is not a date'],
		['gte', '2026-02-30', 'is not a date'],
		['gte', '', 'Type a date'],
		['gte', '  ', 'Type a date'],
		['during', '2026-11-01T10:00Z', 'is a single moment'],
		['in', 'yesterday, soon', '“soon” is not a date'],
		['in', '', 'The list is empty'],
		['in', '24h, "', 'The list is empty'],
		['in', '24h, soon', '“soon” is not a date'],
		['is', 'soon', 'Choose one of has no value, has a value'],
		['contains', 'yesterday', 'not compared as text'],
		['like', '2026-11-01', 'not compared as text'],
	] as const)('%s %j is refused with the reason', (verb, text, reason) => {
		expect(made(last, verb, text)).toContain(reason);
	});
});

test('every operator can be chosen for some column', () => {
	const all = new Set([...verbsFor(last), ...verbsFor(metadataColumn('k'))]);
	for (const verb of [
		'eq',
		'neq',
		'gt',
		'gte',
		'lt',
		'lte',
		'like',
		'ilike',
		'match',
		'imatch',
		'in',
		'is',
	] as const)
		expect(all).toContain(verb);
});
